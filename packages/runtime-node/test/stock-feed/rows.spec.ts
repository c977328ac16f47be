import { describe, expect, it } from '@jest/globals';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createMemoryEnvironment } from '@megzo/core/memory';
import { stockFeedOptionsSchema } from '../../src/stock-feed/options.ts';
import { createStockFeed } from '../../src/stock-feed/stock-feed.ts';
import { createStockFeedSimulator } from './simulator.ts';

const at = Date.parse('2026-11-26T14:30:00+01:00');
const call = { signal: new AbortController().signal, priority: 'stock' } as const;

function feed(token = 'word') {
  const environment = createMemoryEnvironment({ at, seed: 1 });
  const simulator = createStockFeedSimulator({ world: { clock: environment.clock, random: seededRandom(1) }, token: 'word' });
  const kit = createKit({ clock: environment.clock, ids: environment.ids, fetch: simulator.handler });
  return { simulator, port: createStockFeed({ baseUrl: 'https://warehouse.example', token }, kit) };
}

describe('a row of the feed', () => {
  const good = { sku: 'K-1', onHand: 12, countedAt: '2026-11-26T14:30:00+01:00' };

  it.each<[string, object, object]>([
    ['counted at an instant', {}, { sku: 'K-1', onHand: 12, notBefore: at, notAfter: at }],
    [
      'counted within an hour',
      { countedAt: undefined, countedFrom: '2026-11-26T12:30:00Z', countedUntil: '2026-11-26T13:30:00Z' },
      { notBefore: at - 3_600_000, notAfter: at },
    ],
    ['with a number for a SKU', { sku: 4711 }, { sku: '4711' }],
    ['with text for a figure', { onHand: ' 12 ' }, { onHand: 12 }],
    ['with a name of its own', { row: 'A/7' }, { row: 'A/7', sku: 'K-1' }],
    ['of none', { onHand: 0 }, { onHand: 0 }],
    ['negative', { onHand: -1 }, { at: 'K-1', reason: 'NEGATIVE' }],
    ['fractional', { onHand: 1.5 }, { at: 'K-1', reason: 'NOT_WHOLE' }],
    ['too large', { onHand: 4_006_381_333_931 }, { at: 'K-1', reason: 'TOO_MANY_DIGITS' }],
    ['without a figure', { onHand: undefined }, { at: 'K-1', reason: 'EMPTY' }],
    ['with a truth for a figure', { onHand: true }, { at: 'K-1', reason: 'NOT_A_FIGURE' }],
    ['without a SKU, named by itself', { sku: undefined, row: 'A/7' }, { at: 'A/7', reason: 'SKU_MISSING' }],
    ['without any name', { sku: undefined }, { at: 'row 1 of a page', reason: 'SKU_MISSING' }],
    ['with a blank SKU', { sku: ' ' }, { reason: 'SKU_MISSING' }],
    ['without a time', { countedAt: undefined }, { at: 'K-1', reason: 'NOT_A_TIME' }],
    ['with a time without an offset', { countedAt: '2026-11-26T14:30:00' }, { at: 'K-1', reason: 'NOT_A_TIME' }],
    ['that ended before it began', { countedFrom: '2026-11-26T15:30:00+01:00' }, { at: 'K-1', reason: 'NOT_A_TIME' }],
  ])('%s', async (_name, changes, expected) => {
    const { simulator, port } = feed();
    simulator.write('1', { ...good, ...changes });

    const answer = await port.changed({ since: 0 }, call);

    expect(answer).toMatchObject({ status: 'done', value: { items: [expected] } });
  });

  it('that is no object stops itself alone', async () => {
    const { simulator, port } = feed();
    simulator.count({ sku: 'K-1', onHand: 1 });
    const kit = createKit({
      fetch: async () => new Response(JSON.stringify({ rows: ['K-1;12', good] }), { headers: { 'content-type': 'application/json' } }),
    });

    const answer = await createStockFeed({ baseUrl: 'https://warehouse.example', token: 'word' }, kit).changed({ since: 0 }, call);

    expect(answer).toMatchObject({ value: { items: [{ at: 'row 1 of a page', reason: 'SKU_MISSING' }, { sku: 'K-1' }] } });
    expect(await port.check(call)).toMatchObject({ value: { accountId: 'warehouse-1', name: 'Lager Nord' } });
  });
});

describe('the feed', () => {
  it('is asked for what changed since, in UTC', async () => {
    const { simulator, port } = feed();

    await port.changed({ since: at, cursor: `${at}.0` }, call);

    expect(simulator.journal.map(({ path, query }) => path + query)).toEqual([`/counts?since=2026-11-26T13%3A30%3A00.000Z&cursor=${at}.0`]);
  });

  it.each([
    ['another token is unauthorized', 'other', undefined, 'retryable|rejected', 'UNAUTHORIZED'],
    ['a cursor that it never gave is rejected, so that the scan begins anew', 'word', 'x', 'rejected', 'REFUSED'],
  ])('%s', async (_name, token, cursor, status, code) => {
    const answer = await feed(token).port.changed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, call);

    expect(answer.status).toMatch(new RegExp(`^(?:${status})$`));
    expect(answer).toMatchObject({ error: { code } });
  });

  it.each([
    ['an address that is none', { baseUrl: 'warehouse', token: 'word' }],
    ['a token with a blank', { baseUrl: 'https://warehouse.example', token: 'two words' }],
    ['a mistyped option', { baseUrl: 'https://warehouse.example', token: 'word', tokken: 'x' }],
  ])('refuses %s', (_name, options) => {
    expect(stockFeedOptionsSchema.safeParse(options).success).toBe(false);
  });
});
