import type { WakeUp } from '../ports/call.ts';
import type { Reason } from '../ports/inbox.ts';
import type { Tx } from '../ports/store.ts';
import type { PairParts } from './open-run.ts';

/**
 * Keeps what was said, and makes the pair due at once. A listing that changed can wait for the beat: our own writes echo as such
 * changes, and what a sale took from the shelf is told by the order.
 */
export async function noteWakeUps(
  tx: Tx,
  { pair, settings, environment }: Pick<PairParts, 'pair' | 'settings' | 'environment'>,
  look: readonly WakeUp[],
): Promise<void> {
  // A pair that never ran is due anyway, and has nothing that could be in doubt.
  if (look.length === 0 || (await tx.pairs.read(pair)) === undefined) return;
  const since = environment.clock.now();
  const reasons = look.flatMap(({ what, id }): readonly Reason[] => {
    const isOurOrder = what === 'sales-order' || what === 'sales-order-gone';
    return isOurOrder && !settings.flows.orders ? [] : [{ what, id, since }];
  });
  await tx.inbox.note(pair, reasons);
  if (look.some(({ what }) => what !== 'listing')) await tx.pairs.due(pair, since, 'earlier');
}
