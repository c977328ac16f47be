import { taxTreatmentKinds } from '../model/sales-order.ts';
import type { FieldSpec } from '../ports/field-spec.ts';

/** What the invoicing system in memory publishes of its articles. */
export const memoryArticleFields: readonly FieldSpec[] = [
  { path: 'id', type: 'text', required: true },
  { path: 'number', type: 'text' },
  { path: 'gtin', type: 'text', lengthMax: 14 },
  { path: 'title', type: 'text', required: true },
  { path: 'description', type: 'text' },
  { path: 'note', type: 'text' },
  { path: 'kind', type: 'text', required: true, values: ['product', 'service'] },
  { path: 'unit', type: 'text', required: true },
  { path: 'price.leading', type: 'text', required: true, values: ['net', 'gross'] },
  { path: 'price.net', type: 'money', required: true, decimalsMax: 4 },
  { path: 'price.gross', type: 'money', required: true, decimalsMax: 4 },
  { path: 'price.currency', type: 'text', required: true },
  { path: 'price.taxRate', type: 'decimal', required: true },
  { path: 'archived', type: 'boolean', required: true },
  { path: 'updatedAt', type: 'instant', required: true },
];

/** What it takes as the texts of a sales order. */
export const memorySalesOrderFields: readonly FieldSpec[] = [
  { path: 'document.title', type: 'text', lengthMax: 25 },
  { path: 'document.introduction', type: 'text', lengthMax: 2000 },
  { path: 'document.remark', type: 'text', lengthMax: 2000 },
  { path: 'document.deliveryTerms', type: 'text', lengthMax: 255 },
  { path: 'document.treatment', type: 'text', values: taxTreatmentKinds },
  { path: 'line.name', type: 'text', required: true, lengthMax: 255 },
  { path: 'line.description', type: 'text', lengthMax: 2000 },
  { path: 'line.unit', type: 'text', required: true },
  { path: 'charge.name', type: 'text', required: true, lengthMax: 255 },
  { path: 'charge.unit', type: 'text', required: true },
];

/** What the channel in memory takes as a listing. */
export const memoryListingFields: readonly FieldSpec[] = [
  { path: 'sku', type: 'text', required: true },
  { path: 'name', type: 'text', required: true, lengthMax: 250 },
  { path: 'description', type: 'text' },
  { path: 'price', type: 'money', required: true, decimalsMax: 4 },
  { path: 'taxRate', type: 'decimal', required: true },
  { path: 'kind', type: 'text', required: true, values: ['physical', 'digital'] },
  { path: 'weight', type: 'decimal', required: true, decimalsMax: 4 },
  { path: 'gtin', type: 'text', lengthMax: 14 },
  { path: 'visible', type: 'boolean', required: true },
];
