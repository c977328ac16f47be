import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { type Finished, listening, makePlace, type Place, run, start, until } from './processes.ts';
import { merchantAt, startVendors, type Vendors } from './vendors.ts';

/* `megzo sync --once` as a real process, on an embedded PostgreSQL of its own, against both vendors on loopback HTTP. */

// Each command is a process that starts and stops a database.
jest.setTimeout(120_000);

let vendors: Vendors;
let place: Place;

beforeAll(async () => {
  vendors = await startVendors('acme');
  place = await makePlace();
});

afterAll(async () => {
  await vendors.close();
  await place.remove();
});

async function sync(args: readonly string[], content: unknown): Promise<Finished> {
  return run(['sync', '--once', '--config', await place.config(content), ...args], { dataDir: place.dataDir });
}

/** The shape that outside readers rely on. */
function reportOf({ out }: Finished) {
  return JSON.parse(out) as {
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly ok: boolean;
    readonly pairs: readonly {
      readonly merchant: string;
      readonly pair: string;
      readonly flows: readonly Readonly<Record<string, string | number>>[];
      readonly calls: Readonly<Record<string, { readonly read: number; readonly write: number }>>;
      readonly problems: readonly Readonly<Record<'key' | 'code' | 'text' | 'remedy', string>>[];
    }[];
  };
}

describe('megzo sync --once', () => {
  it('writes nothing outside with --dry-run', async () => {
    const elsewhere = await makePlace();
    const file = await elsewhere.config({ merchants: [merchantAt(vendors)] });

    const dry = await run(['sync', '--once', '--config', file, '--dry-run', '--json'], { dataDir: elsewhere.dataDir });

    expect({ code: dry.code, err: dry.err }).toMatchObject({ code: 0 });
    expect(reportOf(dry).pairs[0]?.flows.find(({ flow }) => flow === 'orders')).toMatchObject({ created: 2, failed: 0 });
    expect(vendors.writes()).toEqual([]);
    await elsewhere.remove();
  });

  it('brings everything up to date and prints one report', async () => {
    const first = await sync(['--json'], { merchants: [merchantAt(vendors)] });

    expect({ code: first.code, err: first.err }).toMatchObject({ code: 0 });
    expect(first.out.trim().split('\n')).toHaveLength(1);
    const report = reportOf(first);
    const [pair] = report.pairs;
    expect(Object.keys(report)).toEqual(['startedAt', 'finishedAt', 'ok', 'pairs']);
    expect(Object.keys(pair ?? {})).toEqual(['merchant', 'pair', 'flows', 'calls', 'problems']);
    expect(pair).toMatchObject({ merchant: 'acme', pair: 'acme-main' });
    expect(pair?.flows.find(({ flow }) => flow === 'orders')).toEqual({
      flow: 'orders',
      processed: expect.any(Number),
      created: 2,
      updated: 0,
      unchanged: expect.any(Number),
      held: 1,
      parked: 0,
      failed: 0,
    });
    expect(pair?.problems).toEqual([
      {
        key: expect.stringContaining('ARTICLE_WITHOUT_NUMBER'),
        code: 'ARTICLE_WITHOUT_NUMBER',
        text: expect.stringMatching(/Artikelnummer/),
        remedy: expect.stringMatching(/./),
      },
    ]);
    expect(Object.keys(pair?.calls ?? {})).toEqual(['acme-books', 'acme-shop']);
    expect(vendors.books.orderConfirmations).toHaveLength(2);
    expect(vendors.shop.products().map(({ sku }) => sku)).toEqual(expect.arrayContaining(['K-1', 'T-1', 'T-2', 'G-1']));
  });

  it('run again writes nothing and reads no part of an unchanged order', async () => {
    vendors.forget();

    const again = await sync(['--json'], { merchants: [merchantAt(vendors)] });

    expect(again.code).toBe(0);
    expect(vendors.writes()).toEqual([]);
    expect(vendors.shop.journal.filter(({ path }) => /orders\/\d+/.test(path))).toEqual([]);
    expect(reportOf(again).pairs[0]?.calls).toEqual({
      'acme-books': { read: vendors.books.journal.length, write: 0 },
      'acme-shop': { read: vendors.shop.journal.length, write: 0 },
    });
  });

  it('prints a table and what waits for people', async () => {
    const table = await sync([], { merchants: [merchantAt(vendors)] });

    expect(table.code).toBe(0);
    expect(table.out).toMatch(/flow +processed +created +updated +unchanged +held +parked +failed/);
    expect(table.out).toMatch(/1 held +ORDER_PENDING/);
    expect(table.out).toMatch(/\[ARTICLE_WITHOUT_NUMBER\].*\n +-> /);
    expect(table.err).toMatch(/acme\/acme-main: orders/);
  });

  it('runs the flow and the pair that are named, and names the nearest where there is none', async () => {
    const flows = await sync(['--json', '--flow', 'orders'], { merchants: [merchantAt(vendors)] });
    const typo = await sync(['--flow', 'order'], { merchants: [merchantAt(vendors)] });
    const stranger = await sync(['--pair', 'acme-mian'], { merchants: [merchantAt(vendors)] });

    expect(reportOf(flows).pairs[0]?.flows.map(({ flow }) => flow)).toEqual(['orders']);
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('did you mean orders?') });
    expect(stranger).toMatchObject({ code: 2, err: expect.stringContaining('did you mean acme-main?') });
  });
});

describe('megzo sync --once with something wrong', () => {
  it('says what to do about credentials that are refused, and serves the other merchants', async () => {
    const other = await startVendors('zwei');
    const wrong = merchantAt(vendors, { apiKey: 'not-the-key' });

    const result = await sync(['--json'], { merchants: [wrong, merchantAt(other)] });

    const [broken, fine] = reportOf(result).pairs;
    expect(result.code).toBe(1);
    expect(reportOf(result).ok).toBe(false);
    expect(broken?.problems).toContainEqual({
      key: expect.stringContaining('connection/acme-books'),
      code: 'CONNECTION_UNAUTHORIZED',
      text: expect.stringContaining('acme-books'),
      remedy: expect.stringMatching(/./),
    });
    expect(fine?.flows.find(({ flow }) => flow === 'orders')).toMatchObject({ created: 2, failed: 0 });
    expect(other.books.orderConfirmations).toHaveLength(2);
    await other.close();
  });

  it('refuses credentials of another organisation before anything is read or written there, and says which account it was', async () => {
    const stranger = await startVendors('fremd');
    const merchant = merchantAt(vendors);
    const [books, shop] = merchant.connections;
    const swapped = {
      ...merchant,
      connections: [merchantAt(stranger).connections[0], shop].map((own) => ({ ...own, id: own === shop ? shop?.id : books?.id })),
    };

    const refused = await sync(['--json'], { merchants: [swapped] });
    const table = await sync([], { merchants: [swapped] });
    const mended = await sync(['--json'], { merchants: [merchant] });

    const [pair] = reportOf(refused).pairs;
    expect(refused.code).toBe(1);
    expect(pair?.problems).toContainEqual({
      key: 'acme-main/PAIR_ACCOUNT_CHANGED/invoicing',
      code: 'PAIR_ACCOUNT_CHANGED',
      text: expect.stringContaining('acme-books'),
      remedy: expect.stringMatching(/./),
    });
    expect(table).toMatchObject({ code: 1, out: expect.stringMatching(/\[PAIR_ACCOUNT_CHANGED\].*\n +-> /) });
    expect(stranger.books.journal.map(({ path }) => path).filter((path) => !/^\/v1\/(profile|countries)$/.test(path))).toEqual([]);
    expect(stranger.writes()).toEqual([]);
    expect(mended.code).toBe(0);
    expect(reportOf(mended).pairs[0]?.problems.map(({ code }) => code)).not.toContain('PAIR_ACCOUNT_CHANGED');
    await stranger.close();
  });

  it.each([
    ['an unreachable vendor', 'CONNECTION_UNREACHABLE', async () => ({ merchant: merchantAt(vendors, { shopUrl: 'http://127.0.0.1:9' }) })],
    [
      'a vendor that answers with a web page',
      'CONNECTION_ANSWER_UNREADABLE',
      async () => {
        vendors.shop.faults.add({ fault: { kind: 'html', when: 'before', status: 200 } });
        return { merchant: merchantAt(vendors) };
      },
    ],
  ])('names %s, fails and loses nothing', async (_, code, make) => {
    const made = vendors.books.orderConfirmations.length;
    const { merchant } = await make();
    const orderId = vendors.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });

    const failed = await sync(['--json'], { merchants: [merchant] });
    vendors.shop.faults.clear();
    const mended = await sync(['--json'], { merchants: [merchantAt(vendors)] });

    expect(failed.code).toBe(1);
    expect(reportOf(failed).pairs[0]?.problems.map((problem) => problem.code)).toContain(code);
    expect(mended.code).toBe(0);
    expect(reportOf(mended).pairs[0]?.problems.map((problem) => problem.code)).toEqual(['ARTICLE_WITHOUT_NUMBER']);
    expect(vendors.books.orderConfirmations).toHaveLength(made + 1);
    expect(orderId).toBeGreaterThan(0);
  });

  it('refuses a file with mistakes before anything is called, and still prints one document', async () => {
    vendors.forget();
    const merchant = { ...merchantAt(vendors), langauge: 'de' };

    const refused = await sync(['--json'], { merchants: [merchant] });

    expect(refused.code).toBe(2);
    expect(refused.err).toContain('merchants[0].langauge: there is no such key; did you mean "language"?');
    expect(reportOf(refused)).toMatchObject({ ok: false, pairs: [] });
    expect([...vendors.books.journal, ...vendors.shop.journal]).toEqual([]);
  });

  it('refuses to run without --once or without a file', async () => {
    const endless = await run(['sync'], { dataDir: place.dataDir });
    const empty = await run(['sync', '--once'], { dataDir: place.dataDir });

    expect(endless).toMatchObject({ code: 2, err: expect.stringContaining('--once') });
    expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('--config FILE') });
  });

  it('names a wrong environment and a database that does not answer', async () => {
    const file = await place.config({ merchants: [merchantAt(vendors)] });
    const args = ['sync', '--once', '--config', file];
    const wrong = await run(args, {
      dataDir: place.dataDir,
      variables: { PORT: 'high', DATABASE_URL: 'postgresql://megzo@127.0.0.1:9/megzo' },
    });
    const silent = await run(args, {
      dataDir: place.dataDir,
      variables: { DATABASE_URL: 'postgresql://megzo:hidden-word@127.0.0.1:9/megzo', MEGZO_SECRET_KEY: 'x'.repeat(40) },
    });

    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/PORT.*\n.*MEGZO_SECRET_KEY/) });
    expect(silent).toMatchObject({ code: 1, err: expect.stringMatching(/database/i) });
    expect(silent.err).not.toContain('hidden-word');
  });
});

describe('megzo doctor', () => {
  it('finds nothing in the way of a pair that works', async () => {
    const file = await place.config({ merchants: [merchantAt(vendors)] });

    const healthy = await run(['doctor', '--config', file], { dataDir: place.dataDir });

    expect({ code: healthy.code, out: healthy.out }).toMatchObject({ code: 0 });
    expect(healthy.out).toMatch(/ok +database: PostgreSQL \d+/);
    expect(healthy.out).toMatch(/acts as megzo_service/);
    expect(healthy.out).toMatch(/warning +environment: no public address.*\n.*MEGZO_PUBLIC_URL/);
    expect(healthy.out).toMatch(/ok +acme\/acme-shop: scope store_v2_orders/);
  });

  it('fails with a remedy where an account refuses', async () => {
    const file = await place.config({ merchants: [merchantAt(vendors, { apiKey: 'not-the-key' })] });

    const sick = await run(['doctor', '--json', '--config', file], { dataDir: place.dataDir });

    expect(sick.code).toBe(1);
    expect(JSON.parse(sick.out)).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([
        { where: 'acme/acme-books', level: 'failure', about: expect.any(String), remedy: expect.any(String) },
      ]),
    });
  });
});

describe('A database server of its own', () => {
  it('is used as DATABASE_URL and DATABASE_SERVICE_URL say, by commands and by the service', async () => {
    const elsewhere = await makePlace();
    const server = await startEmbeddedPostgres({ dataDir: elsewhere.dataDir, durable: false });
    const own = await startVendors('server');
    const file = await elsewhere.config({ merchants: [merchantAt(own)] });
    const variables = { DATABASE_URL: server.url, MEGZO_SECRET_KEY: 'a-secret-of-more-than-thirty-two-characters' };
    const options = { dataDir: `${elsewhere.dataDir}-unused`, variables };

    const service = start(['start', '--config', file], options);
    await listening(service);
    await until(() => own.books.orderConfirmations.length === 2);
    const again = await run(['sync', '--once', '--json', '--config', file], options);
    service.child.kill('SIGTERM');
    const { code } = await service.finished;
    const shared = await run(['doctor', '--config', file], options);
    const apart = await run(['doctor', '--config', file], {
      ...options,
      variables: { ...variables, DATABASE_SERVICE_URL: server.serviceUrl },
    });
    const stranger = await run(['doctor', '--config', file], { ...options, variables: { ...variables, MEGZO_SECRET_KEY: 'y'.repeat(40) } });

    expect(code).toBe(0);
    expect(again.code).toBe(0);
    expect(own.books.orderConfirmations).toHaveLength(2);
    expect(shared.out).toMatch(/warning +database: the service shares the login that owns the schema/);
    expect(apart.out).toMatch(/ok +database: the service logs in as megzo_service and acts as megzo_service/);
    expect(stranger).toMatchObject({ code: 1, out: expect.stringMatching(/failure +database:.*MEGZO_SECRET_KEY/) });
    await own.close();
    await server.stop();
    await elsewhere.remove();
  });
});
