import type { Store } from '@megzo/core';

/**
 * What can go wrong between a process and its database: no connection is had; the work is rolled back, as after a deadlock, or where the
 * connection broke off before the commit arrived; it was committed, and the connection broke off before anybody said so.
 */
export const storeFaultNames = ['unreached', 'rolled-back', 'commit-unsaid'] as const;
export type StoreFaultName = (typeof storeFaultNames)[number];

/** What a transaction rejects with when it was struck. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly fault: StoreFaultName;

  constructor(fault: StoreFaultName) {
    super(`the database failed: ${fault}`);
    this.fault = fault;
  }
}

/** A store whose transactions and claims may fail. `strike` is asked once for each of them. */
export function failingStore(store: Store, strike: () => StoreFaultName | undefined): Store {
  return {
    transaction: async (merchant, work) => {
      const fault = strike();
      if (fault === undefined) return store.transaction(merchant, work);
      if (fault !== 'unreached') await worked(fault, store, merchant, work);
      throw new StoreFault(fault);
    },
    directory: {
      ...store.directory,
      claimAccount: async (account, merchant) => {
        const fault = strike();
        const holder = fault === undefined || fault === 'commit-unsaid' ? await store.directory.claimAccount(account, merchant) : merchant;
        if (fault !== undefined) throw new StoreFault(fault);
        return holder;
      },
    },
  };
}

/** The work is done; only `commit-unsaid` is stored. */
async function worked<T>(fault: StoreFaultName, store: Store, ...[merchant, work]: Parameters<typeof store.transaction<T>>): Promise<void> {
  await store.transaction(merchant, async (tx) => {
    await work(tx);
    if (fault !== 'commit-unsaid') throw new StoreFault(fault);
  });
}
