export { createMemoryEnvironment, type MemoryEnvironment, seededIds, silentLog } from './environment.ts';
export { createMemoryStore, type MemoryBackup, type MemoryStore } from './memory-store.ts';
export { unlimitedBudget } from './unlimited-budget.ts';
