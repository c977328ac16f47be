import type { WakeUp } from '../ports/call.ts';
import type { Reason } from '../ports/inbox.ts';
import type { Tx } from '../ports/store.ts';
import type { PairParts } from './open-run.ts';

/** Makes the pair due at once, and keeps of what was said the ids that a flow reads for themselves; all else is found by its own list. */
export async function noteWakeUps(
  tx: Tx,
  { pair, settings, environment }: Pick<PairParts, 'pair' | 'settings' | 'environment'>,
  look: readonly WakeUp[],
): Promise<void> {
  // A pair that never ran is due anyway, and has nothing that could be in doubt.
  if ((await tx.pairs.read(pair)) === undefined) return;
  const since = environment.clock.now();
  const reasons = settings.flows.orders
    ? look.flatMap(({ what, id }): readonly Reason[] =>
        what === 'sales-order' || what === 'sales-order-gone' ? [{ what, id, since }] : [],
      )
    : [];
  await tx.inbox.note(pair, reasons);
  await tx.pairs.due(pair, since, 'earlier');
}
