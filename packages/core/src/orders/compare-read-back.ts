import type { RateTotals } from '../model/sales-order.ts';
import { amountShown, type DecimalText, decimal, sameAmount, sumOf } from '../money/decimal.ts';

export type ReadBack = { readonly read: 'equal' } | { readonly read: 'differs'; readonly data: Readonly<Record<string, string>> };

/** Gross in sum, and per tax rate where the rates are known. */
export interface ReadTotals {
  readonly gross: DecimalText;
  readonly byRate?: readonly Pick<RateTotals, 'rate' | 'gross'>[];
}

/** Gross is the promise, in sum and per tax rate; how the VAT inside it was rounded is the invoicing system's own business. */
export function compareReadBack(wanted: ReadTotals, there: ReadTotals): ReadBack {
  if (!sameAmount(wanted.gross, there.gross)) return differs(wanted.gross, there.gross);
  if (wanted.byRate === undefined || there.byRate === undefined) return { read: 'equal' };
  for (const { rate } of [...wanted.byRate, ...there.byRate]) {
    const [meant, stands] = [grossAt(wanted.byRate, rate), grossAt(there.byRate, rate)];
    if (!sameAmount(meant, stands)) return differs(meant, stands, rate);
  }
  return { read: 'equal' };
}

function grossAt(byRate: NonNullable<ReadTotals['byRate']>, wanted: DecimalText): DecimalText {
  return byRate.length === 0 ? decimal(0) : sumOf(byRate.filter(({ rate }) => sameAmount(rate, wanted)).map(({ gross }) => gross));
}

function differs(charged: DecimalText, made: DecimalText, rate?: DecimalText): ReadBack {
  const shown = (amount: DecimalText): string => (rate === undefined ? amountShown(amount) : `${amountShown(amount)} (${rate} %)`);
  return { read: 'differs', data: { charged: shown(charged), salesOrder: shown(made) } };
}
