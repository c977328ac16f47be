import type { BigcommerceSimulator, Cart } from '@megzo/adapter-bigcommerce/simulator';
import type { OrderState } from '@megzo/core';
import { people } from './people.ts';
import { taxClasses } from './shelf.ts';

/** What shall become of an order, and why, in the codes of the problem catalogue. */
export type ExpectedEnd =
  | { readonly state: 'placed' }
  | { readonly state: Exclude<OrderState, 'placed' | 'admitted'>; readonly reason: string };

export interface DemoOrder {
  /** What is awkward about it. */
  readonly name: string;
  readonly daysAgo: number;
  readonly cart: Cart;
  /** The shopper never paid: the order stays incomplete. */
  readonly unpaid?: true;
  /** What happened to it before the first heartbeat. */
  readonly soon?: (shop: BigcommerceSimulator, orderId: number) => void;
  /** What happens to it after the first heartbeat. */
  readonly later?: (shop: BigcommerceSimulator, orderId: number) => void;
  readonly expected: ExpectedEnd;
  /** A problem that stands beside the end after `later`. */
  readonly problem?: string;
}

/** Orders placed at least so many days ago are the merchant's own business. */
export const cutoverDaysAgo = 21;

const placed: ExpectedEnd = { state: 'placed' };

/** Every awkward kind of order, with the end that it must come to. */
export const demoOrders: readonly DemoOrder[] = [
  {
    name: 'coffee and a cup: two tax rates',
    daysAgo: 20,
    cart: cart('berlin', [
      ['KAF-YIRG-250', 2],
      ['KUE-FP-1000', 1],
    ]),
    expected: placed,
  },
  {
    name: 'a coupon of 5 euros over two tax rates',
    daysAgo: 19,
    cart: {
      ...cart('hamburg', [
        ['KAF-HAUS-500', 1],
        ['KUE-HF-02', 1],
        ['GEN-KAND', 3],
      ]),
      coupons: [{ code: 'WILLKOMMEN5', kind: 'per-total', amount: '5.00' }],
    },
    expected: placed,
  },
  {
    name: 'a coupon of 10 percent',
    daysAgo: 18,
    cart: {
      ...cart('koeln', [
        ['TEE-DARJ-100', 3],
        ['KUE-WAAGE', 1],
      ]),
      coupons: [{ code: 'TEE10', kind: 'percent', amount: '10' }],
    },
    expected: placed,
  },
  {
    name: 'an automatic promotion and no freight',
    daysAgo: 18,
    cart: {
      ...cart('leipzig', [['KAF-ESPR-1000', 2]]),
      promotions: [{ name: 'Röstwoche', percent: '15' }],
      coupons: [{ code: 'FRACHTFREI', kind: 'free-shipping', amount: '0' }],
    },
    expected: placed,
  },
  {
    name: 'freight and a handling charge',
    daysAgo: 17,
    cart: { ...cart('muenchen', [['KUE-MUE-HAND', 1]]), shipping: [{ method: 'DHL Paket', cost: '6.90', handling: '1.50' }] },
    expected: placed,
  },
  {
    name: 'a gift in wrapping paper',
    daysAgo: 16,
    cart: { ...cart('berlin', []), lines: [{ sku: 'TEE-EARL-100', quantity: 2, wrapping: { name: 'Sternenpapier', cost: '2.50' } }] },
    expected: placed,
  },
  { name: 'three times a net price that makes no whole cents', daysAgo: 16, cart: cart('hamburg', [['FIL-02-40', 3]]), expected: placed },
  { name: 'a guest', daysAgo: 15, cart: { ...cart('koeln', [['GEN-KAND', 1]]), customerId: 0 }, expected: placed },
  { name: 'a company with its VAT id', daysAgo: 15, cart: { ...cart('cafe', [['KAF-ESPR-1000', 5]]), customerId: 11 }, expected: placed },
  {
    name: 'a company without a VAT id that pays by bank transfer',
    daysAgo: 14,
    cart: { ...cart('buero', [['KAF-HAUS-500', 4]]), payment: { kind: 'offline', method: 'Vorkasse' } },
    expected: placed,
  },
  { name: 'the same company again', daysAgo: 3, cart: cart('buero', [['KUE-HF-02', 2]]), expected: placed },
  {
    name: 'a Swiss shopper: an export without tax',
    daysAgo: 13,
    cart: cart('zuerich', [
      ['KUE-FP-1000', 1],
      ['KAF-YIRG-250', 1],
    ]),
    expected: placed,
  },
  {
    name: 'an Austrian shopper at German rates',
    daysAgo: 13,
    cart: cart('wien', [
      ['TEE-EARL-100', 1],
      ['KUE-HF-02', 1],
    ]),
    expected: placed,
  },
  {
    name: 'a Dutch company with its VAT id: a tax-free supply',
    daysAgo: 12,
    cart: cart('amsterdam', [['KAF-HAUS-500', 6]]),
    expected: placed,
  },
  {
    name: 'delivery to a parcel station',
    daysAgo: 12,
    cart: { ...cart('berlin', [['TEE-DARJ-100', 1]]), shipTo: [people.packstation] },
    expected: placed,
  },
  {
    name: 'two places of delivery',
    daysAgo: 11,
    cart: {
      ...cart('muenchen', []),
      lines: [
        { sku: 'KAF-HUIL-250', quantity: 1, shipTo: 0 },
        { sku: 'KUE-WAAGE', quantity: 1, shipTo: 1 },
      ],
      shipTo: [people.muenchen, people.leipzig],
      shipping: [{ cost: '4.90' }, { cost: '4.90' }],
    },
    expected: placed,
  },
  {
    name: 'a free gift beside the goods',
    daysAgo: 11,
    cart: {
      ...cart('leipzig', [
        ['KAF-HAUS-500', 2],
        ['GEN-KAND', 1],
      ]),
      coupons: [{ code: 'KANDIS-DAZU', kind: 'percent', amount: '100', lines: [1] }],
    },
    expected: placed,
  },
  {
    name: 'part paid by store credit',
    daysAgo: 10,
    cart: { ...cart('hamburg', [['KUE-MUE-HAND', 1]]), storeCredit: '10.00', customerId: 12 },
    expected: placed,
  },
  {
    name: 'part paid by gift certificate',
    daysAgo: 10,
    cart: { ...cart('koeln', [['KUE-FP-1000', 1]]), giftCertificates: '20.00' },
    expected: placed,
  },
  {
    name: 'a discount that staff gave',
    daysAgo: 9,
    cart: {
      ...cart('cafe', [
        ['KAF-YIRG-250', 7],
        ['FIL-02-40', 2],
      ]),
      manualDiscount: '3.33',
      source: 'manual',
    },
    expected: placed,
  },
  {
    name: 'a fee for express',
    daysAgo: 9,
    cart: { ...cart('berlin', [['TEE-EARL-100', 1]]), fees: [{ name: 'Expresszuschlag', cost: '7.00' }] },
    expected: placed,
  },
  { name: 'a sample box of more than fifty lines', daysAgo: 8, cart: { ...cart('muenchen', []), lines: samples(55) }, expected: placed },
  {
    name: 'something from the counter that is no article',
    daysAgo: 8,
    cart: {
      ...cart('hamburg', []),
      lines: [{ custom: { name: 'Mahlservice', taxClassId: taxClasses['19'] }, price: '1.90', quantity: 1 }],
    },
    expected: placed,
  },
  { name: 'an online course only', daysAgo: 7, cart: cart('koeln', [['KURS-LATTE', 1]]), expected: placed },
  {
    name: 'a voucher without tax and a mill',
    daysAgo: 7,
    cart: cart('leipzig', [
      ['GUT-50', 1],
      ['KUE-MUE-HAND', 1],
    ]),
    expected: placed,
  },
  {
    name: 'shipped by hand already',
    daysAgo: 6,
    cart: cart('muenchen', [['KAF-YIRG-250', 1]]),
    soon: (shop, id) => void shop.storefront.ship(id),
    expected: placed,
  },
  {
    name: 'edited before it was placed',
    daysAgo: 5,
    cart: cart('berlin', [
      ['KUE-HF-02', 1],
      ['KAF-HAUS-500', 1],
    ]),
    soon: (shop, id) => shop.storefront.editOrder(id, { lines: [{ id: firstLine(shop, id), quantity: 3 }] }),
    expected: placed,
  },
  {
    name: 'edited after it was placed',
    daysAgo: 5,
    cart: cart('hamburg', [['TEE-DARJ-100', 1]]),
    later: (shop, id) => shop.storefront.editOrder(id, { lines: [{ id: firstLine(shop, id), quantity: 2 }] }),
    expected: placed,
    problem: 'ORDER_EDITED_AFTER_PLACING',
  },
  {
    name: 'paid in Swiss francs',
    daysAgo: 4,
    cart: { ...cart('zuerich', [['KUE-WAAGE', 1]]), currency: 'CHF' },
    expected: { state: 'parked', reason: 'ORDER_CURRENCY_UNSUPPORTED' },
  },
  {
    name: 'a total that its lines do not add up to',
    daysAgo: 4,
    cart: cart('koeln', [['KAF-ESPR-1000', 1]]),
    soon: (shop, id) => shop.storefront.corrupt(id, { order: { total_inc_tax: '31.4200', subtotal_inc_tax: '31.4200' } }),
    expected: { state: 'parked', reason: 'ORDER_SUM_DIFFERS' },
  },
  {
    name: 'left at the checkout',
    daysAgo: 3,
    cart: cart('leipzig', [['KAF-HUIL-250', 2]]),
    unpaid: true,
    expected: { state: 'excluded', reason: 'ORDER_INCOMPLETE' },
  },
  {
    name: 'payment pending',
    daysAgo: 3,
    cart: { ...cart('berlin', [['GEN-KAND', 2]]), statusId: 1 },
    expected: { state: 'held', reason: 'ORDER_PENDING' },
  },
  {
    name: 'to be verified by a person',
    daysAgo: 2,
    cart: { ...cart('hamburg', [['KUE-WAAGE', 2]]), statusId: 12 },
    expected: { state: 'held', reason: 'ORDER_UNDER_REVIEW' },
  },
  {
    name: 'cancelled',
    daysAgo: 2,
    cart: cart('koeln', [['TEE-EARL-100', 4]]),
    soon: (shop, id) => shop.storefront.cancel(id),
    expected: { state: 'cancelled', reason: 'ORDER_CANCELLED' },
  },
  {
    name: 'declined',
    daysAgo: 2,
    cart: { ...cart('leipzig', [['KUE-MUE-HAND', 1]]), statusId: 6 },
    expected: { state: 'cancelled', reason: 'ORDER_CANCELLED' },
  },
  {
    name: 'put into the archive',
    daysAgo: 1,
    cart: cart('muenchen', [['GEN-KAND', 1]]),
    soon: (shop, id) => shop.storefront.archive(id),
    expected: { state: 'excluded', reason: 'ORDER_ARCHIVED' },
  },
  {
    name: 'from before the cutover',
    daysAgo: 40,
    cart: cart('berlin', [['KAF-YIRG-250', 1]]),
    expected: { state: 'excluded', reason: 'ORDER_BEFORE_CUTOVER' },
  },
];

function cart(who: keyof typeof people, lines: readonly (readonly [sku: string, quantity: number])[]): Cart {
  return {
    billing: people[who],
    lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
    shipping: [{ method: 'DHL Paket', cost: '4.90' }],
  };
}

function samples(count: number): Cart['lines'] {
  return Array.from({ length: count }, (_, index) => ({
    custom: { name: `Probe ${String(index + 1).padStart(2, '0')}, 30 g`, sku: `PROBE-${index + 1}`, taxClassId: taxClasses['7'] },
    price: index % 3 === 0 ? '1.29' : '1.49',
    quantity: 1,
  }));
}

function firstLine(shop: BigcommerceSimulator, orderId: number): number {
  return shop.order(orderId).lines[0]?.id ?? 0;
}
