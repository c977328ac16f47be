export type { StoreClaim, StoreClaims, StoreWorld } from './claim.ts';
export { type Random, seededRandom } from './random.ts';
export { applyOperations, type RandomCall, type RandomTransaction, randomOperations } from './random-operations.ts';
export { proveStore, type StartedStore, storeClaims, storeWorld, type TestWords } from './store-contract.ts';
