export { carryOver, type LineOptions, type Strike } from './line/carry.ts';
export { endpointOf } from './line/endpoint.ts';
export { type FaultName, faultNames, faultOf, type Side } from './line/fault-catalogue.ts';
export { scatter, strikesOf } from './run/strikes.ts';
export { booksUrl, createVirtualWorld, shopUrl, storeHash, type VirtualWorld, type WorldOptions } from './virtual-world.ts';
export type { Bug, Planted, Ports } from './world/mutant.ts';
export { createSimulation, type Process, type Simulation, type SimulationOptions } from './world/simulation.ts';
