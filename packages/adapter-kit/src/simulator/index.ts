export { type Fault, type FaultRule, FaultScript, type FaultyOptions, type Struck, struck, withFaults } from './faults.ts';
export { type Served, serve } from './serve.ts';
export {
  type Handler,
  type JournalEntry,
  LostReply,
  type SimulatorWorld,
  seededRandom,
  systemWorld,
} from './world.ts';
