import { addStats, noStats, type PairRun, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import type { Outcome, Row } from '../kernel/answer.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import { type Sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { isAccountError, type SyncError } from '../kernel/sync-error.ts';
import type { PlacedBuffer, ShelfLevel } from '../model/stock.ts';
import type { Binding, StockBinding } from '../ports/catalog-records.ts';
import { listingKey, type StockTarget } from '../ports/channel.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { availableToSell } from './available.ts';
import { type Buffered, bufferFor } from './buffer.ts';
import { decideStock } from './decide-stock.ts';
import { explainStock } from './explain-stock.ts';

export interface StockPublishing {
  readonly target: StockTarget;
  readonly buffers: readonly PlacedBuffer[];
  readonly pool: string;
  /** An order was seen that the ledger does not hold yet: shelves may be lowered, none is raised. Absent: no. */
  readonly cautious?: boolean;
  /** Reads the channel's orders into the ledger; the failure that stopped it, if one did. */
  refreshOrders(): Promise<SyncError | undefined>;
}

interface Wanted {
  readonly binding: Binding;
  readonly sku: Sku;
  readonly level: StockLevel;
  readonly buffered: Buffered;
  readonly target: number;
  readonly targetKey: string;
}

/** Where the walk through the listings goes on in the next slice. */
interface StockCursor {
  readonly after?: string;
}

const cursorName = 'stock';
const laneMs = 120_000;
/** An order that falls between write and re-read is answered by another write; more than a few in a row wait for the next run. */
const rewritesMax = 3;
/** A shelf that may not be raised yet is looked at again after this. */
const cautionMs = 60_000;

/**
 * Brings the channel's shelves to what the ledger has to sell: orders first, then one read, then as few absolute writes as
 * there are causes, then orders again. One request at a time per store: parallel inventory jobs corrupt each other.
 */
export async function publishStock(run: PairRun, publishing: StockPublishing): Promise<Slice> {
  const { store, merchant, environment } = run;
  const lane = `inventory/${run.channelConnection}`;
  const fence = await store.transaction(merchant, (tx) => tx.runs.begin(lane, environment.clock.now(), laneMs));
  if (fence === undefined) return { stats: noStats, more: false, nextAt: environment.clock.now() + 10_000 };
  try {
    return await walk(run, publishing, (at) => store.transaction(merchant, (tx) => tx.runs.extend(lane, fence, at, laneMs)));
  } finally {
    await store.transaction(merchant, (tx) => tx.runs.end(lane, fence));
  }
}

async function walk(run: PairRun, publishing: StockPublishing, extend: (at: Instant) => Promise<boolean>): Promise<Slice> {
  const { clock } = run.environment;
  let after = await run.store.transaction(
    run.merchant,
    async (tx) => ((await tx.cursors.read(run.pair, cursorName)) as StockCursor | undefined)?.after,
  );
  let stats = noStats;
  let nextAt: Instant | undefined;
  for (;;) {
    if (clock.now() >= run.stopAt || !(await extend(clock.now()))) {
      return { stats, more: true, ...(nextAt === undefined ? {} : { nextAt }) };
    }
    const page = await readPage(run, publishing, after);
    const shelf = page.wanted.length === 0 ? [] : await readShelf(run, publishing, page.wanted);
    if ('error' in shelf) return { stats, more: false, failure: { side: 'channel', error: shelf.error } };
    const judged = judge(page.wanted, shelf, clock.now(), publishing);
    await storeStock(run, judged.settled);
    stats = addStats(stats, { processed: page.wanted.length, unchanged: judged.equal, held: judged.waiting });
    nextAt = earliest(nextAt, judged.nextAt);
    if (run.dryRun) stats = addStats(stats, { updated: judged.write.length });
    else if (judged.write.length > 0) {
      const written = await writeChecked(run, publishing, judged.write);
      stats = addStats(stats, { updated: written.updated, held: written.held, parked: written.parked, failed: written.failed });
      if (written.held > 0) nextAt = earliest(nextAt, clock.now() + cautionMs);
      if (written.failure !== undefined) return { stats, more: false, failure: { side: 'channel', error: written.failure } };
    }
    after = page.last;
    const cursor: Json = after === undefined ? {} : { after };
    await run.store.transaction(run.merchant, (tx) => tx.cursors.write(run.pair, cursorName, cursor));
    if (after === undefined) return { stats, more: false, ...(nextAt === undefined ? {} : { nextAt }) };
  }
}

/** One page of listings whose stock was counted, with what they shall show. */
async function readPage(
  run: PairRun,
  publishing: StockPublishing,
  after: string | undefined,
): Promise<{ readonly wanted: readonly Wanted[]; readonly last: string | undefined }> {
  const { target, pool } = publishing;
  return run.store.transaction(run.merchant, async (tx) => {
    const bindings = await tx.bindings.pageListed(run.pair, after, target.batchMax);
    const levels = await tx.stock.levels(
      pool,
      bindings.flatMap((binding) => (binding.sku === undefined ? [] : [skuKey(binding.sku)])),
    );
    return {
      wanted: bindings.flatMap((binding) => wantedOf(run, publishing, binding, levels)),
      last: bindings.length < target.batchMax ? undefined : bindings.at(-1)?.articleId,
    };
  });
}

function wantedOf(run: PairRun, { buffers, pool }: StockPublishing, binding: Binding, levels: readonly StockLevel[]): readonly Wanted[] {
  if (binding.sku === undefined || binding.ref === undefined || binding.draft?.kind === 'digital') return [];
  const key = skuKey(binding.sku);
  const level = levels.find((candidate) => candidate.skuKey === key);
  const target = availableToSell(level, buffers, { channel: run.pair, pool });
  if (level === undefined || target === undefined) return [];
  const { sku, ref } = binding;
  const buffered = bufferFor(buffers, { skuKey: key, channel: run.pair, pool, onHand: level.onHand ?? 0 });
  const policy = buffered.placed?.buffer;
  return [{ binding, sku, level, buffered, target, targetKey: contentHash([level.changes, policy, ref]) }];
}

async function readShelf(
  run: PairRun,
  { target }: StockPublishing,
  wanted: readonly Wanted[],
): Promise<readonly ShelfLevel[] | { readonly error: SyncError }> {
  const refs = wanted.flatMap(({ binding }) => (binding.ref === undefined ? [] : [binding.ref]));
  const answer = await target.read(refs, run.call('channel', 'stock'));
  return answer.status === 'done' ? answer.value : { error: answer.error };
}

interface Judged {
  readonly settled: readonly { readonly binding: Binding; readonly stock: StockBinding }[];
  readonly write: readonly (Wanted & { readonly seen: ShelfLevel })[];
  readonly equal: number;
  readonly waiting: number;
  readonly nextAt: Instant | undefined;
}

function judge(wanted: readonly Wanted[], shelf: readonly ShelfLevel[], now: Instant, { target: port, cautious }: StockPublishing): Judged {
  const levels = new Map(shelf.map((level) => [listingKey(level.ref), level]));
  const settled: { binding: Binding; stock: StockBinding }[] = [];
  const write: (Wanted & { seen: ShelfLevel })[] = [];
  let [equal, waiting] = [0, 0];
  let nextAt: Instant | undefined;
  for (const item of wanted) {
    const { binding, target, targetKey } = item;
    const seen = binding.ref === undefined ? undefined : levels.get(listingKey(binding.ref));
    // A listing that the channel does not show any more is the listings flow's business.
    if (seen === undefined) continue;
    const decision = decideStock({ known: binding.stock, target, targetKey, shelf: seen.sellable, now, settleMs: port.settleMs });
    if (decision.do === 'write' && cautious === true && target > seen.sellable) {
      waiting += 1;
      nextAt = earliest(nextAt, now + cautionMs);
    } else if (decision.do === 'write') write.push({ ...item, seen });
    else {
      if (decision.do === 'nothing') equal += 1;
      else {
        waiting += 1;
        nextAt = earliest(nextAt, decision.until);
      }
      if (contentHash(binding.stock) !== contentHash(decision.stock)) settled.push({ binding, stock: decision.stock });
    }
  }
  return { settled, write, equal, waiting, nextAt };
}

interface Written {
  updated: number;
  parked: number;
  failed: number;
  failure?: SyncError;
}

/** Orders are read before and after, so that a sale between our reads is answered at once. */
async function writeChecked(run: PairRun, publishing: StockPublishing, items: Judged['write']): Promise<Written & { held: number }> {
  const result = { updated: 0, held: 0, parked: 0, failed: 0 };
  const before = await publishing.refreshOrders();
  if (before !== undefined) return { ...result, failure: before };
  const lowering = (item: Judged['write'][number], shown: number): boolean => publishing.cautious !== true || item.target <= shown;
  const current = await retarget(run, publishing, items);
  let open = current.filter((item) => lowering(item, item.seen.sellable));
  result.held = current.length - open.length;
  for (let round = 0; open.length > 0 && round < rewritesMax; round += 1) {
    const rows = await writeShelf(run, publishing, open);
    const stored = await storeRows(run, open, rows);
    if (round === 0) Object.assign(result, { updated: stored.updated, parked: stored.parked, failed: stored.failed });
    if (stored.failure !== undefined) return { ...result, failure: stored.failure };
    const after = await publishing.refreshOrders();
    if (after !== undefined) return { ...result, failure: after };
    const told = new Map(open.map((item) => [item.binding.articleId, item.target]));
    open = (await retarget(run, publishing, open)).filter((item) => {
      const shown = told.get(item.binding.articleId) ?? item.target;
      return shown !== item.target && lowering(item, shown);
    });
  }
  return result;
}

/** The same items with what the ledger says now. */
async function retarget(run: PairRun, publishing: StockPublishing, items: Judged['write']): Promise<Judged['write']> {
  const levels = await run.store.transaction(run.merchant, (tx) =>
    tx.stock.levels(
      publishing.pool,
      items.flatMap(({ binding }) => (binding.sku === undefined ? [] : [skuKey(binding.sku)])),
    ),
  );
  return items.flatMap((item) => wantedOf(run, publishing, item.binding, levels).map((wanted) => ({ ...item, ...wanted })));
}

async function writeShelf(run: PairRun, { target }: StockPublishing, items: Judged['write']): Promise<readonly Row<void>[]> {
  const set = (part: Judged['write']): Promise<Outcome<readonly Row<void>[]>> =>
    target.set(
      part.map(({ seen, target: sellable }) => ({ seen, sellable })),
      run.call('channel', 'stock'),
    );
  const rowsOf = (part: Judged['write'], outcome: Outcome<readonly Row<void>[]>): readonly Row<void>[] =>
    outcome.status === 'done' ? outcome.value : part.map(({ seen }) => ({ key: listingKey(seen.ref), outcome }));
  const rows = rowsOf(items, await set(items));
  // A refused account says nothing about an item.
  const refused = new Set(
    rows.filter(({ outcome }) => outcome.status === 'rejected' && !isAccountError(outcome.error)).map(({ key }) => key),
  );
  const rest = items.filter(({ seen }) => !refused.has(listingKey(seen.ref)));
  // A store refuses a whole request for one bad item: the others are sent again without it, one by one if it named none.
  if (refused.size === 0 || (items.length === 1 && rest.length === 0)) return rows;
  if (rest.length > 0 && rest.length < items.length) {
    const again = rowsOf(rest, await set(rest));
    return [...rows.filter(({ key }) => refused.has(key)), ...again];
  }
  const single: Row<void>[] = [];
  for (const item of items) single.push(...rowsOf([item], await set([item])));
  return single;
}

async function storeRows(run: PairRun, items: Judged['write'], rows: readonly Row<void>[]): Promise<Written> {
  const outcomes = new Map(rows.map(({ key, outcome }) => [key, outcome]));
  const writtenAt = run.environment.clock.now();
  const settled: { binding: Binding; stock: StockBinding }[] = [];
  const refused: (Wanted & { readonly error: SyncError })[] = [];
  const result: Written = { updated: 0, parked: 0, failed: 0 };
  for (const item of items) {
    const { binding, target, targetKey, seen } = item;
    const outcome = outcomes.get(listingKey(seen.ref));
    if (outcome?.status === 'done') {
      result.updated += 1;
      settled.push({ binding, stock: { published: target, targetKey, writtenAt } });
    } else if (outcome?.status === 'rejected' && !isAccountError(outcome.error)) {
      result.parked += 1;
      refused.push({ ...item, error: outcome.error });
      settled.push({ binding, stock: { published: seen.sellable, targetKey } });
    } else {
      result.failed += 1;
      // Without an answer nothing of this SKU is written before the horizon; its cause stays open.
      if (outcome?.status === 'unknown') {
        settled.push({ binding, stock: { published: seen.sellable, targetKey: binding.stock?.targetKey ?? '', writtenAt } });
      }
      if (outcome !== undefined) result.failure ??= outcome.error;
    }
  }
  await run.store.transaction(run.merchant, async (tx) => {
    await putStock(run, tx, settled);
    const written = items.filter(({ seen }) => outcomes.get(listingKey(seen.ref))?.status === 'done');
    for (const { binding, sku, level, buffered, target, seen } of written) {
      const explanation = explainStock({ sku, level, buffered, target, shelf: seen.sellable });
      await tx.explanations.put(`stock/${binding.articleId}`, explanation, writtenAt);
    }
    // A listing that was never told a figure was never refused one.
    for (const { binding } of written.filter((item) => item.binding.stock !== undefined)) {
      await tx.problems.clear(problemKey(run, 'STOCK_REFUSED', binding.articleId));
    }
    for (const { binding } of refused) {
      await raiseProblem(tx, run, { code: 'STOCK_REFUSED', subject: binding.articleId, data: { sku: binding.sku ?? '' } });
    }
  });
  return result;
}

async function storeStock(run: PairRun, settled: Judged['settled']): Promise<void> {
  if (settled.length > 0) await run.store.transaction(run.merchant, (tx) => putStock(run, tx, settled));
}

async function putStock(run: PairRun, tx: Tx, settled: Judged['settled']): Promise<void> {
  const fresh = await tx.bindings.readMany(
    run.pair,
    settled.map(({ binding }) => binding.articleId),
  );
  const stocks = new Map(settled.map(({ binding, stock }) => [binding.articleId, stock]));
  await tx.bindings.put(
    fresh.flatMap((binding) => {
      const stock = stocks.get(binding.articleId);
      return stock === undefined ? [] : [{ ...binding, stock }];
    }),
  );
}

function earliest(left: Instant | undefined, right: Instant | undefined): Instant | undefined {
  return left === undefined ? right : right === undefined ? left : Math.min(left, right);
}
