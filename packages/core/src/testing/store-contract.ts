import { merchantId } from '../kernel/ids.ts';
import type { Store } from '../ports/store.ts';
import type { StoreClaims, StoreWorld } from './claim.ts';
import { catalog } from './store/catalog.ts';
import { directory } from './store/directory.ts';
import { effectClaims } from './store/effect-claims.ts';
import { effectIntents } from './store/effect-intents.ts';
import { effectProof } from './store/effect-proof.ts';
import { flows } from './store/flows.ts';
import { inbox } from './store/inbox.ts';
import { orders } from './store/orders.ts';
import { people } from './store/people.ts';
import { rules } from './store/rules.ts';
import { stock } from './store/stock.ts';
import { stockItems } from './store/stock-items.ts';
import { transactions } from './store/transactions.ts';

/** The words of the test runner: Jest's globals fit, and so do those of most others. */
export interface TestWords {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}

export interface StartedStore {
  readonly store: Store;
  stop(): Promise<void>;
}

/** All that a store promises, area by area. */
export const storeClaims: readonly StoreClaims[] = [
  transactions,
  effectIntents,
  effectClaims,
  effectProof,
  orders,
  ...catalog,
  stock,
  inbox,
  ...stockItems,
  ...flows,
  ...rules,
  ...people,
  ...directory,
];

/**
 * The contract of the store port, as tests. The store is started once, empty; every test has merchants of its own. It
 * must be able to run transactions of two merchants at the same time.
 */
export function proveStore(words: TestWords, name: string, start: () => Promise<StartedStore>): void {
  const { describe, it, beforeAll, afterAll } = words;
  describe(`${name} keeps the contract of the store`, () => {
    let started: StartedStore | undefined;
    beforeAll(async () => {
      started = await start();
    });
    afterAll(async () => {
      await started?.stop();
    });

    for (const { area, claims } of storeClaims) {
      describe(area, () => {
        for (const [place, claim] of claims.entries()) {
          it(claim.says, async () => {
            if (started === undefined) throw new Error('the store did not start');
            await claim.holds(storeWorld(started.store, `${area}-${place}`));
          });
        }
      });
    }
  });
}

/** Merchants named for the claim that uses them. */
export function storeWorld(store: Store, tag: string): StoreWorld {
  const merchant = merchantId(`merchant of ${tag}`);
  const other = merchantId(`other of ${tag}`);
  return {
    store,
    merchant,
    other,
    tag,
    tx: (work) => store.transaction(merchant, work),
    otherTx: (work) => store.transaction(other, work),
  };
}
