import { assignPrices, checkPrices, NO_PRICES, setSku, writeLevel } from './catalog-parts.ts';
import type { OptionValue, ProductRecord, VariantRecord } from './catalog-records.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { refuse, v3Error } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';
import { findSku } from './stock.ts';

const VARIANTS_MAX = 600;
const OWN = new Set([
  ...['id', 'product_id', 'sku', 'sku_id', 'price', 'sale_price', 'retail_price', 'cost_price', 'map_price', 'calculated_price'],
  ...['option_values', 'inventory_level', 'inventory_warning_level'],
]);

/** Adds a variant with its options and values; the base variant of a simple product disappears (sheet 3.1). */
export function createVariant(shop: Shop, product: ProductRecord, body: unknown): VariantRecord {
  const fields = checkNewVariant(shop, product, body);
  const variant: VariantRecord = {
    id: nextId(shop, 'variant'),
    productId: product.id,
    base: false,
    skuId: nextId(shop, 'sku'),
    sku: String(fields.sku),
    ...NO_PRICES,
    optionValues: readOptionValues(shop, product, fields.option_values),
    more: {},
  };
  product.variants = [...product.variants.filter(({ base }) => !base), variant];
  assignVariant(shop, product, variant, fields);
  emit(shop, {
    scope: 'store/sku/created',
    data: { type: 'sku', id: variant.skuId, sku: { product_id: product.id, variant_id: variant.id } },
  });
  return variant;
}

export function updateVariant(shop: Shop, product: ProductRecord, variant: VariantRecord, body: Fields): void {
  assignVariant(shop, product, variant, body);
  product.modifiedAt = now(shop);
  const ids = { product_id: product.id, variant_id: variant.id };
  if (variant.base) emit(shop, { scope: 'store/product/updated', data: { type: 'product', id: product.id } });
  else emit(shop, { scope: 'store/sku/updated', data: { type: 'sku', id: variant.skuId, sku: ids } });
}

/** Answers the errors of one element, or undefined where it may be written. */
export function variantErrors(
  shop: Shop,
  variant: VariantRecord | undefined,
  body: Fields,
): { status: number; title: string; errors: Fields } | undefined {
  const errors = checkPrices(body);
  if (body.sku !== undefined && (typeof body.sku !== 'string' || body.sku.length > 255))
    errors.sku = 'sku must have at most 255 characters';
  if (Object.keys(errors).length > 0) return { status: 422, title: 'JSON data is missing or invalid', errors };
  if (typeof body.sku === 'string' && body.sku !== '') {
    const holder = findSku(shop, body.sku);
    const own = holder !== undefined && holder.variant === variant;
    const wanted = body.sku.toLowerCase();
    const asProduct = [...shop.products.values()].some((other) => other.sku.toLowerCase() === wanted && other.id !== variant?.productId);
    if ((holder !== undefined && !own) || asProduct) return { status: 409, title: 'The sku is a duplicate', errors: {} };
  }
  return undefined;
}

function checkNewVariant(shop: Shop, product: ProductRecord, body: unknown): Fields {
  if (!isFields(body)) return refuse(v3Error(422, 'JSON data is missing or invalid'));
  const missing = ['sku', 'option_values'].filter((field) => body[field] === undefined);
  if (missing.length > 0) {
    refuse(v3Error(422, 'Missing Required Fields', Object.fromEntries(missing.map((field) => [field, 'missing required field']))));
  }
  const wrong = variantErrors(shop, undefined, body);
  if (wrong !== undefined) refuse(v3Error(wrong.status, wrong.title, wrong.errors));
  if (product.variants.length >= VARIANTS_MAX) refuse(v3Error(422, `A product may have at most ${VARIANTS_MAX} variants`));
  return body;
}

function assignVariant(shop: Shop, product: ProductRecord, variant: VariantRecord, body: Fields): void {
  if (typeof body.sku === 'string') {
    if (variant.base) setSku(product, body.sku);
    else variant.sku = body.sku;
  }
  assignPrices(variant, body, true);
  variant.more = { ...variant.more, ...Object.fromEntries(Object.entries(body).filter(([field]) => !OWN.has(field))) };
  if (product.tracking !== 'none') writeLevel(shop, product, variant, body.inventory_level);
}

function readOptionValues(shop: Shop, product: ProductRecord, value: unknown): OptionValue[] {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(v3Error(422, 'JSON data is missing or invalid', { option_values: 'option_values must not be empty' }));
  }
  const known = product.variants.flatMap(({ optionValues }) => optionValues);
  return value.filter(isFields).map((entry) => {
    const byId = known.find(({ id }) => id === entry.id);
    if (byId !== undefined) return byId;
    const name = String(entry.option_display_name ?? '');
    const label = String(entry.label ?? '');
    const same = known.find((candidate) => candidate.option_display_name === name && candidate.label === label);
    if (same !== undefined) return same;
    const option = known.find((candidate) => candidate.option_display_name === name);
    return { id: nextId(shop, 'option value'), label, option_id: option?.option_id ?? nextId(shop, 'option'), option_display_name: name };
  });
}
