import { type Call, idOf, numbers, paged, pageOf, type Route } from './calls.ts';
import type { ItemKey, Sellable, StockFigures, StockRecord, VariantRecord } from './catalog-records.ts';
import { idsIn } from './catalog-routes.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { ok, problem, type Reply, refuse } from './replies.ts';
import { now, type Shop, uuid } from './shop.ts';
import { availableToSell, changeStock, findSku, findVariant, itemKeyOf, shownStock, stockAt } from './stock.ts';
import { enqueueStock, type StockAsk } from './stock-jobs.ts';
import { skusIn } from './variant-routes.ts';

const INVENTORY = ['store_inventory'];
const ITEMS_MAX = 2000;
const PAGE = { fallback: 50, max: 1000 };

export const inventoryRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: '/v3/inventory/adjustments/absolute',
    scopes: INVENTORY,
    lane: 'adjustments',
    run: (call) => adjust(call, 'absolute'),
  },
  {
    method: 'POST',
    path: '/v3/inventory/adjustments/relative',
    scopes: INVENTORY,
    lane: 'adjustments',
    run: (call) => adjust(call, 'relative'),
  },
  { method: 'GET', path: '/v3/inventory/items', scopes: INVENTORY, run: listItems },
  { method: 'GET', path: '/v3/inventory/locations/:id/items', scopes: INVENTORY, run: listItemsAt },
  { method: 'PUT', path: '/v3/inventory/locations/:id/items', scopes: INVENTORY, run: putItemSettings },
];

/** Validated at once, applied later; one bad item rejects the whole request (sheet 4.2, unknown 12.5 in its strict reading). */
function adjust(call: Call, kind: 'absolute' | 'relative'): Reply {
  const { shop, body } = call;
  if (!isFields(body) || !Array.isArray(body.items) || body.items.length === 0) {
    return problem(422, 'JSON data is missing or invalid', { items: 'items must not be empty' });
  }
  if (body.items.length > ITEMS_MAX) return problem(422, 'Too many items', { items: `at most ${ITEMS_MAX} items are allowed` });
  const contended = call.contended && shop.settings.unorderedAbsolutes;
  const errors: Record<string, string> = {};
  const asks: StockAsk[] = [];
  for (const [index, item] of body.items.entries()) {
    const read = readItem(shop, item, kind);
    if (typeof read === 'string') errors[`items.${index}`] = read;
    else asks.push({ ...read, contended });
  }
  if (Object.keys(errors).length > 0) return problem(422, 'Inventory adjustment could not be processed', errors);
  for (const ask of asks) enqueueStock(shop, ask);
  return ok({ transaction_id: uuid(shop) });
}

function readItem(shop: Shop, item: unknown, kind: 'absolute' | 'relative'): StockAsk | string {
  if (!isFields(item)) return 'item must be an object';
  const { location_id: locationId, quantity } = item;
  if (typeof locationId !== 'number' || !shop.locations.has(locationId)) return `Location ${String(locationId)} does not exist`;
  if (typeof quantity !== 'number') return 'quantity must be an integer';
  if (kind === 'absolute' && quantity < 0) return 'quantity must not be negative';
  const { item: found, fault } = itemOf(shop, item);
  if (found === undefined) return fault;
  if (kind === 'relative') {
    const record = stockAt(shop, found, locationId);
    // A pending absolute write does not count yet: the old value is used (sheet 4.2).
    if (record.onhand === null) return `Item ${describe(item)} requires absolute adjustment before relative`;
    const seen = shownStock(shop, record);
    if (quantity < 0 && (seen.onhand ?? 0) + quantity < seen.safety) return `Item ${describe(item)} does not have enough stock`;
  }
  return { kind, item: found, locationId, quantity };
}

/** Identity is exactly one of `sku`, `variant_id`, `product_id`, on the level that the product tracks (sheet 4.1, 4.2). */
function itemOf(shop: Shop, identity: Fields): Identified {
  const given = ['sku', 'variant_id', 'product_id'].filter((name) => identity[name] !== undefined);
  if (given.length !== 1) return unidentified('exactly one of sku, variant_id and product_id must be given');
  const found = sellableFor(shop, identity);
  if (found === undefined) return unidentified(`Item ${describe(identity)} was not found`);
  const { product, variant } = found;
  if (product.tracking === 'none') {
    const accepted = shop.settings.untrackedAdjustments === 'accept';
    return accepted ? { item: itemKeyOf(found) } : unidentified(`Item ${describe(identity)} does not track inventory`);
  }
  const byVariant = product.tracking === 'variant' && !variant.base;
  if (byVariant && identity.product_id !== undefined) {
    return unidentified(`Item with product_id ${product.id} is tracked by variant, please update stock by variant id`);
  }
  // The SKU of one variant is no name for a product that is tracked as a whole.
  const bySkuOfVariant = identity.sku !== undefined && !variant.base && product.sku.toLowerCase() !== String(identity.sku).toLowerCase();
  if (!byVariant && (identity.variant_id !== undefined || bySkuOfVariant)) {
    return unidentified(`Item with variant_id ${variant.id} is tracked by product, please update stock by product id`);
  }
  return { item: itemKeyOf(found) };
}

type Identified = { readonly item: ItemKey; readonly fault?: undefined } | { readonly item?: undefined; readonly fault: string };

function unidentified(fault: string): Identified {
  return { fault };
}

function sellableFor(shop: Shop, identity: Fields): Sellable | undefined {
  if (typeof identity.variant_id === 'number') return findVariant(shop, identity.variant_id);
  if (typeof identity.sku === 'string')
    return findSku(shop, identity.sku) ?? ofProduct(shop, ({ sku }) => sku.toLowerCase() === String(identity.sku).toLowerCase());
  return ofProduct(shop, ({ id }) => id === identity.product_id);
}

function ofProduct(shop: Shop, matches: (product: Sellable['product']) => boolean): Sellable | undefined {
  const product = [...shop.products.values()].find(matches);
  const variant = product?.variants[0];
  return product === undefined || variant === undefined ? undefined : { product, variant };
}

function describe(identity: Fields): string {
  if (identity.sku !== undefined) return `with sku ${String(identity.sku)}`;
  return identity.variant_id !== undefined
    ? `with variant_id ${String(identity.variant_id)}`
    : `with product_id ${String(identity.product_id)}`;
}

interface Item {
  readonly key: ItemKey;
  readonly sellable: Sellable;
  readonly identity: { sku: string; variant_id: number | null; product_id: number; sku_id: number | null };
}

function items(call: Call): Item[] {
  const { shop, query } = call;
  const skus = skusIn(query);
  const variantIds = idsIn(query, 'variant_id');
  const productIds = idsIn(query, 'product_id');
  const all = new Map<ItemKey, Item>();
  for (const product of shop.products.values()) {
    for (const variant of product.variants) {
      const key = itemKeyOf({ product, variant });
      if (!all.has(key)) all.set(key, { key, sellable: { product, variant }, identity: identityOf(key, { product, variant }) });
    }
  }
  return [...all.values()]
    .filter(({ identity }) => skus === undefined || skus.includes(identity.sku.toLowerCase()))
    .filter(({ identity }) => variantIds === undefined || (identity.variant_id !== null && variantIds.includes(identity.variant_id)))
    .filter(({ identity }) => productIds === undefined || productIds.includes(identity.product_id))
    .sort((a, b) => a.identity.product_id - b.identity.product_id || (a.identity.variant_id ?? 0) - (b.identity.variant_id ?? 0));
}

function identityOf(key: ItemKey, { product, variant }: Sellable): Item['identity'] {
  const asVariant = key.startsWith('v:');
  const shown: Pick<VariantRecord, 'sku' | 'skuId'> = asVariant || variant.base ? variant : { sku: product.sku, skuId: null };
  return { sku: shown.sku, variant_id: asVariant || variant.base ? variant.id : null, product_id: product.id, sku_id: shown.skuId };
}

function listItems(call: Call): Reply {
  const { shop, query } = call;
  const locationIds = numbers(query.get('location_id:in'));
  const codes = query.get('location_code:in')?.split(',');
  const locations = [...shop.locations.values()]
    .filter(({ id }) => locationIds === undefined || locationIds.includes(id))
    .filter(({ code }) => codes === undefined || codes.includes(code));
  const rows = items(call).map(({ key, identity }) => ({
    identity,
    locations: locations.map(({ id, code, label, enabled }) => ({
      location_id: id,
      location_code: code,
      location_name: label,
      location_enabled: enabled,
      ...levelView(shop, stockAt(shop, key, id)),
    })),
  }));
  return paged(call, rows, pageOf(call, 'inventory', PAGE));
}

function listItemsAt(call: Call): Reply {
  const location = locationOf(call);
  const rows = items(call).map(({ key, identity }) => ({ identity, ...levelView(call.shop, stockAt(call.shop, key, location)) }));
  return paged(call, rows, pageOf(call, 'inventory', PAGE));
}

function levelView(shop: Shop, record: StockRecord): Fields {
  const figures: StockFigures = shownStock(shop, record);
  return {
    available_to_sell: availableToSell(shop, figures),
    total_inventory_onhand: figures.onhand ?? 0,
    settings: {
      safety_stock: figures.safety,
      is_in_stock: figures.inStock,
      warning_level: figures.warning,
      bin_picking_number: figures.bin,
    },
  };
}

/** Omitted members stay; at least one must be there (sheet 4.2). */
function putItemSettings(call: Call): Reply {
  const { shop, body } = call;
  const location = locationOf(call);
  if (!isFields(body) || !Array.isArray(body.settings) || body.settings.length === 0)
    return problem(422, 'JSON data is missing or invalid');
  if (body.settings.length > ITEMS_MAX) return problem(422, 'Too many items', { settings: `at most ${ITEMS_MAX} items are allowed` });
  const errors: Record<string, string> = {};
  const changes: { item: ItemKey; change: Partial<StockFigures> }[] = [];
  for (const [index, entry] of body.settings.entries()) {
    const { item, fault } =
      isFields(entry) && isFields(entry.identity) ? itemOf(shop, entry.identity) : unidentified('identity is missing');
    const change = isFields(entry) ? settingsIn(entry) : {};
    if (item === undefined) errors[`settings.${index}`] = fault;
    else if (Object.keys(change).length === 0) errors[`settings.${index}`] = 'at least one setting must be given';
    else changes.push({ item, change });
  }
  if (Object.keys(errors).length > 0) return problem(422, 'Inventory settings could not be processed', errors);
  for (const { item, change } of changes) {
    changeStock(stockAt(shop, item, location), change, now(shop));
    const data = {
      variant_id: item.startsWith('v:') ? Number(item.slice(2)) : null,
      product_id: item.startsWith('p:') ? Number(item.slice(2)) : null,
    };
    emit(shop, { scope: 'store/channel/*/inventory/product/settings_changed', data: { ...data, location_id: location } });
  }
  return ok({ transaction_id: uuid(shop) });
}

function settingsIn(entry: Fields): Partial<StockFigures> {
  return {
    ...(typeof entry.safety_stock === 'number' ? { safety: entry.safety_stock } : {}),
    ...(typeof entry.is_in_stock === 'boolean' ? { inStock: entry.is_in_stock } : {}),
    ...(typeof entry.warning_level === 'number' ? { warning: entry.warning_level } : {}),
    ...(typeof entry.bin_picking_number === 'string' ? { bin: entry.bin_picking_number } : {}),
  };
}

function locationOf(call: Call): number {
  const id = idOf(call);
  return call.shop.locations.has(id) ? id : refuse(problem(404, 'Location was not found', { location_id: String(id) }));
}
