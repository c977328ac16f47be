import { done, rejected } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { SalesDocument, SalesDocumentHead } from '../model/sales-document.ts';
import type { SalesOrder, SalesOrderDraft } from '../model/sales-order.ts';
import type { DocumentSource } from '../ports/invoicing.ts';
import { type MemoryVendor, pageByKey } from './memory-vendor.ts';

export interface HeldSalesOrder {
  readonly order: SalesOrder;
  readonly draft: SalesOrderDraft;
  /** Absent: a person took it out. */
  readonly marker?: string;
}

export interface DocumentState {
  readonly invoices: Map<string, SalesDocument>;
  readonly salesOrders: Map<string, HeldSalesOrder>;
}

/** Invoices that people wrote, and the sales orders that the port placed. */
export function memoryDocuments({ invoices, salesOrders }: DocumentState, vendor: MemoryVendor): DocumentSource {
  const all = (): readonly SalesDocument[] => [...invoices.values(), ...[...salesOrders.values()].map(toDocument)];
  const find = (id: string): SalesDocument | undefined => all().find((document) => document.id === id);
  return {
    changed: ({ since, cursor }, call) =>
      vendor.read(call, () =>
        pageByKey(
          all()
            .filter((document) => document.updatedAt >= since)
            .map(headOf),
          { cursor, size: vendor.pageSize, keyOf: ({ id, updatedAt }) => [updatedAt, Number(id)] },
        ),
      ),
    read: (id, call) => vendor.read(call, () => structuredClone(find(id))),
    fetch: async ({ id, kind }, call) => {
      const answer = await vendor.read(call, () => find(id));
      if (answer.status !== 'done') return answer;
      const document = answer.value;
      if (document?.kind !== kind) return rejected(new SyncError('NOT_FOUND', 'There is no such document.'));
      if (document.state === 'draft') return rejected(new SyncError('REFUSED', 'A draft has no file.'));
      const bytes = new TextEncoder().encode(`${kind} ${document.number ?? id}`);
      return done({ bytes, type: 'text/plain', name: `${document.number ?? id}.txt` });
    },
  };
}

function headOf({ id, kind, number, state, createdAt, updatedAt, totalGross, currency }: SalesDocument): SalesDocumentHead {
  return { id, kind, ...(number === undefined ? {} : { number }), state, createdAt, updatedAt, totalGross, currency };
}

function toDocument({ order, draft }: HeldSalesOrder): SalesDocument {
  return {
    id: order.id,
    kind: 'sales-order',
    ...(order.number === undefined ? {} : { number: order.number }),
    state: order.state,
    createdAt: order.createdAt,
    updatedAt: order.createdAt,
    totalGross: order.totals.gross,
    currency: draft.currency,
    related: [],
    texts: order.texts,
  };
}
