import { scenarioOf } from '../run/scenarios.ts';
import { tell } from '../run/story.ts';
import type { Mutant } from './plant.ts';

/** The day on which a mutant was found out. */
export interface Kill {
  readonly scenario: string;
  readonly seed: number;
  /** Days told until then, over all of its scenarios. */
  readonly days: number;
  readonly law: number;
  readonly finding: string;
}

/** The day that comes at a place: scenarios take turns. */
export function dayAt({ scenarios }: Pick<Mutant, 'scenarios'>, place: number): { readonly scenario: string; readonly seed: number } {
  const scenario = scenarios[place % scenarios.length] ?? 'calm';
  return { scenario, seed: 1 + Math.floor(place / scenarios.length) };
}

/** What the auditor says of a mutant on one day; a run that threw is no finding. */
export async function findingOn(
  { bug }: Pick<Mutant, 'bug'>,
  { scenario, seed }: Pick<Kill, 'scenario' | 'seed'>,
): Promise<Pick<Kill, 'law' | 'finding'> | undefined> {
  const { violations } = await tell(seed, scenarioOf(scenario), { bug });
  for (const { law, about, text } of violations) if (law !== 'end') return { law, finding: `${about}: ${text}` };
  return undefined;
}

/** Tells day after day until the mutant is found out. */
export async function killMutant(mutant: Mutant, daysMax: number): Promise<Kill | undefined> {
  for (let place = 0; place < daysMax; place += 1) {
    const day = dayAt(mutant, place);
    const finding = await findingOn(mutant, day);
    if (finding !== undefined) return { ...day, days: place + 1, ...finding };
  }
  return undefined;
}
