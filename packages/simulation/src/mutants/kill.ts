import type { Violation } from '@megzo/core/testing';
import { scenarioOf } from '../run/scenarios.ts';
import { tell } from '../run/story.ts';
import { tellStockDay } from '../stock/stock-day.ts';
import type { Bug } from '../world/mutant.ts';
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

/** What the auditor says of one day, with a bug or without. */
export async function violationsOn({ scenario, seed }: Pick<Kill, 'scenario' | 'seed'>, bug?: Bug): Promise<readonly Violation[]> {
  const planted = bug === undefined ? {} : { bug };
  if (scenario === 'stock-day') return (await tellStockDay(seed, { ...planted, untilFound: bug !== undefined })).violations;
  return (await tell(seed, scenarioOf(scenario), planted)).violations;
}

/** What the auditor says of a mutant on one day; a run that threw is no finding. */
export async function findingOn(
  { bug }: Pick<Mutant, 'bug'>,
  day: Pick<Kill, 'scenario' | 'seed'>,
): Promise<Pick<Kill, 'law' | 'finding'> | undefined> {
  for (const { law, about, text } of await violationsOn(day, bug)) if (law !== 'end') return { law, finding: `${about}: ${text}` };
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
