import { describe, expect, it } from '@jest/globals';
import type { Answer, Article, Page } from '@megzo/core';
import { articleJson, pageJson } from '../test/fixtures.ts';
import { aCall, type Reply, scriptedVendor } from '../test/scripted-vendor.ts';

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function valueIn<T>(answer: Answer<T>): T {
  if (answer.status !== 'done') throw answer.error;
  return answer.value;
}

async function readOne(changes: Readonly<Record<string, string>> = {}) {
  const vendor = scriptedVendor({ [`GET /v1/articles/${id(1)}`]: { body: articleJson(id(1), changes) } });
  return vendor.port.articles.read(id(1), aCall());
}

describe('an article', () => {
  it('is read with the amounts as the vendor wrote them', async () => {
    expect(valueIn(await readOne())).toEqual({
      id: id(1),
      number: 'LXW-BUHA-2024-001',
      gtin: '9783648170632',
      title: 'Lexware buchhaltung Premium 2024',
      description: 'Monatsabonnement. Mehrplatzsystem',
      note: 'Bestand: 12',
      kind: 'product',
      unit: 'Download-Code',
      price: { leading: 'net', net: '61.9', gross: '73.66', currency: 'EUR', taxRate: '19' },
      archived: false,
      updatedAt: Date.parse('2026-01-04T11:00:00Z'),
    });
  });

  it('has no text that the vendor wrote as null, as empty, or not at all', async () => {
    const article = valueIn(await readOne({ articleNumber: 'null', gtin: '""', description: 'null', note: 'null', unitName: 'null' }));

    expect(Object.keys(article ?? {}).sort()).toEqual(['archived', 'id', 'kind', 'price', 'title', 'unit', 'updatedAt']);
    expect(article?.unit).toBe('');
  });

  it('may be a service, archived, with a gross price that leads', async () => {
    const price = '{ "netPrice": 10.00, "grossPrice": 11.90, "leadingPrice": "GROSS", "taxRate": 19.00 }';

    expect(valueIn(await readOne({ type: '"SERVICE"', archived: 'true', price }))).toMatchObject({
      kind: 'service',
      archived: true,
      price: { leading: 'gross', net: '10', gross: '11.9', taxRate: '19' },
    });
  });

  it.each([
    ['{ "netPrice": 61.90, "leadingPrice": "NET", "taxRate": 19 }', { net: '61.9', gross: '73.66' }],
    ['{ "grossPrice": 11.90, "netPrice": null, "leadingPrice": "GROSS", "taxRate": 19 }', { net: '10', gross: '11.9' }],
  ])('with the price %s gets the other side computed to the cent', async (price, expected) => {
    expect(valueIn(await readOne({ price }))).toMatchObject({ price: expected });
  });

  it('keeps a price of many digits exact', async () => {
    const price = '{ "netPrice": 1234567890.1234, "grossPrice": 1469135789.2468, "leadingPrice": "NET", "taxRate": 19 }';

    expect(valueIn(await readOne({ price }))).toMatchObject({ price: { net: '1234567890.1234', gross: '1469135789.2468' } });
  });

  it('that is not there is undefined', async () => {
    const vendor = scriptedVendor({ [`GET /v1/articles/${id(1)}`]: { status: 404, body: {} } });

    expect(await vendor.port.articles.read(id(1), aCall())).toEqual({ status: 'done', value: undefined });
  });

  it.each([{ type: '"BUNDLE"' }, { updatedDate: '"yesterday"' }, { price: '{ "grossPrice": 1, "leadingPrice": "NET", "taxRate": 19 }' }])(
    'with %j cannot be read, and that is said',
    async (changes) => {
      expect(await readOne(changes)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    },
  );
});

describe('a listing of articles', () => {
  /** Serves one listing per state; the state of each call comes from `states`, the last one stays. */
  function shop(...states: readonly (readonly number[])[]) {
    let calls = 0;
    const vendor = scriptedVendor({
      'GET /v1/articles': ({ query }): Reply => {
        const rows = states[Math.min(calls, states.length - 1)] ?? [];
        calls += 1;
        const page = Number(query.page);
        const shown = rows.slice(page * 2, page * 2 + 2).map((number) => articleJson(id(number)));
        const totals = { totalPages: Math.ceil(rows.length / 2), totalElements: rows.length, number: page };
        return { body: pageJson(shown, totals) };
      },
    });
    return vendor;
  }

  async function scan(vendor: ReturnType<typeof shop>): Promise<readonly Article[]> {
    const items: Article[] = [];
    for (let cursor: string | undefined, left = 50; left > 0; left -= 1) {
      const scanned: Page<Article> = valueIn(
        await vendor.port.articles.changed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, aCall()),
      );
      items.push(...scanned.items);
      if (scanned.next === undefined) return items;
      cursor = scanned.next;
    }
    throw new Error('the scan does not end');
  }

  it('asks for 250 a page and goes on from a storable cursor until the last page', async () => {
    const vendor = shop([1, 2, 3, 4, 5]);

    const items = await scan(vendor);

    expect(items.map((article) => article.id)).toEqual([1, 2, 3, 4, 5].map(id));
    expect(vendor.seen.map(({ query }) => query)).toEqual([
      { page: '0', size: '250' },
      { page: '1', size: '250' },
      { page: '2', size: '250' },
    ]);
  });

  it('is one empty page for an account without articles', async () => {
    const vendor = shop([]);

    expect(await vendor.port.articles.changed({ since: 0 }, aCall())).toEqual({ status: 'done', value: { items: [] } });
  });

  it('names a row that moved to a page already read, because it starts again when the total changed', async () => {
    // After the first page the first article is deleted, and the third one moves up to page one.
    const items = await scan(shop([1, 2, 3, 4], [2, 3, 4]));

    expect(new Set(items.map((article) => article.id))).toEqual(new Set([1, 2, 3, 4].map(id)));
  });

  it('starts again twice at the most, so that a busy account does not keep it forever', async () => {
    const vendor = shop([1, 2, 3, 4, 5], [2, 3, 4, 5], [2, 3, 4, 5], [2, 3, 4], [2, 3, 4], [2, 3]);

    await scan(vendor);

    expect(vendor.seen.filter(({ query }) => query.page === '0')).toHaveLength(3);
  });

  it('leaves out and logs a row that cannot be read, and keeps the others', async () => {
    const rows = [articleJson(id(1)), articleJson(id(2), { type: '"BUNDLE"', title: '"Geheimes Produkt"' }), articleJson(id(3))];
    const vendor = scriptedVendor({ 'GET /v1/articles': { body: pageJson(rows) } });

    const { items } = valueIn(await vendor.port.articles.changed({ since: 0 }, aCall()));

    expect(items.map((article) => article.id)).toEqual([id(1), id(3)]);
    expect(vendor.logged).toEqual([`lexoffice: an article cannot be read and is left out {"id":"${id(2)}","fields":["type"]}`]);
  });

  it('is rejected where the vendor would hide rows beyond its window', async () => {
    const vendor = scriptedVendor({
      'GET /v1/articles': { body: pageJson([articleJson(id(1))], { totalPages: 40, totalElements: 10_000 }) },
    });

    expect(await vendor.port.articles.changed({ since: 0 }, aCall())).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
  });

  it.each([
    [429, 'retryable', 'RATE_LIMITED'],
    [500, 'retryable', 'VENDOR_FAILED'],
    [504, 'retryable', 'NO_ANSWER'],
    [403, 'rejected', 'FORBIDDEN'],
  ])('answered with %i is %s, in one call', async (status, verdict, code) => {
    const vendor = scriptedVendor({ 'GET /v1/articles': { status, body: { message: null } } });

    expect(await vendor.port.articles.changed({ since: 0 }, aCall())).toMatchObject({ status: verdict, error: { code } });
    expect(vendor.seen).toHaveLength(1);
  });
});
