import { isOpen } from '../model/order.ts';
import type { OrderRecord, OrderRecords, OrderRevision } from '../ports/order-records.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, numberKey, type UndoLog } from './table.ts';
import { tally } from './tally.ts';

export function createOrders(undo: UndoLog): AtOnce<OrderRecords> {
  const records = createTable<OrderRecord>(undo);
  const revisions = createTable<OrderRevision>(undo);

  return {
    read: (pair, orderId) => records.get(pair, orderId),
    readMany: (pair, orderIds) =>
      [...new Set(orderIds)].flatMap((orderId) => {
        const record = records.get(pair, orderId);
        return record === undefined ? [] : [record];
      }),
    put: (record) => records.set(record.pair, record.orderId, record),
    addRevision: (revision) => {
      const scope = keyOf(revision.pair, revision.orderId);
      if (revisions.rows(scope).at(-1)?.hash === revision.hash) return;
      if (revisions.get(scope, numberKey(revision.revision)) !== undefined) {
        throw new Error(`revision ${revision.revision} of order ${revision.orderId} stands already with other content`);
      }
      revisions.set(scope, numberKey(revision.revision), revision);
    },
    revision: (pair, orderId, revision) => revisions.get(keyOf(pair, orderId), numberKey(revision)),
    page: (pair, state, after, limit) => records.page(pair, after, limit, (record) => record.state === state),
    open: (pair, after, limit) => records.page(pair, after, limit, ({ head }) => isOpen(head)),
    count: (pair) => tally(records.rows(pair).map((record) => record.state)),
  };
}
