import { raiseProblem } from '../effects/pair-run.ts';
import type { Outcome } from '../kernel/answer.ts';
import type { Call } from '../ports/call.ts';
import type { PairParts, Side } from './open-run.ts';

export type Subscribed = Outcome<{ readonly made: number; readonly standing: number }> | { readonly status: 'no-webhooks' };

/**
 * Sees to it that the vendor calls this address; what stands already stays. Where it cannot be had a person is told, and
 * changes are found at the beat.
 */
export async function subscribeWebhooks(parts: PairParts, side: Side, url: string, call: Call): Promise<Subscribed> {
  const { store, merchant, pair, connections } = parts;
  const { webhooks } = parts[side];
  if (webhooks === undefined) return { status: 'no-webhooks' };
  const outcome = await webhooks.subscribe(url, call);
  await store.transaction(merchant, async (tx) => {
    if (outcome.status === 'done') {
      await tx.problems.clear(`${pair}/CONNECTION_WEBHOOKS_MISSING/${side}`);
      return;
    }
    const data = { connection: connections[side], code: outcome.error.code };
    await raiseProblem(tx, parts, { code: 'CONNECTION_WEBHOOKS_MISSING', subject: side, data });
  });
  return outcome;
}
