import { z } from 'zod';
import { amount, berlinStamp, countryCode, maybe, uuid } from './primitives.ts';

/** 7.12. */
export const profile = z.strictObject({
  organizationId: uuid,
  companyName: z.string(),
  created: z.strictObject({ userId: uuid, userName: z.string(), userEmail: z.email(), date: berlinStamp }),
  connectionId: uuid,
  taxType: z.enum(['net', 'gross', 'vatfree']),
  distanceSalesPrinciple: z.enum(['ORIGIN', 'DESTINATION']).optional(),
  businessFeatures: z.array(z.enum(['INVOICING', 'INVOICING_PRO', 'BOOKKEEPING'])),
  smallBusiness: z.boolean(),
});

/** 7.9: a bare array. */
export const countries = z
  .array(
    z.strictObject({
      countryCode,
      countryNameDE: z.string().min(1),
      countryNameEN: z.string().min(1),
      taxClassification: z.enum(['de', 'intraCommunity', 'thirdPartyCountry']),
    }),
  )
  .min(1);

/** 2.1: the 14 fields, with explicit nulls. */
export const article = z.strictObject({
  id: uuid,
  organizationId: uuid,
  createdDate: berlinStamp,
  updatedDate: berlinStamp,
  archived: z.boolean(),
  title: z.string().min(1),
  description: z.string().nullable(),
  type: z.enum(['PRODUCT', 'SERVICE']),
  articleNumber: z.string().nullable(),
  gtin: z.string().nullable(),
  note: z.string().nullable(),
  unitName: z.string().min(1),
  price: z.strictObject({
    netPrice: amount(4),
    grossPrice: amount(4),
    leadingPrice: z.enum(['NET', 'GROSS']),
    taxRate: z.union([z.literal(0), z.literal(7), z.literal(19)]),
  }),
  version: z.int().nonnegative(),
});

const person = { salutation: maybe(z.string()), firstName: maybe(z.string()), lastName: z.string().min(1) };
const address = z.strictObject({
  supplement: maybe(z.string()),
  street: maybe(z.string()),
  zip: maybe(z.string()),
  city: maybe(z.string()),
  countryCode,
});
const texts = maybe(z.array(z.string()));

/** 3.1: no dates; lists may be longer than the API could write them. */
export const contact = z
  .strictObject({
    id: uuid,
    organizationId: uuid,
    version: z.int().positive(),
    roles: z.strictObject({
      customer: maybe(z.strictObject({ number: z.int() })),
      vendor: maybe(z.strictObject({ number: z.int() })),
    }),
    company: maybe(
      z.strictObject({
        name: z.string().min(1),
        taxNumber: maybe(z.string()),
        vatRegistrationId: maybe(z.string()),
        allowTaxFreeInvoices: maybe(z.boolean()),
        contactPersons: maybe(
          z.array(
            z.strictObject({
              ...person,
              primary: maybe(z.boolean()),
              emailAddress: maybe(z.string()),
              phoneNumber: maybe(z.string()),
            }),
          ),
        ),
      }),
    ),
    person: maybe(z.strictObject(person)),
    addresses: maybe(z.strictObject({ billing: maybe(z.array(address)), shipping: maybe(z.array(address)) })),
    xRechnung: maybe(z.strictObject({ buyerReference: z.string(), vendorNumberAtCustomer: z.string() })),
    emailAddresses: maybe(z.strictObject({ business: texts, office: texts, private: texts, other: texts })),
    phoneNumbers: maybe(z.strictObject({ business: texts, office: texts, mobile: texts, private: texts, fax: texts, other: texts })),
    note: maybe(z.string().max(1000)),
    archived: z.boolean(),
  })
  .refine(({ company, person: one }) => (company == null) !== (one == null), 'company or person');

/** 2.2, 4.7: what a write answers. */
export const actionResult = z.strictObject({
  id: uuid,
  resourceUri: z.string().regex(/^https:\/\/api\.lexware\.io\/v1\/[a-z-]+\/[0-9a-f-]{36}$/),
  createdDate: berlinStamp,
  updatedDate: berlinStamp,
  version: z.int().nonnegative(),
});

/** 5.1. */
export const payments = z
  .strictObject({
    openAmount: amount(2),
    currency: z.literal('EUR'),
    paymentStatus: z.enum(['balanced', 'openRevenue', 'openExpense']),
    voucherType: z.string(),
    voucherStatus: z.enum(['open', 'paid', 'paidoff', 'voided', 'transferred', 'sepadebit']),
    paidDate: berlinStamp.optional(),
    paymentItems: z.array(
      z.strictObject({
        paymentItemType: z.enum([
          'partPaymentFinancialTransaction',
          'partPaymentCreditNote',
          'partPaymentCashBox',
          'manualPayment',
          'cashDiscount',
          'dunningCosts',
          'currencyConversion',
          'irrecoverableReceivable',
        ]),
        postingDate: berlinStamp,
        amount: amount(2).refine((value) => value >= 0, 'amounts are always positive'),
        currency: z.literal('EUR'),
      }),
    ),
  })
  .refine(({ paidDate, voucherStatus }) => paidDate === undefined || /^paid/.test(voucherStatus), 'paidDate only when paid')
  .refine(
    ({ voucherStatus, paymentStatus, openAmount }) => voucherStatus !== 'voided' || (paymentStatus === 'balanced' && openAmount === 0),
    'voided is balanced with 0',
  );

/** 8.1: `subscriptionId` instead of `id`, and 1.3: no paging fields. */
export const subscriptions = z.strictObject({
  content: z.array(
    z.strictObject({
      subscriptionId: uuid,
      organizationId: uuid,
      createdDate: berlinStamp,
      eventType: z.string().regex(/^[a-z-]+(?:\.[a-z]+)+$/),
      callbackUrl: z.url(),
    }),
  ),
});

/** 8.3: exactly these. */
export const event = z.strictObject({ organizationId: uuid, eventType: z.string(), resourceId: uuid, eventDate: berlinStamp });
