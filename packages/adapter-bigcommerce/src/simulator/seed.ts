import { readAmount } from './amounts.ts';
import { addCategory } from './assignment-routes.ts';
import type { Tracking } from './catalog-records.ts';
import { createProduct } from './catalog-write.ts';
import { addLocation } from './location-routes.ts';
import { writeMetafield } from './metafield-store.ts';
import { nextId, type Shop } from './shop.ts';
import { changeStock, DEFAULT_LOCATION, itemKeyOf, stockAt } from './stock.ts';

export interface ProductSeed {
  readonly name: string;
  /** The main SKU; that of the base variant where there are no variants. */
  readonly sku?: string;
  readonly price: string;
  readonly type?: 'physical' | 'digital';
  readonly taxClassId?: number;
  readonly tracking?: Tracking;
  /** On hand at the default location; absent leaves it without an absolute value (sheet 4.2). */
  readonly stock?: number;
  readonly safetyStock?: number;
  readonly variants?: readonly { readonly sku: string; readonly label: string; readonly price?: string; readonly stock?: number }[];
  readonly gtin?: string;
  readonly visible?: boolean;
  readonly weight?: string;
}

export interface SeededProduct {
  readonly id: number;
  readonly variantIds: readonly number[];
}

/** What is in the shop before anybody connects. */
export interface Seed {
  product(seed: ProductSeed): SeededProduct;
  brand(name: string): number;
  category(name: string): number;
  location(code: string): number;
  /** A metafield of another app, by its client id. */
  foreignMetafield(ask: {
    orderId: number;
    clientId: string;
    namespace: string;
    key: string;
    value: string;
    permissionSet: string;
  }): number;
}

export function createSeed(shop: Shop): Seed {
  return {
    product: (seed) => seedProduct(shop, seed),
    brand(name) {
      const id = nextId(shop, 'brand');
      shop.brands.set(id, name);
      return id;
    },
    category: (name) => addCategory(shop, name),
    location: (code) => addLocation(shop, { code }).id,
    foreignMetafield({ orderId, clientId, permissionSet, ...fields }) {
      const target = { resourceType: 'order', resourceId: orderId };
      const made = writeMetafield(shop, target, { ...fields, permission_set: permissionSet }, clientId);
      if ('status' in made) throw new Error(`metafield refused: ${made.title}`);
      return made.id;
    },
  };
}

function seedProduct(shop: Shop, seed: ProductSeed): SeededProduct {
  const tracking = seed.tracking ?? (seed.variants === undefined ? 'product' : 'variant');
  const product = createProduct(shop, {
    name: seed.name,
    type: seed.type ?? 'physical',
    weight: readAmount(seed.weight ?? '1'),
    price: seed.price,
    sku: seed.sku ?? '',
    tax_class_id: seed.taxClassId ?? 0,
    inventory_tracking: tracking,
    is_visible: seed.visible ?? true,
    ...(seed.gtin === undefined ? {} : { gtin: seed.gtin }),
    variants: (seed.variants ?? []).map(({ sku, label, price }) => ({
      sku,
      option_values: [{ option_display_name: 'Variante', label }],
      ...(price === undefined ? {} : { price }),
    })),
  });
  product.channelIds.add(1);
  for (const [index, variant] of product.variants.entries()) {
    const onhand = seed.variants?.[index]?.stock ?? seed.stock;
    const figures = { ...(onhand === undefined ? {} : { onhand }), safety: seed.safetyStock ?? 0 };
    changeStock(stockAt(shop, itemKeyOf({ product, variant }), DEFAULT_LOCATION), figures, product.createdAt);
  }
  return { id: product.id, variantIds: product.variants.map(({ id }) => id) };
}
