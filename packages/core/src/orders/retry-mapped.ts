import { type PairRun, problemKey } from '../effects/pair-run.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { epochOf } from './after-epoch.ts';
import type { OrderSteps } from './order-steps.ts';

type RetrySteps = Pick<OrderSteps, 'salesOrderKey' | 'afterEpoch'>;

/** How far the parked orders were tried again under a stand of rules and rates. */
interface Retried {
  readonly stand: string;
  readonly after?: string;
  readonly done: boolean;
}

const cursorName = 'orders-retried';
const pageSize = 50;

/** Mended in the rules, which may choose how an order is taxed, in what they look up, or in the rates, not at the order. */
export function isRuleReason(reason: string | undefined): boolean {
  return reason !== undefined && (reason.startsWith('MAPPING_') || reason.startsWith('TAX_') || reason === 'EXCHANGE_RATE_MISSING');
}

/**
 * Orders that were parked because no rule had an answer are tried again once under every new stand of rules and rates;
 * what has no answer there either is parked anew. Nothing of them was ever sent.
 */
export async function retryMapped(run: PairRun, steps: RetrySteps): Promise<void> {
  for (let done = false; !done && run.environment.clock.now() < run.stopAt; ) {
    done = await run.store.transaction(run.merchant, (tx) => retryPage(run, tx, steps));
  }
}

async function retryPage(run: PairRun, tx: Tx, steps: RetrySteps): Promise<boolean> {
  const stored = (await tx.cursors.read(run.pair, cursorName)) as Retried | undefined;
  const retried = stored?.stand === run.rulesStand ? stored : undefined;
  if (retried?.done === true) return true;
  const page = await tx.orders.page(run.pair, 'parked', retried?.after, pageSize);
  for (const record of page) if (isRuleReason(record.reason)) await retry(run, tx, record, steps);
  const after = page.at(-1)?.orderId;
  const done = page.length < pageSize;
  await tx.cursors.write(run.pair, cursorName, { stand: run.rulesStand, done, ...(after === undefined ? {} : { after }) });
  return done;
}

async function retry(run: PairRun, tx: Tx, record: OrderRecord, { salesOrderKey, afterEpoch }: RetrySteps): Promise<void> {
  // What is not there any more may be gone; it is tried again once it is read.
  if (record.unreadableSince !== undefined) return holdUnreadable(run, tx, record);
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const row = await tx.effects.read(salesOrderKey(account, record.orderId));
  if (row === undefined) return;
  const at = run.environment.clock.now();
  const { key, pair, kind, subject, fingerprint, marker, input } = row;
  // Parked in a copy that was restored, it may have been placed by the history that was lost.
  const lost = afterEpoch({ ...run, ...(await epochOf(run, tx)) }, record.head.placedAt, at);
  const lookBackTo = lost.lookBackTo ?? row.lookBackTo ?? (row.firstSentAt === undefined ? undefined : row.createdAt);
  const intent = { key, pair, kind, subject, fingerprint, marker, input, notBefore: Math.max(lost.notBefore, row.notBefore) };
  if (!(await tx.effects.replace({ ...intent, ...(lookBackTo === undefined ? {} : { lookBackTo }) }, at))) return;
  const { reason, reasonData: _data, ...rest } = record;
  await tx.orders.put({ ...rest, state: 'admitted' });
  if (reason !== undefined) await tx.problems.clear(problemKey(run, reason, record.orderId));
}

async function holdUnreadable(run: PairRun, tx: Tx, { reason, reasonData: _data, ...rest }: OrderRecord): Promise<void> {
  await tx.orders.put({ ...rest, state: 'held', reason: 'ORDER_NOT_READABLE' });
  if (reason !== undefined) await tx.problems.clear(problemKey(run, reason, rest.orderId));
}

/** An order is parked by a run that began before the latest stand was tried: the next run tries it once more. */
export async function rememberParked(run: PairRun, tx: Tx, reason: string): Promise<void> {
  if (!isRuleReason(reason)) return;
  const stored = (await tx.cursors.read(run.pair, cursorName)) as Retried | undefined;
  if (stored !== undefined && stored.stand !== run.rulesStand) await tx.cursors.write(run.pair, cursorName, { stand: '', done: false });
}
