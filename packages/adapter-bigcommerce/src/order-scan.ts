import type { OrderRow } from './wire/order-row.ts';

export const orderPageSize = 250;

/** Ids ascend and never change, so a page can start after the last one seen. */
export const idOrder = { idOf: (row: OrderRow): number => Number(row.id), pageSize: orderPageSize };
