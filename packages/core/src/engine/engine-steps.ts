import { type EffectSteps, effectSteps } from '../effects/effect-steps.ts';
import { type OrderSteps, orderSteps } from '../orders/order-steps.ts';

/** Every decision that is handed in to the flows. Product code hands in the ones that ship. */
export interface EngineSteps {
  readonly effects: EffectSteps;
  readonly orders: OrderSteps;
}

export const engineSteps: EngineSteps = { effects: effectSteps, orders: orderSteps };
