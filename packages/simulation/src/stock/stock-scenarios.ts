import type { FlashSale } from './flash-sale.ts';

/** A kind of flash sale, by the name under which `simulate` tells it. */
export interface StockScenario {
  readonly name: string;
  readonly about: string;
  readonly sale: FlashSale;
  /** How much more than the worst seen may be stated; absent: any. */
  readonly statedMax?: number;
}

export const stockScenarios: readonly StockScenario[] = [
  {
    name: 'flash-heartbeat',
    about: 'a flash sale in two shops of one pool, which learn of each other at their beat',
    sale: { channels: 2, webhooks: false, counted: false },
    statedMax: 1.5,
  },
  {
    name: 'flash-webhooks',
    about: 'the same with webhooks, some late and some lost',
    sale: { channels: 2, webhooks: true, counted: false },
    statedMax: 1.5,
  },
  {
    name: 'flash-counted',
    about: 'a flash sale in two shops while units come in and are counted',
    sale: { channels: 2, webhooks: false, counted: true },
    statedMax: 1.5,
  },
  {
    name: 'flash-quiet',
    about: 'a flash sale in one shop that subtracts what it sells: nothing is oversold, and nothing written',
    sale: { channels: 1, webhooks: false, counted: false },
  },
  {
    name: 'flash-counted-webhooks',
    about: 'a flash sale in two shops with webhooks while units come in and are counted',
    sale: { channels: 2, webhooks: true, counted: true },
  },
  {
    name: 'flash-rough',
    about: 'flash-counted with lost answers, orders shipped by hand, one from before the cutover, and prices edited',
    sale: { channels: 2, webhooks: false, counted: true, rough: true },
  },
  {
    name: 'flash-rough-webhooks',
    about: 'the same with webhooks',
    sale: { channels: 2, webhooks: true, counted: true, rough: true },
  },
];

/** What is stated there is a bound, and no idle one; in one quiet shop it is 0. */
export const statedScenarios = stockScenarios.filter(({ sale, statedMax }) => statedMax !== undefined || sale.channels === 1);

/** Told with absolute and with relative writes: without and with lost answers. */
export const comparedScenarios = stockScenarios.filter(({ name, sale }) => sale.rough === true || name === 'flash-webhooks');

export function stockScenarioOf(name: string): StockScenario | undefined {
  return stockScenarios.find((scenario) => scenario.name === name);
}
