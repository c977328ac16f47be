import { Decimal } from 'decimal.js';
import { sum, toAmount } from './amounts.ts';
import type { LineRecord, OrderRecord, RefundItemType, RefundRecord } from './order-records.ts';
import { emitOrder, moveToStatus, touchBySideWrite } from './order-state.ts';
import { taxModeOf } from './order-view.ts';
import { costOf, type Taxed } from './pricing.ts';
import { hex, nextId, now, type Shop } from './shop.ts';
import { addTransaction } from './transactions.ts';

export interface RefundItemAsk {
  readonly type: RefundItemType;
  /** order_product_id, order_address_id, fee id or order id (sheet 7.1). */
  readonly itemId: number;
  readonly quantity?: number;
  readonly amount?: string;
  readonly reason?: string;
}

export interface RefundAsk {
  readonly items: readonly RefundItemAsk[];
  readonly reason?: string;
  /** Recorded, but no money moves: also the case where the payment can not be refunded by the gateway. */
  readonly offline?: boolean;
  readonly providerId?: string;
}

export interface RefundFigures {
  readonly total: Decimal;
  readonly tax: Decimal;
  readonly items: RefundRecord['items'];
}

/** What would be refunded. ORDER-level amounts are tax-exempt (sheet 7.1). Throws a sentence where an item does not fit. */
export function quoteRefund(shop: Shop, order: OrderRecord, items: readonly RefundItemAsk[]): RefundFigures {
  const priced = items.map((item) => ({ item, ...itemFigures(shop, order, item) }));
  const total = sum(priced.map(({ amount }) => amount));
  const left = new Decimal(order.figures.total.inc).minus(refundedSoFar(shop, order));
  if (total.greaterThan(left.toDecimalPlaces(2, Decimal.ROUND_HALF_UP))) throw new Error('The refund exceeds what is left of the order.');
  return {
    total,
    tax: sum(priced.map(({ tax }) => tax)),
    items: priced.map(({ item, amount }) => ({
      type: item.type,
      itemId: item.itemId,
      ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
      amount: toAmount(amount),
      reason: item.reason ?? '',
    })),
  };
}

/** Records a refund: status 4 or 14, a transaction where money moved, never any stock (sheet 4.5, 7.1). */
export function makeRefund(shop: Shop, order: OrderRecord, ask: RefundAsk): RefundRecord {
  const { total, tax, items } = quoteRefund(shop, order, ask.items);
  const paid = order.transactions.find(({ event, status }) => (event === 'purchase' || event === 'capture') && status === 'ok');
  const offline = ask.offline === true || paid === undefined;
  const gatewayTransactionId = offline ? '' : `re_${hex(shop, 24)}`;
  const refund: RefundRecord = {
    id: nextId(shop, 'refund'),
    orderId: order.id,
    createdAt: now(shop),
    reason: ask.reason ?? '',
    total: toAmount(total),
    tax: toAmount(tax),
    overridden: false,
    items,
    payments: [
      {
        id: nextId(shop, 'refund payment'),
        providerId: ask.providerId ?? (offline ? 'custom' : paid.gateway),
        amount: toAmount(total),
        offline,
        declined: false,
        transactionId: gatewayTransactionId,
      },
    ],
  };
  shop.refunds.set(refund.id, refund);
  for (const { type, itemId, quantity = 0 } of items) {
    const line = order.lines.find(({ id }) => id === itemId);
    if (type !== 'PRODUCT' || line === undefined) continue;
    line.quantityRefunded += quantity;
    line.refundId = refund.id;
  }
  if (!offline) {
    addTransaction(shop, order, {
      event: 'refund',
      method: paid.method,
      amount: toAmount(total),
      currency: paid.currency,
      gateway: paid.gateway,
      gatewayTransactionId,
      status: 'ok',
      test: paid.test,
      referenceTransactionId: paid.id,
    });
  }
  const whole = refundedSoFar(shop, order).greaterThanOrEqualTo(new Decimal(order.figures.total.inc).toDecimalPlaces(2));
  order.paymentStatus = whole ? 'refunded' : 'partially refunded';
  emitOrder(shop, order, 'refund/created', { refund: { refund_id: refund.id } });
  touchBySideWrite(shop, order.id);
  // The refund itself never restocks; only a status that someone sets does (sheet 4.5).
  withoutRestock(shop, () => moveToStatus(shop, order, whole ? 4 : 14));
  return refund;
}

export function refundedSoFar(shop: Shop, { id }: OrderRecord): Decimal {
  return sum([...shop.refunds.values()].filter(({ orderId }) => orderId === id).map(({ total }) => total));
}

function withoutRestock(shop: Shop, act: () => void): void {
  const { refundStockAdjustment } = shop.settings;
  shop.settings.refundStockAdjustment = false;
  act();
  shop.settings.refundStockAdjustment = refundStockAdjustment;
}

function itemFigures(shop: Shop, order: OrderRecord, item: RefundItemAsk): { amount: Decimal; tax: Decimal } {
  const mode = taxModeOf(shop, order);
  switch (item.type) {
    case 'PRODUCT':
    case 'GIFT_WRAPPING':
      return lineFigures(item, lineIn(order, item));
    case 'SHIPPING':
    case 'HANDLING': {
      const shipTo = order.addresses.find(({ id }) => id === item.itemId) ?? fail(`The address ${item.itemId} is not on the order.`);
      return share(costOf(item.type === 'SHIPPING' ? shipTo.shipping : shipTo.handling, mode), item.amount);
    }
    case 'FEE': {
      const fee = order.fees.find(({ id }) => id === item.itemId) ?? fail(`The fee ${item.itemId} is not on the order.`);
      return share(costOf(fee.cost, mode), item.amount);
    }
    case 'ORDER':
      return { amount: new Decimal(item.amount ?? 0), tax: new Decimal(0) };
    case 'TAX':
      return { amount: new Decimal(item.amount ?? 0), tax: new Decimal(item.amount ?? 0) };
  }
}

function lineIn(order: OrderRecord, { itemId, quantity = 0 }: RefundItemAsk): LineRecord {
  const line = order.lines.find(({ id }) => id === itemId) ?? fail(`The order product ${itemId} is not on the order.`);
  if (quantity < 1 || line.quantityRefunded + quantity > line.pricing.quantity) fail(`The quantity of order product ${itemId} is invalid.`);
  return line;
}

/** The last unit of a line takes what rounding left, so that the units of a line add up to it. */
function lineFigures({ type, quantity = 0 }: RefundItemAsk, line: LineRecord): { amount: Decimal; tax: Decimal } {
  const { figures, pricing, quantityRefunded } = line;
  const whole = type === 'PRODUCT' ? figures.discountedTotalInc : figures.wrapping.inc;
  const tax = type === 'PRODUCT' ? figures.tax : figures.wrapping.tax;
  const upTo = (total: string, units: number): Decimal =>
    new Decimal(total).times(units).div(pricing.quantity).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const before = type === 'PRODUCT' ? quantityRefunded : 0;
  return {
    amount: upTo(whole, before + quantity).minus(upTo(whole, before)),
    tax: upTo(tax, before + quantity).minus(upTo(tax, before)),
  };
}

function share({ inc, tax }: Taxed, asked: string | undefined): { amount: Decimal; tax: Decimal } {
  const amount = new Decimal(asked ?? inc);
  if (amount.greaterThan(inc)) fail('The amount exceeds what was charged.');
  const part = new Decimal(inc).isZero() ? new Decimal(0) : new Decimal(tax).times(amount).div(inc);
  return { amount, tax: part.toDecimalPlaces(2, Decimal.ROUND_HALF_UP) };
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
