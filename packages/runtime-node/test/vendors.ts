import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { type JournalEntry, type Served, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';

export type Vendors = Awaited<ReturnType<typeof startVendors>>;

/** Both vendors on loopback HTTP with a small shop: five articles, one product, three orders. */
export async function startVendors(name: string) {
  const apiKey = `${name}-key`;
  const accessToken = `${name}-token`;
  const seed = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const books = createLexofficeSimulator({ world: systemWorld(seed), apiKey, settings: { rateLimit: 'off' } });
  const shop = createBigcommerceSimulator({ world: systemWorld(seed + 1), storeHash: name, accessToken, settings: { quota: 'off' } });
  books.seed.articles([
    { title: 'Kaffee', articleNumber: 'K-1', note: 'Bestand: 20', price: { gross: '8.90' }, taxRate: 7 },
    { title: 'Tasse', articleNumber: 'T-1', note: 'Bestand: 9', price: { gross: '12.50' }, taxRate: 19 },
    { title: 'Kanne', articleNumber: 'T-2', note: 'Bestand: 4', price: { net: '24.99' }, taxRate: 19 },
    { title: 'Gutschein', articleNumber: 'G-1', type: 'SERVICE', price: { gross: '25.00' }, taxRate: 0 },
    { title: 'Ohne Nummer' },
  ]);
  shop.seed.product({ sku: 'K-1', name: 'Kaffee alt', price: '8.90', taxClassId: 2, stock: 10 });
  shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 3 }], shipping: [{ cost: '4.90' }] });
  shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
  shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], statusId: 1 });
  const served: { readonly books: Served; readonly shop: Served } = { books: await serve(books.handler), shop: await serve(shop.handler) };
  return {
    name,
    books,
    shop,
    apiKey,
    accessToken,
    urls: { books: served.books.url, shop: served.shop.url },
    /** Requests other than reads since the journals were last emptied. */
    writes: () => [...books.journal, ...shop.journal].filter(({ method }) => method !== 'GET').map(lineOf),
    forget() {
      (books.journal as JournalEntry[]).length = 0;
      shop.journal.length = 0;
    },
    async close() {
      await served.books.close();
      await served.shop.close();
    },
  };
}

function lineOf({ method, path }: JournalEntry): string {
  return `${method} ${path}`;
}

/** Brings what a vendor has to tell to where a process listens, as the internet would bring it to its public address. */
export async function carryTo(url: string, request: Request): Promise<Response> {
  const { method, headers } = request;
  const body = method === 'HEAD' ? {} : { body: await request.arrayBuffer() };
  return fetch(`${url}${new URL(request.url).pathname}`, { method, headers, ...body });
}

/** A merchant of a configuration file who sells at these vendors. */
export function merchantAt(
  { name, apiKey, accessToken, urls }: Vendors,
  change: { readonly apiKey?: string; readonly shopUrl?: string; readonly settleMs?: number } = {},
) {
  return {
    id: name,
    name: `${name} GmbH`,
    timeZone: 'Europe/Berlin',
    language: 'de',
    connections: [
      {
        id: `${name}-books`,
        adapter: 'lexoffice',
        options: { apiKey: change.apiKey ?? apiKey, baseUrl: urls.books },
        budget: { perSecond: 100, burst: 50 },
      },
      {
        id: `${name}-shop`,
        adapter: 'bigcommerce',
        options: { storeHash: name, accessToken, baseUrl: change.shopUrl ?? urls.shop },
        ...(change.settleMs === undefined ? {} : { timing: { settleMs: change.settleMs } }),
        budget: { perSecond: 100, burst: 50 },
      },
    ],
    pairs: [
      {
        id: `${name}-main`,
        invoicing: `${name}-books`,
        channel: `${name}-shop`,
        ordersFrom: '2020-01-01T00:00:00+01:00',
        flows: { listings: true, stock: true, orders: true },
        taxClasses: { '19': 1, '7': 2, '0': 3 },
        adoptExisting: 'by-sku',
        stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } },
      },
    ],
  };
}
