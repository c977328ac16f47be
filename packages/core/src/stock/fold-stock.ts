import type { StockEvent, StockLevel } from '../ports/stock-journal.ts';

/** Source of counts that ride on an article: they alone move `counted`. */
export const articleNoteSource = 'article-note';

/** Source of adjustments that correct the count before them, such as by what moved since that was made. They are no movement. */
export const correctionSource = 'count-correction';

/** The level of a SKU of which nothing is known yet. */
export function unknownLevel(skuKey: string): StockLevel {
  return { skuKey, allocated: 0, changes: 0 };
}

/**
 * The level after one more event. What is on hand stays unknown until a count, whatever moves meanwhile. What happened
 * before the count that stands is in its figure, however late it is booked, and an older count is no news. What is
 * allocated never falls below zero; what is on hand does, where more left than was counted.
 */
export function bookEvent(level: StockLevel, event: StockEvent): StockLevel {
  switch (event.kind) {
    case 'count':
      return isBeforeCount(level, event) ? level : count(level, event);
    case 'receipt':
    case 'restock':
    case 'adjustment':
      return isInCount(level, event) ? level : { ...moveOnHand(level, event.units), changes: level.changes + 1 };
    case 'allocation':
      return { ...level, allocated: level.allocated + event.units };
    case 'release':
      return { ...level, allocated: Math.max(0, level.allocated - event.units) };
    case 'shipment':
      return {
        ...(isBeforeCount(level, event) ? level : moveOnHand(level, -event.units)),
        allocated: Math.max(0, level.allocated - event.units),
        lastShipmentAt: Math.max(level.lastShipmentAt ?? event.at, event.at),
      };
  }
}

/** Levels from events in the order of booking; what a journal answers must equal it. */
export function foldStock(skuKey: string, events: readonly StockEvent[]): StockLevel {
  return events.reduce(bookEvent, unknownLevel(skuKey));
}

/** It happened before the count that stands was made, so that its figure knows of it. */
export function isBeforeCount({ lastCount }: Pick<StockLevel, 'lastCount'>, { at, source }: Pick<StockEvent, 'at' | 'source'>): boolean {
  return lastCount !== undefined && at < lastCount.notBefore && source !== correctionSource;
}

/**
 * The figure that stands may know of it. Of what left within the time in which somebody counted nobody can say so, and it is taken off; of
 * what came in then neither, and it is not added: the lower result stands.
 */
export function isInCount(level: Pick<StockLevel, 'lastCount'>, event: Pick<StockEvent, 'at' | 'source' | 'kind' | 'units'>): boolean {
  if (isBeforeCount(level, event)) return true;
  const { lastCount } = level;
  const isVague = lastCount !== undefined && lastCount.notBefore < lastCount.notAfter;
  const comesIn = event.kind === 'receipt' || (event.kind === 'adjustment' && event.units > 0);
  return isVague && comesIn && event.source !== correctionSource && event.at <= lastCount.notAfter;
}

function count(level: StockLevel, { units, source, at, notBefore = at }: StockEvent): StockLevel {
  const counted = source === articleNoteSource ? { counted: { figure: units, at } } : {};
  return { ...level, onHand: units, ...counted, lastCount: { notBefore, notAfter: at }, changes: level.changes + 1 };
}

function moveOnHand(level: StockLevel, units: number): StockLevel {
  return level.onHand === undefined ? level : { ...level, onHand: level.onHand + units };
}
