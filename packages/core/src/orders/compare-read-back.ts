import { amountShown, type DecimalText } from '../money/decimal.ts';

export type ReadBack = { readonly read: 'equal' } | { readonly read: 'differs'; readonly data: Readonly<Record<string, string>> };

/** Gross is the promise; how the VAT inside it was rounded is the invoicing system's own business. */
export function compareReadBack(wanted: { readonly gross: DecimalText }, there: { readonly gross: DecimalText }): ReadBack {
  return wanted.gross === there.gross
    ? { read: 'equal' }
    : { read: 'differs', data: { charged: amountShown(wanted.gross), salesOrder: amountShown(there.gross) } };
}
