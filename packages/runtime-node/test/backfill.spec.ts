import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { auditOrders } from './kills/audit.ts';
import { merchantAt } from './kills/story.ts';
import { type StrikingVendors, startStrikingVendors } from './kills/striking-vendors.ts';
import { type Finished, makePlace, type Place, run, start, until } from './processes.ts';

/* `megzo backfill` as a real process on a real PostgreSQL, over a line that loses answers; judged by what the vendors hold. */

// What a killed process sent is looked for after its lease.
jest.setTimeout(240_000);

const older = 24;
const live = 4;

let vendors: StrikingVendors;
let place: Place;
let file: string;

beforeAll(async () => {
  vendors = await startStrikingVendors(3);
  vendors.placeOrders(older);
  // The shop tells whole seconds.
  const cutover = Math.ceil((Date.now() + 1) / 1_000) * 1_000;
  await until(() => Date.now() > cutover);
  vendors.placeOrders(live);
  place = await makePlace();
  const merchant = merchantAt(vendors, { all: false });
  const pairs = merchant.pairs.map((pair) => ({ ...pair, ordersFrom: new Date(cutover).toISOString() }));
  file = await place.config({ merchants: [{ ...merchant, pairs }] });
});

afterAll(async () => {
  await vendors.close();
  await place.remove();
});

const since = ['--since', '2020-01-01'] as const;

describe('megzo backfill', () => {
  it('says what it would do, and writes nothing outside', async () => {
    const dry = await megzo('backfill', ...since);

    expect({ code: dry.code, err: dry.err }).toMatchObject({ code: 0 });
    expect(dry.out).toMatch(/Nothing was written; --apply does it:\n +28 would be placed +[\d.]+ EUR\n/);
    expect([...vendors.books.journal, ...vendors.shop.journal].filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('killed in the middle and begun again places every older order once, and the live ones too', async () => {
    const killed = start(['backfill', ...since, '--apply', '--config', file], { dataDir: place.dataDir });
    await until(() => vendors.books.orderConfirmations.length >= older / 4);
    vendors.plan({ on: 'creating', vendorActs: 'before', hit: () => killed.child.kill('SIGKILL') });
    await killed.finished;
    const madeBefore = vendors.books.orderConfirmations.length;

    const again = await megzo('backfill', ...since, '--apply', '--json');
    for (let runs = 0; runs < 4 && vendors.books.orderConfirmations.length < older + live; runs += 1) await megzo('sync', '--once');
    const settled = await megzo('sync', '--once', '--json');
    const third = await megzo('backfill', ...since, '--apply', '--json');

    expect(killed.child.signalCode).toBe('SIGKILL');
    expect(vendors.struckCreates).toHaveLength(1);
    expect(madeBefore).toBeLessThan(older);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ applied: true, ended: true });
    expect(settled).toMatchObject({ code: 0, out: expect.stringContaining('"held":0,"parked":0') });
    expect(JSON.parse(third.out)).toMatchObject({ counts: [{ state: 'placed-before', orders: older + live }] });
    expect(vendors.books.orderConfirmations).toHaveLength(older + live);
    expect(await auditOrders(vendors)).toEqual([]);
  });
});

function megzo(...args: readonly string[]): Promise<Finished> {
  return run([...args, '--config', file], { dataDir: place.dataDir });
}
