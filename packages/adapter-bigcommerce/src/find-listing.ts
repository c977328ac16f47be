import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, done, type Found, type ListingDraft, type ListingRef, listingKey, sku, skuKey } from '@megzo/core';
import { productToListings } from './listing-rows.ts';
import { productsWire, variantRowsWire, type WireProduct } from './wire/product.ts';

/**
 * Who carries the SKU: it is unique over products and variants and without regard to case, and each place is searched by an
 * endpoint of its own (sheet 3.3). Only where nobody does, the name is looked for, because it is unique, too.
 */
export async function findListing(http: Http, draft: ListingDraft, call: Call): Promise<Answer<Found<ListingRef>>> {
  const wanted = skuKey(draft.sku);
  const products = await http.read({ path: '/v3/catalog/products', query: { sku: draft.sku, include: 'variants' } }, productsWire, call);
  if (products.status !== 'done') return products;
  const variants = await http.read({ path: '/v3/catalog/variants', query: { sku: draft.sku } }, variantRowsWire, call);
  if (variants.status !== 'done') return variants;

  const listed = products.value.flatMap(productToListings).filter((listing) => listing.sku !== undefined && skuKey(listing.sku) === wanted);
  const named = variants.value.filter((variant) => skuKey(sku(variant.sku)) === wanted);
  const marked = oldestFirst([
    ...listed.map((listing) => listing.ref),
    ...named.map((variant) => ({ product: variant.product_id, variant: variant.id })),
  ]);
  if (marked.length > 0) return done({ marked, alike: [] });

  // The SKU of a product with options is taken although nothing can be sold under it.
  const grouping = products.value.filter((product) => skuKey(sku(product.sku)) === wanted);
  const sameName = await http.read({ path: '/v3/catalog/products', query: { name: draft.name, include: 'variants' } }, productsWire, call);
  if (sameName.status !== 'done') return sameName;
  const called = sameName.value.filter((product) => product.name.trim().toLowerCase() === draft.name.trim().toLowerCase());
  return done({ marked: [], alike: oldestFirst([...grouping, ...called].flatMap(firstRef)) });
}

function firstRef(product: WireProduct): readonly ListingRef[] {
  return productToListings(product)
    .slice(0, 1)
    .map((listing) => listing.ref);
}

/** Ids ascend, so the lowest is the oldest. */
function oldestFirst(refs: readonly ListingRef[]): readonly ListingRef[] {
  const distinct = new Map(refs.map((ref) => [listingKey(ref), ref]));
  return [...distinct.values()].sort((a, b) => Number(a.product) - Number(b.product) || Number(a.variant) - Number(b.variant));
}
