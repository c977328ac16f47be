export { createMemoryEnvironment, type MemoryEnvironment, seededIds, silentLog } from './environment.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { unlimitedBudget } from './unlimited-budget.ts';
