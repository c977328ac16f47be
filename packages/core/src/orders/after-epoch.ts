import type { PairRun } from '../effects/pair-run.ts';
import { paceMs } from '../effects/run-effects.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';

/** When a backup was restored, if ever. */
export interface Epoch {
  readonly epoch?: Instant;
}

/**
 * A restored backup may have forgotten that an older order was placed: look before the first send, and not before the last
 * request of the lost history can be seen.
 */
export function afterEpoch(
  { epoch, invoicing }: Epoch & Pick<PairRun, 'invoicing'>,
  placedAt: Instant,
  at: Instant,
): { readonly notBefore: Instant; readonly lookBackTo?: Instant } {
  if (epoch === undefined || placedAt >= epoch) return { notBefore: at };
  const { timeoutMs, settleMs } = invoicing.salesOrders;
  return { notBefore: Math.max(at, epoch + paceMs + timeoutMs + settleMs), lookBackTo: placedAt };
}

/** When a backup was restored, as it stands now: that may have been since the run began. */
export async function epochOf(run: Pick<PairRun, 'pair'>, tx: Tx): Promise<Epoch> {
  const epoch = (await tx.pairs.read(run.pair))?.epoch;
  return epoch === undefined ? {} : { epoch };
}
