import type { MerchantId } from '../kernel/ids.ts';
import type { Store, Tx } from '../ports/store.ts';

/** What a claim about a store is tried on. Merchants are its own, so that claims may share one store. */
export interface StoreWorld {
  readonly store: Store;
  readonly merchant: MerchantId;
  readonly other: MerchantId;
  /** Text of its own, for what is shared by all merchants. */
  readonly tag: string;
  /** One transaction of `merchant`. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction of `other`. */
  otherTx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** One sentence about a store, and the proof. */
export interface StoreClaim {
  readonly says: string;
  holds(world: StoreWorld): Promise<void>;
}

export interface StoreClaims {
  readonly area: string;
  readonly claims: readonly StoreClaim[];
}
