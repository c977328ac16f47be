import { toAmount } from './amounts.ts';
import type { CartLine } from './cart.ts';
import { priceCartLine, sellableIn } from './cart-pricing.ts';
import { lineOf, reprice, termsOf } from './checkout.ts';
import type { Address, LineRecord, OrderRecord } from './order-records.ts';
import { moveUnits } from './order-state.ts';
import { taxCountry, taxModeOf } from './order-view.ts';
import { priceLine } from './pricing.ts';
import type { Shop } from './shop.ts';

export interface OrderEdit {
  /** Changed lines by id; quantity 0 removes one. */
  readonly lines?: readonly { readonly id: number; readonly quantity?: number; readonly price?: string }[];
  readonly add?: readonly CartLine[];
  readonly billing?: Partial<Address>;
  /** By order_address_id. */
  readonly shipTo?: Readonly<Record<number, Partial<Address>>>;
  readonly shippingCost?: string;
  readonly handlingCost?: string;
  /** Fees are replaced as a whole (sheet 5.6). */
  readonly fees?: readonly { readonly name: string; readonly cost: string; readonly taxClassId?: number }[];
}

/** Edits an order after placement. A changed line loses its discounts (sheet 5.6); ids of the others stay. */
export function editOrder(shop: Shop, order: OrderRecord, edit: OrderEdit): void {
  const mode = taxModeOf(shop, order);
  for (const change of edit.lines ?? []) changeLine(shop, order, change);
  for (const line of edit.add ?? []) addLine(shop, order, line);
  if (edit.billing !== undefined) order.billing = { ...order.billing, ...edit.billing };
  for (const shipTo of order.addresses) {
    const change = edit.shipTo?.[shipTo.id];
    if (change !== undefined) shipTo.address = { ...shipTo.address, ...change };
  }
  const [first] = order.addresses;
  if (edit.shippingCost !== undefined && first !== undefined) {
    const amount = toAmount(edit.shippingCost);
    first.shipping = { ...first.shipping, base: amount, cost: amount };
  }
  if (edit.handlingCost !== undefined && first !== undefined) {
    const amount = toAmount(edit.handlingCost);
    first.handling = { ...first.handling, base: amount, cost: amount };
  }
  if (edit.fees !== undefined) {
    const rate = (taxClassId: number): string => shop.settings.taxClasses.find(({ id }) => id === taxClassId)?.rate ?? '0';
    order.fees = edit.fees.map(({ name, cost, taxClassId = 0 }, index) => {
      const amount = toAmount(cost);
      return { id: order.id * 100 + index, name, source: 'AA', cost: { base: amount, cost: amount, taxClassId, rate: rate(taxClassId) } };
    });
  }
  reprice(shop, order, mode);
}

/** What a PUT of an address or of costs does on top: coupon discounts are gone (sheet 5.6, php 205). */
export function dropCoupons(order: OrderRecord): void {
  for (const line of order.lines) {
    line.pricing = { ...line.pricing, discounts: line.pricing.discounts.filter(({ id }) => id !== 'coupon' && id !== 'total-coupon') };
  }
  for (const coupon of order.coupons) coupon.discount = '0.0000';
}

function changeLine(shop: Shop, order: OrderRecord, change: { id: number; quantity?: number; price?: string }): void {
  const line = order.lines.find(({ id }) => id === change.id);
  if (line === undefined) throw new Error(`order ${order.id} has no line ${change.id}`);
  const quantity = change.quantity ?? line.pricing.quantity;
  followEdit(shop, order, line, line.pricing.quantity - quantity);
  if (quantity === 0) {
    order.lines = order.lines.filter((other) => other !== line);
    return;
  }
  const unitPrice = change.price === undefined ? line.pricing.unitPrice : toAmount(change.price);
  line.pricing = { ...line.pricing, quantity, unitPrice, discounts: [] };
}

function addLine(shop: Shop, order: OrderRecord, line: CartLine): void {
  if (sellableIn(shop, line) === undefined && line.custom === undefined)
    throw new Error(`no such item: ${line.sku ?? line.variantId ?? line.productId}`);
  const terms = termsOf(shop, { currency: order.currency.transactional, channelId: order.channelId }, taxCountry(order));
  const pricing = priceCartLine(shop, line, terms);
  const record: LineRecord = { ...lineOf(shop, line, order.addresses), pricing, figures: priceLine(pricing, terms.mode) };
  order.lines = [...order.lines, record];
  followEdit(shop, order, record, -pricing.quantity);
}

/** Stock follows edits by setting, but never on orders that were made through the API (sheet 4.5). */
function followEdit(shop: Shop, order: OrderRecord, line: LineRecord, returned: number): void {
  if (shop.settings.editStockAdjustment && order.stockTaken && !order.madeByApi) moveUnits(shop, line.variantId, returned);
}
