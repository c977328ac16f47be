import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dayAt, findingOn, type Kill, violationsOn } from '../src/mutants/kill.ts';
import { mutants } from '../src/mutants/mutants.ts';
import { mutantsPage } from '../src/mutants/page.ts';

/**
 * Goal: the auditor would notice. Method: every planted bug is told on the day on which `npm run mutants` found it out, and the
 * same day is told without it. Days shift a little with every change of the flows, so the days after it count too.
 */
const kills = JSON.parse(readFileSync(new URL('../kills.json', import.meta.url), 'utf8')) as Readonly<Record<string, Kill>>;
const found = mutants.filter(({ name }) => kills[name] !== undefined);
const daysAfter = 25;
/** Many are found out on the same day: it is told once without them. */
const told = new Map<string, ReturnType<typeof violationsOn>>();

function unplanted(day: Pick<Kill, 'scenario' | 'seed'>): ReturnType<typeof violationsOn> {
  const key = `${day.scenario} ${day.seed}`;
  const known = told.get(key) ?? violationsOn(day);
  told.set(key, known);
  return known;
}

describe('planted bugs', () => {
  it('are many, and each of them was found out', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(40);
    expect(mutants.filter(({ name }) => kills[name] === undefined).map(({ name }) => name)).toEqual([]);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it('stand in docs/mutants.md as they are: run npm run mutants where they do not', () => {
    const page = readFileSync(new URL('../../../docs/mutants.md', import.meta.url), 'utf8');

    expect(page).toBe(mutantsPage(mutants, kills));
  });

  it.each(found.map((mutant) => [mutant.name, mutant] as const))(
    '%s is found out',
    async (name, mutant) => {
      const { scenario, seed } = kills[name] as Kill;
      let finding = await findingOn(mutant, { scenario, seed });
      for (let place = 0; finding === undefined && place < daysAfter; place += 1) finding = await findingOn(mutant, dayAt(mutant, place));

      expect(finding).toBeDefined();
      expect(await unplanted({ scenario, seed })).toEqual([]);
    },
    120_000,
  );
});
