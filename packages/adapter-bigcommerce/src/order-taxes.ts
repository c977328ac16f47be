import type { DecimalText } from '@megzo/core';
import type { WireOrderTax } from './wire/order.ts';

/** Distinct rates in the order in which they are named. */
export function ratesOf(taxes: readonly WireOrderTax[]): readonly DecimalText[] {
  return [...new Set(taxes.map((tax) => tax.rate))];
}
