import { describe, expect, it } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { type AdapterKit, createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { countInNote, createEngine } from '@megzo/core';
import { createMemoryEnvironment, createMemoryStore } from '@megzo/core/memory';

/*
 * What an explanation is worth: the request that lexoffice received is made again from the explanation and the vault alone,
 * byte for byte. The real adapter writes both; the body is taken where the vendor's simulator takes it.
 */

const booksUrl = 'https://books.example';
const names = ['Muster', 'Öztürk', 'O’Neill', 'Çelik & Söhne'];

describe('the request of a sales order', () => {
  it('is made again from its explanation, byte for byte', async () => {
    const environment = createMemoryEnvironment({ at: Date.UTC(2026, 2, 2, 8), seed: 1 });
    const vendor = { clock: environment.clock, random: seededRandom(1) };
    const books = createLexofficeSimulator({ world: vendor, apiKey: 'books-key' });
    const shop = createBigcommerceSimulator({ world: vendor, storeHash: 'abc123', accessToken: 'shop-token' });
    const sent: string[] = [];
    const kit = createKit({
      ...environment,
      fetch: async (request) => {
        if (new URL(request.url).origin !== booksUrl) return shop.handler(request);
        await noteBody(request, sent);
        return books.handler(request);
      },
    });
    books.seed.articles([
      { title: 'Kaffee Crema 1 kg', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' },
      { title: 'Handmühle „Ida“', articleNumber: 'H-1', price: { net: '50.00' }, taxRate: 19, note: 'Bestand: 900' },
    ]);
    const pair = createEngine({ store: createMemoryStore(), kit }).pair({
      merchant: 'acme',
      name: 'acme-shop',
      invoicing: createLexofficeInvoicing({ apiKey: 'books-key', baseUrl: booksUrl }, kit),
      channel: createBigcommerceChannel({ storeHash: 'abc123', accessToken: 'shop-token', baseUrl: 'https://shop.example' }, kit),
      ordersFrom: '2026-01-01T00:00:00+01:00',
      stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: 0 } },
      taxClasses: { 19: 1, 7: 2, 0: 3 },
      adoptExisting: 'by-sku',
    });
    const sync = () => environment.finish(pair.sync({ waitMaxMs: 60_000 }));
    await sync();
    const random = seededRandom(7);
    const ids: number[] = [];
    for (let order = 0; order < 40; order += 1) {
      await environment.advance(60_000);
      const billing = {
        firstName: 'Eva',
        lastName: names[order % names.length] ?? '',
        street1: `Weg ${order}`,
        city: 'Köln',
        zip: '50667',
        country: 'Germany',
        countryIso2: 'DE',
      };
      ids.push(
        shop.storefront.placeOrder({
          billing: order % 5 === 0 ? { ...billing, company: `Firma ${order} GmbH` } : billing,
          lines: [
            { sku: 'K-1', quantity: 1 + Math.floor(random() * 6) },
            { sku: 'H-1', quantity: 1 + Math.floor(random() * 3) },
          ],
          shipping: [{ cost: '4.90' }],
        }),
      );
    }
    await sync();

    const again: string[] = [];
    const recorder = createKit({
      ...environment,
      fetch: async (request) => {
        await noteBody(request, again);
        return new Response('', { status: 500 });
      },
    });
    for (const id of ids) {
      const answer = await pair.explain(String(id), { by: 'me' });
      if (answer.status !== 'explained' || answer.remade === undefined) throw new Error(`${id} is not explained`);
      await environment.finish(resend(recorder, answer.remade));
    }

    expect(sent).toHaveLength(40);
    expect(again.toSorted()).toEqual(sent.toSorted());
  });
});

type Remade = NonNullable<
  Extract<Awaited<ReturnType<ReturnType<ReturnType<typeof createEngine>['pair']>['explain']>>, { status: 'explained' }>['remade']
>;

async function resend(kit: AdapterKit, { draft, marker }: Remade): Promise<void> {
  const invoicing = createLexofficeInvoicing({ apiKey: 'books-key', baseUrl: booksUrl }, kit);
  await invoicing.salesOrders.send(draft, {
    marker,
    attempt: 1,
    maySend: () => true,
    signal: new AbortController().signal,
    priority: 'order',
  });
}

/** The body of an order confirmation that is to be made. */
async function noteBody(request: Request, bodies: string[]): Promise<void> {
  if (request.method === 'POST' && new URL(request.url).pathname === '/v1/order-confirmations') bodies.push(await request.clone().text());
}
