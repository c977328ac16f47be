import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Served, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator, type LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { listening, makePlace, type Place, type Running, run, start, until } from './processes.ts';
import { carryTo, merchantAt, startVendors, type Vendors } from './vendors.ts';

/*
 * Goal: a signed event of the invoicing system settles an order whose answer was lost, long before the horizon; a forged one does nothing.
 * Method: `megzo start` as a real process whose create is answered with 500 after it took effect; events are carried from the public
 * address to where the process listens.
 */

jest.setTimeout(120_000);

const publicUrl = 'https://megzo.example';
/** Longest time-out and settle time of the client: nobody looks sooner. */
const horizonMs = 90_000;

let vendors: Vendors;
let books: LexofficeSimulator;
let served: Served;
let place: Place;
let file: string;
let running: Running;
let url = '';

beforeAll(async () => {
  vendors = await startVendors('zeuge');
  books = createLexofficeSimulator({
    world: systemWorld(7),
    apiKey: vendors.apiKey,
    settings: { rateLimit: 'off' },
    fetch: (request) => carryTo(url, request),
  });
  books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '8.90' }, taxRate: 7 }]);
  served = await serve(books.handler);
  place = await makePlace();
  const merchant = merchantAt(vendors);
  const connections = merchant.connections.map((connection) =>
    connection.adapter === 'lexoffice'
      ? {
          ...connection,
          options: {
            ...connection.options,
            baseUrl: served.url,
            organizationId: books.profile.organizationId,
            webhookPublicKeys: [books.publicKeyPem],
          },
        }
      : connection,
  );
  const pairs = merchant.pairs.map((pair) => ({ ...pair, flows: { orders: true } }));
  file = await place.config({ merchants: [{ ...merchant, connections, pairs }] });
  running = start(['start', '--config', file], { dataDir: place.dataDir, variables: { MEGZO_PUBLIC_URL: publicUrl } });
  url = await listening(running);
});

afterAll(async () => {
  running.child.kill('SIGTERM');
  await running.finished;
  await served.close();
  await vendors.close();
  await place.remove();
});

describe('a signed event', () => {
  it('settles an order whose answer was lost, long before the horizon; a forged one does not', async () => {
    // The orders of the beginning are placed, and the process has subscribed.
    await until(() => books.orderConfirmations.length === 2 && books.subscriptions.length > 0, 60_000);
    await books.deliverDue();
    books.faults.add({
      ...{ method: 'POST', path: /order-confirmations/, times: 1 },
      fault: { kind: 'status', when: 'after', status: 500, body: '{}' },
    });
    const id = String(vendors.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] }));
    await wakeByShop();
    await until(() => books.orderConfirmations.length === 3, 60_000);
    const lostAt = Date.now();
    await forge(books.orderConfirmations.at(-1)?.id ?? '');
    expect((await shown(id)).out).toContain('delivery: unknown');

    await until(async () => {
      await books.deliverDue();
      return (await shown(id)).out.includes(`Order ${id}: placed`);
    }, 60_000);

    expect(Date.now() - lostAt).toBeLessThan(horizonMs);
    expect(books.journal.filter(({ path }) => path.includes('voucherlist'))).toEqual([]);
    expect(books.orderConfirmations).toHaveLength(3);
  });
});

/** What the vendor would send, signed by somebody else. */
async function forge(resourceId: string): Promise<void> {
  const [subscription] = books.subscriptions.filter(({ eventType }) => eventType === 'order-confirmation.created');
  if (subscription === undefined) throw new Error('nobody subscribed');
  const body = JSON.stringify({
    organizationId: books.profile.organizationId,
    eventType: 'order-confirmation.created',
    resourceId,
    eventDate: new Date().toISOString(),
  });
  const headers = { 'content-type': 'application/json', 'x-lxo-signature': Buffer.from('forged').toString('base64') };
  await fetch(`${url}${new URL(subscription.callbackUrl).pathname}`, { method: 'POST', headers, body });
}

/** The shop's own webhook has the process look for new orders. */
async function wakeByShop(): Promise<void> {
  await vendors.shop.deliverDue((request) => carryTo(url, request));
}

function shown(order: string) {
  return run(['orders', 'show', order, '--config', file], { dataDir: place.dataDir });
}
