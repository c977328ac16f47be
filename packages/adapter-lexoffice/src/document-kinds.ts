import type { SalesDocumentKind } from '@megzo/core';

interface KindFacts {
  /** Path segment under `/v1`. */
  readonly resource: string;
  /** As the voucher list and related vouchers name it (sheet 4.9, 4.11). */
  readonly voucherType: string;
}

export const documentKinds: Readonly<Record<SalesDocumentKind, KindFacts>> = {
  'sales-order': { resource: 'order-confirmations', voucherType: 'orderconfirmation' },
  invoice: { resource: 'invoices', voucherType: 'invoice' },
  'credit-note': { resource: 'credit-notes', voucherType: 'creditnote' },
  'delivery-note': { resource: 'delivery-notes', voucherType: 'deliverynote' },
};

/** A document as the vendor knows it: each kind stands under its own route, and a UUID alone does not tell which (sheet 1.6). */
export interface DocumentName {
  readonly kind: SalesDocumentKind;
  readonly uuid: string;
}

const entries = Object.entries(documentKinds) as readonly (readonly [SalesDocumentKind, KindFacts])[];

/** `undefined`: a quotation, a dunning, a bookkeeping voucher or what else is no sales document of ours. */
export function kindOfVoucherType(voucherType: string): SalesDocumentKind | undefined {
  return entries.find(([, facts]) => facts.voucherType === voucherType)?.[0];
}

/**
 * The id under which a document goes outside of this adapter: a sales order's is its UUID, the same one that `salesOrders` gives;
 * all others carry their kind in front, such as `invoice/66196c43-…`.
 */
export function documentId({ kind, uuid }: DocumentName): string {
  return kind === 'sales-order' ? uuid : `${kind}/${uuid}`;
}

const uuidPattern = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
const idPattern = new RegExp(`^(?:(invoice|credit-note|delivery-note)/)?(${uuidPattern})$`, 'i');
const uuid = new RegExp(`^${uuidPattern}$`, 'i');

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** `undefined`: nothing can stand under such an id. */
export function documentName(id: string): DocumentName | undefined {
  const match = idPattern.exec(id);
  if (match?.[2] === undefined) return undefined;
  const prefix = match[1]?.toLowerCase() as Exclude<SalesDocumentKind, 'sales-order'> | undefined;
  return { kind: prefix ?? 'sales-order', uuid: match[2] };
}
