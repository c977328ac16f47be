import type { StockEvent, StockLevel } from '../../ports/stock-journal.ts';
import { articleNoteSource, correctionSource, foldStock } from '../../stock/fold-stock.ts';
import { equal, isTrue, sameRows } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { seededRandom } from '../random.ts';
import { start, stockEvent } from '../samples.ts';

const claims: readonly StoreClaim[] = [
  {
    says: 'books a key once, in whatever call, pool or SKU it comes again',
    holds: async ({ tx }) => {
      const events = [stockEvent('a'), stockEvent('a', { units: 3 }), stockEvent('b', { kind: 'receipt', units: 5 })];
      equal(await tx(({ stock }) => stock.book(events)), 2);
      equal(await tx(({ stock }) => stock.book([...events, stockEvent('a', { pool: 'second', skuKey: 'sku-2' })])), 0);
      equal(await tx(({ stock }) => stock.book([])), 0);
      sameRows(await tx(({ stock }) => stock.find(['a', 'none', 'b', 'a'])), [events[0], events[2]]);
      equal(await tx(({ stock }) => stock.find([])), []);
      equal(await tx(({ stock }) => stock.levels('main', ['sku-1'])), [
        { skuKey: 'sku-1', onHand: 15, allocated: 0, changes: 2, ...countedAt(0) },
      ]);
      equal(await tx(({ stock }) => stock.levels('second', ['sku-2'])), []);
    },
  },
  {
    says: 'books a key once when two transactions bring it at the same time',
    holds: async ({ tx }) => {
      const event = stockEvent('a', { kind: 'allocation', units: 1 });
      const counts = await Promise.all([1, 2, 3].map(() => tx(({ stock }) => stock.book([event]))));
      equal(counts.toSorted(), [0, 0, 1]);
      equal((await level(tx))?.allocated, 1);
    },
  },
  {
    says: 'keeps events in the order of booking, not of their instants or keys',
    holds: async ({ tx }) => {
      const events = [
        stockEvent('z', { at: start + 9 }),
        stockEvent('a', { at: start + 5, kind: 'release', source: 'order/1' }),
        stockEvent('m', { at: start + 7, kind: 'adjustment', units: -4 }),
        stockEvent('c', { at: start + 8, notBefore: start + 6 }),
      ];
      await tx(({ stock }) => stock.book(events.slice(0, 2)));
      await tx(({ stock }) => stock.book(events.slice(2)));
      equal(await tx(({ stock }) => stock.events('main', 'sku-1')), events);
      equal(await tx(({ stock }) => stock.events('main', 'sku-1', { from: 1, limit: 1 })), events.slice(1, 2));
      equal(await tx(({ stock }) => stock.events('main', 'sku-1', { from: 4, limit: 9 })), []);
      equal(await tx(({ stock }) => stock.events('main', 'none')), []);
      equal(await tx(({ stock }) => stock.events('second', 'sku-1')), []);
    },
  },
  {
    says: 'keeps SKUs and pools apart, and leaves out a SKU of which nothing was booked',
    holds: async ({ tx }) => {
      await tx(({ stock }) =>
        stock.book([
          stockEvent('a', { units: 1 }),
          stockEvent('b', { units: 2, skuKey: 'sku-2' }),
          stockEvent('c', { units: 3, pool: 'second' }),
        ]),
      );
      sameRows(await tx(({ stock }) => stock.levels('main', ['sku-2', 'sku-1', 'none', 'sku-1'])), [
        { skuKey: 'sku-1', onHand: 1, allocated: 0, changes: 1, ...countedAt(0) },
        { skuKey: 'sku-2', onHand: 2, allocated: 0, changes: 1, ...countedAt(0) },
      ]);
      equal(await tx(({ stock }) => stock.levels('second', ['sku-1'])), [
        { skuKey: 'sku-1', onHand: 3, allocated: 0, changes: 1, ...countedAt(0) },
      ]);
      equal(await tx(({ stock }) => stock.levels('main', [])), []);
    },
  },
  leads('does not know what is on hand before a count, whatever moves', [
    { kind: 'receipt', units: 5, leaves: { allocated: 0, changes: 1 } },
    { kind: 'restock', units: 5, leaves: { allocated: 0, changes: 2 } },
    { kind: 'adjustment', units: 5, leaves: { allocated: 0, changes: 3 } },
    { kind: 'allocation', units: 5, leaves: { allocated: 5, changes: 3 } },
    { kind: 'shipment', units: 2, leaves: { allocated: 3, changes: 3, lastShipmentAt: start + 4 } },
    { kind: 'count', units: 9, leaves: { onHand: 9, allocated: 3, changes: 4, lastShipmentAt: start + 4, ...countedAt(5) } },
  ]),
  leads('sets what is on hand by a count and leaves what is allocated', [
    { kind: 'allocation', units: 4, leaves: { allocated: 4, changes: 0 } },
    { kind: 'count', units: 10, leaves: { onHand: 10, allocated: 4, changes: 1, ...countedAt(1) } },
    { kind: 'count', units: 0, leaves: { onHand: 0, allocated: 4, changes: 2, ...countedAt(2) } },
  ]),
  leads('adds receipts, restocks and adjustments to what is on hand, below zero too: what comes back is no new unit', [
    { kind: 'count', units: 10, leaves: { onHand: 10, allocated: 0, changes: 1, ...countedAt(0) } },
    { kind: 'receipt', units: 5, leaves: { onHand: 15, allocated: 0, changes: 2, ...countedAt(0) } },
    { kind: 'restock', units: 1, leaves: { onHand: 16, allocated: 0, changes: 3, ...countedAt(0) } },
    { kind: 'adjustment', units: -20, leaves: { onHand: -4, allocated: 0, changes: 4, ...countedAt(0) } },
    { kind: 'adjustment', units: 2, leaves: { onHand: -2, allocated: 0, changes: 5, ...countedAt(0) } },
  ]),
  leads('promises by an allocation, takes back by a release, never below zero, and moves no unit by either', [
    { kind: 'count', units: 10, leaves: { onHand: 10, allocated: 0, changes: 1, ...countedAt(0) } },
    { kind: 'allocation', units: 7, leaves: { onHand: 10, allocated: 7, changes: 1, ...countedAt(0) } },
    { kind: 'release', units: 3, leaves: { onHand: 10, allocated: 4, changes: 1, ...countedAt(0) } },
    { kind: 'release', units: 9, leaves: { onHand: 10, allocated: 0, changes: 1, ...countedAt(0) } },
  ]),
  leads('lowers both by a shipment and remembers the last one', [
    { kind: 'count', units: 5, leaves: { onHand: 5, allocated: 0, changes: 1, ...countedAt(0) } },
    { kind: 'allocation', units: 3, leaves: { onHand: 5, allocated: 3, changes: 1, ...countedAt(0) } },
    { kind: 'shipment', units: 2, leaves: { onHand: 3, allocated: 1, changes: 1, ...countedAt(0), lastShipmentAt: start + 2 } },
    { kind: 'shipment', units: 4, leaves: { onHand: -1, allocated: 0, changes: 1, ...countedAt(0), lastShipmentAt: start + 3 } },
    {
      kind: 'shipment',
      units: 0,
      at: start + 1,
      leaves: { onHand: -1, allocated: 0, changes: 1, ...countedAt(0), lastShipmentAt: start + 3 },
    },
  ]),
  leads('remembers the figure of the last count by the article alone', [
    { kind: 'count', units: 5, leaves: { onHand: 5, allocated: 0, changes: 1, ...countedAt(0) } },
    {
      ...{ kind: 'count', units: 7, source: articleNoteSource },
      leaves: { onHand: 7, allocated: 0, changes: 2, counted: { figure: 7, at: start + 1 }, ...countedAt(1) },
    },
    { kind: 'count', units: 4, leaves: { onHand: 4, allocated: 0, changes: 3, counted: { figure: 7, at: start + 1 }, ...countedAt(2) } },
  ]),
  leads('knows that what happened before a count is in its figure, however late it is booked', [
    { kind: 'allocation', units: 4, leaves: { allocated: 4, changes: 0 } },
    {
      kind: 'count',
      units: 10,
      at: start + 100,
      notBefore: start + 90,
      leaves: { onHand: 10, allocated: 4, changes: 1, ...between(90, 100) },
    },
    { kind: 'receipt', units: 3, at: start + 89, leaves: { onHand: 10, allocated: 4, changes: 1, ...between(90, 100) } },
    {
      ...{ kind: 'shipment', units: 2, at: start + 89 },
      leaves: { onHand: 10, allocated: 2, changes: 1, ...between(90, 100), lastShipmentAt: start + 89 },
    },
    {
      ...{ kind: 'shipment', units: 2, at: start + 90 },
      leaves: { onHand: 8, allocated: 0, changes: 1, ...between(90, 100), lastShipmentAt: start + 90 },
    },
    {
      ...{ kind: 'adjustment', units: -1, at: start + 1, source: correctionSource },
      leaves: { onHand: 7, allocated: 0, changes: 2, ...between(90, 100), lastShipmentAt: start + 90 },
    },
    {
      ...{ kind: 'count', units: 50, at: start + 89 },
      leaves: { onHand: 7, allocated: 0, changes: 2, ...between(90, 100), lastShipmentAt: start + 90 },
    },
  ]),
  {
    says: 'answers what moved units on hand since an instant, under the SKU that was asked for',
    holds: async ({ tx }) => {
      await tx(({ stock }) =>
        stock.book([
          stockEvent('a', { kind: 'shipment', units: 1, at: start + 9, source: 'order/1' }),
          stockEvent('b', { kind: 'receipt', units: 2, at: start + 5 }),
          stockEvent('c', { kind: 'restock', units: 3, at: start + 4 }),
          stockEvent('d', { kind: 'adjustment', units: -4, at: start + 6 }),
          ...(['count', 'allocation', 'release'] as const).map((kind) => stockEvent(kind, { kind, at: start + 8 })),
          stockEvent('e', { kind: 'receipt', units: 5, at: start + 7, skuKey: 'sku-2' }),
          stockEvent('f', { kind: 'receipt', units: 6, at: start + 7, pool: 'second' }),
        ]),
      );
      equal(await tx(({ stock }) => stock.moves('main', ['sku-1', 'sku-1', 'none'], start + 5)), [
        { skuKey: 'sku-1', kind: 'shipment', units: 1, source: 'order/1', at: start + 9 },
        { skuKey: 'sku-1', kind: 'receipt', units: 2, source: 'by-hand', at: start + 5 },
        { skuKey: 'sku-1', kind: 'adjustment', units: -4, source: 'by-hand', at: start + 6 },
      ]);
      equal(await tx(({ stock }) => stock.moves('main', [], start)), []);
    },
  },
  {
    says: 'answers levels that equal a rebuild from the events',
    holds: async ({ tx, tag }) => {
      const random = seededRandom(tag);
      const events = Array.from({ length: 120 }, (_, place): StockEvent => {
        const kind = random.pick(['count', 'receipt', 'adjustment', 'allocation', 'release', 'shipment', 'restock'] as const);
        const units = kind === 'adjustment' ? random.below(9) - 4 : random.below(6);
        const source = random.pick([articleNoteSource, correctionSource, 'by-hand']);
        const skuKey = random.pick(['sku-1', 'sku-2']);
        const at = start + random.below(place + 1);
        const notBefore = kind === 'count' && random.percent(50) ? { notBefore: at - random.below(20) } : {};
        return stockEvent(`key-${random.below(100)}`, { kind, units, source, skuKey, at, ...notBefore });
      });
      for (let place = 0; place < events.length; place += 7) await tx(({ stock }) => stock.book(events.slice(place, place + 7)));
      for (const skuKey of ['sku-1', 'sku-2']) {
        const booked = await tx(({ stock }) => stock.events('main', skuKey));
        isTrue(booked.length > 20, 'events were booked');
        equal(await tx(({ stock }) => stock.levels('main', [skuKey])), [foldStock(skuKey, booked)]);
      }
    },
  },
];

export const stock: StoreClaims = { area: 'stock journal', claims };

type Step = Pick<StockEvent, 'kind' | 'units'> & Partial<StockEvent> & { readonly leaves: Omit<StockLevel, 'skuKey'> };

function countedAt(place: number): Pick<StockLevel, 'lastCount'> {
  return between(place, place);
}

function between(notBefore: number, notAfter: number): Pick<StockLevel, 'lastCount'> {
  return { lastCount: { notBefore: start + notBefore, notAfter: start + notAfter } };
}

/** Books one event after another, each a millisecond later unless it says when, and compares the level after each. */
function leads(says: string, steps: readonly Step[]): StoreClaim {
  return {
    says,
    holds: async ({ tx }) => {
      for (const [place, { leaves, ...event }] of steps.entries()) {
        await tx(({ stock }) => stock.book([stockEvent(`key-${place}`, { at: start + place, ...event })]));
        equal(await level(tx), { skuKey: 'sku-1', ...leaves }, `level after ${event.kind} ${event.units}`);
      }
    },
  };
}

async function level(tx: StoreWorld['tx']): Promise<StockLevel | undefined> {
  const [only] = await tx(({ stock }) => stock.levels('main', ['sku-1']));
  return only;
}
