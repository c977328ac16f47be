import type { ChannelPort, InvoicingPort, Store } from '@megzo/core';
import type { EngineSteps } from '@megzo/core/testing';
import type { Bug, Planted, Ports } from '../world/mutant.ts';

export type SalesOrders = InvoicingPort['salesOrders'];
export type Orders = ChannelPort['orders'];
export type Shelf = NonNullable<ChannelPort['stock']>;
export type Tx = Parameters<Parameters<Store['transaction']>[1]>[0];
export type Advance = EngineSteps['effects']['advance'];
export type OrderSteps = EngineSteps['orders'];
export type StockSteps = EngineSteps['stock'];

/** A mistake that somebody could make, planted in one place. */
export interface Mutant {
  readonly name: string;
  /** What the broken code does, in one sentence. */
  readonly breaks: string;
  /** Scenarios in which it is looked for, the likeliest first. */
  readonly scenarios: readonly string[];
  readonly bug: Bug;
}

type Around = Omit<Planted, 'ports'>;

/** The target of sales orders with some members changed. A sweep is taken out: what is changed in `find` holds then. */
export function inSalesOrders(change: (real: SalesOrders, around: Around) => Partial<SalesOrders>): Bug {
  return {
    ports: ({ invoicing, channel }, around) => {
      const { sweep: _sweep, ...real } = invoicing.salesOrders;
      return { channel, invoicing: { ...invoicing, salesOrders: { ...real, ...change(invoicing.salesOrders, around) } } };
    },
  };
}

export function inContacts(change: (real: NonNullable<InvoicingPort['contacts']>) => Partial<NonNullable<InvoicingPort['contacts']>>): Bug {
  return {
    ports: ({ invoicing, channel }) => ({
      channel,
      invoicing:
        invoicing.contacts === undefined ? invoicing : { ...invoicing, contacts: { ...invoicing.contacts, ...change(invoicing.contacts) } },
    }),
  };
}

export function inOrders(change: (real: Orders, around: Around) => Partial<Orders>): Bug {
  return {
    ports: ({ invoicing, channel }, around) => ({
      invoicing,
      channel: { ...channel, orders: { ...channel.orders, ...change(channel.orders, around) } },
    }),
  };
}

export function inChannel(change: (real: ChannelPort) => Partial<ChannelPort>): Bug {
  return { ports: ({ invoicing, channel }): Ports => ({ invoicing, channel: { ...channel, ...change(channel) } }) };
}

/** Transactions with some slices changed. */
export function inStore(change: (tx: Tx, around: Omit<Planted, 'ports' | 'store'>) => Partial<Tx>): Bug {
  return {
    store: (store, around) => ({
      ...store,
      transaction: (merchant, work) => store.transaction(merchant, (tx) => work({ ...tx, ...change(tx, around) })),
    }),
  };
}

export function inAdvance(change: (real: Advance) => Advance): Bug {
  return { steps: (steps) => ({ ...steps, effects: { ...steps.effects, advance: change(steps.effects.advance) } }) };
}

export function inOrderSteps(change: (real: OrderSteps, planted: Planted) => Partial<OrderSteps>): Bug {
  return { steps: (steps, planted) => ({ ...steps, orders: { ...steps.orders, ...change(steps.orders, planted) } }) };
}

export function inStockSteps(change: (real: StockSteps, planted: Planted) => Partial<StockSteps>): Bug {
  return { steps: (steps, planted) => ({ ...steps, stock: { ...steps.stock, ...change(steps.stock, planted) } }) };
}

/** The channel's shelf with some members changed. */
export function inShelf(change: (real: Shelf, around: Around) => Partial<Shelf>): Bug {
  return {
    ports: ({ invoicing, channel }, around) => ({
      invoicing,
      channel: channel.stock === undefined ? channel : { ...channel, stock: { ...channel.stock, ...change(channel.stock, around) } },
    }),
  };
}
