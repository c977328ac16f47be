import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { OrderHead } from '../model/order.ts';
import type { OrderRecord } from '../ports/order-records.ts';

/** For so long lines may be on their way before a person is told, ms. */
const linesLateMs = 30 * 60_000;
/** What was listed and is not there for so long is gone, ms. */
const goneAfterMs = 24 * 3_600_000;

/** What became of an order that is not there for too long: a person deleted it. */
export function isGone(run: PairRun, before: OrderRecord | undefined): boolean {
  const since = before?.unreadableSince;
  return since !== undefined && run.environment.clock.now() - since > goneAfterMs;
}

/** What stands, or what a person is asked or has said, is not changed by what cannot be read. */
function keepsItsState({ state, reason }: OrderRecord): boolean {
  return state === 'placed' || state === 'parked' || reason === 'ORDER_DROPPED';
}

/** An order that was seen has a record, also while it cannot be read. */
export async function storeUnreadable(run: PairRun, head: OrderHead): Promise<void> {
  const { store, merchant, pair, environment } = run;
  await store.transaction(merchant, async (tx) => {
    const at = environment.clock.now();
    const before = await tx.orders.read(pair, head.id);
    const unreadableSince = before?.unreadableSince ?? at;
    if (before !== undefined && keepsItsState(before)) await tx.orders.put({ ...before, unreadableSince });
    else {
      const fresh = { pair, orderId: head.id, firstSeenAt: at, reason: undefined };
      const { readAsOf: _read, reason, reasonData: _data, ...known } = { readAsOf: undefined, reasonData: undefined, ...fresh, ...before };
      await tx.orders.put({ ...known, head, state: 'held', reason: 'ORDER_NOT_READABLE', unreadableSince });
      if (reason !== undefined && reason !== 'ORDER_NOT_READABLE') await tx.problems.clear(problemKey(run, reason, head.id));
    }
    if (at - unreadableSince > linesLateMs)
      await raiseProblem(tx, run, { code: 'ORDER_NOT_READABLE', subject: head.id, data: { order: head.id } });
  });
}
