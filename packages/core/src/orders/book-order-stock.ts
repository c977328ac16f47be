import { skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LineQuantity, OrderHead } from '../model/order.ts';
import type { ReturnsPolicy } from '../model/stock.ts';
import type { StockBooking, StockHolding } from '../ports/stock-journal.ts';
import { firstNameOf } from '../stock/stock-item.ts';

/** What the ledger shall hold for an order, per SKU key or item. */
export type WantedUnits = Readonly<Record<string, HeldUnits>>;

export interface HeldUnits {
  readonly allocated: number;
  readonly shipped: number;
  /** Of what was shipped, at the most so many stand on the shelf again. Absent: none. */
  readonly returned?: number;
}

/**
 * Units that an order holds, whoever placed it and whether or not it is ours to place: otherwise the drift rule would
 * push sold units back. Incomplete holds nothing; cancelled, declined and refunded release what was not shipped by the
 * merchant's policy; shipped or completed by hand counts every line as shipped. A refund of single units alone releases
 * nothing and brings nothing back unless the policy says so: the goods may still go out, and may never return.
 */
export function unitsHeld(head: OrderHead, lines: readonly LineQuantity[], policy: ReturnsPolicy): WantedUnits {
  // Without a prototype: a SKU may be called as a member of one.
  const wanted: Record<string, HeldUnits> = Object.create(null);
  for (const line of lines) {
    if (line.sku === undefined) continue;
    const key = skuKey(line.sku);
    if (key === '') continue;
    wanted[key] = sum(wanted[key], unitsOfLine(head, line, policy));
  }
  return wanted;
}

function unitsOfLine(head: OrderHead, line: LineQuantity, policy: ReturnsPolicy): HeldUnits {
  const held = promisedAndLeft(head, line, policy);
  const returned = policy.returnedUnits === 'restock' ? returnedOf(head, line, held.shipped) : 0;
  return returned === 0 ? held : { ...held, returned };
}

function promisedAndLeft(head: OrderHead, { ordered, shipped, refunded }: LineQuantity, policy: ReturnsPolicy): HeldUnits {
  // Refunded units may be among the shipped ones: only what is left of them after those surely stays here.
  const kept = policy.refundedUnits === 'release' ? refunded : 0;
  switch (head.status) {
    case 'incomplete':
      return { allocated: 0, shipped: 0 };
    case 'shipped':
    case 'completed':
      return { allocated: 0, shipped: Math.max(ordered - kept, shipped) };
    case 'cancelled':
      if (policy.cancelledOrder === 'release') return { allocated: 0, shipped };
      break;
    case 'declined':
      if (policy.declinedOrder === 'release') return { allocated: 0, shipped };
      break;
    case 'refunded':
      if (policy.refundedOrder === 'release') return { allocated: 0, shipped };
      break;
    default:
      break;
  }
  return { allocated: head.archived ? 0 : Math.max(0, ordered - Math.max(shipped, kept)), shipped };
}

/** Refunded units that surely had left: those that the unshipped ones cannot account for. Of a refunded order all that had. */
function returnedOf({ status }: OrderHead, { ordered, refunded }: LineQuantity, left: number): number {
  return status === 'refunded' ? ordered : Math.max(0, refunded - Math.max(0, ordered - left));
}

export interface OrderBooking {
  readonly orderKey: string;
  readonly pool: string;
  /** When it is booked. */
  readonly at: Instant;
  /** Which state of the order it is booked from. */
  readonly asOf: Instant;
  /**
   * Take shipped units as they are, without an event: an order first seen at connecting left the shelf before the figure
   * that we start from was read.
   */
  readonly baseline: boolean;
}

export interface Booked {
  readonly events: readonly StockBooking[];
  /** Those that changed. */
  readonly holdings: readonly StockHolding[];
}

/**
 * The events and holdings that bring the ledger from what it holds for an order to what is wanted, per item. None where
 * both are equal, or where the ledger was booked from a later state of the order already.
 *
 * Units that left stay left when an order is cancelled, refunded or put away: nobody has said that they came back, and if
 * it is shipped again they are not taken from the shelf twice. Units that were shipped and are promised again, such as
 * after a status set by mistake, stand on the shelf: they are put back as of the time at which they were taken, so that a
 * count made since then, which saw them standing there, is not raised by them.
 *
 * Units that were returned are put back as of the state of the order that says so, each once: what was put back is part of
 * `unbooked`. Units that no event took are counted first among them, so that never more is put back than was taken.
 */
export function bookOrderUnits(held: readonly StockHolding[], wanted: WantedUnits, booking: OrderBooking): Booked {
  if (held.some(({ asOf }) => asOf > booking.asOf)) return { events: [], holdings: [] };
  const events: StockBooking[] = [];
  const holdings: StockHolding[] = [];
  const known = new Map(held.map((holding) => [placeKey(holding), holding]));
  const places = new Map([
    ...held.map(({ pool, item }) => [placeKey({ pool, item }), { pool, item }] as const),
    ...Object.keys(wanted).map((item) => [placeKey({ pool: booking.pool, item }), { pool: booking.pool, item }] as const),
  ]);
  const wantedAt = ({ pool, item }: Pick<StockHolding, 'pool' | 'item'>): HeldUnits | undefined =>
    pool === booking.pool && Object.hasOwn(wanted, item) ? wanted[item] : undefined;
  // Lines that are told of under another SKU or pool than before: what left as the old one does not leave again.
  let leftElsewhere = held.filter((holding) => wantedAt(holding) === undefined).reduce((units, { shipped }) => units + shipped, 0);

  for (const [key, place] of places) {
    const before = known.get(key) ?? { ...place, ...nothing, orderKey: booking.orderKey, asOf: booking.asOf };
    const after: HeldUnits = wantedAt(place) ?? nothing;
    const returned = Math.max(0, Math.min(before.shipped - after.shipped, after.allocated - before.allocated));
    const returnedUnbooked = Math.min(returned, before.unbooked);
    const shipped = Math.max(after.shipped, before.shipped - returned);
    const shippedMore = Math.max(0, after.shipped - before.shipped);
    const unbookedMore = booking.baseline ? shippedMore : known.has(key) ? 0 : Math.min(leftElsewhere, shippedMore);
    if (!booking.baseline) leftElsewhere -= unbookedMore;
    const moves = {
      restock: returned - returnedUnbooked,
      shipment: shippedMore - unbookedMore,
      // A shipment takes its units out of the allocation; what was never allocated is allocated on the way.
      allocated: after.allocated + (shippedMore - unbookedMore) - before.allocated,
    };
    const standing = before.unbooked - returnedUnbooked + unbookedMore;
    const cameBack = Math.max(0, Math.min(after.returned ?? 0, shipped) - standing);
    const event = (kind: StockBooking['kind'], units: number, at = booking.at, key: string = kind): StockBooking => ({
      key: `${booking.orderKey}/${before.bookings}/${place.pool}/${place.item}/${key}`,
      ...place,
      skuKey: firstNameOf(place.item),
      kind,
      units,
      source: booking.orderKey,
      at,
    });
    const moved = [
      ...(moves.restock > 0 ? [event('restock', moves.restock, before.shippedAt)] : []),
      ...(moves.allocated > 0 ? [event('allocation', moves.allocated)] : []),
      ...(moves.allocated < 0 ? [event('release', -moves.allocated)] : []),
      ...(moves.shipment > 0 ? [event('shipment', moves.shipment)] : []),
      ...(cameBack > 0 ? [event('restock', cameBack, booking.asOf, 'return')] : []),
    ];
    const unbooked = standing + cameBack;
    const taken = shipped - unbooked;
    const shippedAt = taken === 0 ? undefined : (before.shippedAt ?? booking.at);
    const changed = moved.length > 0 || shipped !== before.shipped || !known.has(key);
    if (!changed && before.asOf === booking.asOf) continue;
    events.push(...moved);
    holdings.push({
      ...{ orderKey: booking.orderKey, ...place, allocated: after.allocated, shipped, unbooked },
      ...(shippedAt === undefined ? {} : { shippedAt }),
      ...{ bookings: before.bookings + (moved.length > 0 ? 1 : 0), asOf: booking.asOf },
    });
  }
  return { events, holdings };
}

/** Units under the items that their SKU keys name. */
export function byItem(wanted: WantedUnits, items: Readonly<Record<string, string>>): WantedUnits {
  const units: Record<string, HeldUnits> = Object.create(null);
  for (const [key, held] of Object.entries(wanted)) {
    const item = (Object.hasOwn(items, key) ? items[key] : undefined) ?? key;
    units[item] = sum(units[item], held);
  }
  return units;
}

function sum(left: HeldUnits | undefined, right: HeldUnits): HeldUnits {
  const returned = (left?.returned ?? 0) + (right.returned ?? 0);
  return {
    ...{ allocated: (left?.allocated ?? 0) + right.allocated, shipped: (left?.shipped ?? 0) + right.shipped },
    ...(returned === 0 ? {} : { returned }),
  };
}

function placeKey({ pool, item }: Pick<StockHolding, 'pool' | 'item'>): string {
  return `${pool}\0${item}`;
}

const nothing = { allocated: 0, shipped: 0, unbooked: 0, bookings: 0 } as const;
