import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, morning } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { sku } from '../kernel/ids.ts';
import { type LineQuantity, type OrderHead, type OrderStatus, orderStatuses } from '../model/order.ts';
import type { BookedUnits } from '../ports/order-records.ts';
import type { StockEvent } from '../ports/stock-journal.ts';
import { foldStock } from '../stock/fold-stock.ts';
import { type Booking, bookedUnits, bookingEvents, unitsHeld, type WantedUnits } from './book-order-stock.ts';

describe('the units that an order holds', () => {
  // Three ordered, one shipped.
  it.each<[OrderStatus, number, number]>([
    ['incomplete', 0, 0],
    ['pending', 2, 1],
    ['awaiting-payment', 2, 1],
    ['under-review', 2, 1],
    ['open', 2, 1],
    ['partially-shipped', 2, 1],
    ['shipped', 0, 3],
    ['completed', 0, 3],
    ['partially-refunded', 2, 1],
    ['refunded', 0, 1],
    ['cancelled', 0, 1],
    ['declined', 0, 1],
  ])('%s: %i allocated, %i shipped', (status, allocated, shipped) => {
    expect(held({ status }, [line(3, 1)])).toEqual({ 'sku-a': { allocated, shipped } });
  });

  it('covers every status', () => {
    for (const status of orderStatuses) expect(() => held({ status }, [line(1, 0)])).not.toThrow();
  });

  it('are released when the order is put away, those that left stay left', () => {
    expect(held({ archived: true }, [line(3, 1)])).toEqual({ 'sku-a': { allocated: 0, shipped: 1 } });
    expect(held({ archived: true, status: 'shipped' }, [line(3, 1)])).toEqual({ 'sku-a': { allocated: 0, shipped: 3 } });
  });

  it('are summed by SKU without case, and unknown where a line names none', () => {
    const lines = [
      line(1, 0, 'Sku-A'),
      line(2, 1, ' SKU-A '),
      line(5, 0, 'b'),
      line(9, 9, ''),
      { line: 'x', ordered: 7, shipped: 0, refunded: 0 },
    ];

    expect(held({}, lines)).toEqual({ 'sku-a': { allocated: 2, shipped: 1 }, b: { allocated: 5, shipped: 0 } });
  });

  it('are never negative where more was shipped than ordered', () => {
    expect(held({}, [line(1, 3)])).toEqual({ 'sku-a': { allocated: 0, shipped: 3 } });
  });

  it('are not released by a refund alone: the goods may still go out', () => {
    expect(held({ status: 'partially-refunded' }, [{ ...line(3, 0), refunded: 3 }])).toEqual({ 'sku-a': { allocated: 3, shipped: 0 } });
  });
});

describe('the events of an order', () => {
  it.each<[string, WantedUnits, WantedUnits, readonly string[]]>([
    ['nothing changed', units(2, 1), units(2, 1), []],
    ['first seen', {}, units(2, 0), ['allocation 2']],
    ['first seen half shipped', {}, units(2, 1), ['allocation 3', 'shipment 1']],
    ['one shipped', units(3, 0), units(2, 1), ['shipment 1']],
    ['all shipped', units(3, 0), units(0, 3), ['shipment 3']],
    ['cancelled', units(3, 0), units(0, 0), ['release 3']],
    ['cancelled after one was shipped', units(2, 1), units(0, 1), ['release 2']],
    ['gone from the order', units(3, 0), {}, ['release 3']],
    ['more ordered', units(3, 0), units(5, 0), ['allocation 2']],
    ['fewer ordered while one is shipped', units(3, 0), units(1, 1), ['release 1', 'shipment 1']],
    ['a shipment taken back', units(0, 3), units(3, 0), ['restock 3', 'allocation 3']],
    ['a shipment taken back in part', units(0, 3), units(1, 2), ['restock 1', 'allocation 1']],
    ['refunded after shipping: nobody said that the goods came back', units(0, 3), units(0, 0), []],
  ])('%s', (_name, booked, wanted, expected) => {
    expect(bookingEvents(booked, wanted, booking()).map(({ kind, units: moved }) => `${kind} ${moved}`)).toEqual(expected);
  });

  it('take units that left before the first figure was read as they are', () => {
    expect(bookingEvents({}, units(2, 1), booking({ baseline: true })).map(({ kind, units: moved }) => [kind, moved])).toEqual([
      ['allocation', 2],
    ]);
  });

  it('put no unit back that no event took', () => {
    const booked = { 'sku-a': { allocated: 0, shipped: 3, unbooked: 2 } };
    const moved = (wanted: WantedUnits): readonly string[] =>
      bookingEvents(booked, wanted, booking()).map(({ kind, units: count }) => `${kind} ${count}`);

    expect(moved(units(3, 0))).toEqual(['restock 1', 'allocation 3']);
    expect(moved(units(2, 1))).toEqual(['allocation 2']);
    expect(bookedUnits(booked, units(2, 1))).toEqual(units(2, 1));
    expect(bookedUnits(booked, units(1, 2))).toEqual({ 'sku-a': { allocated: 1, shipped: 2, unbooked: 1 } });
  });

  it('bear keys of their own for every booking, SKU and kind', () => {
    const wanted = { ...units(2, 1), b: { allocated: 1, shipped: 1 } };

    const events = [...bookingEvents({}, wanted, booking()), ...bookingEvents({}, wanted, booking({ bookings: 1 }))];

    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(events[0]).toMatchObject({ pool: 'default', source: 'shop:1/order/7', at: morning });
  });
});

describe('the bookings of one order over its life', () => {
  const edit = fc.record({
    status: fc.constantFrom(...orderStatuses),
    archived: fc.constantFrom(false, false, false, true),
    ordered: fc.integer({ min: 0, max: 9 }),
    shipped: fc.integer({ min: 0, max: 9 }),
  });

  it('add up to what is booked, never below zero, and never offer a unit that is held or gone', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.boolean(), (edits, baseline) => {
        const { events, booked, history } = live(edits, baseline);

        const sum = (...kinds: readonly StockEvent['kind'][]): number =>
          events.filter(({ kind }) => kinds.includes(kind)).reduce((total, { units: moved }) => total + moved, 0);
        const last = history.at(-1) ?? { allocated: 0, shipped: 0 };
        expect(sum('allocation') - sum('release', 'shipment')).toBe(last.allocated);
        const taken = booked.shipped - (booked.unbooked ?? 0);
        expect(sum('shipment') - sum('restock')).toBe(taken);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(booked.shipped).toBeGreaterThanOrEqual(last.shipped);
        // However often it goes to and fro, no unit leaves the shelf twice.
        expect(booked.shipped).toBeLessThanOrEqual(Math.max(0, ...history.map(({ shipped }) => shipped)));
        expect(events.every(({ units: moved }) => moved > 0)).toBe(true);
        expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
        const count: StockEvent = { key: 'count', pool: 'default', skuKey: 'sku-a', kind: 'count', units: 1_000, source: 'by-hand', at: 0 };
        const level = foldStock('sku-a', [count, ...events]);
        expect(level.allocated).toBe(last.allocated);
        expect(level.onHand).toBe(1_000 - taken);
      }),
      { numRuns: 500 },
    );
  });

  it('take what was shipped before the first count from the shelf once it is reopened and shipped again, and add nothing', () => {
    const [open, shipped] = [
      { status: 'open' as const, archived: false, ordered: 3, shipped: 0 },
      { status: 'shipped' as const, archived: false, ordered: 3, shipped: 0 },
    ];
    const moved = (...edits: readonly Edit[]): readonly string[] =>
      live(edits, true).events.map(({ kind, units: count }) => `${kind} ${count}`);

    expect(moved(shipped, open)).toEqual(['allocation 3']);
    expect(moved(shipped, open, shipped)).toEqual(['allocation 3', 'shipment 3']);
    expect(moved(shipped, open, shipped, open)).toEqual(['allocation 3', 'shipment 3', 'restock 3', 'allocation 3']);
    expect(live([shipped, { ...shipped, status: 'refunded' }], true).booked).toEqual({ allocated: 0, shipped: 3, unbooked: 3 });
  });

  it('take three units from the shelf once, though the order was set to shipped, back and to shipped again', () => {
    const [open, shipped] = [
      { status: 'open' as const, archived: false, ordered: 3, shipped: 0 },
      { status: 'shipped' as const, archived: false, ordered: 3, shipped: 0 },
    ];

    expect(live([open, shipped, open, shipped]).booked).toEqual({ allocated: 0, shipped: 3 });
    expect(live([open, shipped, open]).booked).toEqual({ allocated: 3, shipped: 0 });
    expect(live([shipped, { ...shipped, status: 'refunded' }, shipped]).booked).toEqual({ allocated: 0, shipped: 3 });
  });
});

interface Edit {
  readonly status: OrderStatus;
  readonly archived: boolean;
  readonly ordered: number;
  readonly shipped: number;
}

/** Books one edit after the other, as the flow does. `baseline`: the first was found at connecting. */
function live(
  edits: readonly Edit[],
  baseline = false,
): {
  readonly events: readonly StockEvent[];
  readonly booked: BookedUnits;
  readonly history: readonly { readonly allocated: number; readonly shipped: number }[];
} {
  const events: StockEvent[] = [];
  const history: { allocated: number; shipped: number }[] = [];
  let booked: WantedUnits = {};
  edits.forEach(({ ordered, shipped, ...head }, index) => {
    const wanted = held(head, [line(ordered, shipped)]);
    const how = booking({ bookings: index, baseline: baseline && index === 0 });
    events.push(...bookingEvents(booked, wanted, how));
    booked = bookedUnits(booked, wanted, how);
    history.push(wanted['sku-a'] ?? { allocated: 0, shipped: 0 });
  });
  return { events, history, booked: booked['sku-a'] ?? { allocated: 0, shipped: 0 } };
}

function held(changes: Partial<OrderHead>, lines: readonly LineQuantity[]): WantedUnits {
  return unitsHeld({ ...headOf(channelOrder('7')), ...changes }, lines);
}

function line(ordered: number, shipped: number, number = 'SKU-A'): LineQuantity {
  return { line: '1', sku: sku(number), ordered, shipped, refunded: 0 };
}

function units(allocated: number, shipped: number): WantedUnits {
  return { 'sku-a': { allocated, shipped } };
}

function booking(changes: Partial<Booking> = {}): Booking {
  return { orderKey: 'shop:1/order/7', bookings: 0, pool: 'default', at: morning, baseline: false, ...changes };
}
