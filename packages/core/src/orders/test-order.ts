import type { PairRun } from '../effects/pair-run.ts';
import { type Answer, done } from '../kernel/answer.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { Call } from '../ports/call.ts';

/**
 * Whether an order was only a trial: it was paid by test payments, and no money moved. Costs a read for an order that was paid
 * through a provider. A shop that does not let payments be read cannot tell, and then the order counts as real.
 */
export async function isTestOrder(run: Pick<PairRun, 'channel' | 'settings'>, order: ChannelOrder, call: Call): Promise<Answer<boolean>> {
  const { payments } = run.channel.orders;
  if (run.settings.testOrders === 'place' || order.paidOnline !== true || payments === undefined) return done(false);
  const answer = await payments(order.id, call);
  if (answer.status === 'retryable') return answer;
  const moved = answer.status === 'done' ? answer.value.filter(({ succeeded }) => succeeded) : [];
  return done(moved.length > 0 && moved.every(({ test }) => test));
}
