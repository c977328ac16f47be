import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { auditOrders } from './kills/audit.ts';
import { merchantAt } from './kills/story.ts';
import { accessToken, type StrikingVendors, startStrikingVendors, storeHash } from './kills/striking-vendors.ts';
import { type Finished, makePlace, type Place, run } from './processes.ts';

/*
 * Goal: an older copy of the database makes no second order confirmation of what it forgot. Method: the built program, the files of
 * a real PostgreSQL copied before 200 orders are placed and put back after, and a part of the marks lost as by a stop before they
 * were written; judged by what the vendors hold.
 */

// Each run waits half a minute for what a request of the lost history may still make.
jest.setTimeout(240_000);

const copied = 3;
const forgotten = 200;
const unmarked = 60;
const younger = 5;

let vendors: StrikingVendors;
let place: Place;
let file: string;

beforeAll(async () => {
  vendors = await startStrikingVendors(1);
  // A line that loses nothing: what is looked for here was lost with the database.
  vendors.books.faults.clear();
  place = await makePlace();
  file = await place.config({ merchants: [merchantAt(vendors, { all: false })] });
  vendors.placeOrders(copied);
  await syncUntil(copied);
  await copyFiles(database(), olderCopy());
  vendors.placeOrders(forgotten);
  await syncUntil(copied + forgotten);
}, 240_000);

afterAll(async () => {
  await vendors.close();
  await place.remove();
});

describe('an older copy of the database, put back after 200 orders were placed', () => {
  it('makes no order confirmation twice after megzo restore', async () => {
    const before = vendors.books.orderConfirmations.length;
    await putBack();

    const restored = await megzo('restore');
    vendors.placeOrders(younger);
    await syncUntil(before + younger);

    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('acme/acme-main: an epoch begins at') });
    expect(vendors.books.orderConfirmations).toHaveLength(before + younger);
    expect(await auditOrders(vendors)).toEqual([]);
  });

  it('makes none twice where nobody said so, for the marks in the shop tell of it', async () => {
    const before = vendors.books.orderConfirmations.length;
    await putBack();

    vendors.placeOrders(younger);
    const last = await syncUntil(before + younger);

    expect(last.out).toContain('ORDERS_PLACED_ELSEWHERE');
    expect(vendors.books.orderConfirmations).toHaveLength(before + younger);
    expect(await auditOrders(vendors)).toEqual([]);
  });
});

function database(): string {
  return join(place.dataDir, 'pg');
}

function olderCopy(): string {
  return join(place.dataDir, 'pg-older');
}

/** The older files in the place of those that know of every order, and as many orders as `unmarked` without our mark. */
async function putBack(): Promise<void> {
  await rm(database(), { recursive: true });
  await copyFiles(olderCopy(), database());
  for (const { id } of vendors.shop.orders().slice(-unmarked)) await unmark(id);
}

/** Owners and permissions too: the server refuses data of another's. */
async function copyFiles(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

async function unmark(order: number): Promise<void> {
  const path = `https://shop.example/stores/${storeHash}/v3/orders/${order}/metafields`;
  const ask = (method: string, url: string) => vendors.shop.handler(new Request(url, { method, headers: { 'x-auth-token': accessToken } }));
  const { data } = (await (await ask('GET', path)).json()) as { readonly data: readonly { readonly id: number }[] };
  if (data.length === 0) throw new Error(`order ${order} carries no mark`);
  for (const { id } of data) await ask('DELETE', `${path}/${id}`);
}

function megzo(...args: readonly string[]): Promise<Finished> {
  return run([...args, '--config', file], { dataDir: place.dataDir });
}

/** Runs until every order stands there and none waits; one run waits a minute at the most. */
async function syncUntil(made: number): Promise<Finished> {
  for (let runs = 0; runs < 5; runs += 1) {
    const finished = await megzo('sync', '--once', '--json');
    if (finished.code !== 0) throw new Error(`sync ended with ${finished.code}:\n${finished.out}\n${finished.err}`);
    if (vendors.books.orderConfirmations.length >= made && /"held":0/.test(finished.out)) return finished;
  }
  throw new Error(`${vendors.books.orderConfirmations.length} of ${made} orders stand there`);
}
