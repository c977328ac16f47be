import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, morning } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { sku } from '../kernel/ids.ts';
import { type LineQuantity, type OrderHead, type OrderStatus, orderStatuses } from '../model/order.ts';
import type { ReturnsPolicy } from '../model/stock.ts';
import type { StockEvent, StockHolding } from '../ports/stock-journal.ts';
import { bookEvent, foldStock, unknownLevel } from '../stock/fold-stock.ts';
import { defaultReturns, returnChoices } from '../stock/returns-policy.ts';
import { bookOrderUnits, byItem, type OrderBooking, unitsHeld, type WantedUnits } from './book-order-stock.ts';

const releasing: ReturnsPolicy = { ...defaultReturns, refundedUnits: 'release' };
const keeping: ReturnsPolicy = { ...defaultReturns, cancelledOrder: 'keep', declinedOrder: 'keep', refundedOrder: 'keep' };
const restocking: ReturnsPolicy = { ...defaultReturns, returnedUnits: 'restock' };

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

  // Three ordered.
  it.each<[string, OrderStatus, number, number, ReturnsPolicy, number, number]>([
    ['kept: two refunded may still go out', 'partially-refunded', 0, 2, keeping, 3, 0],
    ['released: two refunded stay here', 'partially-refunded', 0, 2, releasing, 1, 0],
    ['released: the refunded one may be the shipped one', 'partially-refunded', 1, 1, releasing, 2, 1],
    ['released: of two refunded and one shipped, one surely stays here', 'partially-refunded', 1, 2, releasing, 1, 1],
    ['released: all refunded, none shipped', 'partially-refunded', 0, 3, releasing, 0, 0],
    ['released: never below none', 'partially-refunded', 2, 3, releasing, 0, 2],
    ['released: those refunded before shipping by hand did not leave', 'completed', 0, 1, releasing, 0, 2],
    ['released: what the channel counts as shipped left all the same', 'completed', 3, 1, releasing, 0, 3],
    ['kept: shipped by hand is every unit', 'shipped', 0, 1, keeping, 0, 3],
    ['a refunded order is released', 'refunded', 1, 3, defaultReturns, 0, 1],
    ['a refunded order is kept', 'refunded', 1, 3, keeping, 2, 1],
    ['a cancelled order is released', 'cancelled', 1, 0, defaultReturns, 0, 1],
    ['a cancelled order is kept', 'cancelled', 1, 0, keeping, 2, 1],
    ['a declined order is released', 'declined', 1, 0, defaultReturns, 0, 1],
    ['a declined order is kept', 'declined', 1, 0, keeping, 2, 1],
  ])('%s', (_name, status, shipped, refunded, policy, allocated, left) => {
    expect(unitsHeld(headWith({ status }), [{ ...line(3, shipped), refunded }], policy)).toEqual({
      'sku-a': { allocated, shipped: left },
    });
  });
});

describe('the units that come back', () => {
  // Three ordered.
  it.each<[string, OrderStatus, number, number, number | undefined]>([
    ['a refunded unit may be one that was not shipped', 'partially-refunded', 1, 2, undefined],
    ['one of three refunded was the shipped one', 'partially-refunded', 1, 3, 1],
    ['a refunded one of an order that left whole', 'partially-refunded', 3, 1, 1],
    ['a refunded one of an order that was completed by hand', 'completed', 0, 1, 1],
    ['all that left of a refunded order', 'refunded', 2, 0, 3],
    ['none of an order that was cancelled after shipping: nobody gave its money back', 'cancelled', 3, 0, undefined],
  ])('%s', (_name, status, shipped, refunded, expected) => {
    const lines = [{ ...line(3, shipped), refunded }];

    expect(unitsHeld(headWith({ status }), lines, restocking)['sku-a']?.returned).toBe(expected);
    expect(unitsHeld(headWith({ status }), lines, defaultReturns)['sku-a']).not.toHaveProperty('returned');
  });

  it('are put back once, as of the state of the order that says so', () => {
    const out = holding({ shipped: 3, shippedAt: morning - 9 });
    const wanted = { 'sku-a': { allocated: 0, shipped: 3, returned: 2 } };

    const back = bookOrderUnits([out], wanted, booking({ at: morning + 5, asOf: morning + 1 }));
    const again = bookOrderUnits(back.holdings, wanted, booking({ at: morning + 6, asOf: morning + 2 }));

    expect(back.events).toMatchObject([{ kind: 'restock', units: 2, at: morning + 1 }]);
    expect(back.holdings).toMatchObject([{ shipped: 3, unbooked: 2 }]);
    expect(again.events).toEqual([]);
  });

  it('are not more than the ledger took: what left before the first count comes back first', () => {
    const wanted = (returned: number) => ({ 'sku-a': { allocated: 0, shipped: 3, returned } });
    const connecting = bookOrderUnits([], wanted(1), booking({ baseline: true }));

    expect(connecting.events).toEqual([]);
    expect(eventsOf([holding({ shipped: 3, unbooked: 2 })], wanted(2))).toEqual([]);
    expect(eventsOf([holding({ shipped: 3, unbooked: 2 })], wanted(3))).toEqual(['restock 1']);
    expect(eventsOf([holding({ allocated: 3 })], { 'sku-a': { allocated: 2, shipped: 1, returned: 9 } })).toEqual([
      'shipment 1',
      'restock 1',
    ]);
  });
});

describe('the events of an order', () => {
  it.each<[string, readonly [number, number], readonly [number, number] | undefined, readonly string[]]>([
    ['nothing changed', [2, 1], [2, 1], []],
    ['first seen', [0, 0], [2, 0], ['allocation 2']],
    ['first seen half shipped', [0, 0], [2, 1], ['allocation 3', 'shipment 1']],
    ['one shipped', [3, 0], [2, 1], ['shipment 1']],
    ['all shipped', [3, 0], [0, 3], ['shipment 3']],
    ['cancelled', [3, 0], [0, 0], ['release 3']],
    ['cancelled after one was shipped', [2, 1], [0, 1], ['release 2']],
    ['gone from the order', [3, 0], undefined, ['release 3']],
    ['gone after one was shipped', [2, 1], undefined, ['release 2']],
    ['more ordered', [3, 0], [5, 0], ['allocation 2']],
    ['fewer ordered while one is shipped', [3, 0], [1, 1], ['release 1', 'shipment 1']],
    ['a shipment taken back', [0, 3], [3, 0], ['restock 3', 'allocation 3']],
    ['a shipment taken back in part', [0, 3], [1, 2], ['restock 1', 'allocation 1']],
    ['refunded after shipping: nobody said that the goods came back', [0, 3], [0, 0], []],
  ])('%s', (_name, [allocated, shipped], wanted, expected) => {
    const events = eventsOf([holding({ allocated, shipped })], wanted === undefined ? {} : units(...wanted));

    expect(events).toEqual(expected);
  });

  it('take units that left before the first figure was read as they are', () => {
    const { events, holdings } = bookOrderUnits([], units(2, 1), booking({ baseline: true }));

    expect(shown(events)).toEqual(['allocation 2']);
    expect(holdings).toEqual([holding({ allocated: 2, shipped: 1, unbooked: 1, bookings: 1 })]);
  });

  it('put no unit back that no event took', () => {
    const left = holding({ shipped: 3, unbooked: 2, shippedAt: morning - 5 });

    expect(eventsOf([left], units(3, 0))).toEqual(['restock 1', 'allocation 3']);
    expect(eventsOf([left], units(2, 1))).toEqual(['allocation 2']);
    expect(bookOrderUnits([left], units(1, 2), booking()).holdings).toMatchObject([{ allocated: 1, shipped: 2, unbooked: 1 }]);
  });

  it('put units back as of the time at which they were taken, which starts anew once none is out', () => {
    const out = bookOrderUnits([holding({ allocated: 3 })], units(1, 2), booking({ at: morning + 1, asOf: morning + 1 }));
    const more = bookOrderUnits(out.holdings, units(0, 3), booking({ at: morning + 2, asOf: morning + 2 }));
    const back = bookOrderUnits(more.holdings, units(3, 0), booking({ at: morning + 3, asOf: morning + 3 }));
    const again = bookOrderUnits(back.holdings, units(0, 3), booking({ at: morning + 4, asOf: morning + 4 }));

    expect(back.events.map(({ kind, at }) => [kind, at - morning])).toEqual([
      ['restock', 1],
      ['allocation', 3],
    ]);
    expect(back.holdings[0]).not.toHaveProperty('shippedAt');
    expect(again.holdings).toMatchObject([{ shippedAt: morning + 4 }]);
  });

  it('follow a line that is told of under another SKU, and let nothing leave twice', () => {
    const [before] = [holding({ allocated: 2, shipped: 1, bookings: 4 })];

    const { events, holdings } = bookOrderUnits([before], { new: { allocated: 1, shipped: 2 } }, booking());

    expect(events.map(({ item, kind, units: moved }) => `${item} ${kind} ${moved}`)).toEqual([
      'sku-a release 2',
      'new allocation 2',
      'new shipment 1',
    ]);
    expect(holdings).toMatchObject([
      { item: 'sku-a', allocated: 0, shipped: 1, bookings: 5 },
      { item: 'new', allocated: 1, shipped: 2, unbooked: 1 },
    ]);
  });

  it('leave by a line that was known before, whatever another line had let leave: the lower figure', () => {
    const before = [holding({ allocated: 0, shipped: 2 }), holding({ item: 'new', allocated: 2, shipped: 1 })];

    const { events } = bookOrderUnits(before, { new: { allocated: 0, shipped: 3 } }, booking());

    expect(events.map(({ item, kind, units: moved }) => `${item} ${kind} ${moved}`)).toEqual(['new shipment 2']);
  });

  it('are held for a SKU whatever it is called', () => {
    const lines = [{ ...line(3, 0), sku: sku('__proto__') }];
    const wanted = byItem(unitsHeld(headWith({ status: 'pending' }), lines, defaultReturns), {});

    expect(Object.entries(wanted)).toEqual([['__proto__', { allocated: 3, shipped: 0 }]]);
  });

  it('follow an order into another pool', () => {
    const { events } = bookOrderUnits([holding({ allocated: 2, shipped: 1 })], units(2, 1), booking({ pool: 'north' }));

    expect(events.map(({ pool, kind, units: moved }) => `${pool} ${kind} ${moved}`)).toEqual(['default release 2', 'north allocation 2']);
  });

  it('are none for a state of the order that is older than the one booked', () => {
    const known = [holding({ allocated: 0, shipped: 3, asOf: morning + 1 })];

    expect(bookOrderUnits(known, units(3, 0), booking())).toEqual({ events: [], holdings: [] });
    expect(bookOrderUnits(known, units(3, 0), booking({ asOf: morning + 1 })).events).toHaveLength(2);
  });

  it('bear keys of their own for every booking, item and kind', () => {
    const wanted = { ...units(2, 1), b: { allocated: 1, shipped: 1 } };

    const first = bookOrderUnits([], wanted, booking());
    const second = bookOrderUnits(first.holdings, units(0, 3), booking());

    const events = [...first.events, ...second.events];
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(events[0]).toMatchObject({ pool: 'default', item: 'sku-a', source: 'shop:1/order/7', at: morning });
  });
});

describe('SKUs that name one item', () => {
  it('hold together what each of them is wanted for', () => {
    expect(
      byItem({ a: { allocated: 1, shipped: 2 }, b: { allocated: 3, shipped: 0 }, c: { allocated: 5, shipped: 5 } }, { b: 'a' }),
    ).toEqual({
      a: { allocated: 4, shipped: 2 },
      c: { allocated: 5, shipped: 5 },
    });
  });
});

describe('the bookings of one order over its life', () => {
  const state = fc.record({
    status: fc.constantFrom(...orderStatuses),
    archived: fc.constantFrom(false, false, false, true),
    ordered: fc.integer({ min: 0, max: 9 }),
    shipped: fc.integer({ min: 0, max: 9 }),
    refunded: fc.integer({ min: 0, max: 9 }),
  });
  const policy = fc.record<ReturnsPolicy>({
    cancelledOrder: fc.constantFrom(...returnChoices.cancelledOrder),
    declinedOrder: fc.constantFrom(...returnChoices.declinedOrder),
    refundedOrder: fc.constantFrom(...returnChoices.refundedOrder),
    refundedUnits: fc.constantFrom(...returnChoices.refundedUnits),
    returnedUnits: fc.constantFrom(...returnChoices.returnedUnits),
  });

  it('add up to what its last state holds; on hand changes by what left and by nothing else', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 12 }), policy, fc.boolean(), (states, chosen, baseline) => {
        const { events, last, history } = live(states, { policy: chosen, baseline });

        const sum = (...kinds: readonly StockEvent['kind'][]): number =>
          events.filter(({ kind }) => kinds.includes(kind)).reduce((total, { units: moved }) => total + moved, 0);
        const wanted = history.at(-1);
        expect(last.allocated).toBe(wanted?.allocated);
        expect(sum('allocation') - sum('release', 'shipment')).toBe(last.allocated);
        const taken = last.shipped - last.unbooked;
        expect(sum('shipment') - sum('restock')).toBe(taken);
        expect(last.unbooked).toBeGreaterThanOrEqual(0);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(last.shipped).toBeGreaterThanOrEqual(wanted?.shipped ?? 0);
        // However often it goes to and fro, no unit leaves the shelf twice.
        expect(last.shipped).toBeLessThanOrEqual(Math.max(0, ...history.map(({ shipped }) => shipped)));
        expect(events.every(({ units: moved }) => moved > 0)).toBe(true);
        expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
        const level = foldStock('sku-a', [count(3, morning - 1), ...events]);
        expect(level.allocated).toBe(last.allocated);
        expect(level.onHand).toBe(3 - taken);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never raise what is on hand above the last count, whenever that was made', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(state, fc.integer({ min: 0, max: 20 })), { maxLength: 14 }), (steps) => {
        let level = unknownLevel('sku-a');
        let holdings: readonly StockHolding[] = [];
        let figure: number | undefined;
        for (const [index, step] of steps.entries()) {
          const at = morning + index;
          if (typeof step === 'number') {
            figure = step;
            level = bookEvent(level, count(step, at));
            continue;
          }
          const booked = bookOrderUnits(holdings, wantedOf(step, defaultReturns), booking({ at, asOf: at }));
          level = booked.events.reduce(bookEvent, level);
          holdings = booked.holdings.length > 0 ? booked.holdings : holdings;
          if (figure !== undefined) expect(level.onHand).toBeLessThanOrEqual(figure);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('are the same for two who look in turns, one of them late, by any policy', () => {
    fc.assert(
      fc.property(
        fc.array(state, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(7), { maxLength: 12 }),
        policy,
        (states, looks, chosen) => {
          const order = [...looks.map((look) => look % states.length), states.length - 1];
          const seen = live(states, { looks: order, policy: chosen });
          const newest = order.filter((look, place) => order.slice(0, place).every((earlier) => earlier < look));

          const alone = live(states, { looks: newest, policy: chosen });

          expect(seen.last).toEqual(alone.last);
          expect(seen.events).toEqual(alone.events);
          expect(seen.last.allocated).toBe(wantedOf(states.at(-1) as OrderState, chosen)['sku-a']?.allocated);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('put back what was refunded after shipping once, however often it is looked at, and nothing unless that was chosen', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(9), { maxLength: 14 }), (refunds, looks) => {
        const rising = refunds.toSorted((one, other) => one - other);
        const states = rising.map((refunded): OrderState => ({ ...stateOf('partially-refunded'), ordered: 9, shipped: 9, refunded }));
        const order = [...looks.map((look) => look % states.length), states.length - 1];
        const restocked = (chosen: ReturnsPolicy): number =>
          live(states, { looks: order, policy: chosen }).events.reduce(
            (sum, { kind, units: moved }) => sum + (kind === 'restock' ? moved : 0),
            0,
          );

        expect(restocked(restocking)).toBe(rising.at(-1));
        expect(restocked(defaultReturns)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('hold every unit once, and let none leave twice, when its line is told of under another SKU and pool from some time on', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 10 }), fc.nat(10), (states, movesAt) => {
        // What the channel counts as shipped does not fall here: a unit taken back under the old SKU would be anybody's guess.
        const steps = states.toSorted((one, other) => one.shipped - other.shipped);
        const known = new Map<string, StockHolding>();
        const history = [0];
        let left = 0;
        for (const [index, step] of steps.entries()) {
          const moved = index >= movesAt;
          const { 'sku-a': wanted = { allocated: 0, shipped: 0 } } = wantedOf({ ...step, status: 'open', archived: false }, defaultReturns);
          const how = booking({ ...(moved ? { pool: 'north' } : {}), at: morning + index, asOf: morning + index });

          const { events, holdings } = bookOrderUnits([...known.values()], { [moved ? 'new' : 'old']: wanted }, how);

          for (const changed of holdings) known.set(changed.item, changed);
          for (const { kind, units: count } of events) left += kind === 'shipment' ? count : kind === 'restock' ? -count : 0;
          history.push(wanted.shipped);
          expect([...known.values()].reduce((total, { allocated }) => total + allocated, 0)).toBe(wanted.allocated);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(Math.max(...history));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('take what was shipped before the first count from the shelf once it is reopened and shipped again, and add nothing', () => {
    const [open, shipped] = [stateOf('open'), stateOf('shipped')];
    const moved = (...states: readonly OrderState[]): readonly string[] => shown(live(states, { baseline: true }).events);

    expect(moved(shipped, open)).toEqual(['allocation 3']);
    expect(moved(shipped, open, shipped)).toEqual(['allocation 3', 'shipment 3']);
    expect(moved(shipped, open, shipped, open)).toEqual(['allocation 3', 'shipment 3', 'restock 3', 'allocation 3']);
    expect(live([shipped, stateOf('refunded')], { baseline: true }).last).toMatchObject({ allocated: 0, shipped: 3, unbooked: 3 });
  });

  it('take three units from the shelf once, though the order was set to shipped, back and to shipped again', () => {
    const [open, shipped] = [stateOf('open'), stateOf('shipped')];

    expect(live([open, shipped, open, shipped]).last).toMatchObject({ allocated: 0, shipped: 3 });
    expect(live([open, shipped, open]).last).toMatchObject({ allocated: 3, shipped: 0 });
    expect(live([shipped, stateOf('refunded'), shipped]).last).toMatchObject({ allocated: 0, shipped: 3 });
  });
});

interface OrderState {
  readonly status: OrderStatus;
  readonly archived: boolean;
  readonly ordered: number;
  readonly shipped: number;
  readonly refunded: number;
}

interface Life {
  readonly policy?: ReturnsPolicy;
  /** The first state was found at connecting. */
  readonly baseline?: boolean;
  /** Which states are looked at, in this order. Absent: all. */
  readonly looks?: readonly number[];
}

/** Books one state after the other, as the flow does. */
function live(
  states: readonly OrderState[],
  { policy = defaultReturns, baseline = false, looks = states.map((_, index) => index) }: Life = {},
): {
  readonly events: readonly StockEvent[];
  readonly last: StockHolding;
  readonly history: readonly { readonly allocated: number; readonly shipped: number }[];
} {
  const events: StockEvent[] = [];
  const history: { allocated: number; shipped: number }[] = [];
  let known: readonly StockHolding[] = [];
  for (const look of looks) {
    const wanted = wantedOf(states[look] as OrderState, policy);
    const asOf = morning + look;
    const booked = bookOrderUnits(known, wanted, booking({ at: asOf, asOf, baseline: baseline && known.length === 0 }));
    events.push(...booked.events.map(({ item: _item, ...event }) => event));
    if (booked.holdings.length > 0) known = booked.holdings;
    history.push(wanted['sku-a'] ?? { allocated: 0, shipped: 0 });
  }
  return { events, history, last: known[0] ?? holding({ bookings: 0 }) };
}

function stateOf(status: OrderStatus): OrderState {
  return { status, archived: false, ordered: 3, shipped: 0, refunded: 0 };
}

function wantedOf({ ordered, shipped, refunded, ...head }: OrderState, policy: ReturnsPolicy): WantedUnits {
  return unitsHeld(headWith(head), [{ ...line(ordered, shipped), refunded }], policy);
}

function headWith(changes: Partial<OrderHead>): OrderHead {
  return { ...headOf(channelOrder('7')), ...changes };
}

function held(changes: Partial<OrderHead>, lines: readonly LineQuantity[]): WantedUnits {
  return unitsHeld(headWith(changes), lines, defaultReturns);
}

function line(ordered: number, shipped: number, number = 'SKU-A'): LineQuantity {
  return { line: '1', sku: sku(number), ordered, shipped, refunded: 0 };
}

function units(allocated: number, shipped: number): WantedUnits {
  return { 'sku-a': { allocated, shipped } };
}

function eventsOf(known: readonly StockHolding[], wanted: WantedUnits): readonly string[] {
  return shown(bookOrderUnits(known, wanted, booking()).events);
}

function shown(events: readonly StockEvent[]): readonly string[] {
  return events.map(({ kind, units: moved }) => `${kind} ${moved}`);
}

function count(figure: number, at: number): StockEvent {
  return { key: `count/${at}`, pool: 'default', skuKey: 'sku-a', kind: 'count', units: figure, source: 'by-hand', at };
}

function holding(changes: Partial<StockHolding> = {}): StockHolding {
  const place = { orderKey: 'shop:1/order/7', pool: 'default', item: 'sku-a' };
  return { ...place, allocated: 0, shipped: 0, unbooked: 0, bookings: 0, asOf: morning, ...changes };
}

function booking(changes: Partial<OrderBooking> = {}): OrderBooking {
  return { orderKey: 'shop:1/order/7', pool: 'default', at: morning, asOf: morning, baseline: false, ...changes };
}
