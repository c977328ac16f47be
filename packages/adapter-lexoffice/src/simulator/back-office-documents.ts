import { Amount, round2 } from './amount.ts';
import type { DocumentKind } from './document-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import { readDocument } from './document-rules.ts';
import { addDocument, changeDocument, documentOf, dropDocument, finalizeDocument, openAmount } from './document-store.ts';
import { emit } from './events.ts';
import type { Fields } from './json.ts';
import { checkPursue } from './pursue.ts';
import type { DocumentInput, PaymentItem, SalesDocument } from './records.ts';
import { now, type State } from './state.ts';
import { berlinDay, startOfDay } from './time.ts';
import { computeTotals } from './totals.ts';

/** Amounts are decimal texts such as `12.50`. */
export type Paid =
  | { readonly kind: 'full' }
  | { readonly kind: 'part'; readonly amount: string }
  /** Everything that is open, less a cash discount of so many percent. */
  | { readonly kind: 'discount'; readonly discountPercentage: string };

export interface PursueOptions {
  /** Whether the person used "weiterführen"; false: typed in anew, with no relation to see. */
  readonly linked: boolean;
  /** True where absent. */
  readonly finalize?: boolean;
  /** Texts of the predecessor are not carried over reliably (4.11); false where absent. */
  readonly keepTexts?: boolean;
  /** Only these lines, by position; all where absent. */
  readonly lines?: readonly number[];
}

export interface EditedTexts {
  readonly title?: string;
  readonly introduction?: string;
  readonly remark?: string;
  readonly deliveryTerms?: string;
  /** Takes the text lines away. */
  readonly withoutTextLines?: boolean;
}

/** What a person does with sales documents in the app. All of it throws where the app would not offer it. */
export interface DocumentOffice {
  createDocument(kind: DocumentKind, body: Fields, options?: { readonly finalize?: boolean }): SalesDocument;
  finalize(id: string): SalesDocument;
  /** Refused once paid or carried on (4.1). */
  backToDraft(id: string): SalesDocument;
  pursueToInvoice(orderConfirmationId: string, options: PursueOptions): SalesDocument;
  pursueToDeliveryNote(orderConfirmationId: string, options: PursueOptions): SalesDocument;
  creditInvoice(invoiceId: string, options: PursueOptions): SalesDocument;
  pay(id: string, paid: Paid): SalesDocument;
  void(id: string): SalesDocument;
  archive(id: string, archived?: boolean): SalesDocument;
  deleteDraft(id: string): void;
  /** Whatever its status. */
  deleteDocument(id: string): void;
  /** A draft with another number and the same content, a marker in it included. */
  duplicate(id: string): SalesDocument;
  /** Drafts only, as in the app. */
  editTexts(id: string, texts: EditedTexts): SalesDocument;
}

export function documentOffice(state: State): DocumentOffice {
  const change = (id: string, changed: Partial<SalesDocument>): SalesDocument =>
    changeDocument(state, id, { change: changed, by: 'person' });
  const carryOn = (id: string, kind: DocumentKind, options: PursueOptions): SalesDocument => {
    const { linked, finalize = true } = options;
    const predecessor = linked ? checkPursue(state, id, kind) : documentOf(state, id);
    const input = carriedOn(state, { predecessor, kind, options });
    return addDocument(state, input, { finalize, by: 'person', predecessorId: linked ? id : undefined });
  };
  return {
    createDocument: (kind, body, { finalize = false } = {}) =>
      addDocument(state, readDocument(state, kind, body), { finalize, by: 'person' }),
    finalize: (id) => finalizeDocument(state, id, 'person'),
    backToDraft: (id) => {
      const document = documentOf(state, id);
      if (document.status !== 'open') throw new Error(`${document.number} is ${document.status}, not open`);
      if (document.payments.length > 0 || document.successorIds.length > 0) throw new Error(`${document.number} is paid or carried on`);
      const draft = change(id, { status: 'draft', electronicDocumentProfile: 'NONE' });
      // 8.2: fires here too, and payments then answer 406.
      if (draft.kind === 'invoice' || draft.kind === 'creditNote') emit(state, 'payment.changed', { resourceId: id, by: 'person' });
      return draft;
    },
    pursueToInvoice: (id, options) => carryOn(id, 'invoice', options),
    pursueToDeliveryNote: (id, options) => carryOn(id, 'deliveryNote', options),
    creditInvoice: (id, options) => carryOn(id, 'creditNote', options),
    pay: (id, paid) => {
      const document = documentOf(state, id);
      if (document.status !== 'open') throw new Error(`${document.number} is ${document.status}, not open`);
      const payments = [...document.payments, ...paymentItems(state, document, paid)];
      const isPaid = openAmount({ ...document, payments }).lessThanOrEqualTo(0);
      const status = document.kind === 'creditNote' ? 'paidoff' : 'paid';
      const changed = change(id, { payments, ...(isPaid ? { status, paidAt: now(state) } : {}) });
      emit(state, 'payment.changed', { resourceId: id, by: 'person' });
      return changed;
    },
    void: (id) => {
      const { kind, status, number } = documentOf(state, id);
      if (kind !== 'invoice' && kind !== 'creditNote') throw new Error(`${number} cannot be voided`);
      if (status === 'draft') throw new Error(`${number} is a draft`);
      return change(id, { status: 'voided' });
    },
    archive: (id, archived = true) => change(id, { archived }),
    deleteDraft: (id) => {
      if (documentOf(state, id).status !== 'draft') throw new Error('only drafts can be deleted');
      dropDocument(state, id, 'person');
    },
    deleteDocument: (id) => dropDocument(state, id, 'person'),
    duplicate: (id) => {
      const { kind, language, voucherDateAt, address, lines, taxConditions, ...source } = documentOf(state, id);
      const input: DocumentInput = { kind, language, voucherDateAt, address, lines, taxConditions, ...optionalParts(source) };
      return addDocument(state, input, { finalize: false, by: 'person' });
    },
    editTexts: (id, { withoutTextLines, ...texts }) => {
      const { status, lines, number } = documentOf(state, id);
      if (status !== 'draft') throw new Error(`${number} is ${status}: set it back to draft first`);
      return change(id, { ...texts, ...(withoutTextLines ? { lines: lines.filter(({ type }) => type !== 'text') } : {}) });
    },
  };
}

type OptionalParts = Omit<DocumentInput, 'kind' | 'language' | 'voucherDateAt' | 'address' | 'lines' | 'taxConditions'>;

function optionalParts(source: OptionalParts): OptionalParts {
  const names = [
    'expirationDateAt',
    'discount',
    'totals',
    'shippingConditions',
    'paymentConditions',
    'title',
    'introduction',
    'remark',
    'deliveryTerms',
    'printLayoutId',
    'buyerReference',
  ] as const;
  return Object.fromEntries(names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])));
}

interface CarriedOn {
  readonly predecessor: SalesDocument;
  readonly kind: DocumentKind;
  readonly options: PursueOptions;
}

/** The next document as the app proposes it: dated today, lines and conditions of the predecessor, texts from the settings. */
function carriedOn(state: State, { predecessor, kind, options }: CarriedOn): DocumentInput {
  const { language, address, discount, taxConditions, paymentConditions, shippingConditions, introduction, remark } = predecessor;
  const facts = documentKinds[kind];
  const lines = predecessor.lines.filter((_, index) => options.lines?.includes(index) ?? true);
  const priced = lines.flatMap(({ amount, unitPrice }) =>
    amount === undefined || unitPrice === undefined ? [] : [{ amount, rate: unitPrice.rate }],
  );
  const side = taxConditions.taxType === 'gross' ? 'gross' : 'net';
  const { taxTypeNote: _note, deliveryTerms, ...texts } = state.defaultTexts[kind];
  return {
    kind,
    language,
    voucherDateAt: startOfDay(berlinDay(now(state))),
    address,
    lines,
    taxConditions,
    ...texts,
    ...(options.keepTexts && introduction !== undefined ? { introduction } : {}),
    ...(options.keepTexts && remark !== undefined ? { remark } : {}),
    ...(facts.hasDeliveryTerms ? { deliveryTerms } : {}),
    ...(discount === undefined ? {} : { discount }),
    ...(kind === 'deliveryNote' ? {} : { totals: computeTotals({ lines: priced, side, discount, rounding: state.settings.taxRounding }) }),
    ...(facts.hasPayment && paymentConditions !== undefined ? { paymentConditions } : {}),
    ...(facts.hasShipping ? { shippingConditions: shippingConditions ?? { shippingType: 'none' } } : {}),
  };
}

function paymentItems(state: State, document: SalesDocument, paid: Paid): PaymentItem[] {
  const postedAt = startOfDay(berlinDay(now(state)));
  const open = openAmount(document);
  if (paid.kind === 'full') return [{ type: 'manualPayment', postedAt, amount: open }];
  if (paid.kind === 'part') return [{ type: 'manualPayment', postedAt, amount: new Amount(paid.amount) }];
  const cut = round2(open.times(paid.discountPercentage).div(100));
  return [
    { type: 'manualPayment', postedAt, amount: open.minus(cut) },
    { type: 'cashDiscount', postedAt, amount: cut },
  ];
}
