import type { FieldSpec } from '@megzo/core';

/** Limits of this vendor's orders, by the paths that rules read. Ids are whole numbers, currencies and countries ISO codes (sheet 5.3). */
export const orderFields: readonly FieldSpec[] = [
  { path: 'order.id', type: 'text', required: true, lengthMax: 16 },
  { path: 'order.currency', type: 'text', required: true, lengthMax: 3 },
  { path: 'order.billingCountry', type: 'text', lengthMax: 2 },
  { path: 'order.deliveryCountry', type: 'text', lengthMax: 2 },
];
