import type { Json } from '../kernel/canonical-json.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { FoundRate } from '../money/exchange-rate.ts';

/** Which revision of the order a sales order is made from. */
export interface SalesOrderInput {
  readonly revision: number;
}

/** What the attempts at one sales order are made of, whatever is changed meanwhile. */
export interface SalesOrderPin {
  /** Version of the pair's order rules. */
  readonly rules: number;
  /** Total as it was proved before the first send. */
  readonly gross: DecimalText;
  /** Hash of the explanation of the last send. */
  readonly explanation: string;
  /** The rate by which an order of another currency was converted. */
  readonly exchange?: FoundRate;
}

/** Absent while nothing was sent. */
export function pinOf(pin: Json | undefined): SalesOrderPin | undefined {
  return pin as unknown as SalesOrderPin | undefined;
}
