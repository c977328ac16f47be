import type { OrderRow } from './wire/order-row.ts';

/** Whatever a server makes of our limit, the pages that it fills are multiples of this (sheet 1.4, unknown 12.8). */
const pageUnitMax = 50;

export interface OrderPages {
  readonly pageSize: number;
  readonly pageUnit: number;
}

export function orderPages(pageSize: number): OrderPages {
  return { pageSize, pageUnit: Math.min(pageUnitMax, pageSize) };
}

/** Ids ascend and never change, so a page can start after the last one seen. */
export function idOrder(pageSize: number): OrderPages & { readonly idOf: (row: OrderRow) => number } {
  return { idOf: (row) => Number(row.id), ...orderPages(pageSize) };
}
