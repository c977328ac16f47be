import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import { isAccountError, type SyncError } from '../kernel/sync-error.ts';
import type { StockBinding } from '../ports/catalog-records.ts';
import { listingKey } from '../ports/channel.ts';
import type { StockBooking } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { isShown } from './decide-stock.ts';
import { explainStock } from './explain-stock.ts';
import { heldBack, rushUnits } from './hold-back.ts';
import { earliest, type StockWriteItem } from './judge-stock.ts';
import { type HeldItem, notSent, type SentRow, sendStock } from './send-stock.ts';
import type { StockLane } from './stock-lane.ts';
import { addLatency } from './stock-latency.ts';
import type { StockPublishing } from './stock-publishing.ts';
import { tellUnanswered } from './tell-unanswered.ts';
import { type Wanted, wantStock } from './want-stock.ts';

export interface StockWritten {
  readonly updated: number;
  readonly held: number;
  readonly parked: number;
  readonly failed: number;
  readonly nextAt?: Instant;
  readonly failure?: SyncError;
  /** What is still to be written though nothing failed: others were refused, one by one, before its turn came. */
  readonly left: readonly StockWriteItem[];
}

/** An order that falls between write and re-read is answered by another write; more than a few in a row wait for the next run. */
const rewritesMax = 3;
/** A shelf that may not be raised yet is looked at again after this. */
export const cautionMs = 60_000;
/** Rows of one transaction: others of the merchant wait for it. */
const rowsMax = 250;

/** Orders are read before and after, so that a sale between our reads is answered at once. */
export async function writeStock(
  run: PairRun,
  publishing: StockPublishing,
  lane: StockLane,
  items: readonly StockWriteItem[],
): Promise<StockWritten> {
  const { clock } = run.environment;
  let counts = { updated: 0, held: 0, parked: 0, failed: 0 };
  let left: readonly HeldItem[] = [];
  let startedAt = clock.now();
  const before = await publishing.refreshOrders();
  if (before.failure !== undefined) return { ...counts, left, failure: before.failure };
  const shown = new Map(items.map((item) => [listingKey(item.ref), item.seen.sellable]));
  let nextAt: Instant | undefined;
  const now = clock.now();
  // An absolute write of what stands there already has no cause, and puts back what sells meanwhile.
  const wrong = (await retarget(run, publishing, items)).filter(
    ({ binding: { stock: known }, target, seen }) =>
      !isShown({ known, target, shelf: seen.sellable, now, settleMs: publishing.target.settleMs }),
  );
  let open: readonly HeldItem[] = wrong.map((item) => hold(item, rushUnits(item, run.channelSettings, now)));
  for (let round = 0; round < rewritesMax; round += 1) {
    const cautious = (await publishing.cautious?.()) === true;
    const lowers = (item: HeldItem): boolean => item.told <= (shown.get(listingKey(item.ref)) ?? 0);
    // Those that lower first: where refusals, or the end of the slice, keep others back, no shelf stays too high for it.
    const may = [...open.filter(lowers), ...(cautious ? [] : open.filter((item) => !lowers(item)))];
    if (may.length < open.length) nextAt = earliest(nextAt, clock.now() + cautionMs);
    if (round === 0) counts = { ...counts, held: open.length - may.length };
    if (may.length === 0) break;
    const all = await sendStock(run, publishing, lane, may);
    const isFailed = all.some(({ outcome }) => outcome !== notSent && outcome.status !== 'done' && !isRefusal(outcome));
    const rows = isFailed ? all : all.filter(({ outcome }) => outcome !== notSent);
    if (!isFailed) left = all.flatMap(({ item, outcome }) => (outcome === notSent ? [item] : []));
    if (may.some(({ rush }) => rush > 0)) nextAt = earliest(nextAt, clock.now() + publishing.target.settleMs);
    const stored = await storeRows(run, publishing, lane, { rows, startedAt });
    if (round === 0) counts = { ...counts, ...stored.counts };
    if (stored.failure !== undefined) return { ...counts, left: [], failure: stored.failure };
    startedAt = clock.now();
    const after = await publishing.refreshOrders();
    if (after.failure !== undefined) return { ...counts, left, failure: after.failure };
    const sent = rows.map(({ item }) => item);
    for (const item of sent) shown.set(listingKey(item.ref), item.told);
    open = await stillWrong(run, publishing, sent, after.booked);
    if (left.length > 0) {
      left = [...left, ...open];
      break;
    }
  }
  return { ...counts, left, ...(nextAt === undefined ? {} : { nextAt }) };
}

function hold(item: StockWriteItem, rush: number): HeldItem {
  return { ...item, rush, told: heldBack(item.target, rush) };
}

/**
 * Those that show what is not right by what was read since, with what to tell next. Their reasons were settled with the first
 * write, or stay for the look after the rush; what came in since stands in the inbox.
 */
async function stillWrong(
  run: PairRun,
  publishing: StockPublishing,
  sent: readonly HeldItem[],
  booked: readonly StockBooking[],
): Promise<readonly HeldItem[]> {
  const before = new Map(sent.map((item) => [item.binding.articleId, item]));
  const isSubtracted = run.channelSettings.stockLeavesAt === 'order-placed';
  const fresh = await retarget(
    run,
    publishing,
    sent.map((item) => ({ ...item, reasons: [] })),
  );
  const wrong = fresh.flatMap((item) => {
    const sentAs = before.get(item.binding.articleId) ?? hold(item, 0);
    // What was held back covers a shelf that shows no more than is right.
    const isWrong = sentAs.rush > 0 ? sentAs.told > item.target : sentAs.told !== item.target;
    return isWrong ? [{ item, sentAs }] : [];
  });
  if (!isSubtracted || wrong.length === 0) return wrong.map(({ item, sentAs }) => hold(item, sentAs.rush));
  const items = wrong.map(({ item }) => item);
  const { units, elsewhere } = await soldOf(run, publishing, items, booked);
  return wrong.map(({ item, sentAs }) => {
    const { skuKey } = item.level;
    // Where no other channel moved it, another run of this pair has booked what sold here.
    const between = units.get(skuKey) ?? (elsewhere.has(skuKey) ? 0 : sentAs.target - item.target);
    // What sold here while the write was on its way may sell once more while the next one is; what sold elsewhere says nothing of it.
    return hold(item, Math.max(sentAs.rush, between));
  });
}

interface SoldBetween {
  /** Units that this channel's orders took, less what they gave back, by SKU key; only of what this run has booked. */
  readonly units: ReadonlyMap<string, number>;
  /** SKU keys that another channel, or somebody who counted, moved. */
  readonly elsewhere: ReadonlySet<string>;
}

/** What was booked since the write, and by whom. */
async function soldOf(
  run: PairRun,
  { pool, target }: StockPublishing,
  items: readonly Wanted[],
  booked: readonly StockBooking[],
): Promise<SoldBetween> {
  const keys = items.map(({ level }) => level.skuKey);
  const { itemOf, noted } = await run.store.transaction(run.merchant, async (tx) => ({
    itemOf: await tx.stock.items(pool, keys),
    noted: await tx.inbox.page(run.pair, ['count', 'elsewhere'], target.writeMax),
  }));
  const units = new Map<string, number>();
  for (const key of keys) {
    const ours = booked.filter((event) => event.pool === pool && event.item === (itemOf[key] ?? key));
    if (ours.length > 0)
      units.set(
        key,
        ours.reduce((sum, event) => sum + soldBy(event), 0),
      );
  }
  return { units, elsewhere: new Set(noted.map(({ id }) => id)) };
}

function soldBy({ kind, units }: StockBooking): number {
  return kind === 'allocation' ? units : kind === 'release' ? -units : 0;
}

/** The same items with what ledger and binding say now. */
async function retarget(run: PairRun, basis: StockPublishing, items: readonly StockWriteItem[]): Promise<readonly StockWriteItem[]> {
  const before = new Map(items.map((item) => [item.binding.articleId, item]));
  const wanted = await run.store.transaction(run.merchant, async (tx) =>
    wantStock(run, tx, basis, await tx.bindings.readMany(run.pair, [...before.keys()])),
  );
  return wanted.flatMap((fresh: Wanted) => {
    const item = before.get(fresh.binding.articleId);
    const isSame = item !== undefined && listingKey(item.ref) === listingKey(fresh.ref);
    return isSame ? [{ ...item, ...fresh, reasons: item.reasons }] : [];
  });
}

interface Stored {
  readonly counts: Pick<StockWritten, 'updated' | 'parked' | 'failed'>;
  readonly failure?: SyncError;
}

async function storeRows(
  run: PairRun,
  publishing: StockPublishing,
  lane: StockLane,
  { rows, startedAt }: { readonly rows: readonly SentRow[]; readonly startedAt: Instant },
): Promise<Stored> {
  const at = run.environment.clock.now();
  const counts = { updated: 0, parked: 0, failed: 0 };
  let failure: SyncError | undefined;
  for (const { outcome } of rows) {
    if (outcome.status === 'done') counts.updated += 1;
    else if (isRefusal(outcome)) counts.parked += 1;
    else {
      counts.failed += 1;
      failure ??= outcome.error;
    }
  }
  for (let from = 0; from < rows.length; from += rowsMax) {
    const part = rows.slice(from, from + rowsMax);
    await run.store.transaction(run.merchant, async (tx) => {
      if (!(await lane.holds(tx))) return;
      await putStock(
        run,
        tx,
        lane,
        part.flatMap((row) => storedOf(row, at, publishing.target.settleMs)),
      );
      for (const row of part) await tellOutcome(run, tx, row, at);
      const told = part
        .filter(({ item, outcome }) => outcome.status === 'done' && item.binding.stock?.rush === undefined)
        .flatMap(({ item }) => item.reasons);
      const sales = told.filter(({ what }) => what === 'elsewhere').map(({ since }) => at - since);
      await addLatency(tx, run.pair, { told: sales, writing: from === 0 && counts.updated > 0 ? [at - startedAt] : [] });
    });
  }
  publishing.tally.told += counts.updated;
  return { counts, ...(failure === undefined ? {} : { failure }) };
}

/** What is remembered of one answer. Where nothing was sent, what stood before stands. */
function storedOf({ item, outcome }: SentRow, at: Instant, settleMs: number): readonly StockFound[] {
  const { told, rush: units, targetKey, seen, binding } = item;
  const rush = units > 0 ? { rush: { units, until: at + settleMs } } : {};
  if (outcome.status === 'done') return [{ item, stock: { published: told, targetKey, writtenAt: at, settlesAt: at + settleMs, ...rush } }];
  if (isRefusal(outcome)) return [{ item, stock: { published: seen.sellable, targetKey, refusedAt: at } }];
  // Its cause stays open. Its deadline is over, so that it lands within the settle time from now or never.
  const standing = binding.stock ?? { published: seen.sellable, targetKey: '' };
  return outcome.status === 'unknown' ? [{ item, stock: { ...standing, ...rush, inDoubtUntil: at + settleMs, inDoubt: told } }] : [];
}

async function tellOutcome(run: PairRun, tx: Tx, { item, outcome }: SentRow, at: Instant): Promise<void> {
  const { binding, sku, level, buffered, told, seen, reasons } = item;
  if (outcome.status === 'done') {
    await tx.explanations.put(`stock/${binding.articleId}`, explainStock({ sku, level, buffered, target: told, shelf: seen.sellable }), at);
    // A listing that was never told a figure was never refused one.
    if (binding.stock !== undefined) await tx.problems.clear(problemKey(run, 'STOCK_REFUSED', binding.articleId));
  } else if (isRefusal(outcome)) {
    await raiseProblem(tx, run, { code: 'STOCK_REFUSED', subject: binding.articleId, data: { sku } });
  } else return;
  await tellUnanswered(run, tx, item);
  // What is held back is offered again after the rush: the reason to look stays.
  if (outcome.status !== 'done' || item.rush === 0) await tx.inbox.settle(run.pair, reasons);
}

/** A refused account says nothing about an item. */
function isRefusal(outcome: SentRow['outcome']): boolean {
  return outcome.status === 'rejected' && !isAccountError(outcome.error);
}

export interface StockFound {
  readonly item: Pick<Wanted, 'binding'>;
  readonly stock: StockBinding;
}

/** Stores what was found out under the lane's version; what a later holder stored stays. */
export async function putStock(run: PairRun, tx: Tx, { version }: Pick<StockLane, 'version'>, found: readonly StockFound[]): Promise<void> {
  if (found.length === 0) return;
  const stocks = new Map(found.map(({ item, stock }) => [item.binding.articleId, stock]));
  const fresh = await tx.bindings.readMany(run.pair, [...stocks.keys()]);
  await tx.bindings.put(
    fresh.flatMap((binding) => {
      const stock = stocks.get(binding.articleId);
      return stock === undefined || (binding.stock?.version ?? 0) > version ? [] : [{ ...binding, stock: { ...stock, version } }];
    }),
  );
}
