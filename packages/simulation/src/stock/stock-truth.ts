import type { BigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';

/** What happened to the units of one SKU, and when: the auditor's own model. It knows people and shops, never our tables. */
export interface StockTruth {
  /** Units came in or left the right figure by so many at this time; a sale is negative, a shipment of a sold unit is nothing. */
  moved(at: number, units: number): void;
  /** On hand − sold and not yet shipped − kept back, at least 0. */
  right(): number;
  /**
   * The figures that may be told at a time: what happened within `lateMs` before it may be known or not, and twice of what sold
   * in that time may be held back.
   */
  span(at: number, lateMs: number): { readonly least: number; readonly most: number };
}

export function createStockTruth(started: number): StockTruth {
  const moves: { readonly at: number; readonly units: number }[] = [];
  const sum = (units: readonly number[]): number => units.reduce((total, one) => total + one, 0);
  return {
    moved: (at, units) => {
      moves.push({ at, units });
    },
    right: () => Math.max(0, started + sum(moves.map(({ units }) => units))),
    span(at, lateMs) {
      const known = started + sum(moves.filter((move) => move.at < at - lateMs).map(({ units }) => units));
      const fresh = moves.filter((move) => move.at >= at - lateMs && move.at <= at).map(({ units }) => units);
      return {
        least: Math.max(0, known + 3 * sum(fresh.filter((units) => units < 0))),
        most: Math.max(0, known + sum(fresh.filter((units) => units > 0))),
      };
    },
  };
}

export interface ShelfWrite {
  readonly at: number;
  /** Units that shoppers may buy by it: without the shop's own safety stock. */
  readonly sellable: number;
  readonly lost: boolean;
}

export function shelfWrites({ journal }: BigcommerceSimulator, ownSafetyStock: number): readonly ShelfWrite[] {
  return journal
    .filter(({ path }) => path.endsWith('/v3/inventory/adjustments/absolute'))
    .flatMap(({ at, body, answered }) =>
      (body as { items: readonly { quantity: number }[] }).items.map(({ quantity }) => ({
        at,
        sellable: quantity - ownSafetyStock,
        lost: answered === 'lost',
      })),
    );
}
