import { Decimal } from 'decimal.js';
import type { ProductRecord, VariantRecord } from './catalog-records.ts';
import { toIso } from './dates.ts';
import type { Fields } from './json.ts';
import type { Shop } from './shop.ts';
import { DEFAULT_LOCATION, inventoryLevel, itemKeyOf, productLevel, stockAt } from './stock.ts';

const INCLUDES: Readonly<Record<string, (shop: Shop, product: ProductRecord) => unknown>> = {
  variants: (shop, product) => product.variants.map((variant) => variantView(shop, product, variant)),
  options: (_shop, product) => optionsView(product),
  modifiers: () => [],
  images: (_shop, product) => product.images,
  primary_image: (_shop, product) => product.images[0] ?? null,
  custom_fields: (_shop, product) => product.customFields,
  bulk_pricing_rules: () => [],
  channels: (_shop, product) => [...product.channelIds],
  parent_relations: () => [],
  reviews: () => [],
  videos: () => [],
};

export function productView(shop: Shop, product: ProductRecord, include: readonly string[] = []): Fields {
  const base = product.variants.find((variant) => variant.base);
  const extra = Object.fromEntries(
    include.flatMap((name) => (INCLUDES[name] === undefined ? [] : [[name, INCLUDES[name](shop, product)]])),
  );
  const [sample] = product.variants;
  return {
    ...product.more,
    id: product.id,
    name: product.name,
    type: product.type,
    sku: product.sku,
    weight: new Decimal(product.weight),
    price: number(product.price),
    sale_price: number(product.salePrice),
    retail_price: number(product.retailPrice),
    cost_price: number(product.costPrice),
    map_price: number(product.mapPrice),
    calculated_price: number(calculated(product.price, product.salePrice)),
    tax_class_id: product.taxClassId,
    brand_id: product.brandId,
    categories: product.categories,
    inventory_tracking: product.tracking,
    inventory_level: productLevel(shop, product),
    inventory_warning_level: sample === undefined ? 0 : stockAt(shop, itemKeyOf({ product, variant: sample }), DEFAULT_LOCATION).warning,
    is_visible: product.visible,
    availability: product.availability,
    custom_url: { url: product.customUrl, is_customized: false },
    total_sold: product.totalSold,
    base_variant_id: base?.id ?? null,
    date_created: toIso(product.createdAt),
    date_modified: toIso(product.modifiedAt),
    ...extra,
  };
}

export function variantView(shop: Shop, product: ProductRecord, variant: VariantRecord): Fields {
  return {
    ...variant.more,
    id: variant.id,
    product_id: product.id,
    sku: variant.sku,
    // Null on the base variant (sheet 3.1).
    sku_id: variant.skuId,
    price: nullable(variant.price),
    sale_price: nullable(variant.salePrice),
    retail_price: nullable(variant.retailPrice),
    cost_price: nullable(variant.costPrice),
    map_price: nullable(variant.mapPrice),
    calculated_price: number(calculated(variant.price ?? product.price, variant.salePrice ?? product.salePrice)),
    inventory_level: inventoryLevel(shop, { product, variant }),
    option_values: variant.optionValues,
  };
}

/** `sale_price` 0 means none (sheet 3.2). */
export function calculated(price: string | null, sale: string | null): string {
  return sale !== null && !new Decimal(sale).isZero() ? sale : (price ?? '0');
}

function optionsView(product: ProductRecord): Fields[] {
  const byId = new Map<number, { name: string; values: Map<number, string> }>();
  for (const { optionValues } of product.variants) {
    for (const { id, label, option_id, option_display_name } of optionValues) {
      const option = byId.get(option_id) ?? { name: option_display_name, values: new Map() };
      option.values.set(id, label);
      byId.set(option_id, option);
    }
  }
  return [...byId].map(([id, { name, values }]) => ({
    id,
    product_id: product.id,
    display_name: name,
    type: 'dropdown',
    option_values: [...values].map(([valueId, label]) => ({ id: valueId, label })),
  }));
}

function number(amount: string | null): Decimal {
  return new Decimal(amount ?? '0');
}

function nullable(amount: string | null): Decimal | null {
  return amount === null ? null : new Decimal(amount);
}
