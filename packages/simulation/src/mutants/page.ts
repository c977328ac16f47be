import type { Kill } from './kill.ts';
import type { Mutant } from './plant.ts';

const laws: Readonly<Record<number, string>> = {
  1: 'once',
  2: 'nothing sold twice',
  3: 'to the cent',
  4: 'no fiscal document',
  5: 'explained',
  6: 'nothing silent',
};

/** The page `docs/mutants.md`, made of the mutants and of the days on which they were found out. */
export function mutantsPage(all: readonly Mutant[], kills: Readonly<Record<string, Kill>>): string {
  const found = all.filter(({ name }) => kills[name] !== undefined);
  const rows = all.map((mutant) => {
    const kill = kills[mutant.name];
    const day =
      kill === undefined
        ? 'not found out | | '
        : `${kill.days} | \`${kill.scenario}\` ${kill.seed} | ${kill.law}, ${laws[kill.law]}: ${kill.finding}`;
    return `| \`${mutant.name}\` | ${mutant.breaks} | ${day} |`;
  });
  return `# Planted bugs

Made by \`npm run mutants\`; not to be edited. Each row is a mistake that somebody could make, planted into the order path or the stock of the
[simulation](../packages/simulation/README.md): a step that the flows are handed is overridden, or a port, the store or the handle of a process is wrapped. The auditor knows
nothing of it and looks at the vendors' side alone. *Days* is how many seeded days it took until a law was broken; without the bug the same day keeps every law.

${found.length} of ${all.length} are found out.

| mutant | what it does | days | found out on | law |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
