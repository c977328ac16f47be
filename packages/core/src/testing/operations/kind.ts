import type { Json } from '../../kernel/canonical-json.ts';
import type { PairId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { EffectClaim } from '../../ports/effect-ledger.ts';
import type { NotedReason } from '../../ports/inbox.ts';
import type { Tx } from '../../ports/store.ts';
import type { Random } from '../random.ts';
import { otherPair, pair } from '../samples.ts';

/** What calls hand on to later ones of the same merchant, in the order of their coming. */
export interface Held {
  readonly claims: EffectClaim[];
  readonly lanes: { readonly lane: string; readonly fence: number }[];
  readonly reasons: NotedReason[];
}

/** One store call: how chance makes its arguments, and how they are carried out. */
export interface OperationKind {
  make(random: Random, at: Instant): Json;
  run(tx: Tx, args: Json, held: Held): Promise<unknown>;
  /** The order of the answer is not promised. */
  readonly unordered: boolean;
}

/** By name, such as `orders.put`. A call that the store would refuse is left out when it is carried out: a refusal may end the transaction. */
export type OperationKinds = Readonly<Record<string, OperationKind>>;

export const words = ['one', 'two', 'three'];
/** A limit that is never met. */
export const everything = 1000;

/** Arguments are data, so that a sequence can be printed and run again. */
export function kind<Args>(
  make: (random: Random, at: Instant) => Args,
  run: (tx: Tx, args: Args, held: Held) => Promise<unknown>,
): OperationKind {
  return { make: (random, at) => make(random, at) as Json, run: (tx, args, held) => run(tx, args as Args, held), unordered: false };
}

export function unordered<Args>(...parts: Parameters<typeof kind<Args>>): OperationKind {
  return { ...kind(...parts), unordered: true };
}

export function none(): null {
  return null;
}

export function somePair(random: Random): PairId {
  return random.percent(75) ? pair : otherPair;
}

export function some<T>(random: Random, choices: readonly T[]): readonly T[] {
  return choices.filter(() => random.percent(40));
}

export function maybe<T extends object>(random: Random, members: T): Partial<T> {
  return random.percent(50) ? members : {};
}

/** One of the last few things held, so that old holders meet new ones. */
export function late<T>(held: readonly T[], place: number): T | undefined {
  return held[Math.max(0, held.length - 1 - (place % 4))];
}
