import type { Store, Tx } from '../../ports/store.ts';
import type { SimulatedWorker } from './scheduler.ts';

export interface WorkerStoreOptions {
  /** Every statement inside a transaction is a point at which the worker can die, too. */
  readonly statements?: boolean;
}

/** A store as one worker reaches it: its answers arrive when the schedule says so, and never once it is dead. */
export function workerStore(store: Store, worker: SimulatedWorker, { statements = false }: WorkerStoreOptions = {}): Store {
  const { directory } = store;
  return {
    transaction: (merchant, work) =>
      worker.call('store', () => store.transaction(merchant, (tx) => work(statements ? withSteps(tx, worker) : tx))),
    directory: {
      claimAccount: (account, merchant) => worker.call('store', () => directory.claimAccount(account, merchant)),
      due: (at, limit) => worker.call('store', () => directory.due(at, limit)),
      alive: (instance, at, deadAfterMs) => worker.call('store', () => directory.alive(instance, at, deadAfterMs)),
      lastHeard: () => worker.call('store', () => directory.lastHeard()),
    },
  };
}

type Statement = (...args: readonly unknown[]) => Promise<unknown>;

function withSteps(tx: Tx, worker: SimulatedWorker): Tx {
  const slices = Object.entries(tx as unknown as Readonly<Record<string, Readonly<Record<string, Statement>>>>);
  return Object.fromEntries(
    slices.map(([slice, methods]) => [
      slice,
      Object.fromEntries(
        Object.entries(methods).map(([name, method]): [string, Statement] => [
          name,
          (...args) => worker.step(`store ${slice}.${name}`, () => method(...args)),
        ]),
      ),
    ]),
  ) as unknown as Tx;
}
