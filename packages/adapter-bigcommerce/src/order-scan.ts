import type { OrderRow } from './wire/order-row.ts';

export const orderPageSize = 250;
/** Whatever a server makes of our limit, the pages that it fills are multiples of this (sheet 1.4, unknown 12.8). */
export const orderPageUnit = 50;

/** Ids ascend and never change, so a page can start after the last one seen. */
export const idOrder = { idOf: (row: OrderRow): number => Number(row.id), pageSize: orderPageSize, pageUnit: orderPageUnit };
