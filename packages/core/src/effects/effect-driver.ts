import type { Json } from '../kernel/canonical-json.ts';
import type { EffectKey, MerchantId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { Call } from '../ports/call.ts';
import type { EffectClaim, EffectKind, EffectProgress, EffectRow } from '../ports/effect-ledger.ts';
import type { EffectPort } from '../ports/effect-port.ts';
import type { Environment } from '../ports/environment.ts';
import type { Store, Tx } from '../ports/store.ts';
import type { Advance, EffectRules } from './advance.ts';
import type { EffectSteps } from './effect-steps.ts';

/** What one kind of effect needs beside the protocol. */
export interface EffectDriver<Draft, Made> {
  readonly kind: EffectKind;
  readonly port: EffectPort<Draft, Made>;
  /** Sends at a time; 4 where absent. */
  readonly sideBySide?: number;
  /** Every intent looks before its first send, as part of the first attempt: what the system knew already is adopted. */
  readonly looksFirst?: true;
  /** Which effect of this kind a record's texts name. */
  readonly namedBy?: (texts: readonly string[]) => EffectKey | undefined;
  idOf(made: Made): string;
  /** Makes the draft from stored facts, inside the claiming transaction: store calls only. A look-up needs the draft too. */
  prepare(tx: Tx, row: EffectRow, at: Instant, act: 'send' | 'find'): Promise<Prepared<Draft>>;
  /** Looks at what was made, before it is recorded. Never decides about the effect itself. */
  readonly confirm?: (made: string, draft: Draft, call: Call) => Promise<Json>;
  /** Books the outcome in the transaction that records it. */
  settled(tx: Tx, settled: Settled): Promise<void>;
  /** Tells a person of records beyond the one that counts. Absent where a second one does no harm. */
  readonly surplus?: (tx: Tx, row: EffectRow, others: readonly string[]) => Promise<void>;
}

export type Prepared<Draft> =
  | {
      readonly do: 'go';
      readonly draft: Draft;
      readonly explanation?: Json;
      /** Stored with the send; later attempts and looks find it on the row. */
      readonly pin?: Json;
    }
  /** Nothing was sent, and a person must mend the reason first. The driver books its own words for it. */
  | { readonly do: 'park'; readonly reason: string }
  | { readonly do: 'wait'; readonly until: Instant }
  /** It is not wanted any more and certainly does not stand there: nothing was sent, or a look-up found nothing. */
  | { readonly do: 'drop'; readonly why: string };

export interface Settled {
  readonly row: EffectRow;
  readonly progress: EffectProgress;
  readonly at: Instant;
  /** What `confirm` saw. */
  readonly confirmed?: Json;
  /** What a look found that could be ours with the marker gone. */
  readonly alike?: readonly string[];
  readonly error?: SyncError;
}

export interface EffectRun {
  readonly store: Store;
  readonly environment: Environment;
  readonly merchant: MerchantId;
  readonly pair: PairId;
  /** Pairs whose rows of this kind are worked on too. */
  readonly sharedWith?: readonly PairId[];
  /** Calls for sends; look-ups go with priority `recovery`. */
  readonly call: Call;
  /** No claim is made after this instant. */
  readonly stopAt: Instant;
  readonly afterDoubt: EffectRules['afterDoubt'];
  readonly attemptsMax: number;
  /** The protocol's own where absent. */
  readonly steps?: EffectSteps;
}

/** A claimed row whose next act is stored. */
export interface Work<Draft> {
  readonly claim: EffectClaim;
  readonly row: EffectRow;
  readonly draft: Draft;
  readonly act: Advance['act'];
}
