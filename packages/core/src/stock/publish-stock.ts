import { addStats, type FlowStats, noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import { skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { NotedReason } from '../ports/inbox.ts';
import { earliest, type JudgedStock, judgeStock, type StockWriteItem } from './judge-stock.ts';
import { enterStockLane, type StockLane } from './stock-lane.ts';
import type { StockPublishing } from './stock-publishing.ts';
import { tellUnanswered } from './tell-unanswered.ts';
import { type Wanted, wantStock } from './want-stock.ts';
import { cautionMs, putStock, writeStock } from './write-stock.ts';

/** Where the walk through the listings goes on in the next slice. */
interface StockCursor {
  readonly after?: string;
}

const cursorName = 'stock';
/** Another holder of the lane is asked for again after this. */
const laneTakenMs = 10_000;

/**
 * Brings the channel's shelves to what the ledger has to sell. What the inbox names comes first: it has a cause. Then all
 * listings are walked through for what nobody told of. Orders first, then one read, then as few absolute writes as there are
 * causes, then orders again. One request at a time per store: parallel inventory jobs corrupt each other.
 */
export async function publishStock(run: PairRun, publishing: StockPublishing): Promise<Slice> {
  const { clock } = run.environment;
  const lane = await enterStockLane(run, publishing.target);
  if (lane === undefined) return { stats: noStats, more: false, nextAt: clock.now() + laneTakenMs };
  const round = new StockRound(run, publishing, lane);
  try {
    await round.lookAtNoted();
    if (publishing.notedOnly !== true) await round.walk();
    return round.slice();
  } finally {
    await lane.leave();
  }
}

class StockRound {
  readonly #run: PairRun;
  readonly #publishing: StockPublishing;
  readonly #lane: StockLane;
  #stats: FlowStats = noStats;
  #more = false;
  #nextAt: Instant | undefined;
  #failure: SyncError | undefined;
  /** What is written together once a request is full. */
  #pending: StockWriteItem[] = [];

  constructor(run: PairRun, publishing: StockPublishing, lane: StockLane) {
    this.#run = run;
    this.#publishing = publishing;
    this.#lane = lane;
  }

  slice(): Slice {
    return {
      stats: this.#stats,
      more: this.#more,
      ...(this.#nextAt === undefined ? {} : { nextAt: this.#nextAt }),
      ...(this.#failure === undefined ? {} : { failure: { side: 'channel' as const, error: this.#failure } }),
    };
  }

  async lookAtNoted(): Promise<void> {
    const known = new Set<string>();
    while (await this.#mayGoOn()) {
      const noted = (await this.#noted(known.size)).filter((reason) => !known.has(placeOf(reason)));
      if (noted.length === 0) break;
      for (const reason of noted) known.add(placeOf(reason));
      const wanted = await this.#wantNoted(noted);
      for (let from = 0; from < wanted.length; from += this.#publishing.target.batchMax) {
        if (!(await this.#mayGoOn())) break;
        if (!(await this.#look(wanted.slice(from, from + this.#publishing.target.batchMax)))) return;
      }
    }
    await this.#flush();
  }

  /** Pages of listings are put together until they fill a read. */
  async walk(): Promise<void> {
    const { store, merchant, pair } = this.#run;
    if (this.#failure !== undefined) return;
    const { batchMax } = this.#publishing.target;
    const cursor = await store.transaction(merchant, async (tx) => (await tx.cursors.read(pair, cursorName)) as StockCursor | undefined);
    let after = cursor?.after;
    let [read, isOver] = [after, false];
    let waiting: readonly Wanted[] = [];
    while (!isOver || waiting.length > 0) {
      while (!isOver && waiting.length < batchMax) {
        const page = await this.#page(read);
        waiting = [...waiting, ...page.wanted];
        read = page.last;
        isOver = page.last === undefined;
      }
      if (!(await this.#mayGoOn())) break;
      const batch = waiting.slice(0, batchMax);
      waiting = waiting.slice(batchMax);
      if (batch.length > 0 && !(await this.#look(batch))) return;
      after = waiting.length > 0 ? batch.at(-1)?.binding.articleId : read;
      const value: Json = after === undefined ? {} : { after };
      await store.transaction(merchant, (tx) => tx.cursors.write(pair, cursorName, value));
    }
    await this.#flush();
  }

  /** `false`: the time is up, or the lane is lost. */
  async #mayGoOn(): Promise<boolean> {
    if (this.#failure === undefined && this.#run.environment.clock.now() < this.#run.stopAt && (await this.#lane.keep())) return true;
    this.#more = this.#failure === undefined;
    return false;
  }

  #noted(known: number): Promise<readonly NotedReason[]> {
    const limit = this.#publishing.target.writeMax + known;
    return this.#run.store.transaction(this.#run.merchant, (tx) => tx.inbox.page(this.#run.pair, ['count', 'elsewhere'], limit));
  }

  /** What cannot be told is no reason to look again: not listed here, digital, never counted. */
  #wantNoted(noted: readonly NotedReason[]): Promise<readonly Wanted[]> {
    const { store, merchant, pair, dryRun } = this.#run;
    const bySku = new Map<string, NotedReason[]>();
    for (const reason of noted) bySku.set(reason.id, [...(bySku.get(reason.id) ?? []), reason]);
    return store.transaction(merchant, async (tx) => {
      const wanted = await wantStock(this.#run, tx, this.#publishing, await tx.bindings.bySku(pair, [...bySku.keys()]));
      const told = new Set(wanted.map(({ sku }) => skuKey(sku)));
      if (!dryRun && (await this.#lane.holds(tx))) {
        await tx.inbox.settle(
          pair,
          noted.filter(({ id }) => !told.has(id)),
        );
      }
      return wanted.map((item) => ({ ...item, reasons: bySku.get(skuKey(item.sku)) ?? [] }));
    });
  }

  /** One page of listings whose stock was counted and that were not looked at in this run yet. */
  #page(after: string | undefined): Promise<{ readonly wanted: readonly Wanted[]; readonly last: string | undefined }> {
    const { store, merchant, pair } = this.#run;
    const { looked, target } = this.#publishing;
    return store.transaction(merchant, async (tx) => {
      const bindings = await tx.bindings.pageListed(pair, after, target.batchMax);
      const fresh = bindings.filter(({ articleId }) => !looked.has(articleId));
      return {
        wanted: await wantStock(this.#run, tx, this.#publishing, fresh),
        last: bindings.length < target.batchMax ? undefined : bindings.at(-1)?.articleId,
      };
    });
  }

  /** Reads shelves, notes what needs no write, and collects what does. `false`: a failure ended the slice. */
  async #look(wanted: readonly Wanted[]): Promise<boolean> {
    const { environment, dryRun } = this.#run;
    const { target, looked, tally, steps } = this.#publishing;
    tally.reads += 1;
    tally.looked += wanted.length;
    const shelf = await target.read(
      wanted.map(({ ref }) => ref),
      this.#run.call('channel', 'stock'),
    );
    if (shelf.status !== 'done') {
      this.#failure = shelf.error;
      return false;
    }
    for (const { binding } of wanted) looked.add(binding.articleId);
    const judged = judgeStock(wanted, shelf.value, { now: environment.clock.now(), settleMs: target.settleMs, steps });
    const { equal, waiting, left } = judged;
    const write = await this.#withoutRaises(judged.write);
    this.#add({ processed: wanted.length, unchanged: equal, held: waiting + judged.write.length - write.length, parked: left });
    this.#nextAt = earliest(this.#nextAt, judged.nextAt);
    if (dryRun) {
      this.#add({ updated: write.length });
      return true;
    }
    await this.#storeFound(judged);
    this.#pending.push(...write);
    return this.#pending.length < target.writeMax || this.#flush();
  }

  /** What may be written now: none is raised while an order is seen that the ledger does not hold. */
  async #withoutRaises(write: readonly StockWriteItem[]): Promise<readonly StockWriteItem[]> {
    if (write.length === 0 || (await this.#publishing.cautious?.()) !== true) return write;
    const lowering = write.filter(({ target, seen }) => target <= seen.sellable);
    if (lowering.length < write.length) this.#nextAt = earliest(this.#nextAt, this.#run.environment.clock.now() + cautionMs);
    return lowering;
  }

  async #storeFound({ found, gone }: JudgedStock): Promise<void> {
    const { store, merchant, pair } = this.#run;
    const changed = found.filter(({ item, stock }) => contentHash(plain(item.binding.stock)) !== contentHash(plain(stock)));
    const settled = [...gone.flatMap(({ reasons }) => reasons), ...found.flatMap(({ item, isSettled }) => (isSettled ? item.reasons : []))];
    if (changed.length === 0 && settled.length === 0) return;
    await store.transaction(merchant, async (tx) => {
      if (!(await this.#lane.holds(tx))) return;
      await putStock(this.#run, tx, this.#lane, changed);
      for (const { item, stock } of changed) if (stock.targetKey === item.targetKey) await tellUnanswered(this.#run, tx, item);
      await tx.inbox.settle(pair, settled);
    });
  }

  /** `false`: a failure ended the slice. */
  async #flush(): Promise<boolean> {
    while (this.#pending.length > 0 && this.#failure === undefined) {
      const items = this.#pending.splice(0, this.#publishing.target.writeMax);
      const { failure, nextAt, left, ...counts } = await writeStock(this.#run, this.#publishing, this.#lane, items);
      this.#pending.unshift(...left);
      this.#add(counts);
      this.#nextAt = earliest(this.#nextAt, nextAt);
      this.#failure = failure;
      // What others' refusals kept back goes on while there is time; else the next run finds it as this one did.
      const goesOn = left.length < items.length && (left.length === 0 || (await this.#mayGoOn()));
      if (!goesOn) {
        this.#more = this.#failure === undefined;
        this.#pending = [];
      }
    }
    return this.#failure === undefined;
  }

  #add(stats: Partial<FlowStats>): void {
    this.#stats = addStats(this.#stats, stats);
  }
}

function placeOf({ what, id }: NotedReason): string {
  return `${what}/${id}`;
}

/** Without the version: a look that finds out nothing new is not stored. */
function plain(stock: Wanted['binding']['stock']): object {
  const { version: _version, ...rest } = stock ?? {};
  return rest;
}
