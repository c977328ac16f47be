import type { Strike } from '../line/carry.ts';
import { type StoreFaultName, storeFaultNames } from '../line/store-faults.ts';
import type { Scenario } from './scenario.ts';

/**
 * Whether the n-th request of an endpoint is struck depends on the seed, the endpoint and n alone: a run that makes one call
 * more elsewhere meets the same line.
 */
export function strikesOf(seed: number, { strikes }: Pick<Scenario, 'strikes'>): (endpoint: string) => Strike | undefined {
  const asked = new Map<string, number>();
  return (endpoint) => {
    if (strikes.share === 0 || (strikes.only !== undefined && !strikes.only.test(endpoint))) return undefined;
    const number = (asked.get(endpoint) ?? 0) + 1;
    asked.set(endpoint, number);
    const drawn = scatter(`${seed}/${endpoint}/${number}`);
    if (drawn % 100 >= strikes.share) return undefined;
    const fault = strikes.faults[Math.floor(drawn / 100) % strikes.faults.length];
    return fault === undefined ? undefined : { fault, share: (Math.floor(drawn / 10_000) % 1_000) / 1_000 };
  };
}

/** The same for the n-th transaction of a process. */
export function storeStrikesOf(
  seed: number,
  { storeFaults = 0 }: Pick<Scenario, 'storeFaults'>,
): (process: string) => StoreFaultName | undefined {
  const begun = new Map<string, number>();
  return (process) => {
    const number = (begun.get(process) ?? 0) + 1;
    begun.set(process, number);
    const drawn = storeFaults === 0 ? 0 : scatter(`${seed}/store/${process}/${number}`);
    if (drawn % 1_000 >= storeFaults) return undefined;
    return storeFaultNames[Math.floor(drawn / 1_000) % storeFaultNames.length];
  };
}

/** A whole number of 32 bits that looks like chance (FNV-1a, mixed). */
export function scatter(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
