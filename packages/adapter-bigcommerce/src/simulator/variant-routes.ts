import { type Call, idOf, list, paged, pageOf, type Route } from './calls.ts';
import type { Sellable } from './catalog-records.ts';
import { idsIn, only, productOf } from './catalog-routes.ts';
import { variantView } from './catalog-view.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { DOCS_TYPE, noContent, type Reply, refuse, single, tooMany, v3Error } from './replies.ts';
import type { Shop } from './shop.ts';
import { findVariant } from './stock.ts';
import { createVariant, updateVariant, variantErrors } from './variant-write.ts';

const PRODUCTS = ['store_v2_products'];
const PAGE = { fallback: 50, max: 250 };
/** "Subject to change" (sheet 3.4). */
const BATCH_MAX = 50;

export const variantRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/catalog/variants', scopes: PRODUCTS, run: listVariants },
  { method: 'PUT', path: '/v3/catalog/variants', scopes: PRODUCTS, run: putVariants },
  { method: 'GET', path: '/v3/catalog/products/:id/variants', scopes: PRODUCTS, run: listOfProduct },
  { method: 'POST', path: '/v3/catalog/products/:id/variants', scopes: PRODUCTS, run: postVariant },
  { method: 'GET', path: '/v3/catalog/products/:id/variants/:variantId', scopes: PRODUCTS, run: getVariant },
  { method: 'PUT', path: '/v3/catalog/products/:id/variants/:variantId', scopes: PRODUCTS, run: putVariant },
  { method: 'DELETE', path: '/v3/catalog/products/:id/variants/:variantId', scopes: PRODUCTS, run: deleteVariant },
];

/** One SKU at a time: there is no `sku:in` here (sheet 3.3). */
function listVariants(call: Call): Reply {
  const { shop, query } = call;
  const sku = query.get('sku')?.toLowerCase();
  const upc = query.get('upc');
  const ids = idsIn(query, 'id');
  const productIds = idsIn(query, 'product_id');
  const rows = [...shop.products.values()]
    .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
    .filter(({ variant }) => sku === undefined || variant.sku.toLowerCase() === sku)
    .filter(({ variant }) => upc === null || variant.more.upc === upc)
    .filter(({ variant }) => ids === undefined || ids.includes(variant.id))
    .filter(({ product }) => productIds === undefined || productIds.includes(product.id))
    .sort((a, b) => a.variant.id - b.variant.id);
  const views = rows.map(({ product, variant }) => only(variantView(shop, product, variant), query));
  return paged(call, views, pageOf(call, 'v3', PAGE));
}

function listOfProduct(call: Call): Reply {
  const product = productOf(call);
  const views = product.variants.map((variant) => only(variantView(call.shop, product, variant), call.query));
  return paged(call, views, pageOf(call, 'v3', PAGE));
}

function getVariant(call: Call): Reply {
  const { product, variant } = variantOf(call);
  return single(only(variantView(call.shop, product, variant), call.query));
}

function postVariant(call: Call): Reply {
  const product = productOf(call);
  return single(variantView(call.shop, product, createVariant(call.shop, product, call.body)));
}

function putVariant(call: Call): Reply {
  const { product, variant } = variantOf(call);
  if (!isFields(call.body)) return v3Error(422, 'JSON data is missing or invalid');
  const wrong = variantErrors(call.shop, variant, call.body);
  if (wrong !== undefined) return v3Error(wrong.status, wrong.title, wrong.errors);
  updateVariant(call.shop, product, variant, call.body);
  return single(variantView(call.shop, product, variant));
}

export function removeVariant(shop: Shop, { product, variant }: Sellable): void {
  product.variants = product.variants.filter((candidate) => candidate !== variant);
  const ids = { product_id: product.id, variant_id: variant.id };
  emit(shop, { scope: 'store/sku/deleted', data: { type: 'sku', id: variant.skuId ?? variant.id, sku: ids } });
}

function deleteVariant(call: Call): Reply {
  removeVariant(call.shop, variantOf(call));
  return noContent();
}

/** Updates by `id`, or creates with `product_id`, `sku` and `option_values`; errors come as `batch_errors` (sheet 1.5, 3.4). */
function putVariants(call: Call): Reply {
  const { shop, body } = call;
  if (!Array.isArray(body) || !body.every(isFields)) return v3Error(422, 'JSON data is missing or invalid');
  if (body.length > BATCH_MAX) return tooMany(BATCH_MAX);
  const batchErrors = body.flatMap((fields, index) => elementErrors(shop, fields, index));
  if (batchErrors.length > 0) return { status: 422, body: { batch_errors: batchErrors } };
  const data = body.map((fields) => written(shop, fields));
  return { status: 200, body: { data, meta: {} } };
}

function elementErrors(shop: Shop, fields: Fields, index: number): Fields[] {
  const found = typeof fields.id === 'number' ? findVariant(shop, fields.id) : undefined;
  const error = (status: number, title: string, errors: Fields): Fields[] => [
    {
      status,
      title,
      type: DOCS_TYPE,
      instance: '',
      errors: Object.fromEntries(Object.entries(errors).map(([key, text]) => [`${index}.${key}`, text])),
    },
  ];
  if (fields.id !== undefined && found === undefined) return error(404, 'Variant not found', { id: 'not found' });
  if (fields.id === undefined) {
    const missing = ['product_id', 'sku', 'option_values'].filter((name) => fields[name] === undefined);
    if (missing.length > 0)
      return error(422, 'Missing Required Fields', Object.fromEntries(missing.map((name) => [name, 'missing required field'])));
    if (typeof fields.product_id !== 'number' || !shop.products.has(fields.product_id))
      return error(404, 'Product not found', { product_id: 'not found' });
  }
  const wrong = variantErrors(shop, found?.variant, fields);
  return wrong === undefined ? [] : error(wrong.status, wrong.title, wrong.errors);
}

function written(shop: Shop, fields: Fields): Fields {
  const found = typeof fields.id === 'number' ? findVariant(shop, fields.id) : undefined;
  if (found !== undefined) {
    updateVariant(shop, found.product, found.variant, fields);
    return variantView(shop, found.product, found.variant);
  }
  const product = shop.products.get(Number(fields.product_id));
  if (product === undefined) return refuse(v3Error(404, 'Product not found'));
  return variantView(shop, product, createVariant(shop, product, fields));
}

function variantOf(call: Call): Sellable {
  const product = productOf(call);
  const variant = product.variants.find(({ id }) => id === idOf(call, 'variantId'));
  return variant === undefined ? refuse(v3Error(404, 'Variant not found')) : { product, variant };
}

export function skusIn(query: URLSearchParams): string[] | undefined {
  return (list(query.get('sku:in')) ?? list(query.get('sku')))?.map((sku) => sku.toLowerCase());
}
