import { z } from 'zod';
import { amount, countryCode, euro, percentage, stamp, taxTypes, text, uuid } from './primitives.ts';

/** 3.1: at most one entry in every list on write; empty strings are refused. */
function single<T extends z.ZodType>(entry: T): z.ZodOptional<z.ZodArray<T>> {
  return z.array(entry).max(1).optional();
}

const person = { salutation: text(25).optional(), firstName: z.string().min(1).optional(), lastName: z.string().min(1) };
const contactAddress = z.strictObject({
  supplement: z.string().min(1).optional(),
  street: z.string().min(1).optional(),
  zip: z.string().min(1).optional(),
  city: z.string().min(1).optional(),
  countryCode,
});
const email = z.email();
const phone = z.string().min(1).max(30);

/** 3.1: `POST /v1/contacts`. */
export const contactRequest = z
  .strictObject({
    version: z.literal(0),
    roles: z
      .strictObject({ customer: z.strictObject({}).optional(), vendor: z.strictObject({}).optional() })
      .refine((roles) => Object.keys(roles).length > 0, 'no role'),
    company: z
      .strictObject({
        name: z.string().min(1),
        taxNumber: z.string().min(1).optional(),
        vatRegistrationId: z.string().min(1).optional(),
        allowTaxFreeInvoices: z.boolean().optional(),
        contactPersons: single(
          z.strictObject({ ...person, primary: z.boolean().optional(), emailAddress: email.optional(), phoneNumber: phone.optional() }),
        ),
      })
      .optional(),
    person: z.strictObject(person).optional(),
    addresses: z.strictObject({ billing: single(contactAddress), shipping: single(contactAddress) }).optional(),
    xRechnung: z.strictObject({ buyerReference: z.string().min(1), vendorNumberAtCustomer: z.string().min(1) }).optional(),
    emailAddresses: z
      .strictObject({ business: single(email), office: single(email), private: single(email), other: single(email) })
      .optional(),
    phoneNumbers: z
      .strictObject({
        business: single(phone),
        office: single(phone),
        mobile: single(phone),
        private: single(phone),
        fax: single(phone),
        other: single(phone),
      })
      .optional(),
    note: z.string().max(1000).optional(),
  })
  .refine(({ company, person: one }) => (company === undefined) !== (one === undefined), 'company or person, not both and not none');

const unitPrice = z
  .strictObject({ currency: euro, netAmount: amount(4).optional(), grossAmount: amount(4).optional(), taxRatePercentage: percentage() })
  .refine(({ netAmount, grossAmount }) => (netAmount === undefined) !== (grossAmount === undefined), 'net or gross, not both and not none');

const priced = {
  name: text(255),
  description: text(2000).optional(),
  quantity: amount(4).refine((quantity) => quantity > 0, 'not positive'),
  unitName: z.string().min(1),
  unitPrice,
  discountPercentage: percentage().optional(),
};

/** 4.4: an article's id on material and service lines, and never on a custom one. */
const lineItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('custom'), ...priced }),
  z.strictObject({ type: z.literal('material'), id: uuid, ...priced }),
  z.strictObject({ type: z.literal('service'), id: uuid, ...priced }),
  z
    .strictObject({ type: z.literal('text'), name: text(255).optional(), description: text(2000).optional() })
    .refine(({ name, description }) => name !== undefined || description !== undefined, 'a text line without text'),
]);

const own = {
  supplement: z.string().min(1).optional(),
  street: z.string().min(1).optional(),
  zip: z.string().min(1).optional(),
  city: z.string().min(1).optional(),
};

/** 4.3: a contact, a contact with an address of its own for this document, or a one-time address. */
const address = z.union([
  z.strictObject({ contactId: uuid }),
  z.strictObject({ contactId: uuid.optional(), name: z.string().min(1), ...own, countryCode }),
]);

const shippingConditions = z.union([
  z.strictObject({ shippingType: z.literal('none') }),
  z.strictObject({ shippingType: z.enum(['service', 'delivery']), shippingDate: stamp }),
  z.strictObject({ shippingType: z.enum(['serviceperiod', 'deliveryperiod']), shippingDate: stamp, shippingEndDate: stamp }),
]);

/** 4.2 to 4.5: `POST /v1/order-confirmations`. Read-only fields must not be sent. */
export const orderConfirmationRequest = z
  .strictObject({
    voucherDate: stamp,
    language: z.enum(['de', 'en']).optional(),
    address,
    lineItems: z.array(lineItem).min(1).max(300),
    totalPrice: z.strictObject({
      currency: euro,
      totalDiscountAbsolute: amount(2).optional(),
      totalDiscountPercentage: percentage().optional(),
    }),
    taxConditions: z.strictObject({
      taxType: z.enum(taxTypes),
      taxSubType: z.enum(['distanceSales', 'electronicServices']).optional(),
      taxTypeNote: z.string().optional(),
    }),
    shippingConditions,
    paymentConditions: z
      .strictObject({
        paymentTermLabel: z.string().min(1),
        paymentTermDuration: z.int().nonnegative(),
        paymentDiscountConditions: z.strictObject({ discountPercentage: percentage(), discountRange: z.int() }).optional(),
      })
      .optional(),
    printLayoutId: uuid.optional(),
    title: text(25).optional(),
    introduction: text(2000).optional(),
    remark: text(2000).optional(),
    deliveryTerms: text(255).optional(),
  })
  .superRefine(({ taxConditions: { taxType, taxSubType }, address: to, lineItems }, context) => {
    const isTaxed = taxType === 'net' || taxType === 'gross';
    if (!isTaxed && taxSubType !== undefined) context.addIssue('a sub-type without tax');
    if (!isTaxed && taxType !== 'vatfree' && to.contactId === undefined) context.addIssue('this tax type needs a contact');
    for (const line of lineItems) {
      if (line.type === 'text') continue;
      if ((line.unitPrice.grossAmount !== undefined) !== (taxType === 'gross')) context.addIssue('the wrong side of a price');
      if (!isTaxed && line.unitPrice.taxRatePercentage !== 0) context.addIssue('a rate on a line without tax');
    }
  });

const nouns = ['article', 'contact', 'dunning', 'recurring-template'];
const nounsWithStatus = ['credit-note', 'delivery-note', 'down-payment-invoice', 'invoice', 'order-confirmation', 'quotation', 'voucher'];

/** 8.2: all of them. */
export const sheetEventTypes: readonly string[] = [
  ...[...nouns, ...nounsWithStatus].flatMap((noun) => ['created', 'changed', 'deleted'].map((change) => `${noun}.${change}`)),
  ...nounsWithStatus.map((noun) => `${noun}.status.changed`),
  'payment.changed',
  'token.revoked',
];

/** 8.1: `POST /v1/event-subscriptions`. */
export const subscriptionRequest = z.strictObject({
  eventType: z.enum(sheetEventTypes as [string, ...string[]]),
  callbackUrl: z.url({ protocol: /^https$/ }),
});
