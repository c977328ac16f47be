import type { FieldSpec } from '@megzo/core';

/** What a listing rule may write, with the vendor's limits (sheet 3.2). The tax class follows from the rate. */
export const listingFields: readonly FieldSpec[] = [
  { path: 'sku', type: 'text', required: true, lengthMax: 255 },
  { path: 'name', type: 'text', required: true, lengthMax: 250 },
  { path: 'description', type: 'text' },
  { path: 'price', type: 'money', required: true, decimalsMax: 4 },
  { path: 'taxRate', type: 'decimal', required: true },
  { path: 'kind', type: 'text', required: true, values: ['physical', 'digital'] },
  { path: 'weight', type: 'decimal', required: true, decimalsMax: 4 },
  { path: 'gtin', type: 'text', lengthMax: 14 },
  { path: 'visible', type: 'boolean', required: true },
];
