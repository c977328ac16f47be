import { Decimal } from 'decimal.js';
import { sum } from './amounts.ts';
import { type Call, idOf, list, numbers, paged, pageOf, type Route } from './calls.ts';
import { filterProducts, isFiltering, sortProducts } from './catalog-filters.ts';
import type { ProductRecord } from './catalog-records.ts';
import { productView, variantView } from './catalog-view.ts';
import { checkProduct, createProduct, storedImage, updateProduct } from './catalog-write.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { noContent, notFound, type Reply, refuse, single, tooMany, v3Error } from './replies.ts';
import { now, type Shop } from './shop.ts';
import { inventoryLevel } from './stock.ts';

const PRODUCTS = ['store_v2_products'];
const PAGE = { fallback: 50, max: 250 };
/** `include=options` or `modifiers` lowers the page (sheet 1.4). */
const HEAVY_PAGE = 10;
const BATCH_MAX = 10;

export const catalogRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/catalog/products', scopes: PRODUCTS, run: listProducts },
  { method: 'POST', path: '/v3/catalog/products', scopes: PRODUCTS, run: postProduct },
  { method: 'PUT', path: '/v3/catalog/products', scopes: PRODUCTS, run: putProducts },
  { method: 'DELETE', path: '/v3/catalog/products', scopes: PRODUCTS, run: deleteProducts },
  { method: 'GET', path: '/v3/catalog/products/:id', scopes: PRODUCTS, run: getProduct },
  { method: 'PUT', path: '/v3/catalog/products/:id', scopes: PRODUCTS, run: putProduct },
  { method: 'DELETE', path: '/v3/catalog/products/:id', scopes: PRODUCTS, run: deleteProduct },
  { method: 'GET', path: '/v3/catalog/products/:id/images', scopes: PRODUCTS, run: getImages },
  { method: 'POST', path: '/v3/catalog/products/:id/images', scopes: PRODUCTS, run: postImage },
  { method: 'GET', path: '/v3/catalog/summary', scopes: PRODUCTS, run: summary },
];

export function productOf(call: Call, name = 'id'): ProductRecord {
  return call.shop.products.get(idOf(call, name)) ?? refuse(v3Error(404, 'A product was not found with the id provided.'));
}

/** Takes a product and all that hangs on it; orders keep their copies. */
export function removeProduct(shop: Shop, product: ProductRecord): void {
  shop.products.delete(product.id);
  for (const [id, field] of shop.metafields) {
    const own = field.resourceType === 'product' && field.resourceId === product.id;
    const variant = field.resourceType === 'variant' && product.variants.some((candidate) => candidate.id === field.resourceId);
    if (own || variant) shop.metafields.delete(id);
  }
  emit(shop, { scope: 'store/product/deleted', data: { type: 'product', id: product.id } });
}

function listProducts(call: Call): Reply {
  const { shop, query } = call;
  const include = list(query.get('include')) ?? [];
  const asked = pageOf(call, 'v3', PAGE);
  const heavy = include.includes('options') || include.includes('modifiers');
  const ask = heavy ? { page: asked.page, limit: Math.min(asked.limit, HEAVY_PAGE) } : asked;
  const found = sortProducts(shop, filterProducts(shop, query, call.now), query);
  const rows = found.map((product) => only(productView(shop, product, include), query));
  // The total of pages is then said to be computed from the size that was asked for (sheet 1.4).
  return paged(call, rows, ask, heavy ? { totalPages: Math.ceil(found.length / asked.limit) } : undefined);
}

function getProduct(call: Call): Reply {
  const product = productOf(call);
  return single(only(productView(call.shop, product, list(call.query.get('include')) ?? []), call.query));
}

function postProduct(call: Call): Reply {
  const { body, status } = partial(call);
  const product = createProduct(call.shop, body);
  return single(productView(call.shop, product, ['variants', 'images', 'custom_fields']), status);
}

function putProduct(call: Call): Reply {
  const product = productOf(call);
  const { body, status } = partial(call);
  if (!isFields(body)) return v3Error(422, 'JSON data is missing or invalid');
  checkProduct(call.shop, body, product);
  updateProduct(call.shop, product, body);
  return single(productView(call.shop, product, list(call.query.get('include')) ?? []), status);
}

/** By switch the product is saved without its stock and URL, with 207 (sheet 3.2). */
function partial({ shop, body }: Call): { body: unknown; status: 200 | 207 } {
  if (!shop.settings.catalogPartFails || !isFields(body)) return { body, status: 200 };
  const { inventory_level, custom_url, ...rest } = body;
  return { body: rest, status: inventory_level === undefined && custom_url === undefined ? 200 : 207 };
}

/** At most ten, all or nothing, and an error does not say which element it belongs to (sheet 1.5, 3.4). */
function putProducts(call: Call): Reply {
  const { shop, body } = call;
  if (!Array.isArray(body) || !body.every(isFields)) return v3Error(422, 'JSON data is missing or invalid');
  if (body.length > BATCH_MAX) return tooMany(BATCH_MAX);
  const pairs = body.map((fields) => ({ fields, product: productIn(shop, fields) }));
  for (const { fields, product } of pairs) checkProduct(shop, fields, product);
  checkTogether(pairs);
  for (const { fields, product } of pairs) updateProduct(shop, product, fields);
  const data = pairs.map(({ product }) => productView(shop, product));
  return {
    status: 200,
    body: {
      data,
      meta: { pagination: { total: data.length, count: data.length, per_page: data.length, current_page: 1, total_pages: 1 } },
    },
  };
}

function productIn(shop: Shop, fields: Fields): ProductRecord {
  if (typeof fields.id !== 'number') return refuse(v3Error(422, 'Missing Required Fields', { id: 'missing required field' }));
  return shop.products.get(fields.id) ?? refuse(v3Error(404, 'A product was not found with the id provided.'));
}

function checkTogether(pairs: readonly { readonly fields: Fields }[]): void {
  for (const member of ['name', 'sku'] as const) {
    const values = pairs.map(({ fields }) => fields[member]).filter((value) => typeof value === 'string' && value !== '');
    const folded = values.map((value) => String(value).toLowerCase());
    if (new Set(folded).size < folded.length) refuse(v3Error(409, `The product ${member} is a duplicate`));
  }
}

function deleteProduct(call: Call): Reply {
  const product = call.shop.products.get(idOf(call));
  if (product !== undefined) removeProduct(call.shop, product);
  return noContent();
}

/** A filter is mandatory (sheet 3.4). */
function deleteProducts(call: Call): Reply {
  if (!isFiltering(call.query)) return v3Error(422, 'A filter is required to delete products.');
  for (const product of filterProducts(call.shop, call.query, call.now).slice(0, PAGE.max)) removeProduct(call.shop, product);
  return noContent();
}

/** Lists a 204 where there is none, unlike other v3 collections (sheet 1.2). */
function getImages(call: Call): Reply {
  const { images } = productOf(call);
  return images.length === 0 ? noContent() : paged(call, images, pageOf(call, 'v3', PAGE));
}

function postImage(call: Call): Reply {
  const product = productOf(call);
  const { body, shop } = call;
  if (!isFields(body) || typeof body.image_url !== 'string' || body.image_url.length > 255) {
    return v3Error(422, 'JSON data is missing or invalid', { image_url: 'image_url must be a string of at most 255 characters' });
  }
  const image = storedImage(shop, product.id, body);
  product.images = [...product.images, image];
  product.modifiedAt = now(shop);
  return single(image);
}

function summary({ shop }: Call): Reply {
  if (shop.products.size === 0) return notFound('v3');
  const variants = [...shop.products.values()].flatMap((product) => product.variants.map((variant) => ({ product, variant })));
  const levels = variants.map((sellable) => inventoryLevel(shop, sellable));
  const prices = variants.map(({ product, variant }) => new Decimal(variantView(shop, product, variant).calculated_price as Decimal));
  return single({
    inventory_count: levels.reduce((total, level) => total + level, 0),
    variant_count: variants.length,
    inventory_value: sum(prices.map((price, index) => price.times(levels[index] ?? 0))),
    highest_variant_price: Decimal.max(...prices),
    average_variant_price: sum(prices).div(prices.length).toDecimalPlaces(4),
    lowest_variant_price: Decimal.min(...prices),
  });
}

/** `include_fields` and `exclude_fields`; the id always comes (sheet 1.4). */
export function only(row: Fields, query: URLSearchParams): Fields {
  const kept = list(query.get('include_fields'));
  const dropped = list(query.get('exclude_fields')) ?? [];
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => name === 'id' || ((kept === undefined || kept.includes(name)) && !dropped.includes(name))),
  );
}

export function idsIn(query: URLSearchParams, name: string): number[] | undefined {
  return numbers(query.get(`${name}:in`)) ?? numbers(query.get(name));
}
