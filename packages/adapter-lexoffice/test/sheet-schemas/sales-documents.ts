import { z } from 'zod';
import { amount, berlinStamp, countryCode, euro, maybe, percentage, taxTypes, uuid } from './primitives.ts';

const unitPrice = z.strictObject({ currency: euro, netAmount: amount(4), grossAmount: amount(4), taxRatePercentage: percentage() });

/** 4.4: no line id, no article number; `optional`, `alternative` and `subItems` on quotations only. */
const line = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), name: maybe(z.string()), description: maybe(z.string()) }),
  ...(['custom', 'material', 'service'] as const).map((type) =>
    z.strictObject({
      type: z.literal(type),
      ...(type === 'custom' ? {} : { id: uuid }),
      name: z.string().min(1).max(255),
      description: maybe(z.string().max(2000)),
      quantity: amount(4),
      unitName: z.string().min(1),
      unitPrice: maybe(unitPrice),
      discountPercentage: maybe(percentage()),
      lineItemAmount: maybe(amount(2)),
    }),
  ),
]);

const common = {
  id: uuid,
  organizationId: uuid,
  createdDate: berlinStamp,
  updatedDate: berlinStamp,
  version: z.int().positive(),
  language: z.enum(['de', 'en']),
  archived: z.boolean(),
  voucherNumber: z.string().min(1),
  voucherDate: berlinStamp,
  address: z.strictObject({
    contactId: maybe(uuid),
    name: z.string().min(1),
    supplement: maybe(z.string()),
    street: maybe(z.string()),
    zip: maybe(z.string()),
    city: maybe(z.string()),
    countryCode,
    contactPerson: maybe(z.string()),
  }),
  lineItems: z.array(line).min(1).max(300),
  taxConditions: z.strictObject({
    taxType: z.enum(taxTypes),
    taxSubType: maybe(z.enum(['distanceSales', 'electronicServices'])),
    taxTypeNote: maybe(z.string()),
  }),
  relatedVouchers: z.array(
    z.strictObject({
      id: uuid,
      voucherNumber: z.string(),
      voucherType: z.enum(['orderconfirmation', 'invoice', 'creditnote', 'deliverynote', 'quotation']),
    }),
  ),
  printLayoutId: maybe(uuid),
  title: z.string().max(25),
  introduction: maybe(z.string().max(2000)),
  remark: maybe(z.string().max(2000)),
  files: maybe(z.strictObject({ documentFileId: uuid })),
};

const totals = {
  totalPrice: z
    .strictObject({
      currency: euro,
      totalNetAmount: amount(2),
      totalGrossAmount: amount(2),
      totalTaxAmount: amount(2),
      totalDiscountAbsolute: maybe(amount(2)),
      totalDiscountPercentage: maybe(percentage()),
    })
    .refine(
      ({ totalNetAmount, totalTaxAmount, totalGrossAmount }) => cents(totalNetAmount) + cents(totalTaxAmount) === cents(totalGrossAmount),
      'the totals do not add up',
    ),
  taxAmounts: z.array(z.strictObject({ taxRatePercentage: percentage(), taxAmount: amount(2), netAmount: amount(2) })),
};

const shipping = {
  shippingConditions: z.strictObject({
    shippingType: z.enum(['service', 'serviceperiod', 'delivery', 'deliveryperiod', 'none']),
    shippingDate: maybe(berlinStamp),
    shippingEndDate: maybe(berlinStamp),
  }),
};

const payment = {
  paymentConditions: z.strictObject({
    paymentTermLabel: z.string(),
    paymentTermLabelTemplate: z.string(),
    paymentTermDuration: z.int(),
    paymentDiscountConditions: maybe(z.strictObject({ discountPercentage: percentage(), discountRange: z.int() })),
  }),
};

const noProfile = { electronicDocumentProfile: z.literal('NONE') };
const deliveryTerms = { deliveryTerms: maybe(z.string().max(255)) };

interface Drafty {
  readonly voucherStatus: string;
  readonly files?: unknown;
  readonly printLayoutId?: unknown;
  readonly dueDate?: unknown;
}

/** 5: drafts lack due date, layout and file. */
function draftIsBare({ voucherStatus, files, printLayoutId, dueDate }: Drafty): boolean {
  return voucherStatus !== 'draft' || (files == null && printLayoutId == null && dueDate == null);
}

/** 4.1, 4.2. */
export const orderConfirmation = z
  .strictObject({ ...common, ...totals, ...shipping, ...payment, ...noProfile, ...deliveryTerms, voucherStatus: z.enum(['draft', 'open']) })
  .refine(draftIsBare, 'a draft has no file');

/** 5. */
export const invoice = z
  .strictObject({
    ...common,
    ...totals,
    ...shipping,
    ...payment,
    voucherStatus: z.enum(['draft', 'open', 'paid', 'voided']),
    electronicDocumentProfile: z.enum(['NONE', 'EN16931', 'XRechnung']),
    xRechnung: maybe(z.strictObject({ buyerReference: z.string() })),
    dueDate: maybe(berlinStamp),
    closingInvoice: z.boolean(),
    claimedGrossAmount: maybe(amount(2)),
    downPaymentDeductions: maybe(z.array(z.unknown())),
    recurringTemplateId: maybe(uuid),
  })
  .refine(draftIsBare, 'a draft has neither due date nor file')
  .refine(
    ({ voucherStatus, electronicDocumentProfile }) => voucherStatus !== 'draft' || electronicDocumentProfile === 'NONE',
    'NONE for drafts',
  );

/** 6: no shipping, no payment conditions, no delivery terms, no due date. */
export const creditNote = z
  .strictObject({ ...common, ...totals, ...noProfile, voucherStatus: z.enum(['draft', 'open', 'paidoff', 'voided']) })
  .refine(draftIsBare, 'a draft has no file');

/** 7.1: no totals. */
export const deliveryNote = z
  .strictObject({ ...common, ...shipping, ...noProfile, ...deliveryTerms, voucherStatus: z.enum(['draft', 'open']) })
  .refine(draftIsBare, 'a draft has no file');

function cents(value: number): number {
  return Number(
    String(value).replace(/^(-?\d+)(?:\.(\d{1,2}))?$/, (_match, whole: string, part = '') => `${whole}${String(part).padEnd(2, '0')}`),
  );
}
