import type { Answer } from '../kernel/answer.ts';
import type { Article } from '../model/article.ts';
import type { DocumentFile, SalesDocument, SalesDocumentHead } from '../model/sales-document.ts';
import type { ContactDraft, ContactMatch, InvoicingSettings, SalesOrder, SalesOrderDraft, Totals } from '../model/sales-order.ts';
import type { Call, Connected, RecordSource } from './call.ts';
import type { EffectPort } from './effect-port.ts';
import type { FieldSpec } from './field-spec.ts';

/** An invoicing system. No facet here can make an invoice, a credit note or a voucher. */
export interface InvoicingPort extends Connected {
  settings(call: Call): Promise<Answer<InvoicingSettings>>;
  readonly articles: RecordSource<Article> & { readonly fields: readonly FieldSpec[] };
  readonly salesOrders: SalesOrderTarget;
  readonly contacts?: ContactTarget;
  readonly documents?: DocumentSource;
}

/** Documents that the invoicing system made, found by change or by id. */
export interface DocumentSource extends RecordSource<SalesDocumentHead, SalesDocument> {
  /** The rendered file; rejected for a draft. */
  fetch(document: { readonly id: string; readonly kind: SalesDocumentHead['kind'] }, call: Call): Promise<Answer<DocumentFile>>;
}

export interface SalesOrderTarget extends EffectPort<SalesOrderDraft, { readonly id: string }> {
  readonly fields: readonly FieldSpec[];
  readonly limits: SalesOrderLimits;
  /** This system's own rounding, pure: proved before sending. */
  totals(draft: SalesOrderDraft): Totals;
  /** Read-back; `undefined`: a person deleted it. */
  read(id: string, call: Call): Promise<Answer<SalesOrder | undefined>>;
  /** Where a person opens the record. */
  link(id: string): string;
}

/** What a sales order may hold. */
export interface SalesOrderLimits {
  /** Lines of every kind, texts and marker included. */
  readonly linesMax: number;
  /** Places of a unit price, at least 2. */
  readonly priceDecimals: number;
  /** UTF-16 units of a line's name. */
  readonly nameMax: number;
  /** UTF-16 units of a line's description. */
  readonly descriptionMax: number;
}

export interface ContactTarget extends EffectPort<ContactDraft, { readonly id: string }> {
  /** After `done` a document may name the contact only this much later, ms. */
  readonly visibleAfterMs: number;
  /** Contacts that are this customer beyond doubt. */
  match(draft: ContactDraft, call: Call): Promise<Answer<readonly ContactMatch[]>>;
}
