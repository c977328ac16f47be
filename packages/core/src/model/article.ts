import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';

/** Something the merchant sells, as the invoicing system keeps it. */
export interface Article {
  readonly id: string;
  /** The merchant's own number, our SKU. Absent on articles that cannot be matched. */
  readonly number?: string;
  readonly gtin?: string;
  readonly title: string;
  readonly description?: string;
  /** Internal text; may carry a stock count. */
  readonly note?: string;
  readonly kind: 'product' | 'service';
  readonly unit: string;
  readonly price: ArticlePrice;
  readonly archived: boolean;
  readonly updatedAt: Instant;
}

/** Both sides of a price; the other side than `leading` was computed by the invoicing system. */
export interface ArticlePrice {
  readonly leading: 'net' | 'gross';
  readonly net: DecimalText;
  readonly gross: DecimalText;
  readonly currency: CurrencyCode;
  /** Percent. */
  readonly taxRate: DecimalText;
}
