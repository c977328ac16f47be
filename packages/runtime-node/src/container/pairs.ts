import type { AdapterKit } from '@megzo/adapter-kit';
import type { ChannelPort, Engine, InvoicingPort, PairHandle, PairOptions, StockSourcePort } from '@megzo/core';
import type { Config, ConnectionConfig, MerchantConfig, PairConfig } from '../config/config-file.ts';
import { adapterRegistry, type RegisteredAdapter } from './registry.ts';
import { stockOptions } from './stock-options.ts';

/** A pair that can be run, with what people must know of it. */
export interface RunnablePair {
  readonly merchant: Pick<MerchantConfig, 'id' | 'name' | 'language' | 'timeZone'>;
  readonly pair: PairConfig;
  readonly handle: PairHandle;
}

/** Connections whose options are right and which nothing uses yet. */
export interface IdleConnection {
  readonly merchant: string;
  readonly connection: string;
  readonly adapter: string;
}

export function pairsOf(config: Config, { engine, kit }: { readonly engine: Engine; readonly kit: AdapterKit }): readonly RunnablePair[] {
  return config.merchants.flatMap((merchant) =>
    merchant.pairs.map((pair) => ({ merchant, pair, handle: engine.pair(pairOptions(merchant, pair, kit)) })),
  );
}

export function idleConnectionsOf(config: Config): readonly IdleConnection[] {
  return config.merchants.flatMap(({ id, connections }) =>
    connections
      .filter(({ adapter }) => adapterOf(adapter).role === 'courier')
      .map(({ id: connection, adapter }) => ({ merchant: id, connection, adapter })),
  );
}

function pairOptions(merchant: MerchantConfig, pair: PairConfig, kit: AdapterKit): PairOptions {
  const { flows = {}, taxClasses, adoptExisting, stock, contacts, markerPlace, testOrders, attemptsMax, otherCurrencies, vatRates } = pair;
  const { afterDoubt = merchant.afterDoubt } = pair;
  return {
    merchant: merchant.id,
    name: pair.id,
    invoicing: invoicingOf(connectionOf(merchant, pair.invoicing), kit),
    channel: channelOf(connectionOf(merchant, pair.channel), kit),
    connections: {
      ...{ invoicing: pair.invoicing, channel: pair.channel },
      ...(stock?.count?.from === 'source' ? { source: stock.count.connection } : {}),
    },
    ordersFrom: pair.ordersFrom,
    timeZone: merchant.timeZone,
    language: merchant.language,
    // A flow that the file does not name is off.
    flows: { listings: flows.listings ?? false, stock: flows.stock ?? false, orders: flows.orders ?? false },
    ...(taxClasses === undefined ? {} : { taxClasses: givenClasses(taxClasses) }),
    ...(adoptExisting === undefined ? {} : { adoptExisting }),
    ...(stock === undefined
      ? {}
      : { stock: stockOptions(merchant, pair, { stock, sourceOf: (id) => sourceOf(connectionOf(merchant, id), kit) }) }),
    ...(contacts === undefined ? {} : { contacts }),
    ...(markerPlace === undefined ? {} : { markerPlace }),
    ...(testOrders === undefined ? {} : { testOrders }),
    ...(afterDoubt === undefined ? {} : { afterDoubt }),
    ...(attemptsMax === undefined ? {} : { attemptsMax }),
    ...(otherCurrencies === undefined ? {} : { otherCurrencies }),
    ...(vatRates === undefined ? {} : { vatRates }),
  };
}

function givenClasses(classes: NonNullable<PairConfig['taxClasses']>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(classes).flatMap(([rate, taxClass]) => (taxClass === undefined ? [] : [[rate, taxClass]])));
}

function invoicingOf({ id, adapter, options }: ConnectionConfig, kit: AdapterKit): InvoicingPort {
  const registered = adapterOf(adapter);
  if (registered.role !== 'invoicing') throw new Error(`connection ${id} is no invoicing system`);
  return registered.create(options, kit);
}

function channelOf({ id, adapter, options }: ConnectionConfig, kit: AdapterKit): ChannelPort {
  const registered = adapterOf(adapter);
  if (registered.role !== 'channel') throw new Error(`connection ${id} is no channel`);
  return registered.create(options, kit);
}

function sourceOf({ id, adapter, options }: ConnectionConfig, kit: AdapterKit): StockSourcePort {
  const registered = adapterOf(adapter);
  if (registered.role !== 'stock-source') throw new Error(`connection ${id} keeps no stock`);
  return registered.create(options, kit);
}

// The configuration was checked: what is missing from here on is our own mistake.
function connectionOf(merchant: MerchantConfig, id: string): ConnectionConfig {
  const found = merchant.connections.find((connection) => connection.id === id);
  if (found === undefined) throw new Error(`merchant ${merchant.id} has no connection ${id}`);
  return found;
}

function adapterOf(name: string): RegisteredAdapter {
  const found = adapterRegistry.get(name);
  if (found === undefined) throw new Error(`there is no adapter ${name}`);
  return found;
}
