import { noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { OrderMark } from '../model/order.ts';
import type { EffectIntent } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import { salesOrderKey, salesOrderMarker } from './order-keys.ts';

interface MarksCursor {
  readonly cursor?: string;
  readonly done?: true;
}

const cursorName = 'marks';

/** After a restored backup the marks tell of what was placed since it was made. */
export function readMarksAgain(tx: Tx, pair: PairId): Promise<void> {
  return tx.cursors.write(pair, cursorName, {});
}

/**
 * Once, at connecting and after a restored backup: orders that carry our mark were placed by a history that this database does not know, because it was
 * lost or moved. They are adopted, never placed again.
 */
export async function adoptMarks(run: PairRun): Promise<Slice> {
  const { store, merchant, pair, environment } = run;
  const { marks } = run.channel;
  let at = ((await store.transaction(merchant, (tx) => tx.cursors.read(pair, cursorName))) ?? {}) as MarksCursor;
  while (marks !== undefined && at.done !== true) {
    if (environment.clock.now() >= run.stopAt) return { stats: noStats, more: true };
    const { cursor } = at;
    const page = await marks.placed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, run.call('channel', 'order'));
    // A shop that does not list marks has none to tell; a line that is down is asked again before anything is placed.
    if (page.status !== 'done' && (page.status === 'retryable' || isAccountError(page.error))) {
      return { stats: noStats, more: false, failure: { side: 'channel', error: page.error } };
    }
    const { items, next } = page.status === 'done' ? page.value : { items: [], next: undefined };
    const moved: MarksCursor = next === undefined ? { done: true } : { cursor: next };
    await store.transaction(merchant, async (tx) => {
      for (const mark of items) await adopt(run, tx, mark);
      await tx.cursors.write(pair, cursorName, moved as unknown as Json);
    });
    at = moved;
  }
  return { stats: noStats, more: false };
}

/** The sales order that a mark names, unless the ledger knows better. */
async function adopt(run: PairRun, tx: Tx, mark: OrderMark): Promise<void> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const marker = salesOrderMarker(account, mark.order);
  if (mark.marker !== marker) return;
  const at = run.environment.clock.now();
  const key = salesOrderKey(account, mark.order);
  const kind = 'place-sales-order' as const;
  const intent: EffectIntent = {
    key,
    pair: run.pair,
    kind,
    subject: mark.order,
    fingerprint: 'adopted',
    marker,
    input: { revision: 1, ...(mark.gross === undefined ? {} : { gross: mark.gross }) },
    notBefore: at,
  };
  if ((await tx.effects.intend(intent, at)) !== 'new') return;
  const progress = { state: 'done' as const, attempt: 0, refusals: 0, notBefore: at, result: mark.salesOrderId };
  await tx.effects.note(key, { at, what: 'adopted by its mark' }, progress);
}
