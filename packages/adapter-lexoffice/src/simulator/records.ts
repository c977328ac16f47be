import type { Amount } from './amount.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Discount, Totals } from './totals.ts';

export interface ProfileRecord {
  readonly organizationId: string;
  readonly companyName: string;
  readonly created: { readonly userId: string; readonly userName: string; readonly userEmail: string; readonly date: string };
  readonly connectionId: string;
  readonly taxType: 'net' | 'gross' | 'vatfree';
  /** `unset`: the field is missing in the answer. */
  readonly distanceSalesPrinciple: 'ORIGIN' | 'DESTINATION' | 'unset';
  readonly businessFeatures: readonly string[];
  readonly smallBusiness: boolean;
}

export interface ArticleInput {
  readonly title: string;
  readonly description: string | null;
  readonly type: 'PRODUCT' | 'SERVICE';
  readonly articleNumber: string | null;
  readonly gtin: string | null;
  readonly note: string | null;
  readonly unitName: string;
  readonly price: { readonly net: Amount; readonly gross: Amount; readonly leading: 'NET' | 'GROSS'; readonly taxRate: Amount };
}

export interface ArticleRecord extends ArticleInput {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
  readonly version: number;
}

export interface PostalAddress {
  readonly supplement?: string;
  readonly street?: string;
  readonly zip?: string;
  readonly city?: string;
  readonly countryCode: string;
}

export interface ContactPerson {
  readonly salutation?: string;
  readonly firstName?: string;
  readonly lastName: string;
  readonly primary?: boolean;
  readonly emailAddress?: string;
  readonly phoneNumber?: string;
}

export interface ContactInput {
  readonly customer: boolean;
  readonly vendor: boolean;
  readonly company?: {
    readonly name: string;
    readonly taxNumber?: string;
    readonly vatRegistrationId?: string;
    readonly allowTaxFreeInvoices?: boolean;
    readonly contactPersons: readonly ContactPerson[];
  };
  readonly person?: { readonly salutation?: string; readonly firstName?: string; readonly lastName: string };
  readonly addresses: { readonly billing: readonly PostalAddress[]; readonly shipping: readonly PostalAddress[] };
  readonly xRechnung?: { readonly buyerReference: string; readonly vendorNumberAtCustomer: string };
  readonly emailAddresses: Readonly<Record<string, readonly string[]>>;
  readonly phoneNumbers: Readonly<Record<string, readonly string[]>>;
  readonly note?: string;
}

export interface ContactRecord extends ContactInput {
  readonly id: string;
  readonly version: number;
  readonly archived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly customerNumber?: number;
  readonly vendorNumber?: number;
  /** From when on reads and references find it (3.2). */
  readonly visibleAt: number;
  /** Kept in the app only; applied to documents that say nothing (4.6). */
  readonly defaults: ContactDefaults;
}

export interface ContactDefaults {
  readonly discountPercentage?: Amount;
  readonly paymentConditions?: PaymentConditions;
  readonly deliveryTerms?: string;
}

export interface PaymentConditions {
  readonly paymentTermLabel: string;
  readonly paymentTermDuration: number;
  readonly paymentDiscountConditions?: { readonly discountPercentage: Amount; readonly discountRange: number };
}

export interface PaymentConditionRecord extends PaymentConditions {
  readonly id: string;
  readonly organizationDefault: boolean;
}

export interface DocumentAddress extends PostalAddress {
  readonly contactId?: string;
  readonly name: string;
  readonly contactPerson?: string;
}

export interface DocumentLine {
  readonly type: 'custom' | 'material' | 'service' | 'text';
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly quantity?: Amount;
  readonly unitName?: string;
  readonly unitPrice?: { readonly net: Amount; readonly gross: Amount; readonly rate: Amount };
  readonly discountPercentage?: Amount;
  readonly amount?: Amount;
  readonly optional?: boolean;
  readonly alternative?: boolean;
}

export interface TaxConditions {
  readonly taxType: string;
  readonly taxSubType?: string;
  readonly taxTypeNote?: string;
}

export interface ShippingConditions {
  readonly shippingType: string;
  readonly shippingDateAt?: number;
  readonly shippingEndDateAt?: number;
}

/** What a document is made of before the vendor adds number, status and the like. */
export interface DocumentInput {
  readonly kind: DocumentKind;
  readonly language: string;
  readonly voucherDateAt: number;
  readonly expirationDateAt?: number;
  readonly address: DocumentAddress;
  readonly lines: readonly DocumentLine[];
  readonly discount?: Discount;
  /** Absent on delivery notes (7.1). */
  readonly totals?: Totals;
  readonly taxConditions: TaxConditions;
  readonly shippingConditions?: ShippingConditions;
  readonly paymentConditions?: PaymentConditions;
  readonly title?: string;
  readonly introduction?: string;
  readonly remark?: string;
  readonly deliveryTerms?: string;
  readonly printLayoutId?: string;
  readonly buyerReference?: string;
}

export type DocumentStatus = 'draft' | 'open' | 'paid' | 'paidoff' | 'voided' | 'accepted' | 'rejected';

export interface PaymentItem {
  readonly type: 'partPaymentFinancialTransaction' | 'partPaymentCreditNote' | 'partPaymentCashBox' | 'manualPayment' | 'cashDiscount';
  readonly postedAt: number;
  readonly amount: Amount;
}

export interface SalesDocument extends DocumentInput {
  readonly id: string;
  readonly version: number;
  readonly archived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: DocumentStatus;
  /** Null on dunnings (7.3). */
  readonly number: string | null;
  readonly dueDateAt?: number;
  readonly electronicDocumentProfile: 'NONE' | 'EN16931' | 'XRechnung';
  readonly predecessorId?: string;
  readonly successorIds: readonly string[];
  readonly payments: readonly PaymentItem[];
  readonly paidAt?: number;
  readonly documentFileId?: string;
}

/** A bookkeeping voucher (7.6): never made by us, but it stands in the same list. */
export interface BookkeepingVoucher {
  readonly id: string;
  readonly type: 'salesinvoice' | 'salescreditnote' | 'purchaseinvoice' | 'purchasecreditnote';
  readonly status: 'unchecked' | 'open' | 'paid';
  readonly number: string;
  readonly voucherDateAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly contactName: string;
  readonly total: Amount;
  readonly fileIds: readonly string[];
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly eventType: string;
  readonly callbackUrl: string;
  readonly createdAt: number;
}
