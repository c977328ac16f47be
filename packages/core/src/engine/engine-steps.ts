import { type EffectSteps, effectSteps } from '../effects/effect-steps.ts';
import { type OrderSteps, orderSteps } from '../orders/order-steps.ts';
import { type StockSteps, stockSteps } from '../stock/stock-steps.ts';

/** Every decision that is handed in to the flows. Product code hands in the ones that ship. */
export interface EngineSteps {
  readonly effects: EffectSteps;
  readonly orders: OrderSteps;
  readonly stock: StockSteps;
}

export const engineSteps: EngineSteps = { effects: effectSteps, orders: orderSteps, stock: stockSteps };
