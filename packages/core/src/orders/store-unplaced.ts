import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EffectIntent, EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { epochOf } from './after-epoch.ts';
import { parkedFor } from './book-placing.ts';
import type { OrderSteps } from './order-steps.ts';
import { isDropped, placedByOthers, recordPlacedByOthers } from './placed-by-others.ts';
import type { Taken } from './taken.ts';

/** Set where orders wait for the flow to be switched on. */
export const switchedOffCursor = 'orders-switched-off';

/** What is not placed yet: its intent follows what the order is judged to be. */
export async function storeUnplaced(
  run: PairRun,
  tx: Tx,
  steps: OrderSteps,
  before: OrderRecord | undefined,
  judged: OrderRecord,
  revised: OrderRevision | undefined,
): Promise<Taken> {
  const at = run.environment.clock.now();
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const key = steps.salesOrderKey(account, judged.orderId);
  const row = await tx.effects.read(key);
  // A person's word holds though the record that says it was lost.
  let record: OrderRecord = row !== undefined && isDropped(row) ? { ...judged, state: 'excluded', reason: 'ORDER_DROPPED' } : judged;
  const others = placedByOthers(row);
  if (others !== undefined) record = await recordPlacedByOthers(run, tx, record, others);
  else if (record.state === 'admitted' && revised !== undefined) {
    const intent = {
      key,
      pair: run.pair,
      kind: 'place-sales-order' as const,
      subject: record.orderId,
      fingerprint: contentHash({ revision: revised.hash }),
      marker: steps.salesOrderMarker(account, record.orderId),
      input: { revision: revised.revision },
      ...lookedFor(run, record.head.placedAt),
      ...steps.afterEpoch({ ...run, ...(await epochOf(run, tx)) }, record.head.placedAt, at),
    };
    const intended = await tx.effects.intend(intent, at);
    if (intended !== 'new') record = await intendAgain(tx, record, { before, row, intent, intended, at });
  } else if (before !== undefined && record.state !== 'admitted') {
    const withdrawn = await tx.effects.withdraw(key, record.reason ?? record.state, at);
    // What was sent and may stand there is still a person's question, whatever became of the order.
    const asked = !withdrawn && before.state === 'parked' && row?.state === 'parked';
    if (asked) record = { ...record, state: 'parked', ...reasonOf(before) };
  }
  if (before?.reason !== undefined && before.reason !== record.reason)
    await tx.problems.clear(problemKey(run, before.reason, record.orderId));
  if (record.state === 'parked' && record.reason !== undefined) {
    await raiseProblem(tx, run, { code: record.reason, subject: record.orderId, data: { order: record.orderId, ...record.reasonData } });
  }
  await tx.orders.put(record);
  // What waits or is parked is counted where it stands, what is admitted where it is placed.
  const settled = record.state === 'excluded' || record.state === 'cancelled';
  if (record.reason === 'ORDERS_SWITCHED_OFF') await tx.cursors.write(run.pair, switchedOffCursor, true);
  return { status: 'taken', stats: { processed: 1, ...(settled ? { unchanged: 1 } : {}) } };
}

/**
 * An admitted order whose intent stands already. An edit before sending goes into the intent, and a withdrawn one begins
 * anew; after sending the look-up decides first, and the edit shows as a problem then. What is parked and did not change
 * stays parked.
 */
async function intendAgain(tx: Tx, record: OrderRecord, { before, row, intent, intended, at }: IntentAgain): Promise<OrderRecord> {
  if (row === undefined) return record;
  const unchanged = intended === 'same';
  if (unchanged && before?.state === 'parked') return { ...record, state: 'parked', ...reasonOf(before) };
  if (row.state === 'withdrawn' || row.state === 'parked' || !unchanged) {
    // A row that was sent once is looked for first, however sure we are.
    const lookBackTo = row.firstSentAt === undefined ? {} : { lookBackTo: row.createdAt };
    if (await tx.effects.replace({ ...intent, ...lookBackTo }, at)) return record;
  }
  if (row.state !== 'parked') return record;
  const reason = parkedFor(row.reason);
  return { ...record, state: 'parked', ...(before?.reason === reason ? reasonOf(before) : { reason }) };
}

/** Orders from before the cutover were somebody's business then: what was made of one by hand or by another program is looked for. */
function lookedFor({ settings }: PairRun, placedAt: Instant): Pick<EffectIntent, 'lookBackTo'> {
  return placedAt < settings.ordersFrom ? { lookBackTo: placedAt } : {};
}

interface IntentAgain {
  readonly before: OrderRecord | undefined;
  readonly row: EffectRow | undefined;
  readonly intent: EffectIntent;
  readonly intended: 'same' | 'conflict';
  readonly at: Instant;
}

function reasonOf(before: OrderRecord): Pick<OrderRecord, 'reason' | 'reasonData'> {
  return {
    ...(before.reason === undefined ? {} : { reason: before.reason }),
    ...(before.reasonData === undefined ? {} : { reasonData: before.reasonData }),
  };
}
