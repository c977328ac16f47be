import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';

export const salesDocumentKinds = ['sales-order', 'invoice', 'credit-note', 'delivery-note'] as const;
export type SalesDocumentKind = (typeof salesDocumentKinds)[number];

/** A document of the invoicing system, as its list shows it: enough to see that something changed. */
export interface SalesDocumentHead {
  readonly id: string;
  readonly kind: SalesDocumentKind;
  readonly number?: string;
  readonly state: SalesDocumentState;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly totalGross: DecimalText;
  readonly currency: CurrencyCode;
  readonly contactId?: string;
}

/** `paid` is settled in whole, however; `voided` was cancelled by a person. */
export type SalesDocumentState = 'draft' | 'open' | 'overdue' | 'paid' | 'voided';

/** With what ties it to others. Found only; nothing here can make one. */
export interface SalesDocument extends SalesDocumentHead {
  /** Neighbours in the chain, such as the sales order that an invoice came from. */
  readonly related: readonly { readonly id: string; readonly kind: SalesDocumentKind; readonly number?: string }[];
  /** Printed texts in which a marker can stand. */
  readonly texts: readonly string[];
  /** Absent where the invoicing system says nothing about payment. */
  readonly payment?: DocumentPayment;
}

export interface DocumentPayment {
  readonly openAmount: DecimalText;
  readonly currency: CurrencyCode;
  readonly paidAt?: Instant;
  readonly items: readonly { readonly kind: string; readonly amount: DecimalText; readonly at: Instant }[];
}

/** The bytes as they came, with what they are. */
export interface DocumentFile {
  readonly bytes: Uint8Array;
  /** Media type without parameters, such as `application/pdf`. */
  readonly type: string;
  readonly name: string;
}

/** What is told to a channel about a document that we hold. */
export interface DocumentNotice {
  readonly order: string;
  readonly documentId: string;
  readonly number: string;
  /** A stable, revocable page; never the file itself. */
  readonly url: string;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
}
