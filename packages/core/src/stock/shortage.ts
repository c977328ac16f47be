import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { StockPlace } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { firstNameOf } from './stock-item.ts';

/** More left than was ever counted: the count was wrong, and what is left on the shelf is unknown. */
export async function tellShortage(run: PairRun, tx: Tx, place: StockPlace): Promise<void> {
  const onHand = (await tx.stock.stored(place))?.onHand;
  if (onHand === undefined || onHand >= 0) return;
  const names = await tx.stock.names(place.pool, [place.item]);
  const sku = names[place.item]?.at(-1) ?? firstNameOf(place.item);
  await raiseProblem(tx, run, { code: 'STOCK_BELOW_ZERO', subject: place.item, data: { sku, units: String(-onHand) } });
}

/** A count ends it, for every pair of the merchant. */
export async function clearShortage(tx: Tx, pool: string, skuKey: string): Promise<void> {
  const { [skuKey]: item = skuKey } = await tx.stock.items(pool, [skuKey]);
  for (const { pair } of await tx.pairs.list()) await tx.problems.clear(problemKey({ pair }, 'STOCK_BELOW_ZERO', item));
}
