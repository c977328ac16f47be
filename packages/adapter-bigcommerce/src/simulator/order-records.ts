import type { Amount } from './amounts.ts';
import type { Fields } from './json.ts';
import type { Cost, PricedLine, PricedOrder, PricingLine } from './pricing.ts';

export interface Address {
  firstName: string;
  lastName: string;
  company: string;
  street1: string;
  street2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  countryIso2: string;
  phone: string;
  email: string;
  formFields: { name: string; value: string }[];
}

export type LineType = 'physical' | 'digital' | 'giftcertificate';

export interface LineRecord {
  readonly id: number;
  productId: number;
  variantId: number;
  sku: string;
  name: string;
  upc: string;
  brand: string;
  type: LineType;
  /** 0 where nothing is shipped. */
  addressId: number;
  quantityShipped: number;
  quantityRefunded: number;
  refundId: number;
  options: Fields[];
  pricing: PricingLine;
  figures: PricedLine;
}

export interface ShippingAddressRecord {
  readonly id: number;
  address: Address;
  method: string;
  shipping: Cost;
  handling: Cost;
}

export interface CouponRecord {
  readonly id: number;
  readonly couponId: number;
  code: string;
  /** 0 per item, 1 percent, 2 per total, 3 shipping, 4 free shipping, 5 promotion (sheet 5.5). */
  type: 0 | 1 | 2 | 3 | 4 | 5;
  amount: Amount;
  discount: Amount;
}

export interface FeeRecord {
  readonly id: number;
  name: string;
  source: string;
  cost: Cost;
}

export interface TransactionRecord {
  readonly id: number;
  readonly event: 'purchase' | 'authorization' | 'capture' | 'refund' | 'void' | 'pending' | 'settled';
  readonly method: string;
  readonly amount: Amount;
  readonly currency: string;
  readonly gateway: string;
  readonly gatewayTransactionId: string;
  readonly status: 'ok' | 'error';
  readonly test: boolean;
  readonly referenceTransactionId: number | null;
  readonly createdAt: number;
  readonly extra: Fields;
}

export interface ShipmentRecord {
  readonly id: number;
  readonly orderId: number;
  readonly addressId: number;
  readonly createdAt: number;
  readonly items: readonly { readonly lineId: number; readonly quantity: number }[];
  trackingNumber: string;
  trackingLink: string;
  trackingCarrier: string;
  shippingProvider: string;
  shippingMethod: string;
  comments: string;
  merchantShippingCost: Amount;
}

export type RefundItemType = 'PRODUCT' | 'SHIPPING' | 'HANDLING' | 'GIFT_WRAPPING' | 'ORDER' | 'FEE' | 'TAX';

export interface RefundRecord {
  readonly id: number;
  readonly orderId: number;
  readonly createdAt: number;
  readonly reason: string;
  readonly total: Amount;
  readonly tax: Amount;
  readonly overridden: boolean;
  readonly items: readonly {
    readonly type: RefundItemType;
    readonly itemId: number;
    readonly quantity?: number;
    readonly amount: Amount;
    readonly reason: string;
  }[];
  readonly payments: readonly {
    readonly id: number;
    readonly providerId: string;
    readonly amount: Amount;
    readonly offline: boolean;
    declined: boolean;
    readonly transactionId: string;
  }[];
}

export interface OrderCurrency {
  /** What the shopper saw. */
  readonly shown: string;
  /** What was paid; all amounts are in it (sheet 5.3). */
  readonly transactional: string;
  readonly exchangeRate: string;
}

export interface OrderRecord {
  readonly id: number;
  statusId: number;
  customerId: number;
  readonly cartId: string;
  readonly channelId: number;
  readonly source: string;
  readonly madeByApi: boolean;
  externalSource: string;
  externalMerchantId: string;
  externalOrderId: string;
  readonly createdAt: number;
  modifiedAt: number;
  shippedAt: number | undefined;
  paymentMethod: string;
  paymentProviderId: string;
  paymentStatus: string;
  readonly currency: OrderCurrency;
  readonly pricesIncludeTax: boolean;
  billing: Address;
  staffNotes: string;
  customerMessage: string;
  customerLocale: string;
  archived: boolean;
  /** Whether the stock has been decremented for it. */
  stockTaken: boolean;
  storeCredit: Amount;
  giftCertificates: Amount;
  lines: LineRecord[];
  addresses: ShippingAddressRecord[];
  coupons: CouponRecord[];
  fees: FeeRecord[];
  transactions: TransactionRecord[];
  messages: { id: number; subject: string; message: string; createdAt: number }[];
  figures: PricedOrder;
  /** Members laid over what the API shows, so that a test can make figures contradict each other. */
  corruption: { order: Fields; lines: Readonly<Record<number, Fields>>; taxes: readonly Fields[] | undefined };
}
