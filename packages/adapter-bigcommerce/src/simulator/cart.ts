import type { Address } from './order-records.ts';

/** What a shopper puts into one order. Amounts are decimal strings as the store enters prices: gross in a tax-inclusive store. */
export interface Cart {
  readonly lines: readonly CartLine[];
  readonly billing?: Partial<Address>;
  /** One or more places of delivery; the billing address where absent, none for digital goods. */
  readonly shipTo?: readonly Partial<Address>[];
  /** Per place of delivery; the last one repeats. */
  readonly shipping?: readonly {
    readonly method?: string;
    readonly cost: string;
    readonly handling?: string;
    readonly taxClassId?: number;
  }[];
  readonly coupons?: readonly CartCoupon[];
  /** Automatic promotions: amounts lie in `discount_amount`. */
  readonly promotions?: readonly { readonly name: string; readonly percent?: string; readonly amount?: string }[];
  /** A discount that staff gave on the whole order. */
  readonly manualDiscount?: string;
  readonly fees?: readonly { readonly name: string; readonly cost: string; readonly taxClassId?: number }[];
  readonly storeCredit?: string;
  readonly giftCertificates?: string;
  /** 0 is a guest. */
  readonly customerId?: number;
  readonly cartId?: string;
  readonly channelId?: number;
  /** Transactional currency; the shopper may see yet another one. Catalog prices are converted by the store's rate. */
  readonly currency?: string;
  readonly shownCurrency?: string;
  readonly payment?: CartPayment;
  readonly customerMessage?: string;
  readonly staffNotes?: string;
  readonly source?: string;
  /** The status after checkout; by the payment where absent (11 paid, 7 awaiting payment, 8 and so on as asked). */
  readonly statusId?: number;
  /** Sells beyond the stock, as control-panel orders may. */
  readonly force?: boolean;
}

export interface CartLine {
  readonly sku?: string;
  readonly variantId?: number;
  /** A simple product, meant by its id. */
  readonly productId?: number;
  /** A custom item without product: `product_id` 0 (sheet 5.4). */
  readonly custom?: { readonly name: string; readonly sku?: string; readonly taxClassId?: number; readonly digital?: boolean };
  /** Overrides the catalog price; needed for a custom item. */
  readonly price?: string;
  readonly quantity: number;
  readonly wrapping?: { readonly name: string; readonly cost: string };
  /** Position in `shipTo`. */
  readonly shipTo?: number;
}

export interface CartCoupon {
  readonly code: string;
  readonly kind: 'per-item' | 'percent' | 'per-total' | 'shipping' | 'free-shipping' | 'promotion';
  /** A percentage for `percent` and `promotion`, else an amount. */
  readonly amount: string;
  /** Positions of lines it is good for; all where absent. */
  readonly lines?: readonly number[];
}

export interface CartPayment {
  /** `online` is captured at once, `authorized` later, `offline` leaves no transaction (sheet 5.5). */
  readonly kind: 'online' | 'authorized' | 'offline';
  readonly method?: string;
  readonly gateway?: string;
  readonly gatewayTransactionId?: string;
  readonly test?: boolean;
}
