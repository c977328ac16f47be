export type DocumentKind = 'quotation' | 'orderConfirmation' | 'deliveryNote' | 'invoice' | 'creditNote' | 'dunning' | 'downPaymentInvoice';

interface KindFacts {
  /** Path segment under `/v1`. */
  readonly resource: string;
  /** As in the voucher list and in `relatedVouchers`. */
  readonly voucherType: string;
  /** Prefix of the event types. */
  readonly event: string;
  readonly numberPrefix: string;
  /** Stem of the PDF's file name. */
  readonly fileStem: string;
  readonly defaultTitle: string;
  readonly hasShipping: boolean;
  readonly hasPayment: boolean;
  readonly hasDeliveryTerms: boolean;
  /** What may be pursued into this kind (4.11, as far as known). */
  readonly predecessors: readonly DocumentKind[];
}

export const documentKinds: Readonly<Record<DocumentKind, KindFacts>> = {
  quotation: {
    resource: 'quotations',
    voucherType: 'quotation',
    event: 'quotation',
    numberPrefix: 'AG',
    fileStem: 'Angebot',
    defaultTitle: 'Angebot',
    hasShipping: false,
    hasPayment: true,
    hasDeliveryTerms: false,
    predecessors: [],
  },
  orderConfirmation: {
    resource: 'order-confirmations',
    voucherType: 'orderconfirmation',
    event: 'order-confirmation',
    numberPrefix: 'AB',
    fileStem: 'Auftragsbestaetigung',
    defaultTitle: 'Auftragsbestätigung',
    hasShipping: true,
    hasPayment: true,
    hasDeliveryTerms: true,
    predecessors: ['quotation'],
  },
  deliveryNote: {
    resource: 'delivery-notes',
    voucherType: 'deliverynote',
    event: 'delivery-note',
    numberPrefix: 'LS',
    fileStem: 'Lieferschein',
    defaultTitle: 'Lieferschein',
    hasShipping: true,
    hasPayment: false,
    hasDeliveryTerms: true,
    predecessors: ['quotation', 'orderConfirmation', 'invoice'],
  },
  invoice: {
    resource: 'invoices',
    voucherType: 'invoice',
    event: 'invoice',
    numberPrefix: 'RE',
    fileStem: 'Rechnung',
    defaultTitle: 'Rechnung',
    hasShipping: true,
    hasPayment: true,
    hasDeliveryTerms: false,
    predecessors: ['quotation', 'orderConfirmation', 'deliveryNote'],
  },
  creditNote: {
    resource: 'credit-notes',
    voucherType: 'creditnote',
    event: 'credit-note',
    numberPrefix: 'GS',
    fileStem: 'Rechnungskorrektur',
    defaultTitle: 'Rechnungskorrektur',
    hasShipping: false,
    hasPayment: false,
    hasDeliveryTerms: false,
    predecessors: ['invoice'],
  },
  dunning: {
    resource: 'dunnings',
    voucherType: 'dunning',
    event: 'dunning',
    numberPrefix: '',
    fileStem: 'Mahnung',
    defaultTitle: 'Mahnung',
    hasShipping: false,
    hasPayment: false,
    hasDeliveryTerms: false,
    predecessors: ['invoice'],
  },
  downPaymentInvoice: {
    resource: 'down-payment-invoices',
    voucherType: 'downpaymentinvoice',
    event: 'down-payment-invoice',
    numberPrefix: 'AR',
    fileStem: 'Abschlagsrechnung',
    defaultTitle: 'Abschlagsrechnung',
    hasShipping: false,
    hasPayment: true,
    hasDeliveryTerms: false,
    predecessors: [],
  },
};

const kindsByResource = new Map(Object.entries(documentKinds).map(([kind, facts]) => [facts.resource, kind as DocumentKind]));

export function kindOfResource(resource: string): DocumentKind | undefined {
  return kindsByResource.get(resource);
}
