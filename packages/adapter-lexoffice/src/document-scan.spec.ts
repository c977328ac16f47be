import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import type { Page, SalesDocumentHead } from '@megzo/core';
import { pageJson } from '../test/fixtures.ts';
import { aCall, type Reply, type Scripted, type SeenRequest, scriptedVendor } from '../test/scripted-vendor.ts';
import { berlinDay } from './berlin.ts';
import { cursorOf, nextPlace, placeOf, type ScanPlace } from './document-scan.ts';

/** A voucher list that changes between two requests, in small pages. */
interface Row {
  readonly id: string;
  updated: number;
  archived: boolean;
  /** Rows of one second stay in the order in which they came there. */
  place: number;
}

interface MovingList {
  readonly rows: Row[];
  now: number;
  readonly pageSize: number;
  /** Rows that can be reached; the vendor then says 10 000. */
  readonly window: number;
  readonly listedByDefault: 'active' | 'all';
}

const noon = Date.parse('2026-05-04T10:00:00Z');
const hour = 3_600_000;
let places = 0;

function movingList(changes: Partial<MovingList> = {}): MovingList {
  return { rows: [], now: noon, pageSize: 3, window: Number.POSITIVE_INFINITY, listedByDefault: 'active', ...changes };
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function add(list: MovingList, updated = list.now, archived = false): Row {
  places += 1;
  const row = { id: idOf(list.rows.length + 1), updated, archived, place: places };
  list.rows.push(row);
  return row;
}

function touch(row: Row, updated: number): void {
  places += 1;
  row.updated = updated;
  row.place = places;
}

interface Asked {
  readonly from: string;
  readonly to?: string | undefined;
  readonly archived: boolean;
  readonly page: number;
}

function pageOf(list: MovingList, { from, to = '9999', archived, page }: Asked) {
  const inSpan = list.rows
    .filter((row) => (archived ? row.archived : list.listedByDefault === 'all' || !row.archived))
    .filter(({ updated }) => berlinDay(updated) >= from && berlinDay(updated) <= to)
    .sort((a, b) => second(a.updated) - second(b.updated) || a.place - b.place);
  const reachable = inSpan.slice(0, list.window);
  const shown = reachable.slice(page * list.pageSize, (page + 1) * list.pageSize);
  const totalElements = inSpan.length > list.window ? 10_000 : inSpan.length;
  return { shown, totalPages: Math.ceil(reachable.length / list.pageSize), totalElements };
}

function second(at: number): number {
  return Math.floor(at / 1000);
}

function answer(list: MovingList, { query }: SeenRequest): Reply {
  const { updatedDateFrom: from = '', updatedDateTo: to, archived, page } = query;
  const { shown, ...totals } = pageOf(list, { from, to, archived: archived === 'true', page: Number(page) });
  return { body: pageJson(shown.map(rowJson), { ...totals, number: Number(page) }) };
}

function rowJson({ id, updated }: Row): string {
  const stamp = `${new Date(updated).toISOString().slice(0, 19)}.000Z`;
  return `{"id":"${id}","voucherType":"invoice","voucherStatus":"open","voucherNumber":"RE1","createdDate":"${stamp}","updatedDate":"${stamp}","totalAmount":11.90,"currency":"EUR","contactId":null}`;
}

function connect(list: MovingList, between: (list: MovingList) => void = () => undefined): Scripted {
  return scriptedVendor({
    'GET /v1/voucherlist': (request) => {
      const reply = answer(list, request);
      between(list);
      return reply;
    },
  });
}

/** The ids of a whole scan; each page is asked for as another process would. */
async function scan({ documents }: Scripted, since: number): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (let cursor: string | undefined, left = 3000; left > 0; left -= 1) {
    const page = await documents.changed({ since, ...(cursor === undefined ? {} : { cursor }) }, aCall());
    if (page.status !== 'done') throw page.error;
    const { items, next }: Page<SalesDocumentHead> = page.value;
    for (const { id } of items) named.add(id);
    if (next === undefined) return named;
    cursor = next;
  }
  throw new Error('the scan does not end');
}

describe('a scan of documents', () => {
  it('is two calls where all fits on a page, with a day of overlap in German days', async () => {
    const vendor = connect(movingList());

    // 23:30 in Berlin is another day than in UTC a day earlier.
    expect(await scan(vendor, Date.parse('2026-05-03T22:30:00Z'))).toEqual(new Set());

    const query = {
      voucherType: 'orderconfirmation,invoice,creditnote,deliverynote',
      voucherStatus: 'any',
      updatedDateFrom: '2026-05-03',
      sort: 'updatedDate,ASC',
      size: '250',
      page: '0',
    };
    expect(vendor.seen.map((request) => request.query)).toEqual([query, { ...query, archived: 'true' }]);
  });

  it('reads a longer list from its end down, and its end once more', async () => {
    const list = movingList();
    for (let number = 0; number < 8; number += 1) add(list, noon - (9 - number) * hour);
    const vendor = connect(list);

    const named = await scan(vendor, noon - hour);

    expect([...named].sort()).toEqual(list.rows.map(({ id }) => `invoice/${id}`));
    const pages = vendor.seen.filter(({ query }) => query.archived === undefined).map(({ query }) => query.page);
    expect(pages).toEqual(['0', '2', '1', '0', '2']);
  });

  it('begins in the year 2000 where it has no beginning', async () => {
    const vendor = connect(movingList());

    await scan(vendor, 0);

    expect(vendor.seen[0]?.query.updatedDateFrom).toBe('2000-01-01');
  });

  it.each(['{', '{}', 'null', '7', '{"start":"x"}', '{"start":"2026-05-01","archived":false,"from":"2026-05-01","page":-1}'])(
    'starts again from the cursor %j, which cannot be read',
    async (cursor) => {
      const list = movingList();
      add(list);
      const vendor = connect(list);

      expect(await vendor.documents.changed({ since: noon, cursor }, aCall())).toMatchObject({
        value: { items: [{}], next: expect.any(String) },
      });
      expect(vendor.seen[0]?.query).toMatchObject({ page: '0', updatedDateFrom: '2026-05-03' });
    },
  );

  it('halves a span whose end the vendor would hide, and names every row', async () => {
    const list = movingList({ window: 12 });
    for (let number = 0; number < 60; number += 1) add(list, noon - (60 - number) * 5 * hour);

    expect((await scan(connect(list), noon - 14 * 24 * hour)).size).toBe(60);
  });

  it('is rejected where a single day fills the vendor’s window', async () => {
    const list = movingList({ window: 12 });
    for (let number = 0; number < 13; number += 1) add(list, noon - number * 1000);
    const vendor = connect(list);

    await expect(scan(vendor, noon)).rejects.toMatchObject({ code: 'REFUSED', details: { day: '2026-05-04' } });
  });

  it('does not trust a list that is not in order', async () => {
    const list = movingList();
    const vendor = scriptedVendor({
      'GET /v1/voucherlist': { body: pageJson([rowJson(add(list, noon)), rowJson(add(list, noon - 5_000))]) },
    });

    expect(await vendor.documents.changed({ since: noon }, aCall())).toMatchObject({
      status: 'retryable',
      error: { code: 'ANSWER_UNREADABLE', details: { reason: 'list-not-in-order' } },
    });
  });

  it('ends although its last page never holds all that is new', async () => {
    const list = movingList();
    for (let number = 0; number < 7; number += 1) add(list, noon - (7 - number) * 1000);
    const vendor = connect(list);

    expect((await scan(vendor, noon)).size).toBe(7);
    expect(vendor.seen.length).toBeLessThan(12);
  });

  it('ends although everything changes all the time', async () => {
    const list = movingList();
    for (let number = 0; number < 9; number += 1) add(list, noon - number * 1000);
    const restless = connect(list, ({ rows }) => {
      list.now += 1000;
      for (const row of rows) touch(row, list.now);
    });

    expect((await scan(restless, noon)).size).toBe(9);
    expect(restless.seen.length).toBeGreaterThan(100);
  });

  it('goes on although the list shrinks to nothing meanwhile', async () => {
    const list = movingList();
    for (let number = 0; number < 8; number += 1) add(list, noon - number * hour);

    await expect(
      scan(
        connect(list, ({ rows }) => rows.splice(0)),
        noon,
      ),
    ).resolves.toBeInstanceOf(Set);
  });
});

/** Before the next request somebody changes, deletes, archives or makes documents; what changed may show up some seconds late. */
function busyForAWhile(random: () => number, deleted: Set<string>) {
  let left = 60;
  const chosen = (list: MovingList): Row | undefined => list.rows[Math.floor(random() * list.rows.length)];
  return (list: MovingList): void => {
    list.now += 1_000 + Math.floor(random() * 2_000);
    left -= 1;
    if (left < 0) return;
    // Where the vendor's window is narrow, all that changes today must fit into it.
    const most = list.window === Number.POSITIVE_INFINITY ? 4 : 1.4;
    for (let acts = Math.floor(random() * most); acts > 0; acts -= 1) {
      const row = chosen(list);
      const kind = random();
      const shownLate = Math.floor(random() * 20_000);
      if (kind < 0.15) add(list);
      else if (row === undefined) continue;
      else if (kind < 0.25) {
        deleted.add(row.id);
        list.rows.splice(list.rows.indexOf(row), 1);
      } else {
        if (kind < 0.35) row.archived = true;
        touch(row, Math.max(row.updated, list.now - shownLate));
      }
    }
  };
}

function crowd(seed: number, narrow: boolean) {
  const random = seededRandom(seed);
  const list = movingList({
    pageSize: 1 + Math.floor(random() * 5),
    window: narrow ? 80 : Number.POSITIVE_INFINITY,
    listedByDefault: random() < 0.5 ? 'active' : 'all',
  });
  const count = narrow ? 120 : Math.floor(random() * 35);
  for (let number = 0; number < count; number += 1) add(list, noon - Math.floor(random() * 5 * 24 * hour), random() < 0.2);
  const deleted = new Set<string>();
  const before = list.rows.map(({ id }) => id);
  return { list, deleted, before, between: busyForAWhile(random, deleted) };
}

type Ask = (asked: Asked) => ReturnType<typeof pageOf>;

/** The whole way of a scan, without the wire. */
function scanOver(ask: Ask): ReadonlySet<string> {
  const named = new Set<string>();
  const today = berlinDay(noon);
  for (let place: ScanPlace | undefined = placeOf(undefined, '2026-04-24'), left = 3000; left > 0; left -= 1) {
    const { shown, totalPages, totalElements }: ReturnType<Ask> = ask(place);
    for (const { id } of shown) named.add(id);
    const [first, last] = [shown[0], shown.at(-1)].map((row) => row && second(row.updated) * 1000);
    const next: ReturnType<typeof nextPlace> = nextPlace(place, { first, last, totalPages, totalElements }, today);
    if (next === 'too-many') throw new Error('too many documents of one day');
    if (next === undefined) return named;
    place = placeOf(cursorOf(next), 'unused');
  }
  throw new Error('the scan does not end');
}

/** Page after page upwards, as one would at first. */
function naiveScanOver(ask: Ask): ReadonlySet<string> {
  const named = new Set<string>();
  for (const archived of [false, true]) {
    for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
      const seen = ask({ from: '2026-04-24', archived, page });
      for (const { id } of seen.shown) named.add(id);
      totalPages = seen.totalPages;
    }
  }
  return named;
}

/** Documents that stood there all the time and were not named, in so many busy accounts. */
function lostBy(way: (ask: Ask) => ReadonlySet<string>, { seeds, narrow }: { seeds: number; narrow: boolean }): readonly string[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const { list, deleted, before, between } = crowd(seed, narrow);
    const named = way((asked) => {
      const seen = pageOf(list, asked);
      const shown = seen.shown.map((row) => ({ ...row }));
      between(list);
      return { ...seen, shown };
    });
    return before.filter((id) => !deleted.has(id) && !named.has(id)).map((id) => `seed ${seed}: ${id}`);
  }).flat();
}

describe('a busy account', () => {
  it.each([true, false])('hides no document from a scan that stood there before it; with a narrow window: %s', (narrow) => {
    expect(lostBy(scanOver, { seeds: 500, narrow })).toEqual([]);
  });

  it('would hide many from a scan by rising page numbers', () => {
    expect(lostBy(naiveScanOver, { seeds: 100, narrow: false }).length).toBeGreaterThan(20);
  });
});
