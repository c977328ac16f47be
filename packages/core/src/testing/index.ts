export type { EffectSteps } from '../effects/effect-steps.ts';
export { composeEngine, type EngineParts } from '../engine/create-engine.ts';
export { type EngineSteps, engineSteps } from '../engine/engine-steps.ts';
export { type OrderSteps, orderSteps } from '../orders/order-steps.ts';
export { type ProvedDraft, type ProvedFacts, provedDraft } from '../orders/proved-draft.ts';
export { type StockSteps, stockSteps } from '../stock/stock-steps.ts';
export type { StoreClaim, StoreClaims, StoreWorld } from './claim.ts';
export { fieldFaults } from './field-faults.ts';
export { forgetfulStore } from './forgetful-store.ts';
export { createMemoryChannel, type MemoryChannel } from './memory-channel.ts';
export { createMemoryInvoicing, type MemoryInvoicing } from './memory-invoicing.ts';
export { createMemoryStockSource, type MemoryStockSource } from './memory-stock-source.ts';
export type { MemoryVendorOptions } from './memory-vendor.ts';
export {
  channelClaims,
  invoicingClaims,
  type PortWords,
  proveChannel,
  proveInvoicing,
  proveStockSource,
  stockSourceClaims,
} from './port-contract.ts';
export { type ContractWire, createContractWire, type WiredVendor, type WireFault } from './ports/contract-wire.ts';
export type { PortClaim, PortClaims, StartWorld } from './ports/port-claim.ts';
export { type PortFault, portFaults } from './ports/port-fault.ts';
export type { ChannelWorld, InvoicingWorld, OfficeDesk, PlacedOrder, PortWorld, RequestSeen, ShopDesk } from './ports/port-world.ts';
export type { PortSetting } from './ports/setting.ts';
export type { StockSourceWorld, WarehouseDesk } from './ports/stock-source-world.ts';
export { type Random, seededRandom } from './random.ts';
export { applyOperations, type RandomCall, type RandomTransaction, randomOperations } from './random-operations.ts';
export { type AwaitPoint, createScheduler, type Scheduler, type SchedulerOptions, type SimulatedWorker } from './simulation/scheduler.ts';
export { createTrace, type Trace, type TraceEvent, timeline } from './simulation/trace.ts';
export { type Law, type Violation, violationReport } from './simulation/violation.ts';
export { type WorkerStoreOptions, workerStore } from './simulation/worker-store.ts';
export { proveStore, type StartedStore, storeClaims, storeWorld, type TestWords } from './store-contract.ts';
