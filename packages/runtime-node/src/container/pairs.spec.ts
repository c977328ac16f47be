import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createKit } from '@megzo/adapter-kit';
import type { Engine, PairOptions } from '@megzo/core';
import { readConfigFile } from '../config/config-file.ts';
import { pairsOf } from './pairs.ts';
import { adapterRegistry } from './registry.ts';

type Changes = Readonly<Record<'merchant' | 'books' | 'shop' | 'pair', object>>;

/** The options of the one pair that a configuration file makes. */
async function optionsOf(changes: Partial<Changes> = {}): Promise<PairOptions> {
  const folder = await mkdtemp(join(tmpdir(), 'megzo-pairs-'));
  const file = join(folder, 'megzo.json');
  const books = { id: 'books', adapter: 'lexoffice', options: { apiKey: 'key' }, ...changes.books };
  const shop = { id: 'shop', adapter: 'bigcommerce', options: { storeHash: 'abc', accessToken: 'token' }, ...changes.shop };
  const pair = { id: 'main', invoicing: 'books', channel: 'shop', ordersFrom: '2026-01-01T00:00:00+01:00', ...changes.pair };
  await writeFile(file, JSON.stringify({ merchants: [{ id: 'acme', connections: [books, shop], pairs: [pair], ...changes.merchant }] }));
  const config = await readConfigFile(file, { adapters: adapterRegistry, variables: {} });
  await rm(folder, { recursive: true });
  const made: PairOptions[] = [];
  const engine = {
    pair: (options: PairOptions) => {
      made.push(options);
      return {} as never;
    },
  } as unknown as Engine;
  pairsOf(config, { engine, kit: createKit({}) });
  const [only] = made;
  if (only === undefined) throw new Error('the file names a pair');
  return only;
}

describe('what a configuration file says of doubts', () => {
  it('reaches every effect of the books and of the shop: how long a request may take, and how long its effect may stay unseen', async () => {
    const { invoicing, channel } = await optionsOf({
      books: { timing: { timeoutMs: 31_000, settleMs: 45_000 } },
      shop: { timing: { timeoutMs: 21_000, settleMs: 35_000 } },
    });

    expect(invoicing.salesOrders).toMatchObject({ timeoutMs: 31_000, settleMs: 45_000 });
    expect(invoicing.contacts).toMatchObject({ timeoutMs: 31_000, settleMs: 45_000 });
    expect(channel.listings?.create).toMatchObject({ timeoutMs: 21_000, settleMs: 35_000 });
    expect(channel.marks).toMatchObject({ timeoutMs: 21_000, settleMs: 35_000 });
  });

  it('has the vendors’ own times where it says nothing', async () => {
    const { invoicing, channel, attemptsMax, afterDoubt } = await optionsOf();

    expect(invoicing.salesOrders).toMatchObject({ timeoutMs: 40_000, settleMs: 90_000 });
    expect(channel.marks).toMatchObject({ timeoutMs: 30_000, settleMs: 60_000 });
    expect([attemptsMax, afterDoubt]).toEqual([undefined, undefined]);
  });

  it('says for a whole merchant that nothing is sent again, and for one pair otherwise', async () => {
    const merchant = { afterDoubt: 'ask' };

    expect((await optionsOf({ merchant })).afterDoubt).toBe('ask');
    expect((await optionsOf({ merchant, pair: { afterDoubt: 'send-again' } })).afterDoubt).toBe('send-again');
  });

  it('says after how many sends a person is asked', async () => {
    expect((await optionsOf({ pair: { attemptsMax: 3 } })).attemptsMax).toBe(3);
    await expect(optionsOf({ pair: { attemptsMax: 0 } })).rejects.toThrow(/attemptsMax/);
  });
});

describe('what a configuration file says of where stock is counted', () => {
  const shop = { id: 'shop', adapter: 'bigcommerce', options: { storeHash: 'abc', accessToken: 'token' } };
  const buffer = { kind: 'fixed', units: 0 };

  it('is a line of the articles’ notes', async () => {
    const { stock } = await optionsOf({ pair: { stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer } } });

    expect(stock).toMatchObject({ count: expect.any(Function) });
    expect(stock).not.toHaveProperty('source');
  });

  it('is a connection of a system that keeps stock, under its own name', async () => {
    const warehouse = { id: 'warehouse', adapter: 'stock-feed', options: { baseUrl: 'https://erp.example', token: 'word' } };
    const connections = [{ id: 'books', adapter: 'lexoffice', options: { apiKey: 'key' } }, shop, warehouse];
    const options = await optionsOf({
      merchant: { connections },
      pair: { stock: { count: { from: 'source', connection: 'warehouse' }, buffer } },
    });

    expect(options).toMatchObject({ connections: { source: 'warehouse' }, stock: { source: { vendor: 'stock-feed' } } });
    expect(options.stock).not.toHaveProperty('count');
  });
});
