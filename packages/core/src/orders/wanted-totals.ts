import type { DecimalText } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { totalsCharged } from './charged-cents.ts';
import { bookCurrency } from './order-currency.ts';
import { pinOf, type SalesOrderInput } from './sales-order-intent.ts';

/**
 * What a sales order comes to that was made from a revision of its order: what was proved before it was sent, else what was charged.
 * Empty: nobody knows, as of another currency.
 */
export async function totalsWanted(
  tx: Tx,
  { pair, orderId, revision }: Pick<OrderRecord, 'pair' | 'orderId'> & { readonly revision: number },
  row: EffectRow | undefined,
): Promise<readonly DecimalText[]> {
  const sent = row && sentFrom(row);
  if (sent?.revision === revision) return [sent.gross];
  const content = (await tx.orders.revision(pair, orderId, revision))?.content;
  return content?.currency === bookCurrency ? totalsCharged(content) : [];
}

/** The revision that was sent last, and what it came to. */
export function sentFrom({ pin, input }: EffectRow): { readonly revision: number; readonly gross: DecimalText } | undefined {
  const gross = pinOf(pin)?.gross;
  return gross === undefined ? undefined : { revision: (input as unknown as SalesOrderInput).revision, gross };
}
