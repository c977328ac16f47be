import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { NotedReason, ReasonKind } from '../ports/inbox.ts';
import type { Tx } from '../ports/store.ts';
import type { PairParts } from './open-run.ts';
import type { SyncOptions } from './pair-handle.ts';
import type { RunResult } from './sync.ts';

/** When a pair was last looked at as a whole. */
export interface WholeRun {
  readonly at: Instant;
  /** When what waited then is due. */
  readonly nextAt?: Instant;
}

/** What a run found in its inbox when it began. */
export interface Wake {
  readonly reasons: readonly NotedReason[];
  /** All of the pair is looked at, not only what was named. */
  readonly whole: boolean;
}

const cursorName = 'whole-run';
/** These are named by a webhook, and every run settles them; sales orders and stock are settled by whoever looks at them. */
const looks: readonly ReasonKind[] = ['order', 'article', 'listing', 'sales-document', 'settings'];
/** Only a whole run reads articles and settings. */
const wholeLooks: readonly ReasonKind[] = ['article', 'settings'];
const stockLooks: readonly ReasonKind[] = ['count', 'elsewhere'];
const reasonsMax = 2_000;

/** `undefined`: never without a failure, or the last one was refused as a whole, such as for credentials of another account. */
export async function lastWholeRun(tx: Tx, pair: PairId): Promise<WholeRun | undefined> {
  return ((await tx.cursors.read(pair, cursorName)) as WholeRun | null | undefined) ?? undefined;
}

/** A pair that never was looked at as a whole has nothing to go on from. */
export async function readWake({ store, merchant, pair, settings, channel }: PairParts, { woken }: SyncOptions): Promise<Wake> {
  const stock = settings.flows.stock && settings.stock !== undefined && channel.stock !== undefined;
  return store.transaction(merchant, async (tx) => {
    const reasons = await tx.inbox.page(pair, stock ? looks : [...looks, ...stockLooks], reasonsMax);
    const whole = woken !== true || reasons.some(({ what }) => wholeLooks.includes(what)) || (await lastWholeRun(tx, pair)) === undefined;
    return { reasons, whole };
  });
}

/** Settings that were read earlier must not carry a pair that may not run. */
export function refuseWake(tx: Tx, pair: PairId): Promise<void> {
  return tx.cursors.write(pair, cursorName, null);
}

/** What was named is settled by a run that came to its end; what came in since stays. */
export async function settleWake(
  tx: Tx,
  pair: PairId,
  { reasons, whole }: Wake,
  { startedAt, options, result }: { readonly startedAt: Instant; readonly options: SyncOptions; readonly result: RunResult },
): Promise<void> {
  if (options.dryRun === true || options.flow !== undefined || result.more) return;
  const failed = result.failures.length > 0;
  if (!failed) await tx.inbox.settle(pair, reasons);
  if (!whole || (failed && (await lastWholeRun(tx, pair)) === undefined)) return;
  const run: WholeRun = { at: startedAt, ...(result.nextAt === undefined ? {} : { nextAt: result.nextAt }) };
  await tx.cursors.write(pair, cursorName, run as unknown as Json);
}
