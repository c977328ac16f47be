import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '@megzo/core/testing';
import { countedGoods, staleMs } from '../world/counted-goods.ts';
import { createPeople, stockUp } from '../world/people.ts';
import { createSimulation } from '../world/simulation.ts';
import { createTold, type OrderMoment, type ToldOrder } from '../world/told.ts';
import { audit } from './audit.ts';
import type { Evidence, Shown } from './seen.ts';

/**
 * Goal: no check of the auditor is blind. Method: the evidence of one good day is spoiled in one place, and the check that it belongs to
 * says so; what a planted bug brings about is in `test/mutants.spec.ts`.
 */
const at = Date.UTC(2026, 2, 2, 8);
const minute = 60_000;
let good: Evidence;

beforeAll(async () => {
  const world = createSimulation({ seed: 1, at, pair: countedGoods });
  const { scheduler, books, shop, asked } = world;
  const told = createTold(at - 1);
  const people = createPeople(world, told, seededRandom('laws'), { companies: 0 });
  const { pair } = world.start('worker');
  const shown = new Map<number, Shown>();
  let over = false;
  stockUp(world);
  people.act('order');
  void (async () => {
    await pair.sync();
    await pair.sync();
    for (const id of told.orders.keys())
      shown.set(id, { state: 'placed', salesOrderId: (await pair.order(String(id)))?.record.salesOrderId ?? '' });
    over = true;
  })();
  await scheduler.run(at + 60 * minute, () => over);
  good = { books, shop, told, quietAt: at, shown, problems: [], asks: false, attemptsMax: 6, asked, staleMs };
});

const id = (): number => [...good.told.orders.keys()][0] as number;

/** The evidence with another journal of one vendor. */
function journal(side: 'books' | 'shop', change: (entries: readonly Entry[]) => readonly Entry[]): Evidence {
  return { ...good, [side]: Object.create(good[side], { journal: { value: change(good[side].journal) } }) };
}
type Entry = Evidence['books']['journal'][number];

function shownAs(shown: Shown | undefined): Evidence {
  return { ...good, shown: new Map(shown === undefined ? [] : [[id(), shown]]) };
}

/** The evidence in which people did something else to the order. */
function toldAs(change: (order: ToldOrder, last: OrderMoment) => Partial<ToldOrder>, evidence: Evidence = good): Evidence {
  const order = good.told.orders.get(id()) as ToldOrder;
  const changed = { ...order, ...change(order, order.moments.at(-1) as OrderMoment) };
  return { ...evidence, told: { ...good.told, orders: new Map([[order.id, changed]]) } };
}

function withCall(method: string, path: string): (entries: readonly Entry[]) => readonly Entry[] {
  return (entries) => [...entries, { at, method, path, query: '', answered: 200 }];
}

const isCreation = ({ method, path }: Entry): boolean => method === 'POST' && path === '/v1/order-confirmations';
const isMark = ({ method, path }: Entry): boolean => method === 'POST' && path.endsWith('/metafields');
const twice =
  (chosen: (entry: Entry) => boolean) =>
  (entries: readonly Entry[]): readonly Entry[] => [...entries, ...entries.filter(chosen)];

/** The shop as it was told or shows another figure. */
function told(units: number): Evidence {
  const body = { items: [{ quantity: units }] };
  const path = '/stores/abc123/v3/inventory/adjustments/absolute';
  return journal('shop', (entries) => [...entries, { at: at + minute, method: 'PUT', path, query: '', answered: 200, body }]);
}

function showing(units: number): Evidence {
  const storefront = Object.create(good.shop.storefront, { purchasable: { value: () => units } });
  return { ...good, shop: Object.create(good.shop, { storefront: { value: storefront } }) };
}

const spoiled: readonly (readonly [string, () => Evidence])[] = [
  ['which nobody placed', () => ({ ...good, told: { ...good.told, orders: new Map() } })],
  ['was told 9', () => told(9)],
  ['shows 7 in the end', () => showing(7)],
  ['shows 9 in the end', () => showing(9)],
  ['2 order confirmations were made', () => journal('books', twice(isCreation))],
  ['was never sold, yet', () => toldAs((_order, last) => ({ moments: [{ ...last, statusId: 0 }] }))],
  [
    'was placed long after it was no longer sold',
    () =>
      toldAs(
        (_order, last) => ({
          moments: [
            { ...last, at: at - 60 * minute },
            { ...last, at: at - 30 * minute, statusId: 5 },
          ],
        }),
        {
          ...good,
          quietAt: at - 60 * minute,
        },
      ),
  ],
  ['was lost', () => ({ ...journal('books', (entries) => entries.filter((entry) => !isCreation(entry))), shown: new Map() })],
  ['was sent 13 times', () => ({ ...good, asked: Array.from({ length: 13 }, () => good.asked[0] as Evidence['asked'][number]) })],
  ['was marked twice', () => journal('shop', twice(isMark))],
  ['POST /v1/invoices was called', () => journal('books', withCall('POST', '/v1/invoices'))],
  ['PUT /stores/abc123/v2/orders/100 was called', () => journal('shop', withCall('PUT', '/stores/abc123/v2/orders/100'))],
  ['DELETE /v1/order-confirmations/1 was called', () => journal('books', withCall('DELETE', '/v1/order-confirmations/1'))],
  ['which was never charged', () => toldAs((_order, last) => ({ moments: [{ ...last, total: '0.01' }] }))],
  ['and nobody is told', () => toldAs(({ moments }, last) => ({ moments: [...moments, { ...last, total: '0.01' }] }))],
  ['its order confirmation is dated', () => toldAs(({ placedAt }) => ({ placedAt: placedAt - 24 * 60 * minute }))],
  ['shows figures that contradict each other', () => toldAs(() => ({ contradicts: true }))],
  ['the rules say Auftrag 1', () => ({ ...good, told: { ...good.told, titles: [{ at: at - 60 * minute, title: 'Auftrag 1' }] } })],
  ['has no state that anybody could ask for', () => shownAs(undefined)],
  ['is still on its way at the end', () => shownAs({ state: 'admitted' })],
  ['is held, and nobody says why', () => shownAs({ state: 'held' })],
  ['is parked for NO_TAX without a problem', () => shownAs({ state: 'parked', reason: 'NO_TAX' })],
  ['is put aside for NO_TAX', () => shownAs({ state: 'parked', reason: 'NO_TAX' })],
  ['is said to be held, and an order confirmation was made', () => shownAs({ state: 'held', reason: 'ORDER_PENDING' })],
  ['is said to be placed, and nothing was made', () => journal('books', (entries) => entries.filter((entry) => !isCreation(entry)))],
  ['is said to be placed, as nothing in particular', () => shownAs({ state: 'placed' })],
  ['as a sales order that is not its own', () => shownAs({ state: 'placed', salesOrderId: 'another' })],
  [
    'as a copy that a person made',
    () => {
      const document = good.shown.get(id())?.salesOrderId ?? '';
      return { ...good, told: { ...good.told, books: [{ kind: 'duplicated', at, document, order: id() }] } };
    },
  ],
  ['is marked in the shop with another sales order', () => shownAs({ state: 'placed', salesOrderId: 'another' })],
  ['was cancelled after it was placed', () => toldAs(({ moments }, last) => ({ moments: [...moments, { ...last, statusId: 5 }] }))],
  [
    'waits, though it was cancelled',
    () =>
      toldAs(
        ({ moments }, last) => ({ moments: [...moments, { ...last, statusId: 5 }] }),
        shownAs({ state: 'held', reason: 'ORDER_PENDING' }),
      ),
  ],
  [
    'an answer was lost, and nobody looked',
    () => ({ ...good, looksWithinMs: minute, asked: good.asked.map((one) => ({ ...one, fault: 'lost-after' })) }),
  ],
];

describe('the auditor', () => {
  it('finds nothing on a good day on which something was done', () => {
    expect(good.asked).toHaveLength(1);
    expect(audit(good)).toEqual([]);
  });

  it.each(spoiled)('says: %s', (text, evidence) => {
    expect(audit(evidence()).map((violation) => violation.text)).toContainEqual(expect.stringContaining(text));
  });
});
