import type { StockBooking, StockEvent, StockHolding, StockJournal, StockLevel, StockPlace } from '../ports/stock-journal.ts';
import { bookEvent, unknownLevel } from '../stock/fold-stock.ts';
import { isNamedByItself } from '../stock/stock-item.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, numberKey, type UndoLog } from './table.ts';

const movingKinds: readonly string[] = ['receipt', 'restock', 'adjustment', 'shipment'];

export function createStock(undo: UndoLog): AtOnce<StockJournal> {
  const keys = createTable<StockEvent>(undo);
  const events = createTable<StockEvent>(undo);
  const levels = createTable<StockLevel>(undo);
  const sizes = createTable<number>(undo);
  const places = createTable<StockPlace>(undo);
  const names = createTable<{ readonly skuKey: string; readonly item: string }>(undo, { item: ({ item }) => [item] });
  const holdings = createTable<StockHolding>(undo, { order: ({ orderKey }) => [orderKey], place: (holding) => [placeKey(holding)] });

  function itemOf(pool: string, skuKey: string): string {
    return names.get(pool, skuKey)?.item ?? skuKey;
  }

  function book({ item, ...event }: StockBooking): boolean {
    if (keys.get('', event.key) !== undefined) return false;
    const { pool } = event;
    const place = { pool, item: item ?? itemOf(pool, event.skuKey) };
    const size = sizes.get(pool, place.item) ?? 0;
    keys.set('', event.key, event);
    events.set(placeKey(place), numberKey(size), event);
    sizes.set(pool, place.item, size + 1);
    levels.set(pool, place.item, bookEvent(levels.get(pool, place.item) ?? unknownLevel(place.item), event));
    if (size === 0) places.set('', placeKey(place), place);
    return true;
  }

  function historyOf(place: StockPlace, from: number, limit: number): readonly StockEvent[] {
    return events.page(placeKey(place), from === 0 ? undefined : numberKey(from - 1), limit);
  }

  return {
    book: (booked) => booked.filter(book).length,
    find: (asked) => [...new Set(asked)].flatMap((key) => keys.get('', key) ?? []),
    levels: (pool, skuKeys) =>
      [...new Set(skuKeys)].flatMap((skuKey) => {
        const level = levels.get(pool, itemOf(pool, skuKey));
        return level === undefined ? [] : [{ ...level, skuKey }];
      }),
    events: (pool, skuKey, { from, limit } = { from: 0, limit: Number.POSITIVE_INFINITY }) =>
      historyOf({ pool, item: itemOf(pool, skuKey) }, from, limit),
    moves: (pool, skuKeys, since) =>
      [...new Set(skuKeys)].flatMap((skuKey) =>
        events
          .rows(placeKey({ pool, item: itemOf(pool, skuKey) }))
          .filter(({ kind, at }) => movingKinds.includes(kind) && at >= since)
          .map(({ kind, units, source, at }) => ({ skuKey, kind, units, source, at })),
      ),

    items: (pool, skuKeys) => Object.fromEntries(skuKeys.map((skuKey) => [skuKey, itemOf(pool, skuKey)])),
    names: (pool, items) =>
      Object.fromEntries(
        items.map((item) => {
          const own = isNamedByItself(item) && names.get(pool, item) === undefined ? [item] : [];
          return [item, [...own, ...names.by('item', pool, [item]).map(({ skuKey }) => skuKey)].sort()];
        }),
      ),
    name: (pool, skuKey, item) => names.set(pool, skuKey, { skuKey, item }),

    holdings: (orderKey) => holdings.by('order', '', [orderKey]),
    hold: (held) => {
      for (const holding of held) holdings.set('', `${holding.orderKey}\0${placeKey(holding)}`, holding);
    },
    holders: (place, after, limit) =>
      holdings
        .by('place', '', [placeKey(place)])
        .filter(({ orderKey }) => after === undefined || orderKey > after)
        .slice(0, limit),

    places: (after, limit) => places.page('', after === undefined ? undefined : placeKey(after), limit),
    stored: ({ pool, item }) => levels.get(pool, item),
    history: historyOf,
    restate: ({ pool, item }, level) => levels.set(pool, item, { ...level, skuKey: item }),
  };
}

/** Sorts by pool, then by item. */
function placeKey({ pool, item }: StockPlace): string {
  return `${pool}\0${item}`;
}
