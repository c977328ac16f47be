import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findingOn, type Kill, killMutant } from './mutants/kill.ts';
import { mutants } from './mutants/mutants.ts';
import { mutantsPage } from './mutants/page.ts';

const help = `mutants [--days N] [--only NAME] [--anew]
  Looks for every planted bug day after day until the auditor finds it out, at most N days each (10000); a day that is known
  from the last time is tried first, unless --anew is given. Writes
  packages/simulation/kills.json and docs/mutants.md. Ends with 1 if fewer than 95 of 100 were found out.`;

const { values } = parseArgs({
  options: { days: { type: 'string', default: '10000' }, only: { type: 'string' }, anew: { type: 'boolean' }, help: { type: 'boolean' } },
});

const killsFile = new URL('../kills.json', import.meta.url);
const pageFile = new URL('../../../docs/mutants.md', import.meta.url);

if (values.help === true) console.log(help);
else process.exitCode = await run();

async function run(): Promise<number> {
  const kills = new Map(Object.entries(JSON.parse(readFileSync(killsFile, 'utf8')) as Readonly<Record<string, Kill>>));
  for (const name of kills.keys()) if (!mutants.some((mutant) => mutant.name === name)) kills.delete(name);
  for (const mutant of mutants) {
    if (values.only !== undefined && mutant.name !== values.only) continue;
    const known = kills.get(mutant.name);
    const again = known === undefined || values.anew === true ? undefined : await findingOn(mutant, known);
    const kill = known !== undefined && again !== undefined ? { ...known, ...again } : await killMutant(mutant, Number(values.days));
    if (kill === undefined) kills.delete(mutant.name);
    else kills.set(mutant.name, kill);
    console.log(
      kill === undefined
        ? `${mutant.name} lives`
        : `${mutant.name}: ${kill.days} days, ${kill.scenario} ${kill.seed}, law ${kill.law}: ${kill.finding}`,
    );
  }
  const known = Object.fromEntries([...kills].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(killsFile, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(pageFile, mutantsPage(mutants, known));
  const share = kills.size / mutants.length;
  console.log(`${kills.size} of ${mutants.length} found out (${(share * 100).toFixed(1)} %)`);
  return share >= 0.95 ? 0 : 1;
}
