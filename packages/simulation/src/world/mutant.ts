import type { ChannelPort, Clock, InvoicingPort, PairHandle, RateBudget, Store } from '@megzo/core';
import type { EngineSteps } from '@megzo/core/testing';

/** The two ports of a pair. */
export interface Ports {
  readonly invoicing: InvoicingPort;
  readonly channel: ChannelPort;
}

/** What a planted bug may know of the process that it sits in. */
export interface Planted {
  readonly clock: Clock;
  /** The store before the bug. */
  readonly store: Store;
  readonly ports: Ports;
  /** Shared by all processes of one world, empty at first. */
  readonly memory: Map<string, unknown>;
}

/** The places in which a bug can be planted: steps are overridden, ports, store and handle are wrapped. Product code knows none of them. */
export interface Bug {
  readonly steps?: (steps: EngineSteps, planted: Planted) => EngineSteps;
  readonly ports?: (ports: Ports, planted: Omit<Planted, 'ports'>) => Ports;
  readonly store?: (store: Store, planted: Omit<Planted, 'ports' | 'store'>) => Store;
  readonly handle?: (handle: PairHandle, planted: Planted) => PairHandle;
  readonly budget?: (budget: RateBudget) => RateBudget;
}
