import { type Amount, sum, zero } from './amount.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';
import { notFound, regularError } from './errors.ts';
import { type Actor, emit } from './events.ts';
import { type ListedRow, putListed } from './listing.ts';
import type { DocumentInput, DocumentStatus, SalesDocument } from './records.ts';
import { drawLag, newId, now, type State } from './state.ts';
import { addDays, berlinDay, startOfDay } from './time.ts';

/** The document, or the 404 of its resource. */
export function documentOf(state: State, id: string): SalesDocument {
  const document = state.documents.get(id);
  if (document === undefined) throw notFound('invoices');
  return document;
}

export interface AddOptions {
  readonly finalize: boolean;
  readonly by: Actor;
  readonly predecessorId?: string | undefined;
}

/** Numbers the document, links it to its predecessor and lists it. A draft takes a number too (4.1). */
export function addDocument(state: State, input: DocumentInput, { finalize, by, predecessorId }: AddOptions): SalesDocument {
  const at = now(state);
  const document: SalesDocument = {
    ...input,
    id: newId(state),
    version: 1,
    archived: false,
    createdAt: at,
    updatedAt: at,
    status: 'draft',
    number: input.kind === 'dunning' ? null : nextNumber(state, input.kind),
    electronicDocumentProfile: 'NONE',
    successorIds: [],
    payments: [],
    ...(predecessorId === undefined ? {} : { predecessorId }),
  };
  put(state, document);
  if (predecessorId !== undefined) {
    const predecessor = documentOf(state, predecessorId);
    state.documents.set(predecessorId, { ...predecessor, successorIds: [...predecessor.successorIds, document.id] });
  }
  emit(state, `${documentKinds[input.kind].event}.created`, { resourceId: document.id, by });
  return finalize && input.kind !== 'dunning' ? finalizeDocument(state, document.id, by) : document;
}

function nextNumber(state: State, kind: DocumentKind): string {
  const numbering = state.numbering[kind];
  const number = `${numbering.prefix}${String(numbering.next).padStart(4, '0')}`;
  numbering.next += 1;
  return number;
}

/** Stores a document and what the list will show of it once its index has caught up. */
function put(state: State, document: SalesDocument): void {
  const at = now(state);
  state.documents.set(document.id, document);
  if (document.kind === 'dunning') return;
  putListed(state.listing, document.id, { visibleAt: at + drawLag(state, state.settings.listLagMs), row: rowOf(document), now: at });
}

export interface DocumentChange {
  readonly change: Partial<SalesDocument>;
  readonly by: Actor;
}

/** Every change counts up the version and moves `updatedDate` (4.9). */
export function changeDocument(state: State, id: string, { change, by }: DocumentChange): SalesDocument {
  const before = documentOf(state, id);
  const changed: SalesDocument = { ...before, ...change, updatedAt: now(state), version: before.version + 1 };
  put(state, changed);
  const { event } = documentKinds[before.kind];
  const isStatus = before.status !== changed.status;
  if (isStatus) emit(state, `${event}.status.changed`, { resourceId: id, by });
  if (!isStatus || state.settings.webhooks.changedWithStatus) emit(state, `${event}.changed`, { resourceId: id, by });
  return changed;
}

/** Draft to open: due date, e-invoice profile, and for a credit note of an invoice the part payment it makes (section 6). */
export function finalizeDocument(state: State, id: string, by: Actor): SalesDocument {
  const document = documentOf(state, id);
  if (document.status !== 'draft') throw regularError(406, 'Nur Entwürfe können finalisiert werden.');
  const days = document.paymentConditions?.paymentTermDuration ?? 0;
  const dueDateAt = startOfDay(addDays(berlinDay(document.voucherDateAt), days));
  const invoice = document.kind === 'creditNote' ? predecessorOf(state, document) : undefined;
  const finalized = changeDocument(state, id, {
    change: {
      status: invoice === undefined ? 'open' : 'paidoff',
      electronicDocumentProfile: profileOf(state, document),
      documentFileId: newId(state),
      ...(document.kind === 'invoice' ? { dueDateAt } : {}),
      ...(invoice === undefined ? {} : { paidAt: now(state) }),
    },
    by,
  });
  if (invoice !== undefined && invoice.kind === 'invoice') creditInvoice(state, invoice, { credit: document.totals?.gross ?? zero, by });
  return finalized;
}

function creditInvoice(state: State, invoice: SalesDocument, { credit, by }: { readonly credit: Amount; readonly by: Actor }): void {
  const open = openAmount(invoice);
  const amount = credit.greaterThan(open) ? open : credit;
  const payments = [...invoice.payments, { type: 'partPaymentCreditNote' as const, postedAt: now(state), amount }];
  const isPaid = amount.equals(open);
  changeDocument(state, invoice.id, { change: { payments, ...(isPaid ? { status: 'paid', paidAt: now(state) } : {}) }, by });
  emit(state, 'payment.changed', { resourceId: invoice.id, by });
}

/** Section 5: XRechnung where asked for, ZUGFeRD where the account has it and the document is fit, else none. */
function profileOf(state: State, document: SalesDocument): SalesDocument['electronicDocumentProfile'] {
  if (document.kind !== 'invoice') return 'NONE';
  if (document.buyerReference !== undefined) return 'XRechnung';
  const contact = document.address.contactId === undefined ? undefined : state.contacts.get(document.address.contactId);
  const isFit = document.taxConditions.taxType === 'net' && contact?.company?.vatRegistrationId !== undefined;
  return state.settings.zugferd && isFit ? 'EN16931' : 'NONE';
}

export function predecessorOf(state: State, document: SalesDocument): SalesDocument | undefined {
  return document.predecessorId === undefined ? undefined : state.documents.get(document.predecessorId);
}

/** Takes a document away, and with it the links of its neighbours. Its number is not given again (unknown 12.14). */
export function dropDocument(state: State, id: string, by: Actor): void {
  const document = documentOf(state, id);
  const at = now(state);
  state.documents.delete(id);
  putListed(state.listing, id, { visibleAt: at + drawLag(state, state.settings.listLagMs), now: at });
  for (const other of state.documents.values()) {
    if (other.predecessorId === id) {
      const { predecessorId: _gone, ...rest } = other;
      state.documents.set(other.id, rest);
    } else if (other.successorIds.includes(id)) {
      state.documents.set(other.id, { ...other, successorIds: other.successorIds.filter((successor) => successor !== id) });
    }
  }
  emit(state, `${documentKinds[document.kind].event}.deleted`, { resourceId: id, by });
}

/** What is still to be paid. */
export function openAmount({ totals, payments, status }: SalesDocument): Amount {
  if (status === 'voided' || status === 'paidoff' || totals === undefined) return zero;
  return totals.gross.minus(sum(payments.map(({ amount }) => amount)));
}

const unpaid: readonly DocumentStatus[] = ['draft', 'open'];

function rowOf(document: SalesDocument): ListedRow {
  const { kind, address, totals, status } = document;
  const hasPayment = kind === 'invoice' || kind === 'creditNote' || kind === 'downPaymentInvoice';
  return {
    id: document.id,
    voucherType: documentKinds[kind].voucherType,
    status,
    number: document.number ?? '',
    voucherDateAt: document.voucherDateAt,
    createdAt: document.createdAt,
    updatedAt: document.updatedAt,
    contactName: address.name,
    total: totals?.gross ?? zero,
    open: hasPayment ? (unpaid.includes(status) ? openAmount(document) : zero) : null,
    archived: document.archived,
    ...(document.dueDateAt === undefined ? {} : { dueDateAt: document.dueDateAt }),
    ...(address.contactId === undefined ? {} : { contactId: address.contactId }),
  };
}
