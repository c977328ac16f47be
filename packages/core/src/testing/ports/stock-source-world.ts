import type { Instant } from '../../kernel/instant.ts';
import type { StockSourcePort } from '../../ports/stock-source.ts';
import type { PortWorld } from './port-world.ts';

/** One account at a system that keeps stock, and the people who count there. */
export interface StockSourceWorld extends PortWorld<StockSourcePort> {
  readonly warehouse: WarehouseDesk;
}

/** All of it happens at once. */
export interface WarehouseDesk {
  /** Somebody counts; just now, where they do not say when. */
  count(counted: { readonly sku: string; readonly onHand: number; readonly between?: readonly [from: Instant, until: Instant] }): void;
  /** Somebody writes something else where the figure stands. */
  spoil(sku: string): void;
}
