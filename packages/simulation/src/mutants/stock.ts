import { type Instant, merchantId } from '@megzo/core';
import { inOrderSteps, inOrders, inShelf, inStockSteps, inStore, type Mutant, type OrderSteps, type Tx } from './plant.ts';

type Booking = Parameters<Tx['stock']['book']>[0][number];
type Written = Parameters<NonNullable<Parameters<Parameters<typeof inShelf>[0]>[0]>['set']>[0];

const day = ['stock-day'];
/** How long a shelf's figure was left lying before it is told. */
const staleMs = 20 * 60_000;

/** Mistakes in keeping stock. */
export const stockMutants: readonly Mutant[] = [
  {
    name: 'stale-absolute-write',
    breaks: 'tells a figure that was worked out twenty minutes ago',
    scenarios: day,
    bug: inStockSteps((real, { clock, memory }) => ({
      availableToSell: (level, policies, place) => {
        const key = `figure/${place.channel}`;
        const known = memory.get(key) as { readonly at: Instant; readonly units: number | undefined } | undefined;
        if (known !== undefined && clock.now() - known.at < staleMs) return known.units;
        const units = real.availableToSell(level, policies, place);
        memory.set(key, { at: clock.now(), units });
        return units;
      },
    })),
  },
  {
    name: 'buffer-twice',
    breaks: 'keeps the buffer back twice',
    scenarios: day,
    bug: inStockSteps((real) => ({
      availableToSell: (level, policies, place) => {
        const all = real.availableToSell(level, [], place);
        const left = real.availableToSell(level, policies, place);
        return all === undefined || left === undefined ? undefined : Math.max(0, left - (all - left));
      },
    })),
  },
  {
    name: 'no-buffer',
    breaks: 'keeps no buffer back',
    scenarios: day,
    bug: inStockSteps((real) => ({ availableToSell: (level, _policies, place) => real.availableToSell(level, [], place) })),
  },
  {
    name: 'on-hand-is-available',
    breaks: 'offers what is on the shelf, sold units included',
    scenarios: day,
    bug: inStockSteps((real) => ({
      availableToSell: (level, policies, place) =>
        real.availableToSell(level === undefined ? undefined : { ...level, allocated: 0 }, policies, place),
    })),
  },
  {
    name: 'drift-at-first-sight',
    breaks: 'takes the first difference on a shelf for drift and writes over sales that it has not read',
    scenarios: day,
    bug: inStockSteps((real) => ({
      decideStock: (sight) => {
        const decision = real.decideStock(sight);
        return decision.do === 'wait' && sight.now >= (sight.known?.inDoubtUntil ?? 0) ? { do: 'write' } : decision;
      },
    })),
  },
  {
    name: 'writes-within-the-horizon',
    breaks: 'writes again while a write without an answer may still land',
    scenarios: day,
    bug: inStore((tx) => ({
      bindings: {
        ...tx.bindings,
        put: (bindings) =>
          tx.bindings.put(
            bindings.map(({ stock, ...binding }) => {
              if (stock === undefined) return binding;
              const { inDoubtUntil: _inDoubtUntil, ...rest } = stock;
              return { ...binding, stock: rest };
            }),
          ),
      },
    })),
  },
  {
    name: 'drift-never-mended',
    breaks: 'leaves a shelf alone unless the ledger moved',
    scenarios: day,
    bug: inStockSteps((real) => ({
      decideStock: (sight) => {
        const decision = real.decideStock(sight);
        const isDrift = decision.do === 'write' && !sight.caused && sight.known?.targetKey === sight.targetKey;
        return isDrift && sight.known !== undefined ? { do: 'nothing', stock: sight.known } : decision;
      },
    })),
  },
  {
    name: 'older-write-lands-last',
    breaks: 'sends a write that had no answer once more, after a newer one',
    scenarios: day,
    bug: inShelf((real) => {
      let unanswered: Written | undefined;
      return {
        set: async (changes, call) => {
          const outcome = await real.set(changes, call);
          const older = unanswered;
          unanswered = outcome.status === 'unknown' ? changes : undefined;
          if (older !== undefined && outcome.status === 'done') await real.set(older, call);
          return outcome;
        },
      };
    }),
  },
  {
    name: 'own-safety-stock-twice',
    breaks: 'takes the shop’s own safety stock off a figure from which the shop takes it itself',
    scenarios: day,
    bug: inShelf((real) => ({
      set: (changes, call) =>
        real.set(
          changes.map(({ seen, sellable }) => ({ seen, sellable: Math.max(0, sellable - seen.safetyStock) })),
          call,
        ),
    })),
  },
  {
    name: 'own-safety-stock-cleared',
    breaks: 'writes over the shop’s own safety stock as if it were none',
    scenarios: day,
    bug: inShelf((real) => ({
      set: (changes, call) =>
        real.set(
          changes.map(({ seen, sellable }) => ({ seen: { ...seen, safetyStock: 0 }, sellable })),
          call,
        ),
    })),
  },
  {
    name: 'allocation-released-twice',
    breaks: 'gives the units of a cancelled order back twice',
    scenarios: day,
    bug: inBookings((event) => (event.kind === 'release' ? [event, { ...event, key: `${event.key}/again` }] : [event])),
  },
  {
    name: 'allocation-never-released',
    breaks: 'never gives back what a cancelled order held',
    scenarios: day,
    bug: inBookings((event) => (event.kind === 'release' ? [] : [event])),
  },
  {
    name: 'shipment-counted-twice',
    breaks: 'takes a shipped unit off the shelf twice: when it is sold, and when it leaves',
    scenarios: day,
    bug: inBookings((event) =>
      event.kind === 'shipment' ? [event, { ...event, key: `${event.key}/left`, kind: 'adjustment', units: -event.units }] : [event],
    ),
  },
  {
    name: 'shipment-frees-nothing',
    breaks: 'takes shipped units off the shelf and goes on holding them for their order',
    scenarios: day,
    bug: inBookings((event) => (event.kind === 'shipment' ? [event, { ...event, key: `${event.key}/held`, kind: 'allocation' }] : [event])),
  },
  {
    name: 'count-as-delta',
    breaks: 'adds a count to what was there',
    scenarios: day,
    bug: inStore((tx) => ({
      stock: {
        ...tx.stock,
        book: async (events) => {
          const booked: Booking[] = [];
          for (const event of events) {
            const [level] = await tx.stock.levels(event.pool, [event.skuKey]);
            booked.push(event.kind === 'count' && level?.onHand !== undefined ? { ...event, kind: 'receipt' } : event);
          }
          return tx.stock.book(booked);
        },
      },
    })),
  },
  {
    name: 'price-edit-counts-anew',
    breaks: 'takes every change of an article for a new count of the figure in its note',
    scenarios: day,
    bug: inStore((tx) => ({
      stock: {
        ...tx.stock,
        levels: async (pool, skuKeys) => (await tx.stock.levels(pool, skuKeys)).map(({ counted: _counted, ...level }) => level),
      },
      snapshot: {
        ...tx.snapshot,
        readMany: async (connection, ids) =>
          (await tx.snapshot.readMany(connection, ids)).map((row) => {
            const { note: _note, ...article } = row.article;
            return { ...row, article };
          }),
      },
    })),
  },
  {
    name: 'admitted-orders-only',
    breaks: 'holds units for orders alone that are its own to place',
    scenarios: day,
    bug: inUnitsHeld((real, head, lines, policy) => (head.status === 'open' ? real(head, lines, policy) : {})),
  },
  {
    name: 'cancelled-keeps-its-units',
    breaks: 'holds the units of a cancelled order as if it were open',
    scenarios: day,
    bug: inUnitsHeld((real, head, lines, policy) => real(head.status === 'cancelled' ? { ...head, status: 'open' } : head, lines, policy)),
  },
  {
    name: 'refund-restocks',
    breaks: 'puts units back on the shelf when their money goes back',
    scenarios: day,
    bug: inOrderSteps((real, { memory }) => ({
      unitsHeld: (head, lines, policy) => {
        memory.set('refunded', head.status === 'refunded');
        return real.unitsHeld(head, lines, policy);
      },
      bookOrderUnits: (held, wanted, booking) => {
        const booked = real.bookOrderUnits(held, wanted, booking);
        if (memory.get('refunded') !== true || memory.has(`back/${booking.orderKey}`)) return booked;
        memory.set(`back/${booking.orderKey}`, true);
        const back = held.flatMap(({ pool, item, shipped }): Booking[] =>
          shipped === 0
            ? []
            : [
                {
                  ...{ key: `${booking.orderKey}/back`, pool, item, skuKey: item, kind: 'restock', units: shipped },
                  ...{ source: booking.orderKey, at: booking.at },
                },
              ],
        );
        return { ...booked, events: [...booked.events, ...back] };
      },
    })),
  },
  {
    name: 'open-orders-unread',
    breaks: 'reads no open orders at connecting: what they hold is sold once more',
    scenarios: day,
    bug: inOrders((real) => ({
      open: async () => ({ status: 'done', value: { items: [] } }),
      changed: async (scan, call) => {
        const page = await real.changed(scan, call);
        if (page.status !== 'done') return page;
        const connectedAt = Date.UTC(2026, 2, 2, 8, 0, 1);
        return { status: 'done', value: { ...page.value, items: page.value.items.filter(({ placedAt }) => placedAt >= connectedAt) } };
      },
    })),
  },
  {
    name: 'other-channel-is-no-cause',
    breaks: 'waits with telling a shop until it shows a difference twice, though another shop of the pool sold',
    scenarios: day,
    bug: inStore((tx) => ({
      inbox: {
        ...tx.inbox,
        note: (pair, reasons) =>
          tx.inbox.note(
            pair,
            reasons.filter(({ what }) => what !== 'elsewhere'),
          ),
      },
      pairs: { ...tx.pairs, due: (pair, at, how) => (how === 'set' ? tx.pairs.due(pair, at, how) : Promise.resolve()) },
    })),
  },
  {
    name: 'own-sale-is-a-cause',
    breaks: 'tells a shop of its own sales, over those in flight',
    scenarios: day,
    bug: inStockSteps((real) => ({
      decideStock: (sight) => real.decideStock({ ...sight, caused: sight.caused || sight.known?.published !== sight.target }),
    })),
  },
  {
    name: 'pool-of-two-merchants',
    breaks: 'lets two merchants with the same SKU share a pool',
    scenarios: day,
    bug: {
      store: (store) => ({
        ...store,
        transaction: (merchant, work) =>
          merchant === 'acme'
            ? store.transaction(merchant, work)
            : store.transaction(merchant, (tx) =>
                work({
                  ...tx,
                  stock: {
                    ...tx.stock,
                    levels: (pool, skuKeys) => store.transaction(merchantId('acme'), (theirs) => theirs.stock.levels(pool, skuKeys)),
                  },
                }),
              ),
      }),
    },
  },
];

function inBookings(change: (event: Booking) => readonly Booking[]): Mutant['bug'] {
  return inStore((tx) => ({ stock: { ...tx.stock, book: (events) => tx.stock.book(events.flatMap(change)) } }));
}

function inUnitsHeld(
  change: (real: OrderSteps['unitsHeld'], ...asked: Parameters<OrderSteps['unitsHeld']>) => ReturnType<OrderSteps['unitsHeld']>,
): Mutant['bug'] {
  return inOrderSteps((real) => ({ unitsHeld: (...asked) => change(real.unitsHeld, ...asked) }));
}
