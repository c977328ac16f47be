import type { StockEvent, StockLevel } from '../ports/stock-journal.ts';

/** Source of counts that ride on an article: they alone move `counted`. */
export const articleNoteSource = 'article-note';

/** The level of a SKU of which nothing is known yet. */
export function unknownLevel(skuKey: string): StockLevel {
  return { skuKey, allocated: 0 };
}

/**
 * The level after one more event. What is on hand stays unknown until a count, whatever moves meanwhile; neither it nor
 * what is allocated falls below zero.
 */
export function bookEvent(level: StockLevel, event: StockEvent): StockLevel {
  switch (event.kind) {
    case 'count': {
      const counted = event.source === articleNoteSource ? { counted: { figure: event.units, at: event.at } } : {};
      return { ...level, onHand: event.units, ...counted };
    }
    case 'receipt':
    case 'restock':
    case 'adjustment':
      return moveOnHand(level, event.units);
    case 'allocation':
      return { ...level, allocated: level.allocated + event.units };
    case 'release':
      return { ...level, allocated: Math.max(0, level.allocated - event.units) };
    case 'shipment':
      return {
        ...moveOnHand(level, -event.units),
        allocated: Math.max(0, level.allocated - event.units),
        lastShipmentAt: event.at,
      };
  }
}

/** Levels from events in the order of booking; what a journal answers must equal it. */
export function foldStock(skuKey: string, events: readonly StockEvent[]): StockLevel {
  return events.reduce(bookEvent, unknownLevel(skuKey));
}

function moveOnHand(level: StockLevel, units: number): StockLevel {
  return level.onHand === undefined ? level : { ...level, onHand: Math.max(0, level.onHand + units) };
}
