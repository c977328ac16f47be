import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { type Row, row, rows, startStore } from '../../test/simulator-harness.ts';
import { allocate, sum } from './amounts.ts';
import type { Cart } from './cart.ts';
import type { BigcommerceSettings } from './index.ts';

const COSTS = ['shipping_cost', 'handling_cost', 'wrapping_cost'];

async function placed(
  cart: Cart,
  settings: Partial<BigcommerceSettings> = {},
): Promise<{ order: Row; lines: readonly Row[]; taxes: readonly Row[]; fees: readonly Row[] }> {
  const store = startStore({ settings });
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '4.99', taxClassId: 2, tracking: 'none' });
  store.simulator.seed.product({ name: 'Kanne', sku: 'KANNE', price: '29.90', taxClassId: 1, tracking: 'none' });
  store.simulator.seed.product({ name: 'Buch', sku: 'BUCH', price: '10.333', taxClassId: 3, tracking: 'none' });
  store.simulator.seed.product({ name: 'Hörbuch', sku: 'MP3', price: '9.99', taxClassId: 1, type: 'digital', tracking: 'none' });
  const id = store.simulator.storefront.placeOrder(cart);
  return {
    order: row(await store.get(`/v2/orders/${id}`)),
    lines: rows(await store.get(`/v2/orders/${id}/products?limit=250`)),
    taxes: rows(await store.get(`/v2/orders/${id}/taxes?details=true&limit=250`)),
    fees: rows(await store.get(`/v2/orders/${id}/fees`)),
  };
}

function amounts(of: Row, names: readonly string[]): Decimal {
  return sum(names.map((name) => String(of[name])));
}

function expectIdentities({ order, lines, fees }: Awaited<ReturnType<typeof placed>>): void {
  const inc = COSTS.map((name) => `${name}_inc_tax`);
  const feesInc = sum(fees.map(({ cost_inc_tax }) => String(cost_inc_tax)));
  const feesTax = sum(fees.map(({ cost_tax }) => String(cost_tax)));
  const total = new Decimal(String(order.total_inc_tax));
  const byParts = amounts(order, ['subtotal_inc_tax', ...inc])
    .plus(feesInc)
    .minus(amounts(order, ['discount_amount', 'coupon_discount']));
  const byLines = sum(lines.map(({ discounted_total_inc_tax }) => String(discounted_total_inc_tax)))
    .plus(amounts(order, inc))
    .plus(feesInc);
  const byTax = amounts(order, ['total_ex_tax', 'total_tax']);
  const taxes = amounts(order, ['subtotal_tax', ...COSTS.map((name) => `${name}_tax`)]).plus(feesTax);
  expect([byParts.toFixed(4), byLines.toFixed(4), byTax.toFixed(4)]).toEqual([total.toFixed(4), total.toFixed(4), total.toFixed(4)]);
  expect(taxes.toFixed(4)).toBe(new Decimal(String(order.total_tax)).toFixed(4));
}

const MIXED: Cart = {
  lines: [
    { sku: 'TEE', quantity: 3 },
    { sku: 'KANNE', quantity: 1, wrapping: { name: 'Papier', cost: '2.50' } },
    { sku: 'BUCH', quantity: 2 },
  ],
  shipping: [{ cost: '4.90', handling: '1.00' }],
};

describe('order money (sheet 5.3, 5.4)', () => {
  it('computes a tax-inclusive order with 19, 7 and 0 percent by hand-checked figures', async () => {
    const { order, lines, taxes } = await placed(MIXED);

    expect(order).toMatchObject({
      is_tax_inclusive_pricing: true,
      subtotal_inc_tax: '65.5400',
      subtotal_ex_tax: '59.7868',
      subtotal_tax: '5.7500',
      shipping_cost_inc_tax: '4.9000',
      shipping_cost_tax: '0.7800',
      handling_cost_inc_tax: '1.0000',
      wrapping_cost_inc_tax: '2.5000',
      total_inc_tax: '73.9400',
      total_tax: '7.0900',
      total_ex_tax: '66.8500',
      refunded_amount: '0.0000',
    });
    expect(lines[2]).toMatchObject({
      price_inc_tax: '10.3330',
      total_inc_tax: '20.6700',
      base_total: '20.6660',
      discounted_total_inc_tax: '20.6700',
    });
    expect(taxes.map(({ line_item_type, rate, line_amount }) => [line_item_type, rate, line_amount])).toEqual([
      ['item', '7.0000', '0.9800'],
      ['item', '19.0000', '4.7700'],
      ['gift-wrapping', '19.0000', '0.4000'],
      ['item', '0.0000', '0.0000'],
      ['shipping', '19.0000', '0.7800'],
      ['handling', '19.0000', '0.1600'],
    ]);
  });

  it('computes a tax-exclusive order, where the net figures are the exact ones', async () => {
    const result = await placed({ lines: [{ sku: 'KANNE', quantity: 2 }], shipping: [{ cost: '5' }] }, { pricesIncludeTax: false });

    expect(result.order).toMatchObject({
      is_tax_inclusive_pricing: false,
      subtotal_ex_tax: '59.8000',
      subtotal_tax: '11.3600',
      subtotal_inc_tax: '71.1600',
      shipping_cost_inc_tax: '5.9500',
      total_inc_tax: '77.1100',
    });
    expectIdentities(result);
  });

  it('takes tax after discounts, so that net and tax no longer meet gross in the subtotal', async () => {
    const result = await placed({ ...MIXED, coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] });

    expect(result.order).toMatchObject({
      subtotal_inc_tax: '65.5400',
      coupon_discount: '6.5600',
      discount_amount: '0.0000',
      subtotal_tax: '5.1800',
    });
    expect(amounts(result.order, ['subtotal_ex_tax', 'subtotal_tax']).toFixed(4)).not.toBe('65.5400');
    expectIdentities(result);
  });

  it('names every discount on its line, with target and code', async () => {
    const { lines, order } = await placed({
      lines: [
        { sku: 'TEE', quantity: 2 },
        { sku: 'KANNE', quantity: 1 },
      ],
      coupons: [
        { code: 'PROSTUECK', kind: 'per-item', amount: '0.50', lines: [0] },
        { code: 'FUENF', kind: 'per-total', amount: '5' },
      ],
      promotions: [{ name: 'Aktion', percent: '10' }],
      manualDiscount: '1.00',
    });

    expect(lines[0]?.applied_discounts).toEqual([
      { id: 'promotion', name: 'Aktion', code: null, target: 'product', amount: '1.0000' },
      { id: 'coupon', name: 'PROSTUECK', code: 'PROSTUECK', target: 'product', amount: '1.0000' },
      { id: 'total-coupon', name: 'FUENF', code: 'FUENF', target: 'order', amount: '1.1400' },
      { id: 'manual-discount', name: 'Manual Discount', code: null, target: 'order', amount: '0.2300' },
    ]);
    expect(order).toMatchObject({ discount_amount: '4.9900', coupon_discount: '6.0000' });
  });

  it('lists coupons with their type numbers (5.5)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', tracking: 'none' });
    const id = store.simulator.storefront.placeOrder({
      lines: [{ sku: 'TEE', quantity: 1 }],
      shipping: [{ cost: '5' }],
      coupons: [
        { code: 'A', kind: 'percent', amount: '10' },
        { code: 'B', kind: 'free-shipping', amount: '0' },
        { code: 'C', kind: 'promotion', amount: '10' },
      ],
    });

    const coupons = rows(await store.get(`/v2/orders/${id}/coupons`));

    expect(coupons.map(({ code, type, discount }) => [code, type, discount])).toEqual([
      ['A', 1, '1.0000'],
      ['B', 4, '5.0000'],
      ['C', 5, '0.9000'],
    ]);
  });

  it('lowers the shipping cost itself for shipping coupons and keeps the base cost', async () => {
    const free = await placed({ ...MIXED, coupons: [{ code: 'FREI', kind: 'free-shipping', amount: '0' }] });
    const less = await placed({ ...MIXED, coupons: [{ code: 'ZWEI', kind: 'shipping', amount: '2' }] });

    expect(free.order).toMatchObject({ base_shipping_cost: '4.9000', shipping_cost_inc_tax: '0.0000', coupon_discount: '0.0000' });
    expect(less.order).toMatchObject({ base_shipping_cost: '4.9000', shipping_cost_inc_tax: '2.9000' });
    expectIdentities(free);
    expectIdentities(less);
  });

  it('does not lower the total by store credit and gift certificates, but the gateway takes less (12.13)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '50', tracking: 'none' });
    const id = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }], storeCredit: '5', giftCertificates: '10' });

    expect(row(await store.get(`/v2/orders/${id}`))).toMatchObject({
      total_inc_tax: '50.0000',
      store_credit_amount: '5.0000',
      gift_certificate_amount: '10.0000',
    });
    expect(rows(await store.get(`/v3/orders/${id}/transactions`))[0]?.amount).toBe(35);
  });

  it('adds fees to the total (12.13)', async () => {
    const result = await placed({ lines: [{ sku: 'KANNE', quantity: 1 }], fees: [{ name: 'Pfand', cost: '1.50', taxClassId: 3 }] });

    expect(result.fees[0]).toMatchObject({ type: 'custom_fee', cost_inc_tax: '1.5000', cost_tax: '0.0000' });
    expect(result.order.total_inc_tax).toBe('31.4000');
    expectIdentities(result);
  });

  it('charges no tax abroad: without the store tax, or the full price by setting; and no tax rows', async () => {
    const cart: Cart = { lines: [{ sku: 'KANNE', quantity: 1 }], shipTo: [{ country: 'Switzerland', countryIso2: 'CH' }] };
    const without = await placed(cart);
    const full = await placed(cart, { subtractStoreTax: false, zeroTaxRows: true });

    expect(without.order).toMatchObject({ total_inc_tax: '25.1300', total_tax: '0.0000' });
    expect(without.taxes).toEqual([]);
    expect(full.order).toMatchObject({ total_inc_tax: '29.9000', total_tax: '0.0000' });
    expect(full.taxes).toMatchObject([{ rate: '0.0000' }]);
    expectIdentities(without);
  });

  it('writes all amounts in the transactional currency, which the shopper may not have seen (pitfall 31)', async () => {
    const { order } = await placed({ lines: [{ sku: 'KANNE', quantity: 1 }], currency: 'USD', shownCurrency: 'EUR' });

    expect(order).toMatchObject({
      currency_code: 'EUR',
      default_currency_code: 'USD',
      store_default_currency_code: 'EUR',
      total_inc_tax: '32.8900',
      store_default_to_transactional_exchange_rate: '1.1000000000',
    });
  });

  it('rounds each tax amount under RATE_ROUNDING and keeps four decimals under NO_ROUNDING (10)', async () => {
    const cart: Cart = { lines: [{ sku: 'TEE', quantity: 1 }] };
    const rounded = await placed(cart, { pricesIncludeTax: false });
    const exact = await placed(cart, { pricesIncludeTax: false, roundingStrategy: 'NO_ROUNDING' });

    expect(rounded.order.total_tax).toBe('0.3500');
    expect(exact.order.total_tax).toBe('0.3493');
    expectIdentities(exact);
  });

  it('has no shipping address for digital goods, and product id 0 for a custom item (5.4, 5.5)', async () => {
    const { order, lines } = await placed({
      lines: [
        { sku: 'MP3', quantity: 1 },
        { custom: { name: 'Gravur', digital: true, taxClassId: 1 }, price: '3.00', quantity: 1 },
      ],
    });

    expect(order).toMatchObject({ order_is_digital: true, shipping_address_count: 0, total_inc_tax: '12.9900' });
    expect(lines[0]).toMatchObject({ type: 'digital', order_address_id: 0 });
    expect(lines[1]).toMatchObject({ product_id: 0, variant_id: 0, name: 'Gravur' });
  });

  it('holds every identity for random carts in both price modes and both rounding strategies', async () => {
    const cents = fc.integer({ min: 1, max: 9999 }).map((value) => new Decimal(value).div(100).toFixed(2));
    const line = fc.record({ sku: fc.constantFrom('TEE', 'KANNE', 'BUCH', 'MP3'), quantity: fc.integer({ min: 1, max: 7 }) });
    const coupon = fc.record({
      kind: fc.constantFrom('per-item' as const, 'percent' as const, 'per-total' as const, 'shipping' as const, 'free-shipping' as const),
      amount: cents,
    });
    const cart = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 5 }),
      coupons: fc.array(coupon, { maxLength: 2 }).map((coupons) => coupons.map((one, index) => ({ ...one, code: `C${index}` }))),
      manualDiscount: cents,
      shipping: cents.map((cost) => [{ cost, handling: '0.99' }]),
      fees: fc.array(cents, { maxLength: 1 }).map((costs) => costs.map((cost) => ({ name: 'Gebühr', cost, taxClassId: 2 }))),
    });
    const modes = fc.record({
      pricesIncludeTax: fc.boolean(),
      roundingStrategy: fc.constantFrom('RATE_ROUNDING' as const, 'NO_ROUNDING' as const),
    });

    await fc.assert(
      fc.asyncProperty(cart, modes, async (asked, settings) => {
        const result = await placed(asked, settings);
        expectIdentities(result);
        expect(result.lines.every(({ discounted_total_inc_tax }) => !String(discounted_total_inc_tax).startsWith('-'))).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('allocation', () => {
  it('splits so that the parts add up exactly, negative totals and zero weights included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }),
        (total, weights) => {
          const parts = allocate(
            new Decimal(total).div(100),
            weights.map((weight) => new Decimal(weight)),
            2,
          );
          const expected = weights.some((weight) => weight > 0) ? new Decimal(total).div(100) : new Decimal(0);
          expect(sum(parts).toFixed(2)).toBe(expected.toFixed(2));
          expect(parts.every((part, index) => part.isZero() || (weights[index] ?? 0) > 0)).toBe(true);
        },
      ),
      { seed: 7 },
    );
  });
});
