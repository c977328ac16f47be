import { firstWorld, isEnd, movesOf, type Variant, type World } from './protocol-model.ts';

export interface Explored {
  readonly states: number;
  /** States in which more than one document stands. */
  readonly duplicates: number;
  /** Shortest way to the first of them. */
  readonly schedule: readonly string[];
  /** States from which no end can be reached, or in which nothing can happen any more though it is no end. */
  readonly stuck: number;
  readonly ends: Readonly<Record<string, number>>;
  /** States in which the row is done with what does not stand. */
  readonly phantoms: number;
}

export interface Limits {
  /** Enough duplicates: the rest of a broken protocol is of no interest. `stuck` and `ends` are not told then. */
  readonly duplicatesMax?: number;
}

const statesMax = 400_000;

/** Visits every state that any order of events can reach, breadth first. */
export function explore(variant: Variant, { duplicatesMax = Number.POSITIVE_INFINITY }: Limits = {}): Explored {
  const first = firstWorld(variant);
  const worlds: World[] = [first];
  const numbers = new Map<string, number>([[JSON.stringify(first), 0]]);
  const cameFrom: { readonly from: number; readonly name: string }[] = [{ from: -1, name: '' }];
  const before: number[][] = [[]];
  const ends: Record<string, number> = {};
  const open: number[] = [];
  let duplicates = 0;
  let phantoms = 0;
  let schedule: readonly string[] = [];
  for (let number = 0; number < worlds.length; number += 1) {
    const world = worlds[number] as World;
    if (world.row?.state === 'done' && !(Number(world.row.result) < world.documents.length)) phantoms += 1;
    if (world.documents.length > 1) {
      duplicates += 1;
      if (schedule.length === 0) schedule = wayTo(number, cameFrom);
      if (duplicates >= duplicatesMax) return { states: worlds.length, duplicates, schedule, stuck: 0, ends: {}, phantoms };
      open.push(number);
      continue;
    }
    if (isEnd(world)) {
      const name = `${world.row?.state} ${world.documents.length}`;
      ends[name] = (ends[name] ?? 0) + 1;
      open.push(number);
    }
    for (const move of movesOf(world, variant)) {
      const key = JSON.stringify(move.world);
      let next = numbers.get(key);
      if (next === undefined) {
        next = worlds.length;
        if (next >= statesMax) throw new Error(`more than ${statesMax} states`);
        numbers.set(key, next);
        worlds.push(move.world);
        cameFrom.push({ from: number, name: move.name });
        before.push([]);
      }
      before[next]?.push(number);
    }
  }
  const good = new Set(open);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const number of before[next] ?? []) {
      if (good.has(number)) continue;
      good.add(number);
      open.push(number);
    }
  }
  return { states: worlds.length, duplicates, schedule, stuck: worlds.length - good.size, ends, phantoms };
}

/** Follows a schedule as far as the variant allows: a move that it does not offer is left out. Answers how many documents were made. */
export function replay(variant: Variant, schedule: readonly string[]): number {
  return worldAfter(variant, schedule).documents.length;
}

export function rowAfter(variant: Variant, schedule: readonly string[]): World['row'] {
  return worldAfter(variant, schedule).row;
}

function worldAfter(variant: Variant, schedule: readonly string[]): World {
  let world = firstWorld(variant);
  for (const name of schedule) {
    world = movesOf(world, variant).find((move) => move.name === name)?.world ?? world;
  }
  return world;
}

function wayTo(number: number, cameFrom: readonly { readonly from: number; readonly name: string }[]): readonly string[] {
  const names: string[] = [];
  for (let at = number; at > 0; at = cameFrom[at]?.from ?? 0) names.unshift(cameFrom[at]?.name ?? '');
  return names;
}
