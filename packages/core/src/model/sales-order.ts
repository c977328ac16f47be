import type { Day, Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';

/** How a sale is taxed, in the field's terms; the invoicing adapter knows what its vendor calls it. */
export type TaxTreatment =
  /** Taxed at home, whoever buys. */
  | { readonly kind: 'domestic' }
  /** The merchant charges no VAT (§ 19 UStG). */
  | { readonly kind: 'small-business' }
  /** Goods to a consumer in another EU country, at the rates of the principle that the merchant is registered for. */
  | { readonly kind: 'distance-sale'; readonly principle: 'origin' | 'destination' }
  /** Goods to a business with a VAT id in another EU country. */
  | { readonly kind: 'intra-community-supply' }
  /** Goods to a country outside the EU. */
  | { readonly kind: 'export' }
  /** Electronic services to a consumer in another EU country. */
  | { readonly kind: 'electronic-services'; readonly principle: 'origin' | 'destination' }
  /** Services to a business in another EU country, which owes the tax itself. */
  | { readonly kind: 'reverse-charge-services' }
  /** Construction at home for a business that owes the tax itself. */
  | { readonly kind: 'reverse-charge-construction' }
  /** Services to a business outside the EU. */
  | { readonly kind: 'export-services' }
  /** Photovoltaic equipment at 0 %. */
  | { readonly kind: 'photovoltaics' };

/** Every treatment, for rules that choose one. */
export const taxTreatmentKinds = [
  'domestic',
  'small-business',
  'distance-sale',
  'intra-community-supply',
  'export',
  'electronic-services',
  'reverse-charge-services',
  'reverse-charge-construction',
  'export-services',
  'photovoltaics',
] as const satisfies readonly TaxTreatment['kind'][];

/** Whether the document carries tax; otherwise every rate is 0. */
export function isTaxed({ kind }: TaxTreatment): boolean {
  return kind === 'domestic' || kind === 'distance-sale' || kind === 'electronic-services';
}

/** What the invoicing system says of the merchant: the tax treatment follows from it. */
export interface InvoicingSettings {
  /** The vendor's own id of the organisation: a pair is pinned to it. */
  readonly accountId: string;
  readonly name: string;
  readonly smallBusiness: boolean;
  readonly distanceSales?: 'origin' | 'destination';
  /** ISO country code → its class, as of today. */
  readonly countries: Readonly<Record<string, CountryClass>>;
}

export type CountryClass = 'home' | 'eu' | 'third-country';

/** One sales order to be made. It holds personal data and is never stored; it is made anew for each attempt. */
export interface SalesOrderDraft {
  /** The calendar day of placement in the merchant's time zone. */
  readonly placedOn: Day;
  readonly currency: CurrencyCode;
  readonly treatment: TaxTreatment;
  readonly recipient: Recipient;
  readonly lines: readonly SalesOrderLine[];
  readonly title?: string;
  readonly introduction?: string;
  readonly remark?: string;
  readonly deliveryTerms?: string;
  /** Where the marker stands: a last text line, or the end of the remark. */
  readonly markerPlace: 'text-line' | 'remark';
}

export type Recipient =
  /** A contact of the invoicing system, with the address of this order: a contact's own may be an older one. */
  | { readonly kind: 'contact'; readonly contactId: string; readonly address: RecipientAddress }
  /** An address for this document alone; no contact is made. */
  | { readonly kind: 'one-time'; readonly address: RecipientAddress };

export interface RecipientAddress {
  readonly name: string;
  readonly supplement?: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  readonly country: string;
}

export type SalesOrderLine = PricedLine | TextLine;

export interface PricedLine {
  readonly kind: 'priced';
  /** The article that the line sells; absent for charges and goods without an article. */
  readonly article?: { readonly id: string; readonly kind: 'product' | 'service' };
  readonly name: string;
  readonly description?: string;
  readonly quantity: DecimalText;
  readonly unit: string;
  /** Gross per unit, at most four decimals. Under a treatment without tax it is what is charged. */
  readonly unitPriceGross: DecimalText;
  /** Percent; 0 under a treatment without tax. */
  readonly taxRate: DecimalText;
}

export interface TextLine {
  readonly kind: 'text';
  readonly name: string;
  readonly description?: string;
}

/** Sums of a document as the invoicing system makes them. */
export interface Totals {
  readonly gross: DecimalText;
  readonly net: DecimalText;
  readonly tax: DecimalText;
  readonly byRate: readonly RateTotals[];
}

export interface RateTotals {
  readonly rate: DecimalText;
  readonly gross: DecimalText;
  readonly net: DecimalText;
  readonly tax: DecimalText;
}

/** A sales order as it stands in the invoicing system. */
export interface SalesOrder {
  readonly id: string;
  readonly number?: string;
  readonly state: 'draft' | 'open';
  readonly createdAt: Instant;
  readonly totals: Totals;
  /** Printed texts in which a marker can stand. */
  readonly texts: readonly string[];
}

/** A customer to be made known to the invoicing system. Personal data: never stored outside the vault. */
export interface ContactDraft {
  readonly kind: 'company' | 'person';
  readonly company?: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly vatId?: string;
  readonly address: RecipientAddress;
  /** Needed before a document without tax may name the contact. */
  readonly allowTaxFree: boolean;
}

export interface ContactMatch {
  readonly id: string;
  /** What spoke for it. An e-mail or VAT id is equal to the letter; a name alone never matches. */
  readonly by: 'email' | 'vat-id';
}
