import { type JsonNumber, jsonNumber } from '@megzo/adapter-kit';
import type { ListingChange, ListingDraft } from '@megzo/core';

/**
 * What we own of a simple product. Stock is not among it: a catalog write of `inventory_level` goes around the inventory
 * service (sheet 3.4). Tracking is, because stock of an untracked product is not enforced (sheet 4.2).
 */
interface ProductContent {
  readonly name: string;
  readonly type: 'physical' | 'digital';
  readonly description: string;
  readonly price: JsonNumber;
  readonly weight: JsonNumber;
  readonly tax_class_id: number;
  readonly gtin?: string;
  readonly is_visible: boolean;
  readonly inventory_tracking: 'product' | 'none';
}

export function draftToProduct(draft: ListingDraft): ProductContent & { readonly sku: string; readonly availability: 'available' } {
  return { sku: draft.sku, ...draftToContent(draft), availability: 'available' };
}

export function changeToProduct({ ref, draft }: ListingChange): ProductContent & { readonly id: number } {
  return { id: Number(ref.product), ...draftToContent(draft) };
}

/** Of a variant among several only the price is ours: name, text, tax class and visibility belong to its product. */
export function changeToVariant({ ref, draft }: ListingChange): { readonly id: number; readonly price: JsonNumber } {
  return { id: Number(ref.variant), price: jsonNumber(draft.price) };
}

function draftToContent(draft: ListingDraft): ProductContent {
  return {
    name: draft.name,
    type: draft.kind,
    description: draft.description,
    price: jsonNumber(draft.price),
    weight: jsonNumber(draft.weight),
    tax_class_id: draft.taxClass,
    ...(draft.gtin !== undefined && isGtin(draft.gtin) ? { gtin: draft.gtin } : {}),
    is_visible: draft.visible,
    // Nobody counts a service: tracked, it would be out of stock for ever.
    inventory_tracking: draft.kind === 'digital' ? 'none' : 'product',
  };
}

/** GS1: 8, 12, 13 or 14 digits of which the last one checks the others. A wrong one would cost the whole product. */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
