import type { Json } from '../kernel/canonical-json.ts';
import type { EffectKey, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

export const effectKinds = ['place-sales-order', 'ensure-contact', 'create-listing', 'mark-order'] as const;
export type EffectKind = (typeof effectKinds)[number];

/** What shall happen once. */
export interface EffectIntent {
  readonly key: EffectKey;
  readonly pair: PairId;
  readonly kind: EffectKind;
  /** The record it is for, such as the channel's order id. */
  readonly subject: string;
  /** Hash of the canonical input. Same key and print: a replay. Same key, other print: a conflict. */
  readonly fingerprint: string;
  readonly marker: string;
  /** What the maker of the draft needs to know beside the subject, such as the order's revision. No personal data. */
  readonly input: Json;
  readonly notBefore: Instant;
  /** It may have been sent by a history that was lost: look before the first send, back to this instant. */
  readonly lookBackTo?: Instant;
}

export const deliveryStates = ['intended', 'sending', 'unknown', 'taken', 'done', 'parked', 'withdrawn'] as const;
/** Delivery state; the business outcome stands in `result` or `reason`. */
export type DeliveryState = (typeof deliveryStates)[number];

/** The part of a row that the state machine changes. */
export interface EffectProgress {
  readonly state: DeliveryState;
  /** Sends so far; counted before the call. */
  readonly attempt: number;
  /** Refusals in a row that certainly sent nothing; only the pause grows with them. */
  readonly refusals: number;
  /** Nothing is done with it before. */
  readonly notBefore: Instant;
  /** When the first attempt began; where a look-up starts. */
  readonly firstSentAt?: Instant;
  /** After this instant no request of the last attempt is in flight from our side. */
  readonly deadline?: Instant;
  /** Id of what was made or adopted. */
  readonly result?: string;
  /** Problem code of a parked row. */
  readonly reason?: string;
  /** What the attempts are made of beside the intent, such as the version of the rules. Gone once it is certain that nothing was sent. */
  readonly pin?: Json;
}

export interface EffectRow extends EffectIntent, EffectProgress {
  /** Raised by every claim; only the last holder may record. */
  readonly fence: number;
  readonly leaseUntil: Instant;
  readonly createdAt: Instant;
  readonly evidence: readonly Evidence[];
}

/** What was seen of it, oldest first. Safe to show: codes, ids, instants. */
export interface Evidence {
  readonly at: Instant;
  readonly what: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** The right to work on one row until the lease ends. */
export interface EffectClaim {
  readonly row: EffectRow;
  readonly fence: number;
}

export interface EffectLedger {
  /** Unique key; the fingerprint decides between `same` and `conflict`. A conflict writes nothing. */
  intend(intent: EffectIntent, at: Instant): Promise<'new' | 'same' | 'conflict'>;
  /**
   * An edit before sending: only while `intended` and never sent, or `parked` before any send. A `withdrawn` row begins
   * anew: of that it is certain that nothing stands there.
   */
  replace(intent: EffectIntent, at: Instant): Promise<boolean>;
  /** A cancellation before sending: likewise. */
  withdraw(key: EffectKey, why: string, at: Instant): Promise<boolean>;
  /**
   * Rows of the pairs whose `notBefore` has come and that nobody holds, oldest `notBefore` first, then the older row, and `sending` rows whose
   * lease ended. Raises the fence and sets the lease. `look`: only what is looked for before anything else, which is what is in
   * doubt, taken, without its holder, or looking back before its first send; `send`: only the rest.
   */
  claim(due: {
    readonly pairs: readonly PairId[];
    readonly kinds: readonly EffectKind[];
    readonly wants?: 'look' | 'send';
    readonly at: Instant;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly EffectClaim[]>;
  /** `false`: a later holder exists, nothing was written. `release` gives the lease back. */
  record(claim: EffectClaim, progress: EffectProgress, evidence: Evidence, release: boolean): Promise<boolean>;
  /**
   * Evidence from somebody who does not hold the row: a late answer, an event. With `progress` it settles the row and takes it
   * from whoever holds it. `false`: there is no such row.
   */
  note(key: EffectKey, evidence: Evidence, progress?: EffectProgress): Promise<boolean>;
  read(key: EffectKey): Promise<EffectRow | undefined>;
  /** A person's word on a `parked` row. Raises the fence. `false`: it is not parked, nothing was written. */
  decide(key: EffectKey, progress: EffectProgress, evidence: Evidence): Promise<boolean>;
  /**
   * After a restored backup nobody knows what was sent: every row of the pair that is not finished becomes `unknown`, to be
   * looked for not before an instant. Raises their fences; answers how many.
   */
  doubt(pair: PairId, notBefore: Instant, evidence: Evidence): Promise<number>;
  /** Earliest instant at which a row that is not finished can be claimed, leases counted in; `undefined`: none waits. */
  nextDue(pair: PairId, kinds: readonly EffectKind[]): Promise<Instant | undefined>;
  /** The merchant's rows of a kind that have one of these results, by key. */
  byResult(kind: EffectKind, results: readonly string[]): Promise<readonly EffectRow[]>;
  /** How many rows of a kind are in each state. */
  count(pair: PairId, kind: EffectKind): Promise<Readonly<Partial<Record<DeliveryState, number>>>>;
}
