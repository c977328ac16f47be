import { Decimal } from 'decimal.js';
import { toAmount, ZERO } from './amounts.ts';
import type { Cart, CartLine } from './cart.ts';
import { cost, discountCart, priceCartLine, sellableIn, shippingOff, type Terms } from './cart-pricing.ts';
import type { Address, LineRecord, OrderRecord, ShippingAddressRecord } from './order-records.ts';
import { emitOrder, indexOrder, moveToStatus, touchOrder } from './order-state.ts';
import { gatewayAmount } from './order-view.ts';
import { priceLine, priceOrder, type TaxMode } from './pricing.ts';
import { hex, nextId, now, type Shop, uuid } from './shop.ts';
import { itemKeyOf } from './stock.ts';
import { purchasable, settleStock } from './stock-jobs.ts';
import { addTransaction } from './transactions.ts';

/** A shopper wanted more than the shop sells. */
export class OutOfStock extends Error {
  readonly sku: string;

  constructor(sku: string) {
    super(`out of stock: ${sku}`);
    this.sku = sku;
  }
}

export const EXAMPLE_ADDRESS: Address = {
  firstName: 'Erika',
  lastName: 'Mustermann',
  company: '',
  street1: 'Heidestraße 17',
  street2: '',
  city: 'Köln',
  state: 'Nordrhein-Westfalen',
  zip: '51147',
  country: 'Germany',
  countryIso2: 'DE',
  phone: '+49 221 000000',
  email: 'erika.mustermann@example.com',
  formFields: [],
};

/** Writes an order with status 0, before any payment: it exists, fires `store/order/created`, and takes no stock (sheet 0.1, 5.7). */
export function startCheckout(shop: Shop, cart: Cart, { madeByApi = false } = {}): OrderRecord {
  settleStock(shop);
  if (cart.force !== true) checkStock(shop, cart.lines);
  const at = now(shop);
  const id = nextId(shop, 'order');
  const billing = address(cart.billing, EXAMPLE_ADDRESS);
  const places = cart.lines.some((line) => isShipped(shop, line)) ? (cart.shipTo ?? [billing]) : [];
  const terms = termsOf(shop, cart, address(places[0], billing).countryIso2);
  const { lines: priced, coupons } = discountCart(
    shop,
    cart,
    cart.lines.map((line) => priceCartLine(shop, line, terms)),
    terms.mode,
  );
  const addresses = places.map((place, index) => shipTo(shop, cart, address(place, billing), { index, terms }));
  const lines = cart.lines.map((line, index): LineRecord => {
    const pricing = priced[index] ?? priceCartLine(shop, line, terms);
    return { ...lineOf(shop, line, addresses), pricing, figures: priceLine(pricing, terms.mode) };
  });
  const fees = (cart.fees ?? []).map(({ name, cost: amount, taxClassId = 0 }) => ({
    id: nextId(shop, 'fee'),
    name,
    source: 'AA',
    cost: cost(shop, amount, taxClassId, terms),
  }));
  // A shipping coupon says in its own row what it took off the cost.
  for (const coupon of coupons.filter(({ type }) => type === 3 || type === 4)) {
    coupon.discount = toAmount(addresses.reduce((total, { shipping }) => total.plus(shipping.base).minus(shipping.cost), new Decimal(0)));
  }
  const order: OrderRecord = {
    id,
    statusId: 0,
    customerId: cart.customerId ?? 0,
    cartId: cart.cartId ?? uuid(shop),
    channelId: terms.channelId,
    source: cart.source ?? 'www',
    madeByApi,
    externalSource: '',
    externalMerchantId: '',
    externalOrderId: '',
    createdAt: at,
    modifiedAt: at,
    shippedAt: undefined,
    paymentMethod: '',
    paymentProviderId: '',
    paymentStatus: '',
    currency: { shown: cart.shownCurrency ?? terms.currency, transactional: terms.currency, exchangeRate: rateText(shop, cart, terms) },
    pricesIncludeTax: terms.mode.pricesIncludeTax,
    billing,
    staffNotes: cart.staffNotes ?? '',
    customerMessage: cart.customerMessage ?? '',
    customerLocale: 'de',
    archived: false,
    stockTaken: false,
    storeCredit: toAmount(cart.storeCredit ?? ZERO),
    giftCertificates: toAmount(cart.giftCertificates ?? ZERO),
    lines,
    addresses,
    coupons,
    fees,
    transactions: [],
    messages: [],
    figures: priceOrder(
      {
        lines,
        shipping: addresses.map(({ shipping }) => shipping),
        handling: addresses.map(({ handling }) => handling),
        fees: fees.map((fee) => fee.cost),
        lowering: lowering(shop, cart.giftCertificates),
      },
      terms.mode,
    ),
    corruption: { order: {}, lines: {}, taxes: undefined },
  };
  shop.orders.set(id, order);
  indexOrder(shop, order);
  emitOrder(shop, order, 'created');
  return order;
}

/** Pays and moves the order out of status 0. */
export function finishCheckout(shop: Shop, order: OrderRecord, { payment, statusId }: Pick<Cart, 'payment' | 'statusId'>): void {
  settleStock(shop);
  const { kind, method, gateway = 'stripeupe', gatewayTransactionId, test = false } = payment ?? { kind: 'online' as const };
  order.paymentMethod = method ?? (kind === 'offline' ? 'Bank Deposit' : 'Credit Card');
  order.paymentProviderId = kind === 'offline' ? '' : (gatewayTransactionId ?? `pi_${hex(shop, 24)}`);
  order.paymentStatus = { online: 'captured', authorized: 'authorized', offline: '' }[kind];
  const amount = toAmount(gatewayAmount(order, shop.settings.giftCertificatesLowerTotal));
  if (kind !== 'offline' && !new Decimal(amount).isZero()) {
    addTransaction(shop, order, {
      event: kind === 'online' ? 'purchase' : 'authorization',
      method: 'credit_card',
      amount,
      currency: order.currency.transactional,
      gateway,
      gatewayTransactionId: order.paymentProviderId,
      status: 'ok',
      test,
      referenceTransactionId: null,
    });
  }
  moveToStatus(shop, order, statusId ?? (kind === 'offline' ? 7 : 11));
}

export function placeOrder(shop: Shop, cart: Cart): OrderRecord {
  const order = startCheckout(shop, cart);
  finishCheckout(shop, order, cart);
  return order;
}

/** Computes an order anew from its lines, costs and fees. */
export function reprice(shop: Shop, order: OrderRecord, mode: TaxMode): void {
  for (const line of order.lines) line.figures = priceLine(line.pricing, mode);
  order.figures = priceOrder(
    {
      lines: order.lines,
      shipping: order.addresses.map(({ shipping }) => shipping),
      handling: order.addresses.map(({ handling }) => handling),
      fees: order.fees.map((fee) => fee.cost),
      lowering: lowering(shop, order.giftCertificates),
    },
    mode,
  );
  touchOrder(shop, order);
}

export function address(given: Partial<Address> | undefined, base: Address): Address {
  return { ...base, ...given };
}

/** A new line of an order, without prices. */
export function lineOf(shop: Shop, line: CartLine, addresses: readonly ShippingAddressRecord[]): Omit<LineRecord, 'pricing' | 'figures'> {
  const sellable = sellableIn(shop, line);
  const digital = sellable?.product.type === 'digital' || line.custom?.digital === true;
  return {
    id: nextId(shop, 'order line'),
    productId: sellable?.product.id ?? 0,
    variantId: sellable?.variant.id ?? 0,
    sku: sellable?.variant.sku ?? line.custom?.sku ?? '',
    name: sellable?.product.name ?? line.custom?.name ?? 'Custom item',
    upc: String(sellable?.variant.more.upc ?? sellable?.product.more.upc ?? ''),
    brand: shop.brands.get(sellable?.product.brandId ?? 0) ?? '',
    type: digital ? 'digital' : 'physical',
    addressId: digital ? 0 : (addresses[line.shipTo ?? 0]?.id ?? 0),
    quantityShipped: 0,
    quantityRefunded: 0,
    refundId: 0,
    options: (sellable?.variant.optionValues ?? []).map(({ id, label, option_id, option_display_name }) => ({
      id: nextId(shop, 'order line option'),
      option_id,
      product_option_id: option_id,
      display_name: option_display_name,
      display_value: label,
      value: String(id),
      name: option_display_name,
      type: 'Multiple choice',
    })),
  };
}

export function termsOf(shop: Shop, cart: Pick<Cart, 'currency' | 'channelId'>, country: string): Terms {
  const { settings } = shop;
  const foreign = settings.currencies.find(({ code }) => code === cart.currency);
  return {
    mode: {
      pricesIncludeTax: settings.pricesIncludeTax,
      rounding: settings.roundingStrategy,
      decimalPlaces: foreign?.decimalPlaces ?? settings.decimalPlaces,
    },
    rate: new Decimal(foreign?.rate ?? 1),
    taxed: settings.taxedCountries.includes(country),
    subtract: settings.pricesIncludeTax && settings.subtractStoreTax,
    channelId: cart.channelId ?? 1,
    currency: cart.currency ?? settings.currency,
  };
}

function checkStock(shop: Shop, lines: readonly CartLine[]): void {
  const wanted = new Map<string, number>();
  for (const line of lines) {
    const sellable = sellableIn(shop, line);
    if (sellable === undefined && line.custom === undefined)
      throw new Error(`no such item: ${line.sku ?? line.variantId ?? line.productId}`);
    if (sellable === undefined || sellable.product.tracking === 'none') continue;
    const item = itemKeyOf(sellable);
    const total = (wanted.get(item) ?? 0) + line.quantity;
    wanted.set(item, total);
    if (purchasable(shop, item) < total) throw new OutOfStock(sellable.variant.sku);
  }
}

function isShipped(shop: Shop, line: CartLine): boolean {
  return sellableIn(shop, line)?.product.type !== 'digital' && line.custom?.digital !== true;
}

function shipTo(shop: Shop, cart: Cart, place: Address, { index, terms }: { index: number; terms: Terms }): ShippingAddressRecord {
  const ask = cart.shipping?.[index] ?? cart.shipping?.at(-1) ?? { cost: '0' };
  const taxClassId = ask.taxClassId ?? 0;
  const base = new Decimal(cost(shop, ask.cost, taxClassId, terms).base);
  return {
    id: nextId(shop, 'order address'),
    address: place,
    method: ask.method ?? 'Standardversand',
    shipping: cost(shop, ask.cost, taxClassId, terms, shippingOff(cart.coupons ?? [], { base, first: index === 0 })),
    handling: cost(shop, ask.handling ?? '0', taxClassId, terms),
  };
}

function lowering(shop: Shop, giftCertificates: string | undefined): string {
  return shop.settings.giftCertificatesLowerTotal ? toAmount(giftCertificates ?? ZERO) : ZERO;
}

function rateText(shop: Shop, cart: Cart, terms: Terms): string {
  const shown = cart.shownCurrency ?? terms.currency;
  const rate = shown === terms.currency ? '1' : (shop.settings.currencies.find(({ code }) => code === shown)?.rate ?? '1');
  return new Decimal(rate).toFixed(10);
}
