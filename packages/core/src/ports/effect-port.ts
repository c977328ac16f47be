import type { Answer, Outcome } from '../kernel/answer.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Call, EffectCall } from './call.ts';

/** What `find` was asked to look for. */
export interface Sent<Draft> {
  readonly marker: string;
  /** The window in which the record must have been made; clocks differ, so adapters widen it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly draft: Draft;
}

export interface Found<Made> {
  /** They carry the marker, oldest first. */
  readonly marked: readonly Made[];
  /** They could be ours with the marker gone: a person decides. */
  readonly alike: readonly Made[];
}

/** A look for several at once. */
export interface SweepCall extends Call {
  /** Which of these records are accounted for already: they are neither read nor found. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface Swept<Made> {
  /** As `find` of each would answer, in the order asked. */
  readonly found: readonly Found<Made>[];
  /** Every record that was read on the way, oldest first, with the texts in which a marker can stand. */
  readonly read: readonly { readonly made: Made; readonly texts: readonly string[] }[];
}

/** Something that must not exist twice there. The effect ledger drives it; an adapter only translates. */
export interface EffectPort<Draft, Made> {
  /** Longest time a request may be in flight until our side gives up, ms. */
  readonly timeoutMs: number;
  /** Longest gateway time plus list lag, ms: counted from the deadline, an earlier look-up proves nothing. */
  readonly settleMs: number;
  /** Exactly one request that has an effect. */
  send(draft: Draft, call: EffectCall): Promise<Outcome<Made>>;
  /** Absent where the system cannot be searched: then it is sent at most once, and a person decides. */
  readonly find?: (sent: Sent<Draft>, call: Call) => Promise<Answer<Found<Made>>>;
  /** `find` for several in one pass over the system's list. Absent where a look for each costs the same. */
  readonly sweep?: (sent: readonly Sent<Draft>[], call: SweepCall) => Promise<Answer<Swept<Made>>>;
}
