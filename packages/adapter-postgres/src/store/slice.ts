import type { MerchantId } from '@megzo/core';
import type { Query } from '../sql/sessions.ts';

/** What a part of a transaction works with. */
export interface Ground {
  readonly query: Query;
  readonly merchant: MerchantId;
}

/** Carries out one store call, or refuses it. */
export type Carry = <Result>(act: () => Promise<Result>) => Promise<Result>;

/** The port with its arguments copied the moment they are given: what becomes of them while a call waits is not stored. */
export function carried<Port extends object>(slice: Port, carry: Carry): Port {
  const methods = Object.entries(slice) as readonly (readonly [string, (...args: readonly unknown[]) => Promise<unknown>])[];
  return Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...args: readonly unknown[]) => {
        const given = structuredClone(args);
        return carry(() => method(...given));
      },
    ]),
  ) as Port;
}
