import type { BigcommerceSimulator, Cart } from '@megzo/adapter-bigcommerce/simulator';
import { people } from './people.ts';

const shoppers = [people.berlin, people.hamburg, people.koeln, people.leipzig, people.muenchen, people.cafe, people.wien] as const;

/** A new order with one to three things that the shop sells just now, or nothing if it sells nothing. Answers its id. */
export function arrive(shop: BigcommerceSimulator, random: () => number): number | undefined {
  const sold = shop.products().filter(({ sku, visible }) => visible && sku !== '' && shop.storefront.purchasable(sku) >= 3);
  if (sold.length === 0) return undefined;
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const skus = new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(sold)?.sku ?? ''));
  const lines: Cart['lines'] = [...skus].filter((sku) => sku !== '').map((sku) => ({ sku, quantity: 1 + Math.floor(random() * 2) }));
  const billing = pick(shoppers);
  return shop.storefront.placeOrder({
    ...(billing === undefined ? {} : { billing }),
    lines,
    shipping: [{ method: 'DHL Paket', cost: '4.90' }],
    ...(random() < 0.2 ? { coupons: [{ code: 'TEE10', kind: 'percent' as const, amount: '10' }] } : {}),
  });
}
