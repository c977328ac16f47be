import { Decimal } from 'decimal.js';
import { type Amount, readAmount, toAmount } from './amounts.ts';
import { type Call, cursored, idOf, list, numbers, paged, pageOf, type Route } from './calls.ts';
import type { PriceListRecord, PriceRecord } from './catalog-records.ts';
import { toIso } from './dates.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { type Reply, refuse, single, tooMany, v3Error } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';
import { findSku, findVariant } from './stock.ts';

const PRODUCTS = ['store_v2_products'];
const PAGE = { fallback: 50, max: 250 };
const UPSERT_MAX = 1000;
const ASSIGN_MAX = 25;

/** Price lists (sheet 3.6): upserts one at a time, partial failure as 422 with the rest written. */
export const priceListRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/pricelists', scopes: PRODUCTS, run: listPriceLists },
  { method: 'POST', path: '/v3/pricelists', scopes: PRODUCTS, run: postPriceList },
  { method: 'GET', path: '/v3/pricelists/assignments', scopes: PRODUCTS, run: listAssignments },
  { method: 'POST', path: '/v3/pricelists/assignments', scopes: PRODUCTS, run: postAssignments },
  { method: 'GET', path: '/v3/pricelists/:id', scopes: PRODUCTS, run: (call) => single(priceListView(priceListOf(call))) },
  { method: 'GET', path: '/v3/pricelists/:id/records', scopes: PRODUCTS, run: listRecords },
  { method: 'PUT', path: '/v3/pricelists/:id/records', scopes: PRODUCTS, lane: 'price-lists', run: putRecords },
];

function listPriceLists(call: Call): Reply {
  const name = call.query.get('name');
  const rows = [...call.shop.priceLists.values()].filter((row) => name === null || row.name === name).map(priceListView);
  return paged(call, rows, pageOf(call, 'v3', PAGE));
}

function postPriceList(call: Call): Reply {
  const { shop, body } = call;
  if (!isFields(body) || typeof body.name !== 'string') return v3Error(422, 'Missing Required Fields', { name: 'missing required field' });
  if ([...shop.priceLists.values()].some(({ name }) => name === body.name)) return v3Error(409, 'The price list name is a duplicate');
  const at = now(shop);
  const made: PriceListRecord = {
    id: nextId(shop, 'price list'),
    name: body.name,
    active: body.active !== false,
    createdAt: at,
    modifiedAt: at,
    records: new Map(),
  };
  shop.priceLists.set(made.id, made);
  emit(shop, { scope: 'store/priceList/created', data: { type: 'priceList', id: made.id } });
  return single(priceListView(made));
}

function listAssignments(call: Call): Reply {
  const rows = call.shop.priceListAssignments.map(({ id, priceListId, channelId, customerGroupId }) => ({
    id,
    price_list_id: priceListId,
    channel_id: channelId,
    customer_group_id: customerGroupId,
  }));
  return paged(call, rows, pageOf(call, 'v3', PAGE));
}

function postAssignments(call: Call): Reply {
  const { shop, body } = call;
  if (!Array.isArray(body) || !body.every(isFields)) return v3Error(422, 'JSON data is missing or invalid');
  if (body.length > ASSIGN_MAX) return tooMany(ASSIGN_MAX);
  const made = body.map((fields) => ({
    id: nextId(shop, 'price list assignment'),
    priceListId: Number(fields.price_list_id),
    channelId: typeof fields.channel_id === 'number' ? fields.channel_id : null,
    customerGroupId: typeof fields.customer_group_id === 'number' ? fields.customer_group_id : null,
  }));
  if (made.some(({ channelId, customerGroupId }) => channelId === null && customerGroupId === null))
    return v3Error(422, 'JSON data is missing or invalid');
  if (made.some(({ priceListId }) => !shop.priceLists.has(priceListId))) return v3Error(422, 'The price list does not exist');
  shop.priceListAssignments = [...shop.priceListAssignments, ...made];
  return single({});
}

function listRecords(call: Call): Reply {
  const { shop, query } = call;
  const priceList = priceListOf(call);
  const variantIds = numbers(query.get('variant_id:in'));
  const productIds = numbers(query.get('product_id:in'));
  const skus = list(query.get('sku:in'))?.map((sku) => sku.toLowerCase());
  const currency = query.get('currency')?.toUpperCase();
  const rows = [...priceList.records.values()]
    .map((record) => ({ record, found: findVariant(shop, record.variantId) }))
    .filter(({ record }) => variantIds === undefined || variantIds.includes(record.variantId))
    .filter(({ found }) => productIds === undefined || (found !== undefined && productIds.includes(found.product.id)))
    .filter(({ found }) => skus === undefined || (found !== undefined && skus.includes(found.variant.sku.toLowerCase())))
    .filter(({ record }) => currency === undefined || record.currency === currency)
    .sort((a, b) => a.record.id - b.record.id)
    .map(({ record, found }) => ({
      price_list_id: priceList.id,
      variant_id: record.variantId,
      sku: found?.variant.sku ?? '',
      product_id: found?.product.id ?? 0,
      currency: record.currency.toLowerCase(),
      price: new Decimal(record.price),
      sale_price: nullable(record.salePrice),
      retail_price: nullable(record.retailPrice),
      map_price: nullable(record.mapPrice),
      calculated_price: new Decimal(record.salePrice ?? record.price),
      bulk_pricing_tiers: [],
      date_created: toIso(record.createdAt),
      date_modified: toIso(record.modifiedAt),
    }));
  const ask = pageOf(call, 'v3', PAGE);
  return query.has('after') || query.has('before') ? cursored(call, rows, ask.limit, (row) => row.variant_id) : paged(call, rows, ask);
}

function putRecords(call: Call): Reply {
  const { shop, body } = call;
  const priceList = priceListOf(call);
  if (!Array.isArray(body) || !body.every(isFields)) return v3Error(422, 'JSON data is missing or invalid');
  if (body.length > UPSERT_MAX) return tooMany(UPSERT_MAX);
  const failed = body.flatMap((fields) => upsert(shop, priceList, fields));
  priceList.modifiedAt = now(shop);
  emit(shop, { scope: 'store/priceList/updated', data: { type: 'priceList', id: priceList.id } });
  // Nothing to compare against on success; other records of a failed request were written (sheet 1.5, 3.6).
  return failed.length === 0 ? single({}) : { status: 422, body: { batch_errors: failed } };
}

function upsert(shop: Shop, priceList: PriceListRecord, fields: Fields): Fields[] {
  const found = typeof fields.variant_id === 'number' ? findVariant(shop, fields.variant_id) : findSku(shop, String(fields.sku ?? ''));
  const currency = typeof fields.currency === 'string' ? fields.currency.toUpperCase() : '';
  const price = readAmount(fields.price);
  const fieldErrors: Record<string, string> = {};
  // A parent product's SKU is no variant: it is not to be addressed (sheet 3.6).
  if (found === undefined) fieldErrors.variant_id = 'The variant does not exist';
  if (!/^[A-Z]{3}$/.test(currency)) fieldErrors.currency = 'The currency is invalid';
  if (price === undefined || price.isNegative()) fieldErrors.price = 'The price is invalid';
  if (found === undefined || price === undefined || Object.keys(fieldErrors).length > 0) {
    const data = {
      price_list_id: priceList.id,
      variant_id: fields.variant_id ?? null,
      sku: fields.sku ?? null,
      currency: fields.currency ?? null,
    };
    return [{ data, field_errors: fieldErrors }];
  }
  const at = now(shop);
  const key = `${found.variant.id}:${currency}`;
  const known = priceList.records.get(key);
  const record: PriceRecord = {
    id: known?.id ?? nextId(shop, 'price record'),
    variantId: found.variant.id,
    currency,
    price: toAmount(price),
    salePrice: optional(fields.sale_price, known?.salePrice),
    retailPrice: optional(fields.retail_price, known?.retailPrice),
    mapPrice: optional(fields.map_price, known?.mapPrice),
    createdAt: known?.createdAt ?? at,
    modifiedAt: at,
  };
  priceList.records.set(key, record);
  return [];
}

function optional(value: unknown, current: Amount | null = null): Amount | null {
  if (value === undefined) return current;
  const amount = readAmount(value);
  return amount === undefined ? null : toAmount(amount);
}

function nullable(amount: Amount | null): Decimal | null {
  return amount === null ? null : new Decimal(amount);
}

function priceListView(priceList: PriceListRecord): Fields {
  return {
    id: priceList.id,
    name: priceList.name,
    active: priceList.active,
    date_created: toIso(priceList.createdAt),
    date_modified: toIso(priceList.modifiedAt),
  };
}

function priceListOf(call: Call): PriceListRecord {
  return call.shop.priceLists.get(idOf(call)) ?? refuse(v3Error(404, 'The price list was not found.'));
}
