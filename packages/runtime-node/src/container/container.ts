import 'reflect-metadata';
import { type AdapterKit, createKit } from '@megzo/adapter-kit';
import { createEngine, type Engine, type Log, type RateBudget, type Store } from '@megzo/core';
import { Container, type ServiceIdentifier } from 'inversify';
import type { Config } from '../config/config-file.ts';
import { lentTransforms } from './lent-transforms.ts';
import { type IdleConnection, idleConnectionsOf, pairsOf, type RunnablePair } from './pairs.ts';

/** What the service is put together from, by name. */
export const parts = {
  store: Symbol.for('megzo/store') as ServiceIdentifier<Store>,
  budget: Symbol.for('megzo/budget') as ServiceIdentifier<RateBudget>,
  config: Symbol.for('megzo/config') as ServiceIdentifier<Config>,
  log: Symbol.for('megzo/log') as ServiceIdentifier<Log>,
  kit: Symbol.for('megzo/kit') as ServiceIdentifier<AdapterKit>,
  engine: Symbol.for('megzo/engine') as ServiceIdentifier<Engine>,
  pairs: Symbol.for('megzo/pairs') as ServiceIdentifier<readonly RunnablePair[]>,
  idle: Symbol.for('megzo/idle-connections') as ServiceIdentifier<readonly IdleConnection[]>,
};

export interface Given {
  readonly store: Store;
  readonly budget: RateBudget;
  readonly config: Config;
  readonly log: Log;
}

/** Binds ports and options; `createEngine` does the rest. Nothing is made before it is asked for. */
export function createContainer({ store, budget, config, log }: Given): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(parts.store).toConstantValue(store);
  container.bind(parts.budget).toConstantValue(budget);
  container.bind(parts.config).toConstantValue(config);
  container.bind(parts.log).toConstantValue(log);
  container.bind(parts.kit).toResolvedValue((shared, lines) => createKit({ budget: shared, log: lines }), [parts.budget, parts.log]);
  container
    .bind(parts.engine)
    .toResolvedValue((rows, kit) => createEngine({ store: rows, kit, transforms: lentTransforms }), [parts.store, parts.kit]);
  container
    .bind(parts.pairs)
    .toResolvedValue((read, engine, kit) => pairsOf(read, { engine, kit }), [parts.config, parts.engine, parts.kit]);
  container.bind(parts.idle).toResolvedValue((read) => idleConnectionsOf(read), [parts.config]);
  return container;
}
