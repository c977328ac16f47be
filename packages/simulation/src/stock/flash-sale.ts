import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { type BigcommerceSimulator, createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { type ChannelPort, countInNote, createEngine, merchantId, type PairHandle, pairId } from '@megzo/core';
import { createMemoryEnvironment, createMemoryStore } from '@megzo/core/memory';
import { byMoves } from './by-moves.ts';
import { shelfWrites } from './stock-truth.ts';

/** One flash sale of one SKU over the real adapters: what is told beforehand, and what came of it. */
export interface FlashSale {
  readonly channels: 1 | 2;
  readonly webhooks: boolean;
  /** More units come in while the sale goes on, and somebody enters the new count. */
  readonly counted: boolean;
  /**
   * An order stands open since before the cutover, orders are shipped by hand, the price is edited, and half of all answers to
   * stock writes are lost, with the write taking effect, late or at once.
   */
  readonly rough?: boolean;
  /** In place of a flash sale: shoppers who come by chance for the time of one window, and a shelf with this buffer. */
  readonly steady?: { readonly perHour: number; readonly windowMs: number; readonly buffer: number };
  /** How a shelf is brought to its target; absent: by absolute writes. */
  readonly writes?: 'absolute' | 'relative';
}

export interface FlashSaleEnd {
  readonly seed: number;
  readonly sold: number;
  /** Units sold beyond what was physically there. */
  readonly oversold: number;
  /** The highest bound that was stated before a unit was oversold. */
  readonly bound: number;
  readonly writes: number;
  /** Of these, writes without an answer. */
  readonly lost: number;
  /** Stock writes that told more than is right, one sentence each. */
  readonly faults: readonly string[];
}

const sku = 'K-1';
const beatMs = 300_000;
const minute = 60_000;
/** So long after the last shopper shelves are still written to and judged. */
const afterMs = beatMs + 2 * minute;

/** Shoppers, beats and people share one virtual clock; requests take time, so that sales fall between a look and a write. */
export async function tellFlashSale(
  seed: number,
  { channels, webhooks, counted, rough = false, steady, writes: way = 'absolute' }: FlashSale,
): Promise<FlashSaleEnd> {
  const random = seededRandom(seed * 6_007 + channels);
  const below = (end: number): number => Math.floor(random() * end);
  const environment = createMemoryEnvironment({ at: Date.UTC(2026, 2, 2, 8), seed });
  const { clock } = environment;
  const world = { clock, random };
  const books = createLexofficeSimulator({ world, apiKey: 'books-key', settings: { rateLimit: 'off' } });
  const kept = steady?.buffer ?? 2;
  // With two channels just as many are likeliest to be oversold.
  const physical = steady === undefined ? 20 : 2 * kept + 1;
  const more = counted ? 6 : 0;
  const [article] = books.seed.articles([
    { title: 'Kaffee', articleNumber: sku, price: { gross: '9.00' }, taxRate: 7, note: `Bestand: ${physical}` },
  ]);
  const shops = Array.from({ length: channels }, (_, place) =>
    createBigcommerceSimulator({
      world,
      storeHash: `shop${place}`,
      accessToken: 'token',
      settings: { quota: 'off', inventoryLagMs: below(3) * 1_500, orderListLagMs: below(2) * 1_500, hookChaos: chaos(below) },
    }),
  );
  for (const shop of shops) shop.seed.product({ name: 'Kaffee', sku, price: '9.00', stock: 0, taxClassId: 2 });
  const handlers = new Map([
    ['books.example', books.handler],
    ...shops.map((shop, place) => [`shop${place}.example`, shop.handler] as const),
  ]);
  const kit = createKit({
    clock,
    ids: environment.ids,
    fetch: async (request) => {
      await clock.sleep(20 + below(180));
      const handler = handlers.get(new URL(request.url).host);
      if (handler === undefined) throw new Error(`nobody is at ${request.url}`);
      return handler(request);
    },
  });
  const store = createMemoryStore();
  const engine = createEngine({ store, kit });
  const shelvesOf = (place: number): ChannelPort => {
    const channel = createBigcommerceChannel(
      { storeHash: `shop${place}`, accessToken: 'token', baseUrl: `https://shop${place}.example`, webhookSecret: 'secret-of-the-header' },
      kit,
    );
    return way === 'relative' ? byMoves(channel) : channel;
  };
  const pairs = shops.map((shop, place): { readonly name: string; readonly shop: BigcommerceSimulator; readonly handle: PairHandle } => ({
    name: `pair${place}`,
    shop,
    handle: engine.pair({
      merchant: 'acme',
      name: `pair${place}`,
      connections: { invoicing: 'books', channel: `shop${place}` },
      invoicing: createLexofficeInvoicing({ apiKey: 'books-key', baseUrl: 'https://books.example' }, kit),
      channel: shelvesOf(place),
      ordersFrom: '2026-01-01T00:00:00+01:00',
      flows: { listings: false, stock: true, orders: false },
      taxClasses: { 19: 1, 7: 2, 0: 3 },
      adoptExisting: 'by-sku',
      stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: kept } },
    }),
  }));

  const sales: { readonly at: number; readonly shop: number; readonly id: number }[] = [];
  if (rough) {
    const [shop] = shops;
    shop?.storefront.setStock(sku, 1);
    const id = shop?.storefront.placeOrder({ lines: [{ sku, quantity: 1 }], statusId: 11 }) ?? 0;
    sales.push({ at: clock.now(), shop: 0, id });
    await environment.advance(minute);
  }

  for (const { handle } of pairs) await environment.finish(handle.sync({ waitMaxMs: minute }));
  await environment.advance(2 * minute);
  for (const { handle } of pairs) await environment.finish(handle.sync({ waitMaxMs: minute }));
  if (webhooks)
    for (const { handle, name } of pairs) await environment.finish(handle.subscribe('channel', `https://megzo.example/${name}`));
  await environment.advance(2 * minute);

  const startedAt = clock.now();
  const saleAt = startedAt + 30_000 + below(8 * minute);
  const saleMs = steady?.windowMs ?? 5_000 + below(100_000);
  const endAt = saleAt + 2 * saleMs + afterMs;
  const countAt = counted ? startedAt + below(10 * minute) : Number.POSITIVE_INFINITY;
  const there = (at: number): number => physical + (at >= countAt ? more : 0);
  let sent = 0;
  let bound = 0;
  let over = false;

  async function state(): Promise<void> {
    const now = (await pairs[0]?.handle.stockBound(sku))?.bound ?? 0;
    if (!over) bound = Math.max(bound, now);
  }
  async function shoppers(place: number): Promise<void> {
    await clock.sleep(saleAt - clock.now());
    const visitors = physical + more + 10;
    for (let n = 0; steady === undefined ? n < visitors : true; n += 1) {
      const everyMs = steady === undefined ? (saleMs / visitors) * 2 * random() : (-Math.log(1 - random()) * 3_600_000) / steady.perHour;
      await clock.sleep(Math.floor(everyMs));
      if (steady !== undefined && clock.now() >= saleAt + saleMs) return;
      const shop = shops[place];
      if (shop === undefined || shop.storefront.purchasable(sku) < 1) continue;
      // Before the sale that oversells, not after it, must the bound be stated.
      if (sales.length + 1 > there(clock.now())) over = true;
      const id = shop.storefront.placeOrder({ lines: [{ sku, quantity: 1 }], statusId: random() < 0.2 ? 1 : 11 });
      sales.push({ at: clock.now(), shop: place, id });
    }
  }
  async function goodsIn(): Promise<void> {
    await clock.sleep(countAt - clock.now());
    books.backOffice.editArticle(article?.id ?? '', { note: `Bestand: ${physical + more - sent}` });
  }
  /** People send out what was bought, and edit prices. */
  async function office(): Promise<void> {
    for (let step = 0; clock.now() < endAt; step += 1) {
      await clock.sleep(20_000 + below(minute));
      const sale = sales[sent];
      if (sale !== undefined && sent < physical) {
        shops[sale.shop]?.storefront.ship(sale.id);
        sent += 1;
      }
      if (step % 4 === 1) books.backOffice.editArticle(article?.id ?? '', { price: { gross: `${10 + step}.00` } });
    }
  }
  async function beats(place: number): Promise<void> {
    const pair = pairs[place];
    if (pair === undefined) return;
    let nextBeat = startedAt + below(beatMs);
    while (clock.now() < endAt) {
      if (webhooks) {
        await pair.shop.deliverDue(async (request) => {
          const message = { headers: Object.fromEntries(request.headers), body: await request.text() };
          await pair.handle.receive('channel', message);
          return new Response(null, { status: 204 });
        });
      }
      const due = (await store.directory.due(clock.now(), 9)).some((one) => one.pair === pair.name);
      const beat = clock.now() >= nextBeat;
      if (beat || due) {
        await store.transaction(merchantId('acme'), (tx) => tx.pairs.due(pairId(pair.name), endAt, 'set'));
        const { nextAt } = await pair.handle.sync({ slices: 1, ...(beat ? {} : { woken: true }) });
        if (nextAt !== undefined) await store.transaction(merchantId('acme'), (tx) => tx.pairs.due(pairId(pair.name), nextAt, 'earlier'));
        if (beat) nextBeat += beatMs;
        await state();
      }
      await clock.sleep(1_000);
    }
  }

  if (rough) {
    const lost = { path: /adjustments\//, chance: 0.3 };
    for (const { faults } of shops) {
      faults.add({ ...lost, fault: { kind: 'late-effect', afterMs: 20_000 } }, { ...lost, fault: { kind: 'lose-reply', when: 'after' } });
    }
  }
  await state();
  const all = Promise.all([
    ...pairs.flatMap((_, place) => [shoppers(place), beats(place)]),
    ...(counted ? [goodsIn()] : []),
    ...(rough ? [office()] : []),
  ]);
  await environment.finish(all);
  const writes = shops
    .flatMap((shop, place) => shelfWrites(shop, 0).map((write) => ({ ...write, place })))
    .filter(({ at }) => at >= startedAt);
  const faults = writes.flatMap(({ at, sellable, place }) => {
    // What had been sold anywhere a beat and a run ago is known by now, and never offered again.
    const known = sales.filter((sale) => sale.at < at - beatMs - minute).length;
    const most = Math.max(0, there(at) - kept - known);
    return sellable > most ? [`shop ${place} was told ${sellable} at ${at - startedAt} ms; at most ${most} are right`] : [];
  });
  const lost = shops
    .flatMap(({ journal }) => journal)
    .filter(({ path, answered }) => path.includes('/adjustments/') && answered === 'lost').length;
  const oversold = Math.max(0, sales.length - physical - more);
  return { seed, sold: sales.length, oversold, bound, writes: writes.length, lost, faults };
}

function chaos(below: (end: number) => number) {
  return { duplicate: 0.1, loss: 0.1, reorder: below(2) === 1, delayMs: below(4) * 20_000 };
}
