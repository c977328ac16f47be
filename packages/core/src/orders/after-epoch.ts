import type { PairRun } from '../effects/pair-run.ts';
import { paceMs } from '../effects/run-effects.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * A restored backup may have forgotten that an older order was placed: look before the first send, and not before the last
 * request of the lost history can be seen.
 */
export function afterEpoch(
  run: Pick<PairRun, 'epoch' | 'invoicing'>,
  placedAt: Instant,
  at: Instant,
): { readonly notBefore: Instant; readonly lookBackTo?: Instant } {
  if (run.epoch === undefined || placedAt >= run.epoch) return { notBefore: at };
  const { timeoutMs, settleMs } = run.invoicing.salesOrders;
  return { notBefore: Math.max(at, run.epoch + paceMs + timeoutMs + settleMs), lookBackTo: placedAt };
}
