import type { Sku } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';
import type { ListingRef } from './listing.ts';

export const orderStatuses = [
  'incomplete',
  'pending',
  'awaiting-payment',
  'under-review',
  'open',
  'partially-shipped',
  'shipped',
  'completed',
  'partially-refunded',
  'refunded',
  'cancelled',
  'declined',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Cheap, from the list, and enough to admit an order. */
export interface OrderHead {
  readonly id: string;
  readonly placedAt: Instant;
  readonly modifiedAt: Instant;
  readonly status: OrderStatus;
  /** The currency that was charged. */
  readonly currency: CurrencyCode;
  readonly totalGross: DecimalText;
  /** Put away by a person on the channel. */
  readonly archived: boolean;
}

/** Statuses of orders that wait for payment or goods. A partial refund hides whether the rest was shipped. */
export const openStatuses: readonly OrderStatus[] = ['pending', 'awaiting-payment', 'under-review', 'open', 'partially-shipped'];

/** Neither finished nor put away, as far as the head tells. */
export function isOpen({ status, archived }: Pick<OrderHead, 'status' | 'archived'>): boolean {
  return !archived && openStatuses.includes(status);
}

/** The sale as the channel tells it, amounts in the charged currency, without personal data. */
export interface ChannelOrder extends OrderHead {
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly OrderLine[];
  readonly charges: readonly OrderCharge[];
  /** Means of payment, not discounts: they do not lower the total. */
  readonly paidByStoreCredit: DecimalText;
  readonly paidByGiftCertificate: DecimalText;
  /** The channel's figures can be read in two ways, so that nobody knows what was charged. */
  readonly totalUnclear?: true;
  readonly paymentMethod: string;
  /** A payment provider took part, so that the channel may know events of the payment. Absent: such as for a bank transfer. */
  readonly paidOnline?: true;
  readonly people: OrderPeople;
}

export interface OrderLine {
  /** The channel's own id of the line. */
  readonly id: string;
  readonly ref?: ListingRef;
  readonly sku?: Sku;
  readonly name: string;
  /** Chosen options, such as `Farbe: Rot`. */
  readonly options: readonly string[];
  readonly kind: 'physical' | 'digital' | 'gift-certificate';
  readonly quantity: number;
  readonly quantityShipped: number;
  readonly quantityRefunded: number;
  /** After every discount, order-level share included; up to four decimals. */
  readonly totalGross: DecimalText;
  /** Before discounts. */
  readonly listGross: DecimalText;
  /** Percent as the channel charged it; several if the channel names several, none if it names none. */
  readonly taxRates: readonly DecimalText[];
  readonly tax: DecimalText;
}

/** What is charged beside goods. */
export interface OrderCharge {
  readonly kind: 'shipping' | 'handling' | 'wrapping' | 'fee';
  readonly name: string;
  readonly gross: DecimalText;
  readonly tax: DecimalText;
  readonly taxRates: readonly DecimalText[];
  /** Of how many amounts it is the sum, each taxed and rounded by itself; 1 where absent. */
  readonly parts?: number;
}

/** Personal data of an order. It lives in the vault alone. */
export interface OrderPeople {
  readonly billing: PostalAddress;
  readonly shipping: readonly PostalAddress[];
  readonly email?: string;
  readonly message?: string;
}

export interface PostalAddress {
  readonly firstName: string;
  readonly lastName: string;
  readonly company?: string;
  readonly street: string;
  readonly supplement?: string;
  readonly zip: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string;
  /** Further form fields of the shop, such as a VAT id. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** Quantities of one line, free of personal data: what the stock ledger needs of an order that is not ours to place. */
export interface LineQuantity {
  readonly line: string;
  readonly ref?: ListingRef;
  readonly sku?: Sku;
  readonly ordered: number;
  readonly shipped: number;
  readonly refunded: number;
}

/** One event of money on an order, as the channel heard it from the payment provider. */
export interface OrderPayment {
  readonly id: string;
  readonly event: 'authorization' | 'capture' | 'purchase' | 'refund' | 'void' | 'pending' | 'settled' | 'other';
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
  readonly provider: string;
  /** The provider's own id of it. */
  readonly reference?: string;
  readonly succeeded: boolean;
  /** No money moved. */
  readonly test: boolean;
  readonly at: Instant;
}

/** What a customer or the staff wrote on an order. Personal data. */
export interface OrderMessage {
  readonly id: string;
  readonly by: 'customer' | 'staff';
  readonly subject: string;
  readonly text: string;
  readonly at: Instant;
}

/** Our mark on the channel's order: the second witness after a disaster. */
export interface OrderMark {
  readonly order: string;
  readonly salesOrderId: string;
  readonly marker: string;
  /** What was charged when it was placed: a later edit shows against it. Absent in older marks. */
  readonly gross?: DecimalText;
}
