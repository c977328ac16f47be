import { availableToSell } from './available.ts';
import { decideStock } from './decide-stock.ts';

/** The decisions of the stock flow, each a pure function. They are handed in, so that a simulation can plant a bug in one of them. */
export interface StockSteps {
  readonly availableToSell: typeof availableToSell;
  readonly decideStock: typeof decideStock;
}

export const stockSteps: StockSteps = { availableToSell, decideStock };
