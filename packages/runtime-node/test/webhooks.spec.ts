import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { listening, makePlace, type Place, type Running, run, start, until } from './processes.ts';
import { carryTo, merchantAt, startVendors, type Vendors } from './vendors.ts';

/*
 * Goal: a webhook has an order placed, and the merchant's other channel lowered, without a heartbeat. Method: `megzo start` as a real process
 * over two simulated shops that share one pool; their webhooks are carried from the public address to where the process listens.
 */

jest.setTimeout(120_000);

const publicUrl = 'https://megzo.example';

let vendors: Vendors;
let market: Vendors;
let place: Place;
let running: Running;
let url: string;

beforeAll(async () => {
  vendors = await startVendors('laden');
  market = await startVendors('markt');
  place = await makePlace();
  running = start(['start', '--config', await place.config({ merchants: [merchantOfBoth()] })], {
    dataDir: place.dataDir,
    variables: { MEGZO_PUBLIC_URL: publicUrl },
  });
  url = await listening(running);
});

afterAll(async () => {
  running.child.kill('SIGTERM');
  await running.finished;
  await vendors.close();
  await market.close();
  await place.remove();
});

/** One merchant with both shops, fed from one set of books. Writes settle at once, so that what is held back in a rush is soon told. */
function merchantOfBoth() {
  const settleMs = 500;
  const merchant = merchantAt(vendors, { settleMs });
  const [connection] = merchantAt(market, { settleMs }).connections.slice(1);
  const [pair] = merchant.pairs;
  if (connection === undefined || pair === undefined) throw new Error('a shop and a pair');
  merchant.connections.push(connection);
  merchant.pairs.push({ ...pair, id: 'laden-markt', channel: connection.id });
  return merchant;
}

function deliver(shop: Vendors['shop']) {
  return shop.deliverDue((request) => {
    expect(new URL(request.url).origin).toBe(publicUrl);
    return carryTo(url, request);
  });
}

function buyable(shop: Vendors['shop']): number {
  return shop.storefront.purchasable('K-1');
}

describe('megzo start with a public address', () => {
  it('has orders placed and other channels lowered by webhooks, long before the next beat', async () => {
    // 20 counted, 5 sold on each channel, 2 kept back.
    await until(() => buyable(vendors.shop) === 8 && buyable(market.shop) === 8);
    await until(async () => (await deliver(vendors.shop)).failed === 0 && vendors.shop.hooks().length > 0);
    const placed = vendors.books.orderConfirmations.length;
    vendors.forget();

    vendors.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 2 }], shipping: [{ cost: '4.90' }] });
    const startedAt = Date.now();
    expect((await deliver(vendors.shop)).delivered).toBeGreaterThan(0);
    await until(() => vendors.books.orderConfirmations.length > placed && buyable(market.shop) === 6 && buyable(vendors.shop) === 6);

    const beat = 300_000;
    // Where a beat fell in between by chance, it read the articles.
    const beaten = Math.floor(startedAt / beat) !== Math.floor(Date.now() / beat);
    if (!beaten) expect(vendors.books.journal.map(({ path }) => path)).not.toContain('/v1/articles');
  });

  it('advises a buffer from what was sold, and says what may be oversold now', async () => {
    const file = await place.config({ merchants: [merchantOfBoth()] });
    const advised = await run(['stock', 'advise', 'K-1', '--config', file, '--pair', 'laden-main', '--limit', '0.0001'], {
      dataDir: place.dataDir,
    });

    expect(advised.code).toBe(0);
    expect(advised.out).toMatch(/^Empfohlener Puffer: \d+\nBei .* Verkäufen je Stunde/);
    expect(advised.out).toMatch(/Jetzt: 8 frei; gezeigt: laden-main [68], laden-markt 6; höchstens [4-9] zu viel verkaufbar\./);
    const refused = await run(['stock', 'advise', 'K-1', '--config', file, '--limit', 'much'], { dataDir: place.dataDir });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('stock advise needs --pair PAIR; known are ');
  });

  it('answers vendors whatever they ask, and does nothing for strangers', async () => {
    const stranger = `${url}/webhooks/laden-shop/${'x'.repeat(43)}`;
    const answers = await Promise.all([
      fetch(stranger, { method: 'HEAD' }),
      fetch(stranger, { method: 'POST', body: '{}' }),
      fetch(`${url}/webhooks/nobody`, { method: 'POST', body: '{}' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 204, 204]);
  });
});
