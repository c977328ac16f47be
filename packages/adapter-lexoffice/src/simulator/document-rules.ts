import { readAddress } from './address-rules.ts';
import { type Check, checkCurrency, newCheck, optionalAmount, optionalText, requiredAmount, requiredText, wholeDays } from './check.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';
import { type Fields, fieldsOf, isAbsent } from './json.ts';
import { readLines } from './line-rules.ts';
import type { ContactRecord, DocumentInput, PaymentConditions, ShippingConditions } from './records.ts';
import type { State } from './state.ts';
import { checkTax, readTaxConditions, relevantDay } from './tax-rules.ts';
import { readStamp } from './time.ts';
import { computeTotals, type Discount } from './totals.ts';

/** What the organisation's plan lets a document be written in. */
const languages = ['de', 'en'];
const shippingTypes = ['service', 'serviceperiod', 'delivery', 'deliveryperiod', 'none'];

/** Reads and checks a whole sales document (section 4). Throws a 406 naming what is wrong. */
export function readDocument(state: State, kind: DocumentKind, body: Fields): DocumentInput {
  const check = newCheck();
  const facts = documentKinds[kind];
  const voucherDateAt = readDate(check, body.voucherDate, 'voucherDate');
  const expirationDateAt = kind === 'quotation' ? readDate(check, body.expirationDate, 'expirationDate') : undefined;
  const language = readLanguage(state, check, body.language);
  const { address, contact } = readAddress(state, check, { value: body.address, kind });
  const taxConditions = readTaxConditions(check, body.taxConditions);
  const side = taxConditions?.taxType === 'gross' ? 'gross' : 'net';
  const lines = readLines(state, check, { value: body.lineItems, kind, side });
  const sent = kind === 'deliveryNote' ? undefined : readTotalPrice(check, body.totalPrice);
  const shippingConditions = facts.hasShipping ? readShipping(check, body.shippingConditions) : undefined;
  const sentPayment = facts.hasPayment ? readPayment(check, body.paymentConditions) : undefined;
  const printLayoutId = optionalText(check, body.printLayoutId, { field: 'printLayoutId' });
  if (printLayoutId !== undefined && !state.printLayouts.some(({ id }) => id === printLayoutId)) {
    check.refuse('printLayoutId', 'INVALID', 'Das Drucklayout existiert nicht.');
  }
  const texts = readTexts(state, check, { body, kind, contact });
  const buyerReference =
    kind === 'invoice' ? readBuyerReference(check, body.xRechnung, { contact, taxType: taxConditions?.taxType }) : undefined;
  if (voucherDateAt !== undefined && taxConditions !== undefined && address !== undefined) {
    checkTax(state, check, { taxConditions, address, contact, lines, relevantDay: relevantDay(voucherDateAt, shippingConditions) });
  }
  const refusal = check.refusal();
  if (refusal !== undefined) throw refusal;
  if (voucherDateAt === undefined || taxConditions === undefined || address === undefined)
    throw new Error('a missing field went unnoticed');

  const discount = discountOf(state, sent, contact);
  const paymentConditions = facts.hasPayment
    ? (sentPayment ?? contact?.defaults.paymentConditions ?? organizationPayment(state))
    : undefined;
  const priced = lines.flatMap(({ amount, unitPrice }) =>
    amount === undefined || unitPrice === undefined ? [] : [{ amount, rate: unitPrice.rate }],
  );
  const { taxTypeNote, ...tax } = taxConditions;
  const note = tax.taxType === 'net' || tax.taxType === 'gross' ? undefined : (taxTypeNote ?? state.defaultTexts[kind].taxTypeNote);
  return {
    kind,
    language,
    voucherDateAt,
    address,
    lines,
    taxConditions: { ...tax, ...(note === undefined ? {} : { taxTypeNote: note }) },
    ...texts,
    ...(expirationDateAt === undefined ? {} : { expirationDateAt }),
    ...(discount === undefined ? {} : { discount }),
    ...(kind === 'deliveryNote' ? {} : { totals: computeTotals({ lines: priced, side, discount, rounding: state.settings.taxRounding }) }),
    ...(shippingConditions === undefined ? {} : { shippingConditions }),
    ...(paymentConditions === undefined ? {} : { paymentConditions }),
    ...(printLayoutId === undefined ? {} : { printLayoutId }),
    ...(buyerReference === undefined ? {} : { buyerReference }),
  };
}

function readDate(check: Check, value: unknown, field: string): number | undefined {
  if (isAbsent(value)) {
    check.refuse(field, 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  const at = readStamp(value);
  if (at === undefined) check.refuse(field, 'FORMAT', "muss dem Format yyyy-MM-dd'T'HH:mm:ss.SSSXXX entsprechen");
  return at;
}

function readLanguage(state: State, check: Check, value: unknown): string {
  const language = optionalText(check, value, { field: 'language' }) ?? 'de';
  if (!languages.includes(language)) check.refuse('language', 'ENUM', 'muss de oder en sein');
  if (language === 'en' && !state.profile.businessFeatures.includes('INVOICING_PRO')) {
    check.refuse('language', 'INVALID', 'Englische Belege sind im gebuchten Tarif nicht enthalten.');
  }
  return language;
}

/** Totals that are sent are ignored; a discount is one of the two kinds (4.2). */
function readTotalPrice(check: Check, value: unknown): Discount | undefined {
  if (isAbsent(value)) {
    check.refuse('totalPrice', 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  const fields = fieldsOf(value);
  checkCurrency(check, fields.currency, 'totalPrice.currency');
  const absolute = optionalAmount(check, fields.totalDiscountAbsolute, { field: 'totalPrice.totalDiscountAbsolute', decimals: 2, min: 0 });
  const percentage = optionalAmount(check, fields.totalDiscountPercentage, {
    field: 'totalPrice.totalDiscountPercentage',
    decimals: 2,
    min: 0,
    max: 100,
  });
  if (absolute !== undefined && percentage !== undefined) {
    check.refuse('totalPrice.totalDiscountPercentage', 'INVALID', 'nur eine Art von Gesamtrabatt ist erlaubt');
  }
  if (absolute !== undefined) return { absolute };
  return percentage === undefined ? undefined : { percentage };
}

/** 4.6: a contact's default discount strikes where none is sent. Unknown 12.6: whether sending 0 keeps it away. */
function discountOf(state: State, sent: Discount | undefined, contact: ContactRecord | undefined): Discount | undefined {
  const standard = contact?.defaults.discountPercentage;
  const isNothing = sent === undefined || (sent.absolute ?? sent.percentage)?.isZero() === true;
  const isKeptAway = sent !== undefined && state.settings.zeroDiscountSuppressesDefault;
  if (standard === undefined || !isNothing || isKeptAway) return sent;
  return { percentage: standard };
}

function organizationPayment(state: State): PaymentConditions | undefined {
  const found = state.paymentConditions.find(({ organizationDefault }) => organizationDefault);
  if (found === undefined) return undefined;
  const { id: _id, organizationDefault: _default, ...conditions } = found;
  return conditions;
}

/** Missing altogether it is refused with a message only (4.2). */
function readShipping(check: Check, value: unknown): ShippingConditions | undefined {
  if (isAbsent(value)) {
    check.refuseWhole('Die Lieferbedingungen (shippingConditions) fehlen.');
    return undefined;
  }
  const fields = fieldsOf(value);
  const shippingType = requiredText(check, fields.shippingType, { field: 'shippingConditions.shippingType' });
  if (shippingType === undefined) return undefined;
  if (!shippingTypes.includes(shippingType)) check.refuse('shippingConditions.shippingType', 'ENUM', `Ungültiger Wert ${shippingType}`);
  if (shippingType === 'none') return { shippingType };
  const shippingDateAt = readDate(check, fields.shippingDate, 'shippingConditions.shippingDate');
  const isPeriod = shippingType.endsWith('period');
  const shippingEndDateAt = isPeriod ? readDate(check, fields.shippingEndDate, 'shippingConditions.shippingEndDate') : undefined;
  if (shippingDateAt !== undefined && shippingEndDateAt !== undefined && shippingEndDateAt < shippingDateAt) {
    check.refuse('shippingConditions.shippingEndDate', 'INVALID', 'darf nicht vor shippingDate liegen');
  }
  return {
    shippingType,
    ...(shippingDateAt === undefined ? {} : { shippingDateAt }),
    ...(shippingEndDateAt === undefined ? {} : { shippingEndDateAt }),
  };
}

/** Pitfall 17: a body that drops `paymentTermLabel` is refused. */
function readPayment(check: Check, value: unknown): PaymentConditions | undefined {
  if (isAbsent(value)) return undefined;
  const path = 'paymentConditions';
  const fields = fieldsOf(value);
  const paymentTermLabel = requiredText(check, fields.paymentTermLabel, { field: `${path}.paymentTermLabel` });
  if (isAbsent(fields.paymentTermDuration)) check.refuse(`${path}.paymentTermDuration`, 'NOTNULL', 'darf nicht null sein');
  const paymentTermDuration = wholeDays(check, fields.paymentTermDuration, `${path}.paymentTermDuration`);
  const discount = isAbsent(fields.paymentDiscountConditions) ? undefined : fieldsOf(fields.paymentDiscountConditions);
  const discountPath = `${path}.paymentDiscountConditions`;
  const discountPercentage =
    discount &&
    requiredAmount(check, discount.discountPercentage, { field: `${discountPath}.discountPercentage`, decimals: 2, min: 0, max: 100 });
  const discountRange = discount && wholeDays(check, discount.discountRange, `${discountPath}.discountRange`);
  if (paymentTermLabel === undefined || paymentTermDuration === undefined) return undefined;
  return {
    paymentTermLabel,
    paymentTermDuration,
    ...(discountPercentage === undefined ? {} : { paymentDiscountConditions: { discountPercentage, discountRange: discountRange ?? 0 } }),
  };
}

type Texts = Pick<DocumentInput, 'title' | 'introduction' | 'remark' | 'deliveryTerms'>;

interface TextContext {
  readonly body: Fields;
  readonly kind: DocumentKind;
  readonly contact: ContactRecord | undefined;
}

/** Texts that are omitted are filled from the settings, so a read-back is never the request (4.2). */
function readTexts(state: State, check: Check, { body, kind, contact }: TextContext): Texts {
  const texts = state.defaultTexts[kind];
  const title = optionalText(check, body.title, { field: 'title', max: 25 }) ?? texts.title;
  const introduction = optionalText(check, body.introduction, { field: 'introduction', max: 2000 }) ?? texts.introduction;
  const remark = optionalText(check, body.remark, { field: 'remark', max: 2000 }) ?? texts.remark;
  if (!documentKinds[kind].hasDeliveryTerms) return { title, introduction, remark };
  const sent = optionalText(check, body.deliveryTerms, { field: 'deliveryTerms', max: 255 });
  return { title, introduction, remark, deliveryTerms: sent ?? contact?.defaults.deliveryTerms ?? texts.deliveryTerms };
}

interface InvoiceContext {
  readonly contact: ContactRecord | undefined;
  readonly taxType: string | undefined;
}

/** Section 5: net, and a contact that carries both numbers. */
function readBuyerReference(check: Check, value: unknown, { contact, taxType }: InvoiceContext): string | undefined {
  if (isAbsent(value)) return undefined;
  const reference = requiredText(check, fieldsOf(value).buyerReference, { field: 'xRechnung.buyerReference' });
  if (taxType !== 'net') check.refuse('taxConditions.taxType', 'INVALID', 'XRechnung erfordert net.');
  if (contact?.xRechnung === undefined) check.refuse('address.contactId', 'INVALID', 'Dem Kontakt fehlen die Angaben zur XRechnung.');
  return reference;
}
