import { sku } from '../../kernel/ids.ts';
import type { Listing, ListingDraft, ListingRef } from '../../model/listing.ts';
import type { OrderHead, OrderMark } from '../../model/order.ts';
import type { RefundFact } from '../../model/refund.ts';
import type { DocumentNotice } from '../../model/sales-document.ts';
import type { ShipmentNotice } from '../../model/shipment.ts';
import { decimal } from '../../money/decimal.ts';
import { type ChannelPort, type ListingTarget, listingKey, type MarkTarget, type StockTarget } from '../../ports/channel.ts';
import { type EffectBench, effectOf } from './effect-bench.ts';
import type { Bench, StartWorld } from './port-claim.ts';
import type { ChannelWorld, PlacedOrder } from './port-world.ts';
import { personalCanary } from './setting.ts';
import type { SourceBench } from './source-claims.ts';

export type ChannelBench = Bench<ChannelPort, ChannelWorld>;
type Start = StartWorld<ChannelWorld>;

/** Far before and after everything that happens in a world. */
const spanMs = 30 * 24 * 60 * 60_000;

export function anOrder(number: number, changes: Partial<PlacedOrder> = {}): PlacedOrder {
  return {
    lines: [{ sku: `ORD-${number % 5}`, name: `Ware ${number % 5}`, quantity: 1 + (number % 3), unitGross: decimal(5 + (number % 90)) }],
    lastName: `${personalCanary} ${number}`,
    ...changes,
  };
}

export function listingsOf(port: ChannelPort): ListingTarget {
  if (port.listings === undefined) throw new Error('this channel has no listings');
  return port.listings;
}

export function stockOf(port: ChannelPort): StockTarget {
  if (port.stock === undefined) throw new Error('this channel has no stock');
  return port.stock;
}

export function marksOf(port: ChannelPort): MarkTarget {
  if (port.marks === undefined) throw new Error('this channel has no marks');
  return port.marks;
}

export function aListingDraft(world: ChannelWorld, number: number): ListingDraft {
  return {
    sku: sku(`NEW-${number}`),
    name: `Neue Ware ${number}`,
    description: 'Beschreibung',
    price: decimal(`${10 + number}.9`),
    taxClass: world.shop.taxClass,
    kind: 'physical',
    weight: decimal(0),
    visible: true,
  };
}

const orderKey = (item: unknown): string => (item as OrderHead).id;
const keyOfListing = (item: unknown): string => listingKey((item as Listing).ref);

function makeOrders(world: ChannelWorld, count: number, from: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => world.shop.placeOrder(anOrder(from + index, { paid: (from + index) % 3 !== 0 })));
}

export function orderSources(start: Start): readonly SourceBench<ChannelPort, ChannelWorld>[] {
  const shared = { start, keyOf: orderKey, make: makeOrders, underChange: 'every' } as const;
  return [
    {
      ...shared,
      name: 'listing changed orders',
      page: (bench, port, at) => port.orders.changed(at, bench.call()),
      change: (world, key, random) => {
        const { shop } = world;
        random.pick([() => shop.payOrder(key), () => shop.editOrder(key, 1 + random.below(9)), () => shop.cancelOrder(key)])();
        return 'stays';
      },
    },
    {
      ...shared,
      name: 'listing orders by placement',
      page: (bench, port, { since, cursor }) =>
        port.orders.placed({ from: since, to: since + spanMs, ...(cursor === undefined ? {} : { cursor }) }, bench.call()),
      change: (world, key, random) => {
        random.pick([() => world.shop.editOrder(key, 1 + random.below(9)), () => world.shop.cancelOrder(key)])();
        return 'stays';
      },
    },
    {
      ...shared,
      name: 'listing open orders',
      page: (bench, port, at) => port.orders.open(at, bench.call()),
      change: (world, key, random) => {
        const { shop } = world;
        // An order goes forward: paid, then shipped or cancelled.
        if (random.percent(40)) shop.payOrder(key);
        else if (random.percent(50)) shop.editOrder(key, 1 + random.below(9));
        else {
          random.pick([() => shop.shipOrder(key), () => shop.cancelOrder(key)])();
          return 'may-leave';
        }
        return 'stays';
      },
    },
  ];
}

export function listingSource(start: Start): SourceBench<ChannelPort, ChannelWorld> {
  const refs = new Map<string, ListingRef>();
  return {
    start,
    name: 'listing changed listings',
    page: (bench, port, at) => listingsOf(port).changed(at, bench.call()),
    keyOf: keyOfListing,
    make: (world, count, from) =>
      Array.from({ length: count }, (_, index) => {
        const ref = world.shop.addListing({ sku: `LIST-${from + index}`, name: `Ware ${(from + index) * 7919}` });
        refs.set(listingKey(ref), ref);
        return listingKey(ref);
      }),
    change: (world, key, random) => {
      const ref = refs.get(key) as ListingRef;
      if (random.percent(60)) {
        world.shop.renameListing(ref, `Umbenannt ${key} ${random.below(1e6)}`);
        return 'stays';
      }
      world.shop.removeListing(ref);
      return 'may-leave';
    },
    underChange: 'every',
  };
}

export function listingEffect(start: Start): EffectBench<ChannelPort, ChannelWorld, ListingDraft, ListingRef> {
  return {
    name: 'creating listings',
    start,
    portOf: (port) => port.listings?.create,
    draft: async ({ world }, number) => aListingDraft(world, number),
    marker: (draft) => draft.sku,
    standing: (world, draft) => world.shop.listed(draft.sku).length,
    makeAlike: async ({ world }, draft) => world.shop.addListing({ sku: 'OF-SOMEBODY', name: draft.name }),
  };
}

export function markEffect(start: Start): EffectBench<ChannelPort, ChannelWorld, OrderMark, { readonly id: string }> {
  return {
    name: 'marking orders',
    start,
    portOf: (port) => port.marks,
    draft: async ({ world }, number) => aMark(world.shop.placeOrder(anOrder(number)), number),
    marker: (draft) => draft.marker,
    standing: (world, draft) => world.shop.marksOn(draft.order),
  };
}

export function aMark(order: string, number: number): OrderMark {
  return {
    order,
    salesOrderId: `00000000-0000-4000-8000-00000000000${number}`,
    marker: `Bestellung ${order} · shop · 0123456789a${number}`,
  };
}

export function shipmentEffect(start: Start): EffectBench<ChannelPort, ChannelWorld, ShipmentNotice, { readonly id: string }> {
  return {
    name: 'announcing shipments',
    start,
    portOf: (port) => port.shipments,
    draft: aShipment,
    marker: (draft) => draft.awb,
    standing: (world, draft) => world.shop.shipmentsOn(draft.order, draft.awb),
  };
}

async function aShipment({ world, port, done, call }: ChannelBench, number: number): Promise<ShipmentNotice> {
  // Not all of it is in the parcel, so that another one could follow.
  const order = world.shop.placeOrder(anOrder(number, { lines: [{ sku: 'BOX', name: 'Kiste', quantity: 6, unitGross: decimal(9) }] }));
  const quantities = (await done(port.orders.quantities(order, call()))) ?? [];
  const awb = `00340434${String(number).padStart(12, '0')}`;
  const items = quantities.map(({ line }) => ({ line, quantity: 1 }));
  return { order, awb, trackingUrl: `https://courier.example/${awb}`, courier: 'courier', items };
}

export function documentEffect(start: Start): EffectBench<ChannelPort, ChannelWorld, DocumentNotice, { readonly id: string }> {
  return {
    name: 'telling of documents',
    start,
    portOf: (port) => port.documents,
    draft: async (bench, number) => aNotice(bench, number),
    marker: (draft) => `Beleg ${draft.number}`,
    standing: (world, draft) => world.shop.documentsOn(draft.order),
    // The same document, told under another marker.
    makeAlike: async (bench, draft) =>
      bench.done(effectOf(documentEffect(start), bench.port).send(draft, bench.effectCall('another marker'))),
  };
}

function aNotice({ world }: ChannelBench, number: number): DocumentNotice {
  return {
    order: world.shop.placeOrder(anOrder(number)),
    documentId: `invoice/${number}`,
    number: `RE${number}`,
    url: `https://documents.example/${number}`,
    sha256: String(number).padStart(64, '0'),
  };
}

export function refundSource(start: Start): SourceBench<ChannelPort, ChannelWorld> {
  const orderOf = new Map<string, string>();
  return {
    start,
    name: 'listing refunds',
    page: async (bench, port, at) => refundsOf(port).changed(at, bench.call()),
    keyOf: (item) => (item as RefundFact).id,
    make: ({ shop }, count, from) =>
      Array.from({ length: count }, (_, index) => {
        const order = shop.placeOrder(anOrder(from + index));
        const refund = shop.refundOrder(order);
        orderOf.set(refund, order);
        return refund;
      }),
    change: ({ shop }, key) => {
      shop.cancelOrder(orderOf.get(key) ?? '');
      return 'stays';
    },
    underChange: 'every',
  };
}

export function refundsOf(port: ChannelPort): NonNullable<ChannelPort['refunds']> {
  if (port.refunds === undefined) throw new Error('this channel has no refunds');
  return port.refunds;
}
