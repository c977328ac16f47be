import type { StockEvent, StockJournal, StockLevel } from '../ports/stock-journal.ts';
import { bookEvent, unknownLevel } from '../stock/fold-stock.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, numberKey, type UndoLog } from './table.ts';

export function createStock(undo: UndoLog): AtOnce<StockJournal> {
  const keys = createTable<true>(undo);
  const events = createTable<StockEvent>(undo);
  const levels = createTable<StockLevel>(undo);
  const sizes = createTable<number>(undo);

  function book(event: StockEvent): boolean {
    if (keys.get('', event.key) !== undefined) return false;
    const { pool, skuKey } = event;
    const size = sizes.get(pool, skuKey) ?? 0;
    keys.set('', event.key, true);
    events.set(keyOf(pool, skuKey), numberKey(size), event);
    sizes.set(pool, skuKey, size + 1);
    levels.set(pool, skuKey, bookEvent(levels.get(pool, skuKey) ?? unknownLevel(skuKey), event));
    return true;
  }

  return {
    book: (booked) => booked.filter(book).length,
    levels: (pool, skuKeys) =>
      [...new Set(skuKeys)].flatMap((skuKey) => {
        const level = levels.get(pool, skuKey);
        return level === undefined ? [] : [level];
      }),
    events: (pool, skuKey) => events.rows(keyOf(pool, skuKey)),
  };
}
