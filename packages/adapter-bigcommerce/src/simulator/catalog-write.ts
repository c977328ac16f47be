import { Decimal } from 'decimal.js';
import { readAmount } from './amounts.ts';
import { assignPrices, checkPrices, NO_PRICES, setSku, skuTaken, writeLevel } from './catalog-parts.ts';
import type { ProductRecord, VariantRecord } from './catalog-records.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import { refuse, v3Error } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';
import { createVariant } from './variant-write.ts';

const READ_ONLY = new Set(['id', 'date_created', 'date_modified', 'calculated_price', 'base_variant_id', 'total_sold']);
const OWN = new Set([
  ...READ_ONLY,
  ...['name', 'type', 'sku', 'weight', 'price', 'sale_price', 'retail_price', 'cost_price', 'map_price', 'tax_class_id'],
  ...['inventory_tracking', 'inventory_level', 'inventory_warning_level', 'is_visible', 'availability', 'categories', 'brand_id'],
  ...['brand_name', 'custom_url', 'custom_fields', 'images', 'variants'],
]);

/** Creates a product; required members and limits of sheet 3.2. */
export function createProduct(shop: Shop, body: unknown): ProductRecord {
  if (!isFields(body)) return refuse(v3Error(422, 'JSON data is missing or invalid'));
  const missing = ['name', 'type', 'weight', 'price'].filter((field) => body[field] === undefined);
  if (missing.length > 0) {
    refuse(v3Error(422, 'Missing Required Fields', Object.fromEntries(missing.map((field) => [field, 'missing required field']))));
  }
  checkFields(shop, body);
  checkUnique(shop, body, undefined);
  const at = now(shop);
  const id = nextId(shop, 'product');
  const product: ProductRecord = {
    id,
    name: String(body.name),
    type: body.type === 'digital' ? 'digital' : 'physical',
    sku: '',
    weight: '0',
    ...NO_PRICES,
    taxClassId: 0,
    tracking: 'none',
    visible: true,
    availability: 'available',
    categories: [],
    brandId: 0,
    customUrl: `/${slug(String(body.name))}/`,
    customFields: [],
    images: [],
    channelIds: new Set(!shop.settings.multiStorefront || shop.settings.assignNewProducts ? [1] : []),
    variants: [],
    totalSold: 0,
    createdAt: at,
    modifiedAt: at,
    more: {},
  };
  const base: VariantRecord = {
    ...{ id: nextId(shop, 'variant'), productId: id, base: true, skuId: null, sku: '' },
    ...NO_PRICES,
    optionValues: [],
    more: {},
  };
  product.variants.push(base);
  shop.products.set(id, product);
  try {
    assign(shop, product, body);
    if (Array.isArray(body.variants)) for (const variant of body.variants) createVariant(shop, product, variant);
  } catch (error) {
    shop.products.delete(id);
    throw error;
  }
  emit(shop, { scope: 'store/product/created', data: { type: 'product', id } });
  return product;
}

/** A patch on top level: absent members stay, arrays are replaced as a whole (sheet 3.4). */
export function updateProduct(shop: Shop, product: ProductRecord, body: Fields): void {
  assign(shop, product, body);
  product.modifiedAt = now(shop);
  emit(shop, { scope: 'store/product/updated', data: { type: 'product', id: product.id } });
}

/** What can be said before anything is written; a batch is refused as a whole. */
export function checkProduct(shop: Shop, body: Fields, existing: ProductRecord): void {
  checkFields(shop, body);
  checkUnique(shop, body, existing);
}

function assign(shop: Shop, product: ProductRecord, body: Fields): void {
  if (typeof body.name === 'string') product.name = body.name;
  if (body.type === 'physical' || body.type === 'digital') product.type = body.type;
  if (typeof body.sku === 'string') setSku(product, body.sku);
  const weight = readAmount(body.weight);
  if (weight !== undefined) product.weight = weight.toFixed();
  assignPrices(product, body, false);
  if (typeof body.tax_class_id === 'number') product.taxClassId = body.tax_class_id;
  if (body.inventory_tracking === 'none' || body.inventory_tracking === 'product' || body.inventory_tracking === 'variant') {
    product.tracking = body.inventory_tracking;
  }
  if (typeof body.is_visible === 'boolean') product.visible = body.is_visible;
  if (body.availability === 'available' || body.availability === 'disabled' || body.availability === 'preorder') {
    product.availability = body.availability;
  }
  if (Array.isArray(body.categories)) product.categories = body.categories.filter((id) => typeof id === 'number');
  if (typeof body.brand_id === 'number') product.brandId = body.brand_id;
  if (typeof body.brand_name === 'string') product.brandId = brandNamed(shop, body.brand_name);
  if (isFields(body.custom_url) && typeof body.custom_url.url === 'string') product.customUrl = body.custom_url.url;
  if (Array.isArray(body.custom_fields)) {
    product.customFields = body.custom_fields.filter(isFields).map(({ name, value }) => ({
      id: nextId(shop, 'custom field'),
      name: String(name),
      value: String(value),
    }));
  }
  if (Array.isArray(body.images)) product.images = body.images.filter(isFields).map((image) => storedImage(shop, product.id, image));
  product.more = { ...product.more, ...Object.fromEntries(Object.entries(body).filter(([field]) => !OWN.has(field))) };
  const [first] = product.variants;
  if (first !== undefined && product.tracking !== 'none') writeLevel(shop, product, first, body.inventory_level);
}

/** BigCommerce copies the image: the returned address differs from the sent one (sheet 3.5). */
export function storedImage(shop: Shop, productId: number, image: Fields): Fields {
  const id = nextId(shop, 'image');
  const url = `https://cdn11.bigcommerce.com/s-${shop.storeHash}/products/${productId}/images/${id}`;
  return {
    id,
    product_id: productId,
    is_thumbnail: image.is_thumbnail === true,
    sort_order: typeof image.sort_order === 'number' ? image.sort_order : 0,
    description: typeof image.description === 'string' ? image.description : '',
    image_file: `${productId}/${id}.jpg`,
    url_zoom: `${url}.1280.1280.jpg`,
    url_standard: `${url}.386.513.jpg`,
    url_thumbnail: `${url}.220.290.jpg`,
    url_tiny: `${url}.44.58.jpg`,
  };
}

function brandNamed(shop: Shop, name: string): number {
  for (const [id, known] of shop.brands) if (known.toLowerCase() === name.toLowerCase()) return id;
  const id = nextId(shop, 'brand');
  shop.brands.set(id, name);
  return id;
}

function checkFields(shop: Shop, body: Fields): void {
  const errors = checkPrices(body);
  if (body.name !== undefined && (typeof body.name !== 'string' || body.name.length < 1 || body.name.length > 250)) {
    errors.name = 'name must be a string of 1 to 250 characters';
  }
  if (body.type !== undefined && body.type !== 'physical' && body.type !== 'digital') errors.type = 'type must be physical or digital';
  const weight = readAmount(body.weight);
  if (body.weight !== undefined && (weight === undefined || weight.isNegative() || weight.greaterThan(new Decimal('9999999999')))) {
    errors.weight = 'weight is out of range';
  }
  if (body.sku !== undefined && (typeof body.sku !== 'string' || body.sku.length > 255))
    errors.sku = 'sku must have at most 255 characters';
  for (const [field, max] of [
    ['upc', 14],
    ['gtin', 14],
    ['page_title', 255],
  ] as const) {
    const value = body[field];
    if (typeof value === 'string' && value.length > max) errors[field] = `${field} must have at most ${max} characters`;
  }
  if (Object.keys(errors).length > 0) refuse(v3Error(422, 'JSON data is missing or invalid', errors));
  // Unknown category, brand or tax class is a conflict (sheet 3.4).
  const taxClass = body.tax_class_id;
  const unknown =
    (typeof taxClass === 'number' && !shop.settings.taxClasses.some(({ id }) => id === taxClass)) ||
    (typeof body.brand_id === 'number' && body.brand_id !== 0 && !shop.brands.has(body.brand_id)) ||
    (Array.isArray(body.categories) && body.categories.some((id) => typeof id !== 'number' || !shop.categories.has(id)));
  if (unknown) refuse(v3Error(409, 'A category, brand or tax class does not exist'));
}

/** Names and SKUs are unique without regard to case, SKUs across products and variants (sheet 3.2; bodies are unknown 12.12). */
function checkUnique(shop: Shop, body: Fields, existing: ProductRecord | undefined): void {
  if (typeof body.name === 'string') {
    const wanted = body.name.toLowerCase();
    const taken = [...shop.products.values()].some((product) => product !== existing && product.name.toLowerCase() === wanted);
    if (taken) refuse(v3Error(409, 'The product name is a duplicate'));
  }
  const skus = [body.sku, ...(Array.isArray(body.variants) ? body.variants.map((variant) => (isFields(variant) ? variant.sku : '')) : [])];
  const given = skus.filter((sku): sku is string => typeof sku === 'string' && sku !== '').map((sku) => sku.toLowerCase());
  if (new Set(given).size < given.length) refuse(v3Error(409, 'The product sku is a duplicate'));
  for (const sku of given) if (skuTaken(shop, sku, existing)) refuse(v3Error(409, 'The product sku is a duplicate'));
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
