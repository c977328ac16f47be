import type { Http } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  type ChannelOrder,
  done,
  type Instant,
  isZero,
  type LineQuantity,
  mapAnswer,
  type OrderCharge,
  type OrderLine,
} from '@megzo/core';
import { lacksFees, orderCharges } from './order-charges.ts';
import { productToLine, productToQuantity } from './order-lines.ts';
import { orderPeople } from './order-people.ts';
import { chargesAfterCoupons, isCertificate, shippingRest } from './shipping-coupons.ts';
import { readV2Pages } from './v2-pages.ts';
import {
  couponsWire,
  feesWire,
  orderProductsWire,
  orderTaxesWire,
  orderWire,
  shippingAddressesWire,
  type WireFee,
  type WireOrder,
  type WireOrderTax,
  type WireShippingAddress,
} from './wire/order.ts';
import { rowToHead } from './wire/order-row.ts';

/** For so long the tax rows of a fresh order may still be on their way (sheet 5.7). */
const taxesLagMs = 15 * 60_000;

/**
 * The full order in four calls as a rule: order, lines, addresses, taxes. The order comes first: if it changes while its
 * parts are read, its own `date_modified` is the older one, and the next scan reads it again.
 */
export async function readOrder(http: Http, id: string, now: () => Instant, call: Call): Promise<Answer<ChannelOrder | undefined>> {
  const path = `/v2/orders/${encodeURIComponent(id)}`;
  const order = await http.readMaybe({ path }, orderWire, call);
  if (order.status !== 'done' || order.value === undefined) return mapAnswer(order, () => undefined);
  const found = order.value;

  const products = await readV2Pages(http, { path: `${path}/products` }, orderProductsWire, call);
  if (products.status !== 'done') return products;
  const rows = products.value ?? [];
  // A new order may be readable before its lines and taxes are (sheet 5.7): not yet, which is something else than none.
  if (rows.length === 0 && found.items_total > 0) return done(undefined);

  const taxes = await readV2Pages(http, { path: `${path}/taxes`, query: { details: true } }, orderTaxesWire, call);
  if (taxes.status !== 'done') return taxes;
  const fresh = now() - found.date_created < taxesLagMs;
  if ((taxes.value ?? []).length === 0 && !isZero(found.total_tax) && fresh) return done(undefined);

  const addresses = await readAddresses(http, path, found, call);
  if (addresses.status !== 'done') return addresses;
  // Goods without an address are taken for fetched, which they are not.
  if (addresses.value.length < (found.shipping_address_count ?? 0)) return done(undefined);
  const fees = await readFees(http, path, found, call);
  if (fees.status !== 'done') return fees;
  const parts = { taxes: taxes.value ?? [], addresses: addresses.value, fees: fees.value };
  const lines = rows.map((product) => productToLine(product, parts.taxes));
  const charges = await settleCharges(http, path, { found, lines, ...parts }, call);
  return mapAnswer(charges, (settled) => toOrder(found, { lines, ...settled, addresses: parts.addresses }));
}

/** `undefined`: no such order, or its lines cannot be read yet. */
export async function readQuantities(http: Http, id: string, call: Call): Promise<Answer<readonly LineQuantity[] | undefined>> {
  const products = await readV2Pages(http, { path: `/v2/orders/${encodeURIComponent(id)}/products` }, orderProductsWire, call);
  return mapAnswer(products, (rows) => (rows === undefined || rows.length === 0 ? undefined : rows.map(productToQuantity)));
}

async function readAddresses(http: Http, path: string, order: WireOrder, call: Call): Promise<Answer<readonly WireShippingAddress[]>> {
  if (order.shipping_address_count === 0) return done([]);
  const addresses = await readV2Pages(http, { path: `${path}/shipping_addresses` }, shippingAddressesWire, call);
  return mapAnswer(addresses, (rows) => rows ?? []);
}

async function readFees(http: Http, path: string, order: WireOrder, call: Call): Promise<Answer<readonly WireFee[]>> {
  if (order.fees !== undefined) return done(order.fees);
  return lacksFees(order) ? http.read({ path: `${path}/fees` }, feesWire, call) : done([]);
}

/** The list of coupons costs a call of its own, made only where a coupon off the shipping could explain a total that does not add up. */
async function settleCharges(
  http: Http,
  path: string,
  order: {
    readonly found: WireOrder;
    readonly lines: readonly OrderLine[];
    readonly taxes: readonly WireOrderTax[];
    readonly addresses: readonly WireShippingAddress[];
    readonly fees: readonly WireFee[];
  },
  call: Call,
): Promise<Answer<Settled>> {
  const charges = orderCharges(order.found, order);
  const rest = shippingRest(order.found, { lines: order.lines, charges });
  if (rest === undefined) return done({ charges });
  const coupons = await readV2Pages(http, { path: `${path}/coupons` }, couponsWire, call);
  return mapAnswer(coupons, (rows): Settled => {
    const lowered = chargesAfterCoupons(charges, rest, { coupons: rows ?? [], taxes: order.taxes });
    return lowered !== charges && isCertificate(rest, order.found) ? { charges, totalUnclear: true } : { charges: lowered };
  });
}

interface Settled {
  readonly charges: readonly OrderCharge[];
  readonly totalUnclear?: true;
}

function toOrder(
  order: WireOrder,
  parts: {
    readonly lines: readonly OrderLine[];
    readonly charges: readonly OrderCharge[];
    readonly totalUnclear?: true;
    readonly addresses: readonly WireShippingAddress[];
  },
): ChannelOrder {
  return {
    ...rowToHead(order),
    pricesIncludeTax: order.is_tax_inclusive_pricing,
    lines: parts.lines,
    charges: parts.charges,
    paidByStoreCredit: order.store_credit_amount,
    paidByGiftCertificate: order.gift_certificate_amount,
    ...(parts.totalUnclear === undefined ? {} : { totalUnclear: parts.totalUnclear }),
    paymentMethod: order.payment_method,
    // Offline methods have neither (sheet 5.3).
    ...(order.payment_provider_id === '' && order.payment_status === '' ? {} : { paidOnline: true }),
    people: orderPeople(order, parts.addresses),
  };
}
