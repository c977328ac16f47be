import { type Call, cursored, idOf, list, paged, pageOf, type Route } from './calls.ts';
import type { MetafieldRecord } from './catalog-records.ts';
import { readInstant } from './dates.ts';
import { isFields } from './json.ts';
import {
  changeMetafield,
  failure,
  isOn,
  isVisible,
  type MetafieldError,
  type MetafieldTarget,
  metafieldView,
  removeMetafield,
  writeMetafield,
} from './metafield-store.ts';
import { noContent, type Reply, refuse, single, v3Error } from './replies.ts';
import type { Shop } from './shop.ts';
import { findVariant } from './stock.ts';

const PAGE = { fallback: 50, max: 250 };

interface Family {
  readonly resourceType: string;
  readonly scope: string;
  /** Lists of one resource live under this path. */
  readonly one: string;
  /** The batch over all resources. */
  readonly all: string;
  /** Named `resourceId` in the path. */
  readonly exists: (shop: Shop, id: number) => boolean;
  readonly touched: (shop: Shop, id: number) => void;
}

/** The same resource hangs on orders, products and variants (sheet 3.5, 5.5). */
export function createMetafieldRoutes(touchOrder: (shop: Shop, orderId: number) => void): readonly Route[] {
  const nothing = (): void => undefined;
  const families: readonly Family[] = [
    {
      resourceType: 'order',
      scope: 'store_v2_orders',
      one: '/v3/orders/:resourceId/metafields',
      all: '/v3/orders/metafields',
      exists: (shop, id) => shop.orders.has(id),
      touched: touchOrder,
    },
    {
      resourceType: 'product',
      scope: 'store_v2_products',
      one: '/v3/catalog/products/:resourceId/metafields',
      all: '/v3/catalog/products/metafields',
      exists: (shop, id) => shop.products.has(id),
      touched: nothing,
    },
    {
      resourceType: 'variant',
      scope: 'store_v2_products',
      one: '/v3/catalog/products/:productId/variants/:resourceId/metafields',
      all: '/v3/catalog/variants/metafields',
      exists: (shop, id) => findVariant(shop, id) !== undefined,
      touched: nothing,
    },
  ];
  return families.flatMap(routesOf);
}

function routesOf(family: Family): Route[] {
  const scopes = [family.scope];
  const { one, all } = family;
  return [
    { method: 'GET', path: all, scopes, run: (call) => listAll(call, family) },
    { method: 'POST', path: all, scopes, run: (call) => batch(call, family, createOne) },
    { method: 'PUT', path: all, scopes, run: (call) => batch(call, family, updateOne) },
    { method: 'DELETE', path: all, scopes, run: (call) => deleteBatch(call, family) },
    { method: 'GET', path: one, scopes, run: (call) => listOne(call, family) },
    { method: 'POST', path: one, scopes, run: (call) => post(call, family) },
    { method: 'GET', path: `${one}/:id`, scopes, run: (call) => single(metafieldView(fieldOf(call, family))) },
    { method: 'PUT', path: `${one}/:id`, scopes, run: (call) => put(call, family) },
    { method: 'DELETE', path: `${one}/:id`, scopes, run: (call) => remove(call, family) },
  ];
}

function listOne(call: Call, family: Family): Reply {
  const target = targetOf(call, family);
  return listed(
    call,
    matching(call, (field) => isOn(field, target)),
  );
}

/** Finds everything that was marked, in one call (sheet 5.5). */
function listAll(call: Call, family: Family): Reply {
  return listed(
    call,
    matching(call, (field) => field.resourceType === family.resourceType),
  );
}

function listed(call: Call, fields: readonly MetafieldRecord[]): Reply {
  const ask = pageOf(call, 'v3', PAGE);
  const rows = fields.map(metafieldView);
  if (!call.query.has('after') && !call.query.has('before')) {
    const reply = paged(call, rows, ask);
    // Both ways of paging start from the same first page.
    if (call.query.has('page')) return reply;
    const cursor = cursored(call, rows, ask.limit, (row) => Number(row.id));
    return { status: 200, body: { ...bodyOf(reply), meta: { ...bodyOf(reply).meta, ...bodyOf(cursor).meta } } };
  }
  return cursored(call, rows, ask.limit, (row) => Number(row.id));
}

function matching(call: Call, where: (field: MetafieldRecord) => boolean): MetafieldRecord[] {
  const { shop, query } = call;
  const namespaces = list(query.get('namespace:in')) ?? list(query.get('namespace'));
  const keys = list(query.get('key:in')) ?? list(query.get('key'));
  const bounds = (['date_created', 'date_modified'] as const).map((name) => ({
    at: (field: MetafieldRecord) => (name === 'date_created' ? field.createdAt : field.modifiedAt),
    min: instantIn(query, `${name}:min`) ?? Number.NEGATIVE_INFINITY,
    max: instantIn(query, `${name}:max`) ?? Number.POSITIVE_INFINITY,
  }));
  return [...shop.metafields.values()]
    .filter((field) => where(field) && isVisible(shop, field))
    .filter(({ namespace, key }) => (namespaces?.includes(namespace) ?? true) && (keys?.includes(key) ?? true))
    .filter((field) => bounds.every(({ at, min, max }) => at(field) >= min && at(field) <= max))
    .sort((a, b) => a.id - b.id);
}

function instantIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : (readInstant(text) ?? refuse(v3Error(422, 'The date filter is invalid.', { [name]: text })));
}

/** POST answers 200 (sheet 3.5). */
function post(call: Call, family: Family): Reply {
  const target = targetOf(call, family);
  if (!isFields(call.body)) return v3Error(422, 'JSON data is missing or invalid');
  return answered(call, family, writeMetafield(call.shop, target, call.body));
}

function put(call: Call, family: Family): Reply {
  if (!isFields(call.body)) return v3Error(422, 'JSON data is missing or invalid');
  return answered(call, family, changeMetafield(call.shop, fieldOf(call, family), call.body));
}

function remove(call: Call, family: Family): Reply {
  const field = fieldOf(call, family);
  const wrong = removeMetafield(call.shop, field);
  if (wrong !== undefined) return v3Error(wrong.status, wrong.title, wrong.errors);
  family.touched(call.shop, field.resourceId);
  return noContent();
}

function answered(call: Call, family: Family, result: MetafieldRecord | MetafieldError): Reply {
  if ('status' in result) return v3Error(result.status, result.title, result.errors);
  family.touched(call.shop, result.resourceId);
  return single(metafieldView(result));
}

type WriteOne = (shop: Shop, family: Family, body: unknown) => MetafieldRecord | MetafieldError;

function createOne(shop: Shop, family: Family, body: unknown): MetafieldRecord | MetafieldError {
  if (!isFields(body) || typeof body.resource_id !== 'number')
    return failure(422, 'JSON data is missing or invalid', { resource_id: 'error.path.missing' });
  if (!family.exists(shop, body.resource_id)) return failure(404, 'The resource was not found', {});
  return writeMetafield(shop, { resourceType: family.resourceType, resourceId: body.resource_id }, body);
}

function updateOne(shop: Shop, family: Family, body: unknown): MetafieldRecord | MetafieldError {
  const field = isFields(body) ? shop.metafields.get(Number(body.id)) : undefined;
  if (!isFields(body) || field === undefined || field.resourceType !== family.resourceType || !isVisible(shop, field)) {
    return failure(404, 'The metafield was not found', {});
  }
  return changeMetafield(shop, field, body);
}

/** Partial success: 422 with what was written and what was not (sheet 1.5). */
function batch(call: Call, family: Family, write: WriteOne): Reply {
  const { shop, body } = call;
  if (!Array.isArray(body)) return v3Error(422, 'JSON data is missing or invalid');
  const results = body.map((fields) => write(shop, family, fields));
  const data = results.filter((result): result is MetafieldRecord => !('status' in result));
  for (const { resourceId } of data) family.touched(shop, resourceId);
  const errors = results.filter((result): result is MetafieldError => 'status' in result);
  const meta = { total: results.length, success: data.length, failed: errors.length };
  return { status: errors.length === 0 ? 200 : 422, body: { data: data.map(metafieldView), errors, meta } };
}

function deleteBatch(call: Call, family: Family): Reply {
  const { shop, body } = call;
  if (!Array.isArray(body)) return v3Error(422, 'JSON data is missing or invalid');
  const results = body.map((id) => {
    const field = shop.metafields.get(Number(id));
    if (field === undefined || field.resourceType !== family.resourceType)
      return { id, wrong: failure(404, 'The metafield was not found', {}) };
    return { id, wrong: removeMetafield(shop, field) };
  });
  const errors = results.flatMap(({ wrong }) => (wrong === undefined ? [] : [wrong]));
  const data = results.filter(({ wrong }) => wrong === undefined).map(({ id }) => id);
  const meta = { total: results.length, success: data.length, failed: errors.length };
  return { status: errors.length === 0 ? 200 : 422, body: { data, errors, meta } };
}

function targetOf(call: Call, family: Family): MetafieldTarget {
  const resourceId = idOf(call, 'resourceId');
  if (!family.exists(call.shop, resourceId)) refuse(v3Error(404, 'The resource was not found'));
  return { resourceType: family.resourceType, resourceId };
}

function fieldOf(call: Call, family: Family): MetafieldRecord {
  const target = targetOf(call, family);
  const field = call.shop.metafields.get(idOf(call));
  if (field === undefined || !isOn(field, target) || !isVisible(call.shop, field))
    return refuse(v3Error(404, 'The metafield was not found'));
  return field;
}

function bodyOf(reply: Reply): { data: unknown; meta: object } {
  return reply.body as { data: unknown; meta: object };
}
