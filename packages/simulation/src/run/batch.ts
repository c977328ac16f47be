import { violationReport } from '@megzo/core/testing';
import type { Bug } from '../world/mutant.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { type StoryCounts, type StoryEnd, tell } from './story.ts';

/** What many seeds came to. Plain data: batches of several threads are added up. */
export interface Batch {
  readonly seeds: number;
  readonly counts: StoryCounts;
  /** `endpoint | fault` → how often. */
  readonly struck: Readonly<Record<string, number>>;
  /** Days that were told, by scenario. */
  readonly told: Readonly<Record<string, number>>;
  /** Order confirmations that were made, by scenario: a day on which nothing is done proves nothing. */
  readonly made: Readonly<Record<string, number>>;
  /** Reports of seeds with a broken law, the first ones with their timeline. */
  readonly broken: readonly { readonly seed: number; readonly scenario: string; readonly report: string }[];
}

export interface BatchOptions {
  readonly from: number;
  readonly seeds: number;
  /** Every how many-th seed is told: threads take turns. */
  readonly stride?: number;
  readonly scenario?: Scenario;
  readonly bug?: Bug;
  readonly progress?: (done: number) => void;
}

const timelinesMax = 3;

export const noCounts: StoryCounts = {
  orders: 0,
  made: 0,
  kills: 0,
  pauses: 0,
  restores: 0,
  hooks: 0,
  figures: 0,
  points: 0,
  virtualMs: 0,
};

/** Seeds go round the scenarios where none is given. */
export function scenarioOfSeed(seed: number): Scenario {
  return scenarios[seed % scenarios.length] as Scenario;
}

export async function tellMany({ from, seeds, stride = 1, scenario, bug, progress }: BatchOptions): Promise<Batch> {
  let counts = noCounts;
  const struck: Record<string, number> = {};
  const told: Record<string, number> = {};
  const made: Record<string, number> = {};
  const broken: { seed: number; scenario: string; report: string }[] = [];
  for (let place = 0; place < seeds; place += 1) {
    const seed = from + place * stride;
    const chosen = scenario ?? scenarioOfSeed(seed);
    const end = await tell(seed, chosen, bug === undefined ? {} : { bug });
    counts = added(counts, end.counts);
    for (const [cell, times] of end.struck) struck[cell] = (struck[cell] ?? 0) + times;
    told[chosen.name] = (told[chosen.name] ?? 0) + 1;
    made[chosen.name] = (made[chosen.name] ?? 0) + end.counts.made;
    if (end.violations.length > 0) {
      const report = broken.length < timelinesMax ? await withTimeline(end, chosen, bug) : violationReport(seed, end.violations);
      broken.push({ seed, scenario: chosen.name, report });
    }
    progress?.(place + 1);
  }
  return { seeds, counts, struck, told, made, broken };
}

export function addBatches(batches: readonly Batch[]): Batch {
  const sum = (maps: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
    const all: Record<string, number> = {};
    for (const map of maps) for (const [name, times] of Object.entries(map)) all[name] = (all[name] ?? 0) + times;
    return all;
  };
  return {
    seeds: batches.reduce((total, { seeds }) => total + seeds, 0),
    counts: batches.reduce((total, { counts }) => added(total, counts), noCounts),
    struck: sum(batches.map(({ struck }) => struck)),
    told: sum(batches.map(({ told }) => told)),
    made: sum(batches.map(({ made }) => made)),
    broken: batches.flatMap(({ broken }) => broken).toSorted((a, b) => a.seed - b.seed),
  };
}

const idleFrom = 20;

/** Scenarios whose days came to nothing, where they were told often enough to say so. */
export function idleScenarios({ told, made }: Pick<Batch, 'told' | 'made'>): readonly string[] {
  return Object.keys(told).filter((name) => (told[name] ?? 0) >= idleFrom && (made[name] ?? 0) === 0);
}

/** The same day once more, written down. */
async function withTimeline(end: StoryEnd, scenario: Scenario, bug: Bug | undefined): Promise<string> {
  const again = await tell(end.seed, scenario, { recording: true, ...(bug === undefined ? {} : { bug }) });
  return violationReport(end.seed, end.violations, again.events);
}

function added(left: StoryCounts, right: StoryCounts): StoryCounts {
  return {
    orders: left.orders + right.orders,
    made: left.made + right.made,
    kills: left.kills + right.kills,
    pauses: left.pauses + right.pauses,
    restores: left.restores + right.restores,
    hooks: left.hooks + right.hooks,
    figures: left.figures + right.figures,
    points: left.points + right.points,
    virtualMs: left.virtualMs + right.virtualMs,
  };
}
