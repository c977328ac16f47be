import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';

/** Money that goes back, as the channel reports it. */
export interface RefundFact {
  readonly id: string;
  readonly order: string;
  readonly at: Instant;
  readonly totalGross: DecimalText;
  /** May be negative, and 0 on amounts that the channel treats as free of tax. */
  readonly tax: DecimalText;
  readonly reason?: string;
  readonly items: readonly RefundItem[];
  /** A payment that the provider declined later did not go back. */
  readonly payments: readonly { readonly amount: DecimalText; readonly offline: boolean; readonly declined: boolean }[];
}

export interface RefundItem {
  readonly of: 'line' | 'wrapping' | 'shipping' | 'handling' | 'fee' | 'order' | 'tax';
  /** The line's, address's, fee's or order's own id on the channel. */
  readonly id: string;
  /** Of lines only. */
  readonly quantity?: number;
  readonly amount: DecimalText;
}
