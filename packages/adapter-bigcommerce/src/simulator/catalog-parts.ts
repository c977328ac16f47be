import { readAmount, toAmount } from './amounts.ts';
import type { Prices, ProductRecord, VariantRecord } from './catalog-records.ts';
import type { Fields } from './json.ts';
import type { Shop } from './shop.ts';
import { DEFAULT_LOCATION, findSku, itemKeyOf, STOCK_MAX, stockAt } from './stock.ts';
import { enqueueStock } from './stock-jobs.ts';

export const NO_PRICES: Prices = { price: null, salePrice: null, retailPrice: null, costPrice: null, mapPrice: null };

/** Prices are stored with four decimals, rounded half up (sheet 3.2). */
export function assignPrices(target: Prices, body: Fields, nullable: boolean): void {
  const read = (field: string, current: string | null): string | null => {
    const value = body[field];
    if (value === undefined) return current;
    if (value === null) return nullable ? null : current;
    const amount = readAmount(value);
    return amount === undefined ? current : toAmount(amount);
  };
  target.price = read('price', target.price);
  target.salePrice = read('sale_price', target.salePrice);
  target.retailPrice = read('retail_price', target.retailPrice);
  target.costPrice = read('cost_price', target.costPrice);
  target.mapPrice = read('map_price', target.mapPrice);
}

export function checkPrices(body: Fields): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of ['price', 'sale_price', 'retail_price', 'cost_price', 'map_price']) {
    const value = body[field];
    if (value === undefined || value === null) continue;
    const amount = readAmount(value);
    if (amount === undefined || amount.isNegative()) errors[field] = `${field} must be a number of at least 0`;
  }
  return errors;
}

/** Catalog writes of stock pass through the inventory service and are clamped, not refused (sheet 3.4). */
export function writeLevel(shop: Shop, product: ProductRecord, variant: VariantRecord, level: unknown): void {
  if (typeof level !== 'number') return;
  const item = itemKeyOf({ product, variant });
  const quantity = Math.min(STOCK_MAX, Math.max(0, level)) + stockAt(shop, item, DEFAULT_LOCATION).safety;
  enqueueStock(shop, { kind: 'absolute', item, locationId: DEFAULT_LOCATION, quantity });
}

/** The SKU of a simple product is also that of its base variant. */
export function setSku(product: ProductRecord, sku: string): void {
  product.sku = sku;
  const base = product.variants.find((variant) => variant.base);
  if (base !== undefined) base.sku = sku;
}

export function skuTaken(shop: Shop, sku: string, except: ProductRecord | undefined): boolean {
  const wanted = sku.toLowerCase();
  const asProduct = [...shop.products.values()].some((product) => product !== except && product.sku.toLowerCase() === wanted);
  const asVariant = findSku(shop, sku);
  return asProduct || (asVariant !== undefined && asVariant.product !== except);
}
