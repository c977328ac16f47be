import type { Http } from '@megzo/adapter-kit';
import { type EffectCall, type Outcome, rejected, retryable, type StockMove, SyncError } from '@megzo/core';
import { addressToItem, readAddress } from './stock-address.ts';
import { sharedFigure } from './stock-rows.ts';
import { transactionWire } from './wire/stock.ts';

/**
 * One relative write, our marker as its reason. The store lines it up with its orders and refuses it as a whole, at once or later
 * without a word: where a level would fall below the safety stock, where it never had an absolute one, where an item is counted
 * elsewhere (sheet 4.2).
 */
export async function moveStock(http: Http, moves: readonly StockMove[], call: EffectCall): Promise<Outcome<{ readonly id: string }>> {
  const items = moves.map(({ seen, units }) => addressToItem(readAddress(seen.address), units));
  if (items.includes(undefined)) return rejected(sharedFigure());
  if (items.length === 0 || moves.some(({ units }) => !Number.isSafeInteger(units) || units === 0)) {
    return rejected(new SyncError('REFUSED', 'A move is of whole units, and of some.'));
  }
  const body = { reason: call.marker, items };
  const outcome = await http.send({ method: 'POST', path: '/v3/inventory/adjustments/relative', body }, transactionWire, call);
  if (outcome.status === 'done') return { status: 'done', value: { id: outcome.value.transaction_id } };
  // No move stands in the way of another: a 409 is a lock, and nothing happened (sheet 1.5).
  return outcome.status === 'taken' ? retryable(outcome.error) : outcome;
}
