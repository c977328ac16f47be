import { type BigcommerceSimulator, createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { type Handler, seededRandom, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator, type LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';

/** What happens when a chosen request arrives: the caller is struck, and the vendor has not acted, has acted, or acts later. */
export interface Strike {
  /** `creating`: the next create of an order confirmation. A number: so many requests of any kind from now. */
  readonly on: 'creating' | number;
  readonly vendorActs: 'never' | 'before' | 'later';
  /** Called while the request is held. */
  hit(): void;
}

export interface StrikingVendors {
  readonly books: LexofficeSimulator;
  readonly shop: BigcommerceSimulator;
  readonly urls: { readonly books: string; readonly shop: string };
  /** At most one strike waits at a time. */
  plan(strike: Strike): void;
  /** Markers of the creates that were struck, and when. */
  readonly struckCreates: readonly { readonly marker: string; readonly at: number }[];
  /** Random small orders, some of companies, some with a discount. */
  placeOrders(count: number): void;
  close(): Promise<void>;
}

export const storeHash = 'getroffen';
export const apiKey = 'books-key';
export const accessToken = 'shop-token';
const creates = { method: 'POST', path: /\/order-confirmations$/ } as const;
const laterMs = 800;

/** Both vendors on loopback HTTP, losing replies by themselves and striking when told to. */
export async function startStrikingVendors(seed: number): Promise<StrikingVendors> {
  const random = seededRandom(seed);
  const books = createLexofficeSimulator({
    world: systemWorld(seed),
    apiKey,
    settings: { rateLimit: 'off', listLagMs: [0, 600], contactLagMs: 200, contactNumberRaceMs: 0 },
  });
  const shop = createBigcommerceSimulator({ world: systemWorld(seed + 1), storeHash, accessToken, settings: { quota: 'off' } });
  stock(books, shop);
  const struckCreates: { marker: string; at: number }[] = [];
  let waiting: { strike: Strike; left: number } | undefined;

  function lines(): void {
    books.faults.clear();
    books.faults.add(
      { ...creates, chance: 0.06, fault: { kind: 'lose-reply', when: 'after' } },
      { ...creates, chance: 0.04, fault: { kind: 'lose-reply', when: 'before' } },
      { ...creates, chance: 0.03, fault: { kind: 'late-effect', afterMs: laterMs } },
      { ...creates, chance: 0.03, fault: { kind: 'truncated' } },
      { ...creates, chance: 0.03, fault: { kind: 'status', when: 'after', status: 504, afterMs: 300 } },
    );
  }
  lines();

  function strikes(request: Request, creating: boolean): boolean {
    if (waiting === undefined) return false;
    const { on } = waiting.strike;
    if (on === 'creating' ? !creating : waiting.left-- > 0) return false;
    return request.method !== 'HEAD';
  }

  function struck(inner: Handler, isBooks: boolean): Handler {
    return async (request) => {
      const creating = isBooks && request.method === creates.method && creates.path.test(new URL(request.url).pathname);
      if (!strikes(request, creating)) return inner(request);
      const { strike } = waiting ?? never();
      waiting = undefined;
      strike.hit();
      const simulator = isBooks ? books : shop;
      simulator.faults.clear();
      simulator.faults.add({ times: 1, fault: faultOf(strike.vendorActs) });
      if (creating) struckCreates.push({ marker: markerIn(await request.clone().text()), at: Date.now() });
      try {
        return await inner(request);
      } finally {
        if (isBooks) lines();
        else shop.faults.clear();
      }
    };
  }

  const [booksServer, shopServer] = [await serve(struck(books.handler, true)), await serve(struck(shop.handler, false))];
  return {
    books,
    shop,
    urls: { books: booksServer.url, shop: shopServer.url },
    plan: (strike) => {
      waiting = { strike, left: typeof strike.on === 'number' ? strike.on : 0 };
    },
    struckCreates,
    placeOrders: (count) => {
      for (let n = 0; n < count; n += 1) placeOrder(shop, random);
    },
    close: async () => {
      await booksServer.close();
      await shopServer.close();
    },
  };
}

/** The order that a create is for, as anybody can read in its lines. */
export function markerIn(body: string): string {
  return /Bestellung \d+ · [^"\\]+/.exec(body)?.[0] ?? '';
}

function faultOf(vendorActs: Strike['vendorActs']) {
  return vendorActs === 'later'
    ? ({ kind: 'late-effect', afterMs: laterMs } as const)
    : ({ kind: 'lose-reply', when: vendorActs === 'before' ? 'after' : 'before' } as const);
}

function never(): never {
  throw new Error('no strike waits');
}

const goods = [
  { title: 'Kaffee', articleNumber: 'K-1', price: '8.90', taxRate: 7, taxClassId: 2 },
  { title: 'Tasse', articleNumber: 'T-1', price: '12.50', taxRate: 19, taxClassId: 1 },
  { title: 'Kanne', articleNumber: 'T-2', price: '29.74', taxRate: 19, taxClassId: 1 },
] as const;

function stock(books: LexofficeSimulator, shop: BigcommerceSimulator): void {
  books.seed.articles(
    goods.map(({ title, articleNumber, price, taxRate }) => ({
      title,
      articleNumber,
      price: { gross: price },
      taxRate,
      note: 'Bestand: 90000',
    })),
  );
  for (const { title, articleNumber, price, taxClassId } of goods) {
    shop.seed.product({ sku: articleNumber, name: title, price, taxClassId, stock: 90_000 });
  }
}

function placeOrder(shop: BigcommerceSimulator, random: () => number): void {
  const some = (count: number): number => Math.floor(random() * count);
  const lines = Array.from({ length: 1 + some(3) }, () => ({ sku: goods[some(3)]?.articleNumber ?? 'K-1', quantity: 1 + some(5) }));
  shop.storefront.placeOrder({
    lines,
    shipping: [{ cost: random() < 0.5 ? '4.90' : '0.00' }],
    ...(random() < 0.2 ? { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] } : {}),
    ...(random() < 0.1 ? { billing: { company: `Kunde ${some(20)} GmbH`, email: `einkauf-${some(20)}@example.com` } } : {}),
  });
}
