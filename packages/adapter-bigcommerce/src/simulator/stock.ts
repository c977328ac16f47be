import type { ItemKey, ProductRecord, Sellable, StockFigures, StockRecord, VariantRecord } from './catalog-records.ts';
import { now, type Shop } from './shop.ts';

/** Location 1 is the default one; the storefront sells from it (sheet 4.1). */
export const DEFAULT_LOCATION = 1;
export const STOCK_MAX = 2_147_483_647;

export function findVariant(shop: Shop, variantId: number): Sellable | undefined {
  return lookUp(shop, `#${variantId}`, ({ id }) => id === variantId);
}

/** SKUs are matched without regard to case, as their uniqueness is (sheet 3.2). */
export function findSku(shop: Shop, sku: string): Sellable | undefined {
  const wanted = sku.toLowerCase();
  return wanted === '' ? undefined : lookUp(shop, wanted, (variant) => variant.sku.toLowerCase() === wanted);
}

/** Remembers where a key was found, and believes it only while it is still true there. */
function lookUp(shop: Shop, key: string, matches: (variant: VariantRecord) => boolean): Sellable | undefined {
  const known = shop.variantIndex.get(key);
  if (known !== undefined && shop.products.get(known.product.id) === known.product) {
    if (matches(known.variant) && known.product.variants.includes(known.variant)) return known;
  }
  for (const product of shop.products.values()) {
    const variant = product.variants.find(matches);
    if (variant === undefined) continue;
    const found = { product, variant };
    shop.variantIndex.set(key, found);
    return found;
  }
  return undefined;
}

/** An item is a variant tracked by variant, or a product tracked as a whole or without variants (sheet 4.1). */
export function itemKeyOf({ product, variant }: Sellable): ItemKey {
  return product.tracking === 'variant' && !variant.base ? `v:${variant.id}` : `p:${product.id}`;
}

export function sellableOf(shop: Shop, item: ItemKey): Sellable | undefined {
  const id = Number(item.slice(2));
  if (item.startsWith('v:')) return findVariant(shop, id);
  const product = shop.products.get(id);
  const variant = product?.variants[0];
  return product === undefined || variant === undefined ? undefined : { product, variant };
}

export function stockAt(shop: Shop, item: ItemKey, locationId: number): StockRecord {
  const key = `${item}@${locationId}`;
  const known = shop.stock.get(key);
  if (known !== undefined) return known;
  const made: StockRecord = { item, locationId, onhand: null, safety: 0, inStock: true, warning: 0, bin: '', history: [] };
  shop.stock.set(key, made);
  return made;
}

/** Changes a record and keeps what it was, for reads that lag. */
export function changeStock(record: StockRecord, change: Partial<StockFigures>, at: number): void {
  if (record.history.length === 0) record.history.push({ at: Number.NEGATIVE_INFINITY, figures: figuresOf(record) });
  Object.assign(record, change);
  record.history.push({ at, figures: figuresOf(record) });
  if (record.history.length > 200) record.history.splice(0, 100);
}

/** What an inventory read shows: the state of some time ago (sheet 4.3). */
export function shownStock(shop: Shop, record: StockRecord): StockFigures {
  if (shop.settings.readLagMs === 0) return figuresOf(record);
  const until = now(shop) - shop.settings.readLagMs;
  return record.history.findLast(({ at }) => at <= until)?.figures ?? record.history[0]?.figures ?? figuresOf(record);
}

/** `available_to_sell = total_inventory_onhand − safety_stock`; below zero by switch (unknown 12.6). */
export function availableToSell(shop: Shop, { onhand, safety }: StockFigures): number {
  const available = (onhand ?? 0) - safety;
  return shop.settings.belowZero === 'clamp' ? Math.max(0, available) : available;
}

/** Catalog `inventory_level`: available to sell at the default location (sheet 4.1). */
export function inventoryLevel(shop: Shop, sellable: Sellable): number {
  if (sellable.product.tracking === 'none') return 0;
  return availableToSell(shop, shownStock(shop, stockAt(shop, itemKeyOf(sellable), DEFAULT_LOCATION)));
}

export function productLevel(shop: Shop, product: ProductRecord): number {
  const items = new Set(product.variants.map((variant) => itemKeyOf({ product, variant })));
  const byItem = [...items].map((item) => sellableOf(shop, item)).filter((sellable) => sellable !== undefined);
  return byItem.reduce((level, sellable) => level + inventoryLevel(shop, sellable), 0);
}

function figuresOf({ onhand, safety, inStock, warning, bin }: StockFigures): StockFigures {
  return { onhand, safety, inStock, warning, bin };
}
