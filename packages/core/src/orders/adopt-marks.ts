import { noStats, type PairRun, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { OrderMark } from '../model/order.ts';
import type { EffectIntent, EffectRow } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import { beginEpoch } from './begin-epoch.ts';
import { isToBeMarked } from './mark-order.ts';
import { type MarksCursor, marksCursor, moveMarks } from './marks-cursor.ts';
import { salesOrderKey, salesOrderMarker } from './order-keys.ts';
import { isDropped, recordPlacedByOthers } from './placed-by-others.ts';

/** Clocks and list lag of the channel: marks made so shortly before the last look are looked at again. */
const overlapMs = 10 * 60_000;
/** An epoch that began so shortly before is the answer to the same restored backup. */
const epochLastsMs = 24 * 3_600_000;
/** While the channel is silent, what is placed goes by a look that is no older. */
const trustMs = 3_600_000;

export interface MarksSlice extends Slice {
  /** All marks were looked at. */
  readonly looked: boolean;
}

/**
 * Orders that carry our mark and do not stand as placed here were placed by a history that this database does not know: it was
 * lost, or an older backup was restored. They are adopted, never placed again, and what left no mark is looked for first.
 * All marks are read at connecting; `again`: those made since the last look, before anything is sent for the first time.
 */
export async function adoptMarks(run: PairRun, { again = false }: { readonly again?: boolean } = {}): Promise<MarksSlice> {
  const { store, merchant, pair, environment } = run;
  const { marks } = run.channel;
  const stored = await store.transaction(merchant, (tx) => marksCursor(tx, pair));
  const { until } = stored;
  if (marks === undefined || (until !== undefined && stored.look === undefined && !again))
    return { stats: noStats, more: false, looked: false };
  let look: NonNullable<MarksCursor['look']> = stored.look ?? {
    since: until === undefined ? 0 : Math.max(0, until - overlapMs),
    begunAt: environment.clock.now(),
  };
  for (;;) {
    if (environment.clock.now() >= run.stopAt) return { stats: noStats, more: true, looked: false };
    const { since, begunAt, cursor }: NonNullable<MarksCursor['look']> = look;
    const page = await marks.placed({ since, ...(cursor === undefined ? {} : { cursor }) }, run.call('channel', 'order'));
    // A shop that does not list marks has none to tell; a line that is down is asked again before anything is placed.
    if (page.status !== 'done' && (page.status === 'retryable' || isAccountError(page.error))) {
      return { stats: noStats, more: false, looked: false, failure: { side: 'channel', error: page.error } };
    }
    const { items, next } = page.status === 'done' ? page.value : { items: [], next: undefined };
    const moved = next === undefined ? { until: begunAt } : { ...(until === undefined ? {} : { until }), look: { ...look, cursor: next } };
    await store.transaction(merchant, async (tx) => {
      let adopted = 0;
      for (const mark of items) if (await adopt(run, tx, mark)) adopted += 1;
      if (adopted > 0) await tellLostHistory(run, tx, adopted);
      // A whole look that found nothing so soon after the last one moves nothing: the next one reads a little more.
      const isNear = until !== undefined && stored.look === undefined && next === undefined && begunAt - until < overlapMs;
      if (adopted > 0 || !isNear) await moveMarks(tx, pair, moved);
    });
    if (next === undefined) return { stats: noStats, more: false, looked: true };
    look = { since, begunAt, cursor: next };
  }
}

/** Whether the last look at the marks is young enough to place orders by while the channel is silent. */
export async function marksAreFresh(run: PairRun): Promise<boolean> {
  const { until } = await run.store.transaction(run.merchant, (tx) => marksCursor(tx, run.pair));
  return run.channel.marks === undefined || (until !== undefined && run.environment.clock.now() - until <= trustMs);
}

/** The sales order that a mark names, unless the ledger knows better. */
async function adopt(run: PairRun, tx: Tx, mark: OrderMark): Promise<boolean> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const marker = salesOrderMarker(account, mark.order);
  if (mark.marker !== marker) return false;
  const at = run.environment.clock.now();
  const key = salesOrderKey(account, mark.order);
  const intent: EffectIntent = {
    key,
    pair: run.pair,
    kind: 'place-sales-order',
    subject: mark.order,
    fingerprint: 'adopted',
    marker,
    input: { revision: 1, ...(mark.gross === undefined ? {} : { gross: mark.gross }) },
    notBefore: at,
  };
  const isNew = (await tx.effects.intend(intent, at)) === 'new';
  const standing = isNew ? undefined : await tx.effects.read(key);
  if (standing?.state === 'done') {
    await compareMark(run, tx, mark, standing);
    return false;
  }
  // What a person dropped after it was deleted there still bears its mark, which tells nothing new.
  if (standing !== undefined && isDropped(standing) && standing.result === mark.salesOrderId) return false;
  const progress = { state: 'done' as const, attempt: 0, refusals: 0, notBefore: at, result: mark.salesOrderId };
  await tx.effects.note(key, { at, what: 'adopted by its mark' }, progress);
  const record = await tx.orders.read(run.pair, mark.order);
  if (record === undefined) return true;
  if (record.reason !== undefined) await tx.problems.clear(problemKey(run, record.reason, record.orderId));
  await tx.orders.put(await recordPlacedByOthers(run, tx, record, mark));
  return true;
}

/** Which of two documents counts is no question that a ledger can answer: a person is asked, until mark and ledger agree. */
async function compareMark(run: PairRun, tx: Tx, { order, salesOrderId }: OrderMark, standing: EffectRow): Promise<void> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const { result = salesOrderId } = standing;
  if (result === salesOrderId || (await isToBeMarked(tx, account, standing))) {
    await tx.problems.clear(problemKey(run, 'ORDER_MARKED_OTHERWISE', order));
    return;
  }
  const { link } = run.invoicing.salesOrders;
  const data = { order, link: link(result), marked: link(salesOrderId) };
  await raiseProblem(tx, run, { code: 'ORDER_MARKED_OTHERWISE', subject: order, data });
}

/** What left a mark is adopted; what was placed shortly before the end of that history may have left none. */
async function tellLostHistory(run: PairRun, tx: Tx, count: number): Promise<void> {
  const at = run.environment.clock.now();
  const told = Number((await tx.problems.read(problemKey(run, 'ORDERS_PLACED_ELSEWHERE', 'marks')))?.data.count ?? 0);
  await raiseProblem(tx, run, { code: 'ORDERS_PLACED_ELSEWHERE', subject: 'marks', data: { count: String(told + count) } });
  const epoch = (await tx.pairs.read(run.pair))?.epoch;
  if (epoch === undefined || at - epoch > epochLastsMs) {
    const look = await marksCursor(tx, run.pair);
    await beginEpoch(tx, run, { at, by: 'engine', why: 'orders carry marks that this database does not know' });
    // This look goes on where it stands.
    await moveMarks(tx, run.pair, look);
  }
}

/** Told for a day: what was to be looked for has been found by then. */
export async function forgetLostHistory(run: PairRun, tx: Tx): Promise<void> {
  const epoch = (await tx.pairs.read(run.pair))?.epoch;
  if (epoch === undefined || run.environment.clock.now() - epoch > epochLastsMs) {
    await tx.problems.clear(problemKey(run, 'ORDERS_PLACED_ELSEWHERE', 'marks'));
  }
}
