import { emit } from './hook-events.ts';
import type { OrderRecord, TransactionRecord } from './order-records.ts';
import { nextId, now, type Shop } from './shop.ts';

/** Records a movement of money and announces it (sheet 5.5, 9.4: the order id is a string there). */
export function addTransaction(shop: Shop, order: OrderRecord, fields: Omit<TransactionRecord, 'id' | 'createdAt' | 'extra'>): void {
  const transaction: TransactionRecord = { ...fields, id: nextId(shop, 'transaction'), createdAt: now(shop), extra: {} };
  order.transactions.push(transaction);
  const data = {
    type: 'transaction',
    order_id: String(order.id),
    transaction_id: transaction.id,
    transaction_status: transaction.status,
    transaction_type: transaction.event,
    result: {},
    platform_transaction_id: transaction.id,
    provider_transaction_id: transaction.gatewayTransactionId,
  };
  emit(shop, { scope: 'store/order/transaction/created', data });
}
