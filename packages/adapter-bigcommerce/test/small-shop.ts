import { decimal, type EffectCall, type ListingDraft, type Outcome, type ShipmentNotice, sku } from '@megzo/core';
import { allowedCalls } from '../src/client.ts';
import type { BigcommerceSettings, Cart } from '../src/simulator/index.ts';
import { startStore } from './simulated-store.ts';
import { call } from './wire-double.ts';

export function value<T>(outcome: Outcome<T> | undefined): T {
  if (outcome?.status !== 'done') throw outcome?.error ?? new Error('the port is missing');
  return outcome.value;
}

export function effect(marker: string): EffectCall {
  return { ...call, marker, attempt: 1, maySend: () => true };
}

export const draft: ListingDraft = {
  sku: sku('TASSE-2'),
  name: 'Zweite Tasse',
  description: '',
  price: decimal('11.9'),
  taxClass: 1,
  kind: 'physical',
  weight: decimal('0.35'),
  visible: true,
};

/** A store that sells one cup, with the writes that reached it. */
export function smallShop(settings: Partial<BigcommerceSettings> = {}) {
  const store = startStore(settings);
  const cup = store.simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', taxClassId: 1, stock: 50, safetyStock: 10 });
  const ref = { product: String(cup.id), variant: String(cup.variantIds[0]) };
  return {
    ...store,
    ref,
    order: (cart: Partial<Cart> = {}) => store.simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 2 }], ...cart }),
    level: async () => {
      const [level] = value(await store.channel.stock.read([ref], call));
      if (level === undefined) throw new Error('no level');
      return level;
    },
    writes: () => store.simulator.journal.filter(({ method }) => method !== 'GET'),
  };
}

export function noticeOf(order: number, line: number | undefined): ShipmentNotice {
  const items = [{ line: String(line), quantity: 1 }];
  return { order: String(order), awb: '00340434161094042557', trackingUrl: 'https://www.dhl.de/x', courier: 'dhl', items };
}

/** Everything that can be called, as `METHOD path`. */
export const calls: readonly string[] = allowedCalls.map(({ method, path }) => `${method} ${path}`);
