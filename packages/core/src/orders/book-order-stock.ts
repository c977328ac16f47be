import { skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LineQuantity, OrderHead } from '../model/order.ts';
import type { BookedUnits } from '../ports/order-records.ts';
import type { StockEvent } from '../ports/stock-journal.ts';

/** What the ledger shall have booked for an order, per SKU key. */
export type WantedUnits = Readonly<Record<string, BookedUnits>>;

/**
 * Units that an order holds, whoever placed it and whether or not it is ours to place: otherwise the drift rule would
 * push sold units back. Incomplete holds nothing; cancelled, declined and refunded release what was not shipped;
 * shipped or completed by hand counts every line as shipped. A refund alone releases nothing: the goods may still go out.
 */
export function unitsHeld(head: OrderHead, lines: readonly LineQuantity[]): WantedUnits {
  const wanted: Record<string, BookedUnits> = {};
  for (const line of lines) {
    if (line.sku === undefined) continue;
    const key = skuKey(line.sku);
    if (key === '') continue;
    const { allocated, shipped } = unitsOfLine(head, line);
    const sum = wanted[key] ?? { allocated: 0, shipped: 0 };
    wanted[key] = { allocated: sum.allocated + allocated, shipped: sum.shipped + shipped };
  }
  return wanted;
}

function unitsOfLine(head: OrderHead, line: LineQuantity): BookedUnits {
  switch (head.status) {
    case 'incomplete':
      return { allocated: 0, shipped: 0 };
    case 'cancelled':
    case 'declined':
    case 'refunded':
      return { allocated: 0, shipped: line.shipped };
    case 'shipped':
    case 'completed':
      return { allocated: 0, shipped: Math.max(line.ordered, line.shipped) };
    default:
      return head.archived
        ? { allocated: 0, shipped: line.shipped }
        : { allocated: Math.max(0, line.ordered - line.shipped), shipped: line.shipped };
  }
}

export interface Booking {
  readonly orderKey: string;
  readonly bookings: number;
  readonly pool: string;
  readonly at: Instant;
  /**
   * Take shipped units as they are, without an event: an order first seen at connecting left the shelf before the figure
   * that we start from was read.
   */
  readonly baseline: boolean;
}

/** The events that bring the ledger from what is booked to what is wanted. None where both are equal. */
export function bookingEvents(booked: WantedUnits, wanted: WantedUnits, booking: Booking): readonly StockEvent[] {
  const events: StockEvent[] = [];
  for (const key of new Set([...Object.keys(booked), ...Object.keys(wanted)])) {
    const before = booked[key] ?? nothing;
    const after = wanted[key] ?? nothing;
    const shippedNow = booking.baseline ? 0 : Math.max(0, after.shipped - before.shipped);
    // A shipment takes its units out of the allocation; what was never allocated is allocated on the way.
    const allocatedNow = after.allocated + shippedNow - before.allocated;
    const event = (kind: StockEvent['kind'], units: number): StockEvent => ({
      key: `${booking.orderKey}/${booking.bookings}/${key}/${kind}`,
      pool: booking.pool,
      skuKey: key,
      kind,
      units,
      source: booking.orderKey,
      at: booking.at,
    });
    const returned = returnedUnits(before, after);
    const restocked = returned - returnedUnbooked(before, returned);
    if (restocked > 0) events.push(event('restock', restocked));
    if (allocatedNow > 0) events.push(event('allocation', allocatedNow));
    if (allocatedNow < 0) events.push(event('release', -allocatedNow));
    if (shippedNow > 0) events.push(event('shipment', shippedNow));
  }
  return events;
}

/**
 * What stands booked once the events are. Units that left stay left when an order is cancelled, refunded or put away:
 * nobody has said that they came back, and if it is shipped again they are not taken from the shelf twice.
 */
export function bookedUnits(booked: WantedUnits, wanted: WantedUnits, { baseline } = { baseline: false }): WantedUnits {
  const units: Record<string, BookedUnits> = {};
  for (const key of new Set([...Object.keys(booked), ...Object.keys(wanted)])) {
    const before = booked[key] ?? nothing;
    const after = wanted[key] ?? nothing;
    const returned = returnedUnits(before, after);
    const shipped = Math.max(after.shipped, before.shipped - returned);
    const taken = baseline ? Math.max(0, after.shipped - before.shipped) : 0;
    const unbooked = (before.unbooked ?? 0) - returnedUnbooked(before, returned) + taken;
    if (shipped > 0 || Object.hasOwn(wanted, key)) {
      units[key] = { allocated: after.allocated, shipped, ...(unbooked > 0 ? { unbooked } : {}) };
    }
  }
  return units;
}

/** Units that were shipped and are promised again, such as after a status set by mistake: they stand on the shelf. */
function returnedUnits(before: BookedUnits, after: BookedUnits): number {
  return Math.max(0, Math.min(before.shipped - after.shipped, after.allocated - before.allocated));
}

/** Of the returned units, those that were counted as on the shelf all the time: a restock would add them twice. */
function returnedUnbooked(before: BookedUnits, returned: number): number {
  return Math.min(returned, before.unbooked ?? 0);
}

const nothing: BookedUnits = { allocated: 0, shipped: 0 };
