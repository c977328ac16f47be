import { jsonNumber } from '@megzo/adapter-kit';
import { decimal, type PricedLine, type Recipient, type SalesOrderDraft, type SalesOrderLine } from '@megzo/core';
import { berlinMidnight } from './berlin.ts';
import { isTaxFree, taxConditions } from './tax-conditions.ts';

/** Puts the marker where it stays readable: as a last text line, or as the last line of the remark (sheet 4.8). */
export function withMarker(draft: SalesOrderDraft, marker: string): SalesOrderDraft {
  if (draft.markerPlace === 'text-line') return { ...draft, lines: [...draft.lines, { kind: 'text', name: marker }] };
  return { ...draft, remark: isFilled(draft.remark) ? `${draft.remark}\n${marker}` : marker };
}

/** The body of `POST /v1/order-confirmations` (sheet 4.2 to 4.5). A text left out takes the account's default wording. */
export function orderConfirmationBody(draft: SalesOrderDraft): object {
  const taxFree = isTaxFree(draft.treatment);
  return {
    voucherDate: berlinMidnight(draft.placedOn),
    address: address(draft.recipient),
    lineItems: draft.lines.map((line) => lineItem(line, taxFree)),
    totalPrice: { currency: 'EUR' },
    taxConditions: taxConditions(draft.treatment),
    // Without a shipping date the allowed rates are those of the voucher date (sheet 4.5).
    shippingConditions: { shippingType: 'none' },
    ...texts({ title: draft.title, introduction: draft.introduction, remark: draft.remark, deliveryTerms: draft.deliveryTerms }),
  };
}

/** A full address beside a contact's id replaces the contact's own on this document alone (sheet 4.3). */
function address(recipient: Recipient): object {
  const { name, supplement, street, zip, city, country } = recipient.address;
  const written = { name, ...texts({ supplement, street, zip, city }), countryCode: country };
  return recipient.kind === 'contact' ? { contactId: recipient.contactId, ...written } : written;
}

function lineItem(line: SalesOrderLine, taxFree: boolean): object {
  if (line.kind === 'text') return { type: 'text', ...texts({ name: line.name, description: line.description }) };
  return {
    ...kindOf(line),
    name: line.name,
    ...texts({ description: line.description }),
    quantity: jsonNumber(line.quantity),
    unitName: line.unit,
    unitPrice: unitPrice(line, taxFree),
  };
}

/** An article's id belongs on its own kind of line and is refused on any other (sheet 4.4). */
function kindOf({ article }: PricedLine): object {
  if (article === undefined) return { type: 'custom' };
  return { type: article.kind === 'product' ? 'material' : 'service', id: article.id };
}

/** The side that the tax type leads with; the vendor computes the other one. Without tax both are the same number. */
function unitPrice({ unitPriceGross, taxRate }: PricedLine, taxFree: boolean): object {
  const amount = jsonNumber(unitPriceGross);
  return taxFree
    ? { currency: 'EUR', netAmount: amount, taxRatePercentage: jsonNumber(decimal('0')) }
    : { currency: 'EUR', grossAmount: amount, taxRatePercentage: jsonNumber(taxRate) };
}

function texts(all: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(all).filter(([, text]) => isFilled(text)));
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
