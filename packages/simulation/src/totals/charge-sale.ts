import {
  applyDiscounts,
  type Cart,
  type Cost,
  costOf,
  type DiscountAsk,
  type PricingLine,
  priceLine,
  priceOrder,
  type TaxMode,
} from '@megzo/adapter-bigcommerce/simulator';
import { type ChannelOrder, decimal, type OrderCharge, type OrderLine, type PostalAddress, sku } from '@megzo/core';
import { cents, fraction } from './fraction.ts';
import type { Sale, ShopTerms } from './sale.ts';

/** An order as the channel tells it, and the rate that each of its items was truly charged at: lines first, then charges. */
export interface Charged {
  readonly order: ChannelOrder;
  readonly rates: readonly string[];
}

/**
 * What a BigCommerce store makes of a sale: the simulated vendor's own arithmetic, told as its adapter tells it. A sample is
 * checked against the simulator and the adapter themselves.
 */
export function chargeSale(sale: Sale): Charged {
  const { cart, shop } = sale;
  const mode: TaxMode = { pricesIncludeTax: shop.pricesIncludeTax, rounding: shop.rounding, decimalPlaces: shop.decimals };
  const priced = applyDiscounts(
    cart.lines.map((line) => pricingLine(line, shop)),
    discounts(cart),
    mode,
  );
  const lines = priced.map((pricing) => ({ pricing, figures: priceLine(pricing, mode) }));
  const places = cart.shipTo ?? [];
  const shipping = places.map((_, index) => shippingCost(cart, shop, index));
  const handling = places.map((_, index) => entered(ask(cart, index).handling ?? '0', ask(cart, index).taxClassId ?? 0, shop));
  const fees = (cart.fees ?? []).map(({ cost, taxClassId = 0 }) => entered(cost, taxClassId, shop));
  const figures = priceOrder(
    { lines, shipping, handling, fees, lowering: shop.certificatesLowerTotal ? (cart.giftCertificates ?? '0') : '0' },
    mode,
  );
  const rowsOf = (rate: string): OrderLine['taxRates'] => (shop.taxed ? [decimal(rate)] : shop.zeroTaxRows ? [decimal('0')] : []);
  const main = shop.taxed ? (shop.classes[0] ?? '0') : '0';
  const shippingRate = shipping[0]?.rate ?? '0';
  const feeRate = fees[0]?.rate ?? '0';
  // One tax row for each place of delivery, and for each wrapped line, where there are rows at all.
  const summed = (costs: readonly { readonly cost: string }[], all = false): Pick<OrderCharge, 'parts'> => {
    const count = shop.taxed || shop.zeroTaxRows ? costs.filter(({ cost }) => all || !isNought(cost)).length : 0;
    return count > 1 ? { parts: count } : {};
  };
  const wrapped = priced.flatMap(({ wrapping }) => (wrapping === undefined ? [] : [wrapping]));
  const charges: readonly (OrderCharge & { readonly rate: string })[] = [
    {
      kind: 'shipping' as const,
      name: shipping.length > 0 ? 'Standardversand' : '',
      ...amounts(figures.shipping),
      rate: shippingRate,
      ...summed(shipping),
    },
    { kind: 'handling' as const, name: '', ...amounts(figures.handling), rate: shippingRate, ...summed(handling) },
    { kind: 'wrapping' as const, name: '', ...amounts(figures.wrapping), rate: main, ...summed(wrapped, true) },
    ...fees.map((fee) => ({ kind: 'fee' as const, name: 'Nachnahme', ...amounts(costOf(fee, mode)), rate: feeRate })),
  ]
    .filter(({ gross }) => gross !== '0')
    .map((charge) => ({ ...charge, taxRates: rowsOf(charge.rate) }));
  const withRows = new Set([
    ...cart.lines.map(({ custom }) => custom?.taxClassId ?? 0),
    ...shipping.filter(({ cost }) => !isNought(cost)).map(({ taxClassId }) => taxClassId),
    ...handling.filter(({ cost }) => !isNought(cost)).map(({ taxClassId }) => taxClassId),
    ...(cart.lines.some(({ wrapping }) => wrapping !== undefined) ? [0] : []),
  ]);
  const order: ChannelOrder = {
    id: String(sale.number),
    placedAt: Date.parse(`${sale.on}T10:00:00Z`),
    modifiedAt: Date.parse(`${sale.on}T10:00:00Z`),
    status: 'open',
    currency: cart.currency ?? 'EUR',
    totalGross: decimal(shop.roundsTotal ? inCents(figures.total.inc) : figures.total.inc),
    archived: false,
    pricesIncludeTax: shop.pricesIncludeTax,
    lines: lines.map(({ pricing, figures: line }, index) => ({
      id: String(index + 1),
      sku: sku(cart.lines[index]?.custom?.sku ?? ''),
      name: cart.lines[index]?.custom?.name ?? '',
      options: [],
      kind: sale.vouchers.includes(index) ? 'gift-certificate' : cart.lines[index]?.custom?.digital === true ? 'digital' : 'physical',
      quantity: pricing.quantity,
      quantityShipped: 0,
      quantityRefunded: 0,
      totalGross: decimal(line.discountedTotalInc),
      listGross: decimal(line.total.inc),
      taxRates: rowsOf(pricing.rate),
      tax: decimal(line.tax),
    })),
    // A fee has no row of its own; its class may have one elsewhere in the order.
    charges: charges.map(({ rate: _rate, ...charge }) =>
      charge.kind !== 'fee' ||
      (withRows.has(fees[0]?.taxClassId ?? 0) && charge.taxRates.every((rate) => isNought(rate) === isNought(charge.tax)))
        ? charge
        : { ...charge, taxRates: [] },
    ),
    paidByStoreCredit: decimal(cart.storeCredit ?? '0'),
    paidByGiftCertificate: decimal(cart.giftCertificates ?? '0'),
    paymentMethod: 'Credit Card',
    people: { billing: postal(cart.billing), shipping: places.map(postal), email: 'erika@example.org' },
  };
  return { order, rates: [...priced.map(({ rate }) => rate), ...charges.map(({ rate }) => rate)] };
}

function pricingLine({ price = '0', quantity, custom, wrapping }: Cart['lines'][number], shop: ShopTerms): PricingLine {
  const taxClassId = custom?.taxClassId ?? 0;
  return {
    unitPrice: price,
    quantity,
    taxClassId,
    rate: rateOf(taxClassId, shop),
    wrapping: wrapping === undefined ? undefined : { name: wrapping.name, ...entered(wrapping.cost, 0, shop) },
    discounts: [],
  };
}

/** Promotions first, then coupons, then what staff gave. */
function discounts({ promotions = [], coupons = [], manualDiscount }: Cart): readonly DiscountAsk[] {
  return [
    ...promotions.map(({ name, percent, amount }) => ({
      id: 'promotion' as const,
      name,
      code: null,
      how: percent === undefined ? { total: amount ?? '0' } : { percent },
    })),
    ...coupons
      .filter(({ kind }) => kind !== 'shipping' && kind !== 'free-shipping')
      .map(({ code, kind, amount, lines }) => ({
        id: kind === 'per-total' ? ('total-coupon' as const) : ('coupon' as const),
        name: code,
        code,
        how: kind === 'per-item' ? { perItem: amount } : kind === 'per-total' ? { total: amount } : { percent: amount },
        ...(lines === undefined ? {} : { on: lines }),
      })),
    ...(manualDiscount === undefined
      ? []
      : [{ id: 'manual-discount' as const, name: 'Manual Discount', code: null, how: { total: manualDiscount } }]),
  ];
}

function ask({ shipping = [] }: Cart, index: number): NonNullable<Cart['shipping']>[number] {
  return shipping[index] ?? shipping.at(-1) ?? { cost: '0' };
}

/** A shipping coupon lowers the cost itself: an amount once, at the first place, or all of it everywhere. */
function shippingCost(cart: Cart, shop: ShopTerms, index: number): Cost {
  const asked = ask(cart, index);
  const full = entered(asked.cost, asked.taxClassId ?? 0, shop);
  const coupons = cart.coupons ?? [];
  if (coupons.some(({ kind }) => kind === 'free-shipping')) return { ...full, cost: '0' };
  const off = index === 0 ? (coupons.find(({ kind }) => kind === 'shipping')?.amount ?? '0') : '0';
  return { ...full, cost: less(full.base, off) };
}

function entered(cost: string, taxClassId: number, shop: ShopTerms): Cost {
  return { base: cost, cost, taxClassId, rate: rateOf(taxClassId, shop) };
}

function rateOf(taxClassId: number, { classes, taxed }: ShopTerms): string {
  return taxed ? (classes[taxClassId] ?? '0') : '0';
}

function amounts({ inc, tax }: { readonly inc: string; readonly tax: string }): Pick<OrderCharge, 'gross' | 'tax' | 'taxRates'> {
  return { gross: decimal(inc), tax: decimal(tax), taxRates: [] };
}

/** The difference of two amounts of up to four decimals, not below nothing. */
function less(left: string, right: string): string {
  const { over, under } = fraction(left);
  const other = fraction(right);
  const units = (over * 10_000n) / under - (other.over * 10_000n) / other.under;
  return units <= 0n ? '0' : `${units / 10_000n}.${String(units % 10_000n).padStart(4, '0')}`;
}

function inCents(text: string): string {
  const whole = cents(fraction(text));
  return `${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`;
}

function isNought(text: string): boolean {
  return !/[1-9]/.test(text);
}

function postal(address: Cart['billing']): PostalAddress {
  const {
    firstName = '',
    lastName = '',
    company = '',
    street1 = '',
    zip = '',
    city = '',
    countryIso2 = '',
    formFields = [],
  } = address ?? {};
  return {
    firstName,
    lastName,
    ...(company === '' ? {} : { company }),
    street: street1,
    zip,
    city,
    country: countryIso2,
    fields: formFields,
  };
}
