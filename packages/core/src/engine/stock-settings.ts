import { defaultPool, type StockSettings } from '../effects/pair-run.ts';
import { bufferFaults } from '../stock/buffer.ts';
import { returnsPolicy } from '../stock/returns-policy.ts';
import type { PairOptions } from './pair-handle.ts';

/** What an embedder said about stock, with what holds where nothing was said. Throws for what no shelf could be filled by. */
export function stockSettingsOf(pair: string, options: NonNullable<PairOptions['stock']>): StockSettings {
  const { count, source, pool = defaultPool, returns, buffer, buffers = [] } = options;
  if (pool.trim() === '') throw new Error(`the stock pool of pair ${pair} has no name; leave it out for the one that all channels share`);
  if (count !== undefined && source !== undefined)
    throw new Error(`pair ${pair} counts by its articles and by a source; leave out one of them`);
  const placed = [...(buffer === undefined ? [] : [{ channel: pair, buffer }]), ...buffers];
  const faults = bufferFaults(placed);
  if (faults.length > 0) throw new Error(`the stock buffers of pair ${pair} contradict themselves: ${faults.join('; ')}`);
  return {
    ...(count === undefined ? {} : { count }),
    ...(source === undefined ? {} : { source }),
    pool,
    returns: returnsPolicy(returns),
    buffers: placed,
  };
}
