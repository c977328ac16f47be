import { done } from '../kernel/answer.ts';
import type { ChannelPort } from '../ports/channel.ts';
import type { ShopState } from './memory-shop-state.ts';
import { type MemoryVendor, pageByKey } from './memory-vendor.ts';

/** What a shop in memory is told after a sale, and the money that it gave back. */
export function memoryNotices(state: ShopState, vendor: MemoryVendor): Required<Pick<ChannelPort, 'refunds' | 'shipments' | 'documents'>> {
  const { timeoutMs, settleMs } = vendor;
  return {
    refunds: {
      changed: ({ since, cursor }, call) =>
        vendor.read(call, () =>
          pageByKey(
            state.refunds.filter(({ at }) => at >= since),
            { cursor, size: vendor.pageSize, keyOf: ({ id }) => [0, Number(id)] },
          ),
        ),
    },
    shipments: {
      timeoutMs,
      settleMs,
      send: (notice, call) =>
        vendor.send(call, () => {
          const id = String(++state.lastId);
          state.shipments.push({ ...notice, id });
          return done({ id });
        }),
      find: ({ draft }, call) =>
        vendor.read(call, () => ({
          marked: state.shipments.filter(({ order, awb }) => order === draft.order && awb === draft.awb).map(({ id }) => ({ id })),
          alike: [],
        })),
    },
    documents: {
      holds: 'link',
      timeoutMs,
      settleMs,
      send: (notice, call) =>
        vendor.send(call, () => {
          const id = String(++state.lastId);
          state.documents.push({ ...notice, id, marker: call.marker });
          return done({ id });
        }),
      find: ({ marker, draft }, call) =>
        vendor.read(call, () => {
          const told = state.documents.filter(({ order, documentId }) => order === draft.order && documentId === draft.documentId);
          const ids = (isOurs: boolean) => told.filter((notice) => (notice.marker === marker) === isOurs).map(({ id }) => ({ id }));
          return { marked: ids(true), alike: ids(false) };
        }),
    },
  };
}
