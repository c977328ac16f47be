import { Decimal } from 'decimal.js';
import type { ProductRecord } from './catalog-records.ts';
import { calculated } from './catalog-view.ts';
import { readCatalogInstant } from './dates.ts';
import { refuse, v3Error } from './replies.ts';
import type { Shop } from './shop.ts';
import { DEFAULT_LOCATION, itemKeyOf, productLevel, stockAt } from './stock.ts';

type Comparable = string | number | Decimal;

interface Field {
  readonly kind: 'text' | 'number' | 'amount' | 'instant';
  readonly suffixes: readonly string[];
  readonly values: (shop: Shop, product: ProductRecord) => readonly Comparable[];
}

const RANGE = ['', 'in', 'not_in', 'min', 'max', 'greater', 'less'];

/** Each endpoint supports only its listed filters (sheet 3.3). `sku` and `sku:in` look at the main SKU only. */
const FIELDS: Readonly<Record<string, Field>> = {
  id: { kind: 'number', suffixes: RANGE, values: (_shop, { id }) => [id] },
  name: { kind: 'text', suffixes: ['', 'like'], values: (_shop, { name }) => [name] },
  sku: { kind: 'text', suffixes: ['', 'in'], values: (_shop, { sku }) => [sku] },
  mpn: { kind: 'text', suffixes: [''], values: (_shop, { more }) => [String(more.mpn ?? '')] },
  upc: { kind: 'text', suffixes: [''], values: (_shop, { more }) => [String(more.upc ?? '')] },
  price: { kind: 'amount', suffixes: [''], values: (_shop, { price }) => [new Decimal(price ?? 0)] },
  brand_id: { kind: 'number', suffixes: [''], values: (_shop, { brandId }) => [brandId] },
  categories: { kind: 'number', suffixes: ['', 'in'], values: (_shop, { categories }) => categories },
  channel_id: { kind: 'number', suffixes: ['in'], values: (_shop, { channelIds }) => [...channelIds] },
  date_modified: {
    kind: 'instant',
    suffixes: ['', 'min', 'max'],
    values: (_shop, { modifiedAt }) => [Math.floor(modifiedAt / 1000) * 1000],
  },
  inventory_level: { kind: 'number', suffixes: RANGE, values: (shop, product) => [productLevel(shop, product)] },
  type: { kind: 'text', suffixes: [''], values: (_shop, { type }) => [type] },
  availability: { kind: 'text', suffixes: [''], values: (_shop, { availability }) => [availability] },
};

const FLAGS: Readonly<Record<string, (shop: Shop, product: ProductRecord) => boolean>> = {
  is_visible: (_shop, { visible }) => visible,
  out_of_stock: (shop, product) => product.tracking !== 'none' && productLevel(shop, product) <= 0,
  inventory_low: (shop, product) =>
    product.tracking !== 'none' &&
    product.variants.some((variant) => {
      const record = stockAt(shop, itemKeyOf({ product, variant }), DEFAULT_LOCATION);
      return (record.onhand ?? 0) - record.safety <= record.warning;
    }),
};

/** Several filters and together; unknown parameters are ignored (sheet 1.4). */
export function filterProducts(shop: Shop, query: URLSearchParams, now: number): ProductRecord[] {
  return [...shop.products.values()].filter((product) => [...query].every(([name, text]) => keeps({ shop, product, name, text, now })));
}

export function isFiltering(query: URLSearchParams): boolean {
  return [...query.keys()].some(
    (name) => FIELDS[name.split(':')[0] ?? ''] !== undefined || FLAGS[name] !== undefined || name === 'keyword',
  );
}

const SORTS: Readonly<Record<string, (shop: Shop, product: ProductRecord) => Comparable>> = {
  id: (_shop, { id }) => id,
  name: (_shop, { name }) => name.toLowerCase(),
  sku: (_shop, { sku }) => sku.toLowerCase(),
  price: (_shop, { price }) => new Decimal(price ?? 0),
  date_modified: (_shop, { modifiedAt }) => modifiedAt,
  inventory_level: (shop, product) => productLevel(shop, product),
  is_visible: (_shop, { visible }) => (visible ? 1 : 0),
  total_sold: (_shop, { totalSold }) => totalSold,
  calculated_price: (_shop, { price, salePrice }) => new Decimal(calculated(price, salePrice)),
};

export function sortProducts(shop: Shop, products: readonly ProductRecord[], query: URLSearchParams): ProductRecord[] {
  // Clients also write `sort=id:asc` (sheet 1.4 names it as the stable order).
  const [name = 'id', suffix] = (query.get('sort') ?? 'id').split(':');
  const key = SORTS[name] ?? refuse(v3Error(422, `The sort ${name} is not supported.`));
  const down = (query.get('direction') ?? suffix) === 'desc';
  return [...products].sort((a, b) => {
    const order = compare(key(shop, a), key(shop, b));
    return (down ? -order : order) || a.id - b.id;
  });
}

interface Ask {
  readonly shop: Shop;
  readonly product: ProductRecord;
  readonly name: string;
  readonly text: string;
  readonly now: number;
}

function keeps({ shop, product, name, text, now }: Ask): boolean {
  const [field = '', suffix = ''] = name.split(':');
  if (FLAGS[name] !== undefined) return FLAGS[name](shop, product) === (text === 'true' || text === '1');
  if (name === 'keyword') return `${product.name} ${product.sku}`.toLowerCase().includes(text.toLowerCase());
  const known = FIELDS[field];
  if (known === undefined || !known.suffixes.includes(suffix)) return true;
  const values = known.values(shop, product);
  const wanted = (suffix === 'in' || suffix === 'not_in' ? text.split(',') : [text]).map((part) => read(known, part, now));
  if (suffix === 'not_in') return !values.some((value) => wanted.some((other) => compare(value, other) === 0));
  return values.some((value) => wanted.some((other) => holds(value, other, suffix)));
}

function read({ kind }: Field, text: string, now: number): Comparable {
  switch (kind) {
    case 'text':
      return text.toLowerCase();
    case 'number':
      return Number(text);
    case 'amount':
      return /^-?\d+(\.\d+)?$/.test(text) ? new Decimal(text) : refuse(v3Error(422, 'The filter is not a number.'));
    case 'instant': {
      const instant = readCatalogInstant(text, now);
      return instant ?? refuse(v3Error(422, 'The date filter is invalid.', { date: text }));
    }
  }
}

function holds(value: Comparable, other: Comparable, suffix: string): boolean {
  if (suffix === 'like') return String(value).toLowerCase().includes(String(other).toLowerCase());
  const order = compare(value, other);
  switch (suffix) {
    case 'min':
      return order >= 0;
    case 'max':
      return order <= 0;
    case 'greater':
      return order > 0;
    case 'less':
      return order < 0;
    default:
      return order === 0;
  }
}

function compare(a: Comparable, b: Comparable): number {
  if (Decimal.isDecimal(a) || Decimal.isDecimal(b)) return new Decimal(a).comparedTo(b);
  if (typeof a === 'string') {
    const left = a.toLowerCase();
    const right = String(b).toLowerCase();
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return a - Number(b);
}
