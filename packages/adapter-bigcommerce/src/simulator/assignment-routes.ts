import { type Call, paged, pageOf, type Route } from './calls.ts';
import { idsIn } from './catalog-routes.ts';
import { emit } from './hook-events.ts';
import { isFields } from './json.ts';
import { noContent, type Reply, refuse, v3Error } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';

const LISTINGS = ['store_channel_listings', 'store_v2_products'];
const PRODUCTS = ['store_v2_products'];
const PAGE = { fallback: 50, max: 250 };

/** Which product shows on which channel and in which category (sheet 3.5), and the category tree. */
export const assignmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/catalog/products/channel-assignments', scopes: LISTINGS, run: listChannels },
  { method: 'PUT', path: '/v3/catalog/products/channel-assignments', scopes: LISTINGS, run: putChannels },
  { method: 'DELETE', path: '/v3/catalog/products/channel-assignments', scopes: LISTINGS, run: deleteChannels },
  { method: 'GET', path: '/v3/catalog/products/category-assignments', scopes: PRODUCTS, run: listCategoryAssignments },
  { method: 'PUT', path: '/v3/catalog/products/category-assignments', scopes: PRODUCTS, run: putCategoryAssignments },
  { method: 'GET', path: '/v3/catalog/trees/categories', scopes: PRODUCTS, run: listCategories },
  { method: 'POST', path: '/v3/catalog/trees/categories', scopes: PRODUCTS, run: postCategories },
];

function listChannels(call: Call): Reply {
  const products = idsIn(call.query, 'product_id');
  const channels = idsIn(call.query, 'channel_id');
  const rows = [...call.shop.products.values()]
    .filter(({ id }) => products === undefined || products.includes(id))
    .flatMap(({ id, channelIds }) => [...channelIds].map((channel_id) => ({ product_id: id, channel_id })))
    .filter(({ channel_id }) => channels === undefined || channels.includes(channel_id));
  return paged(call, rows, pageOf(call, 'v3', PAGE));
}

function putChannels(call: Call): Reply {
  for (const { productId, otherId } of pairsIn(call, 'channel_id')) {
    if (!call.shop.settings.channels.some(({ id }) => id === otherId))
      return v3Error(422, 'The channel does not exist', { channel_id: String(otherId) });
    call.shop.products.get(productId)?.channelIds.add(otherId);
    emit(call.shop, {
      scope: `store/channel/${otherId}/product/assigned`,
      data: { type: 'product', product_id: productId, channel_id: otherId },
    });
  }
  return noContent();
}

function deleteChannels(call: Call): Reply {
  const products = idsIn(call.query, 'product_id');
  const channels = idsIn(call.query, 'channel_id');
  if (products === undefined && channels === undefined) return v3Error(422, 'A filter is required.');
  for (const product of call.shop.products.values()) {
    if (products !== undefined && !products.includes(product.id)) continue;
    for (const channel of [...product.channelIds])
      if (channels === undefined || channels.includes(channel)) product.channelIds.delete(channel);
  }
  return noContent();
}

function listCategoryAssignments(call: Call): Reply {
  const products = idsIn(call.query, 'product_id');
  const rows = [...call.shop.products.values()]
    .filter(({ id }) => products === undefined || products.includes(id))
    .flatMap(({ id, categories }) => categories.map((category_id) => ({ product_id: id, category_id })));
  return paged(call, rows, pageOf(call, 'v3', PAGE));
}

function putCategoryAssignments(call: Call): Reply {
  for (const { productId, otherId } of pairsIn(call, 'category_id')) {
    if (!call.shop.categories.has(otherId)) return v3Error(422, 'The category does not exist', { category_id: String(otherId) });
    const product = call.shop.products.get(productId);
    if (product !== undefined && !product.categories.includes(otherId)) product.categories = [...product.categories, otherId];
  }
  return noContent();
}

function listCategories(call: Call): Reply {
  const rows = [...call.shop.categories.values()].map(({ id, name, parentId }) => ({
    category_id: id,
    tree_id: 1,
    parent_id: parentId,
    name,
    url: { path: `/${id}/`, is_customized: false },
    is_visible: true,
  }));
  return paged(call, rows, pageOf(call, 'v3', PAGE));
}

function postCategories(call: Call): Reply {
  if (!Array.isArray(call.body) || !call.body.every(isFields)) return v3Error(422, 'JSON data is missing or invalid');
  const made = call.body.map(({ name, parent_id }) => addCategory(call.shop, String(name), typeof parent_id === 'number' ? parent_id : 0));
  return {
    status: 201,
    body: { data: made.map((id) => ({ category_id: id, tree_id: 1 })), meta: { total: made.length, success: made.length, failed: 0 } },
  };
}

export function addCategory(shop: Shop, name: string, parentId = 0): number {
  const id = nextId(shop, 'category');
  shop.categories.set(id, { id, name, parentId });
  return id;
}

function pairsIn(call: Call, other: 'channel_id' | 'category_id'): { productId: number; otherId: number }[] {
  const { body, shop } = call;
  if (!Array.isArray(body) || !body.every(isFields)) return refuse(v3Error(422, 'JSON data is missing or invalid'));
  const pairs = body.map((fields) => ({ productId: Number(fields.product_id), otherId: Number(fields[other]) }));
  const stranger = pairs.find(({ productId }) => !shop.products.has(productId));
  if (stranger !== undefined) refuse(v3Error(422, 'The product does not exist', { product_id: String(stranger.productId) }));
  for (const { productId } of pairs) {
    const product = shop.products.get(productId);
    if (product !== undefined) product.modifiedAt = now(shop);
  }
  return pairs;
}
