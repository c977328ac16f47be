import type { Cart } from '@megzo/adapter-bigcommerce/simulator';
import type { Day, TaxTreatment } from '@megzo/core';

/** How a store computes what it charges. */
export interface ShopTerms {
  readonly pricesIncludeTax: boolean;
  readonly rounding: 'RATE_ROUNDING' | 'NO_ROUNDING';
  /** Of amounts; a store with 4 never rounds to cents but at the checkout. */
  readonly decimals: 2 | 4;
  /** Tax class → percent charged where the order goes. */
  readonly classes: readonly string[];
  /** Whether the place of delivery lies in the store's tax zone. */
  readonly taxed: boolean;
  /** Outside the zone: rows at 0 %, or no rows. */
  readonly zeroTaxRows: boolean;
  /** Redeemed gift certificates are taken off the total. */
  readonly certificatesLowerTotal: boolean;
  /** The total is told in whole cents, whatever its parts are. */
  readonly roundsTotal: boolean;
}

/** A rate as the merchant's books have it: the order's amounts are multiplied by it, or divided. */
export interface Exchange {
  readonly currency: string;
  readonly rate: string;
  readonly inverse: boolean;
}

/** Who the merchant is for the tax office. */
export interface Merchant {
  readonly smallBusiness: boolean;
  readonly distanceSales?: 'origin' | 'destination';
}

/** One sale, and what must become of it. */
export interface Sale {
  readonly number: number;
  readonly scenario: string;
  readonly on: Day;
  readonly merchant: Merchant;
  readonly shop: ShopTerms;
  readonly cart: Cart;
  /** Positions of lines that are gift certificates, which the cart cannot say. */
  readonly vouchers: readonly number[];
  /** Positions of lines whose article carries no tax at home. */
  readonly untaxed: readonly number[];
  readonly exchange?: Exchange;
  readonly becomes: TaxTreatment;
}
