import type { Store } from '../ports/store.ts';

/** A store that has lost single order records: what nobody can read any more is gone, until it is put anew. */
export function forgetfulStore(store: Store, forgotten: Set<string>): Store {
  return {
    directory: store.directory,
    transaction: (merchant, work) =>
      store.transaction(merchant, (tx) =>
        work({
          ...tx,
          orders: {
            ...tx.orders,
            read: (pair, id) => (forgotten.has(id) ? Promise.resolve(undefined) : tx.orders.read(pair, id)),
            readMany: (pair, ids) =>
              tx.orders.readMany(
                pair,
                ids.filter((id) => !forgotten.has(id)),
              ),
            open: async (pair, after, limit) => (await tx.orders.open(pair, after, limit)).filter(({ orderId }) => !forgotten.has(orderId)),
            put: (record) => {
              forgotten.delete(record.orderId);
              return tx.orders.put(record);
            },
          },
        }),
      ),
  };
}
