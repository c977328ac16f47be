import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Finished, makePlace, type Place, run, start } from './processes.ts';
import { merchantAt, startVendors, type Vendors } from './vendors.ts';

/* `megzo orders …` as real processes: a sales order whose reply was lost, at a merchant who wants to be asked. */

// Each command is a process that starts and stops a database.
jest.setTimeout(120_000);

let vendors: Vendors;
let place: Place;
let file: string;
let first: string;
let second: string;

beforeAll(async () => {
  vendors = await startVendors('acme');
  place = await makePlace();
  [first = '', second = ''] = vendors.shop.orders().map(({ id }) => String(id));
  const merchant = merchantAt(vendors);
  const connections = merchant.connections.map((connection) =>
    connection.adapter === 'lexoffice' ? { ...connection, timing: { timeoutMs: 1_000, settleMs: 0 } } : connection,
  );
  const pairs = merchant.pairs.map((pair) => ({ ...pair, flows: { orders: true }, attemptsMax: 1 }));
  file = await place.config({ merchants: [{ ...merchant, connections, pairs }] });
  // Both orders are refused for what they are, so that each waits for a word.
  vendors.books.faults.add({
    method: 'POST',
    path: /order-confirmations/,
    fault: { kind: 'status', when: 'before', status: 406, body: '{}' },
  });
  expect((await run(['sync', '--once', '--config', file], { dataDir: place.dataDir })).code).toBe(0);
});

afterAll(async () => {
  await vendors.close();
  await place.remove();
});

function orders(...args: readonly string[]): Promise<Finished> {
  return run(['orders', ...args, '--config', file], { dataDir: place.dataDir });
}

const said = ['--by', 'Anna', '--why', 'im Rechnungsprogramm nachgesehen'] as const;

describe('megzo orders', () => {
  it('lists what waits, with the reason in words', async () => {
    const listed = await orders('list');

    expect({ code: listed.code, err: listed.err }).toMatchObject({ code: 0 });
    expect(listed.out.trim().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^${first} .* SALES_ORDER_REFUSED .*abgelehnt`)),
      expect.stringMatching(new RegExp(`^${second} .* SALES_ORDER_REFUSED .*abgelehnt`)),
      '2 parked. "megzo orders show ORDER" tells more of one.',
    ]);
  });

  it('shows one with what to do, every attempt and what was seen', async () => {
    const shown = await orders('show', first);
    const asJson = await orders('show', first, '--json');

    expect(shown.code).toBe(0);
    expect(shown.out).toContain(`Order ${first}: parked`);
    expect(shown.out).toMatch(/-> Prüfen Sie/);
    expect(shown.out).toMatch(/ sending attempt=1\n.* refused .*code=REFUSED/);
    expect(JSON.parse(asJson.out)).toMatchObject({
      order: first,
      state: 'parked',
      delivery: { state: 'parked', marker: expect.any(String) },
    });
  });

  it('refuses to adopt what does not stand there, what is no answer to who and why, and names the nearest', async () => {
    const missing = await orders('adopt', first, '--sales-order', '00000000-0000-4000-8000-000000000000', ...said);
    const nobody = await orders('drop', first);
    const typo = await orders('list', '--state', 'parkt');
    const stranger = await orders('show', '4711');

    expect(missing).toMatchObject({ code: 1, err: expect.stringMatching(/ADOPTED_SALES_ORDER_MISSING.*\n +-> .*\nNothing was changed/) });
    expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('--by') });
    expect(typo).toMatchObject({ code: 2, err: expect.stringContaining('did you mean parked?') });
    expect(stranger).toMatchObject({ code: 1, err: expect.stringContaining('4711 is not known') });
  });

  it('adopts one that a person made by hand, on insisting where its total is another', async () => {
    const byHand = vendors.books.backOffice.createDocument(
      'orderConfirmation',
      {
        voucherDate: '2026-03-02T00:00:00.000+01:00',
        address: { name: 'Von Hand', countryCode: 'DE' },
        lineItems: [
          {
            type: 'custom',
            name: 'Kaffee',
            quantity: 1,
            unitName: 'Stück',
            unitPrice: { currency: 'EUR', grossAmount: 1, taxRatePercentage: 7 },
          },
        ],
        totalPrice: { currency: 'EUR' },
        taxConditions: { taxType: 'gross' },
        shippingConditions: { shippingType: 'none' },
      },
      { finalize: true },
    );
    const differs = await orders('adopt', first, '--sales-order', byHand.id, ...said);
    const insisted = await orders('adopt', first, '--sales-order', byHand.id, ...said, '--force');
    const shown = await orders('show', first);

    expect(differs).toMatchObject({ code: 1, err: expect.stringMatching(/ADOPTED_TOTAL_DIFFERS.* 1[.,]00/) });
    expect(insisted).toMatchObject({ code: 0, out: expect.stringContaining('it counts as placed') });
    expect(shown.out).toContain(`Order ${first}: placed`);
    expect(shown.out).toContain('Anna: order decided: adopt (im Rechnungsprogramm nachgesehen (insisted))');
  });

  it('lets one be made after all, once', async () => {
    vendors.books.faults.clear();
    const made = await orders('create', second, ...said);
    const synced = await run(['sync', '--once', '--config', file], { dataDir: place.dataDir });
    const again = await orders('create', second, ...said);

    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('the next run makes it') });
    expect(synced.code).toBe(0);
    // By hand, and this one.
    expect(vendors.books.orderConfirmations).toHaveLength(2);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('ORDER_NOT_TO_DECIDE') });
  });

  it.each([
    [0, ['list']],
    [1, ['show', '4711']],
  ])('ends with %d as ever where the reader of its result has seen enough', async (code, args) => {
    const { child, finished } = start(['orders', ...args, '--config', file], { dataDir: place.dataDir });
    child.stdout.destroy();
    child.stderr.destroy();

    expect((await finished).code).toBe(code);
  });

  it('tells what is open, and takes the word that it is done', async () => {
    const data = { dataDir: place.dataDir };
    const problems = (...args: readonly string[]) => run(['problems', ...args, '--config', file], data);
    vendors.shop.storefront.cancel(Number(second));
    expect((await run(['sync', '--once', '--config', file], data)).code).toBe(0);

    const listed = await problems('list');
    const [, key = ''] = /settle "([^"]+ORDER_CANCELLED_AFTER_PLACING[^"]+)"/.exec(listed.out) ?? [];
    const settled = await problems('settle', key, ...said);
    const again = await problems('settle', key, ...said);
    const left = JSON.parse((await problems('list', '--json')).out).problems;

    expect(listed.out).toMatch(/\[ORDER_CANCELLED_AFTER_PLACING\] since .*storniert/);
    expect(settled).toMatchObject({ code: 0, out: expect.stringContaining('Said by Anna') });
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('PROBLEM_NOT_KNOWN') });
    expect(JSON.stringify(left)).not.toContain('ORDER_CANCELLED_AFTER_PLACING');
  });
});
