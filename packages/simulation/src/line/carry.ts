import type { Carry } from '@megzo/adapter-kit';
import { type Handler, type SimulatorWorld, struck } from '@megzo/adapter-kit/simulator';
import type { SimulatedWorker } from '@megzo/core/testing';
import { endpointOf } from './endpoint.ts';
import { connectionRefused, type FaultName, faultOf } from './fault-catalogue.ts';

/** What befalls one request. */
export interface Strike {
  readonly fault: FaultName;
  /** In [0, 1): how late a late effect is. */
  readonly share: number;
}

export interface LineOptions {
  readonly clock: SimulatorWorld['clock'];
  readonly handlers: { readonly books: Handler; readonly shop: Handler };
  /** Asked once for each request, before it leaves. */
  strike(endpoint: string): Strike | undefined;
  /** How long a request is on its way there, ms. */
  latencyMs(endpoint: string): number;
  /** What the vendor makes of a body, where it does not take it as it is. */
  altered?(endpoint: string, body: string): string;
  /** Told of every request that left, and what struck it. */
  seen(endpoint: string, fault: FaultName | undefined, body: string | undefined): void;
}

/** The line of one worker: its requests reach the simulated vendors, and answers arrive when the schedule says so. */
export function carryOver(line: LineOptions, worker: SimulatedWorker): Carry {
  return ({ method, url, headers, body }) => {
    const endpoint = endpointOf(method, new URL(url));
    const strike = line.strike(endpoint);
    return worker.call(strike === undefined ? endpoint : `${endpoint} (${strike.fault})`, async () => {
      line.seen(endpoint, strike?.fault, body);
      if (strike?.fault === 'refused') throw connectionRefused();
      const request = new Request(url, {
        method,
        headers: { ...headers },
        ...(body === undefined ? {} : { body: line.altered?.(endpoint, body) ?? body }),
      });
      const inner = endpoint.startsWith('shop ') ? line.handlers.shop : line.handlers.books;
      const latencyMs = line.latencyMs(endpoint);
      if (latencyMs > 0) await line.clock.sleep(latencyMs);
      return struck(strike && faultOf(strike.fault, endpoint.startsWith('shop ') ? 'shop' : 'books', strike.share), {
        request,
        inner,
        clock: line.clock,
      });
    });
  };
}
