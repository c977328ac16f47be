import type { PairRun, Slice } from '../src/effects/pair-run.ts';
import { SyncError } from '../src/kernel/sync-error.ts';
import type { BufferPolicy } from '../src/model/stock.ts';
import type { Binding } from '../src/ports/catalog-records.ts';
import type { StockTarget } from '../src/ports/channel.ts';
import type { StockBooking, StockEventKind } from '../src/ports/stock-journal.ts';
import { bookStock } from '../src/stock/book-stock.ts';
import { publishStock } from '../src/stock/publish-stock.ts';
import type { StockPublishing } from '../src/stock/stock-publishing.ts';
import { stockSteps } from '../src/stock/stock-steps.ts';
import { binding, listing, otherPair, pairRow } from '../src/testing/samples.ts';
import { type Bench, createBench, pair } from './bench.ts';

/** A pair whose shop sells from the ledger, and the stock flow alone. Articles are called by their ids, SKUs `SKU-<id>`. */
export interface StockBench extends Bench {
  now(): number;
  target(): StockTarget;
  publish(changes?: Partial<PairRun>, how?: Publishing): Promise<Slice>;
  /** Lists an article; `counted` absent: never counted. */
  list(id: string, counted: number | undefined, sellable: number): Promise<void>;
  bind(one: Binding): Promise<void>;
  bound(id: string, changes?: Partial<Binding>): Binding;
  /** Orders are booked as the pair's own, unless they are of the merchant's second channel. */
  book(id: string, kind: StockEventKind, units: number, from?: 'here' | 'elsewhere'): Promise<readonly StockBooking[]>;
  shown(id: string): number | undefined;
  /** What the inbox still names. */
  noted(): Promise<readonly string[]>;
  /** Stock writes as they were sent, and forgets them. */
  sets(): readonly string[];
}

export interface Publishing extends Partial<Omit<StockPublishing, 'refreshOrders'>> {
  readonly buffer?: BufferPolicy;
  /** What a look at the orders books for this channel, or why it failed. */
  refreshOrders?(): Promise<readonly StockBooking[] | SyncError>;
}

const noBuffer: BufferPolicy = { kind: 'fixed', units: 0 };

export async function createStockBench(): Promise<StockBench> {
  const bench = createBench();
  await bench.tx((tx) => tx.pairs.put(pairRow()));
  await bench.tx((tx) => tx.pairs.put(pairRow({ pair: otherPair })));
  let booked = 0;
  const now = (): number => bench.environment.clock.now();
  const target = (): StockTarget => bench.shop.port.stock as StockTarget;
  const bound: StockBench['bound'] = (id, changes = {}) => binding(id, { pair, ...changes });
  const bind: StockBench['bind'] = (one) => bench.tx((tx) => tx.bindings.put([one]));
  const book: StockBench['book'] = async (id, kind, units, from = 'here') => {
    booked += 1;
    const source = kind === 'count' ? 'article-note' : 'order';
    const by = from === 'here' ? pair : otherPair;
    const isOrder = kind === 'allocation' || kind === 'release' || kind === 'shipment';
    const event = { key: String(booked), pool: 'default', skuKey: `sku-${id}`, item: `sku-${id}`, kind, units, source, at: now() };
    await bench.tx((tx) => bookStock(tx, [event], { now: now(), ...(isOrder ? { pair: by, stockLeavesAt: 'order-placed' } : {}) }));
    return from === 'here' ? [event] : [];
  };
  return {
    ...bench,
    now,
    target,
    bound,
    bind,
    book,
    publish: (changes = {}, { buffer = noBuffer, refreshOrders, ...how } = {}) =>
      publishStock(bench.run(changes), {
        target: target(),
        buffers: [{ buffer }],
        pool: 'default',
        steps: stockSteps,
        async refreshOrders() {
          const found = (await refreshOrders?.()) ?? [];
          return found instanceof SyncError ? { failure: found, booked: [] } : { booked: found };
        },
        looked: new Set(),
        tally: { reads: 0, writes: 0, looked: 0, told: 0 },
        ...how,
      }),
    async list(id, counted, sellable) {
      bench.shop.shelf.set(`${id}/${id}1`, listing(id));
      bench.shop.sellable.set(`${id}/${id}1`, sellable);
      await bind(bound(id));
      if (counted !== undefined) await book(id, 'count', counted);
    },
    shown: (id) => bench.shop.sellable.get(`${id}/${id}1`),
    noted: async () => (await bench.tx((tx) => tx.inbox.page(pair, ['count', 'elsewhere'], 99))).map(({ what, id }) => `${what} ${id}`),
    sets() {
      const sent = bench.shop.script.calls.filter((call) => call.startsWith('stock.set'));
      bench.shop.script.clear();
      return sent;
    },
  };
}
