import { type Listing, sku } from '@megzo/core';
import type { WireProduct } from './wire/product.ts';

/** Every sellable variant of a product. The product's own SKU sells nothing where there are options (sheet 3.1). */
export function productToListings(product: WireProduct): readonly Listing[] {
  const base = product.base_variant_id;
  const variants = product.variants.length === 0 && base !== undefined ? [{ id: base, sku: '' }] : product.variants;
  return variants.map((variant) => {
    const code = (variant.sku === '' && base !== undefined ? product.sku : variant.sku).trim();
    return {
      ref: { product: product.id, variant: variant.id },
      ...(code === '' ? {} : { sku: sku(code) }),
      name: product.name,
      grouped: base === undefined,
      modifiedAt: product.date_modified,
    };
  });
}
