import type { PairRun } from '../effects/pair-run.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { peopleKey } from './order-keys.ts';
import { peopleKeptMs } from './place-sales-order.ts';

type Numbered = Pick<OrderRecord, 'revision' | 'revisionHash'>;

/** Stores a revision if its content differs from the last one. Status, shipped quantities and how it is paid are no edit of the order. */
export async function addRevision(run: PairRun, tx: Tx, order: ChannelOrder, before: OrderRecord | undefined): Promise<OrderRevision> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const at = run.environment.clock.now();
  const { people, ...content } = order;
  const { status: _status, modifiedAt: _modifiedAt, archived: _archived, paidOnline: _paid, lines, ...stable } = content;
  const hash = contentHash({
    ...stable,
    people,
    lines: lines.map(({ quantityShipped: _shipped, quantityRefunded: _refunded, ...line }) => line),
  });
  // A record that was lost and came back while nobody read the whole order knows of none, though some may stand.
  const last = before?.revision === undefined ? await lastRevision(run, tx, order.id) : before;
  const number = last.revisionHash === hash ? (last.revision ?? 1) : (last.revision ?? 0) + 1;
  const key = peopleKey(account, order.id, number);
  const revision: OrderRevision = { pair: run.pair, orderId: order.id, revision: number, hash, content, peopleKey: key, at };
  if (last.revisionHash !== hash) {
    await tx.orders.addRevision(revision);
    await tx.people.put(key, { kind: 'order', people }, at + peopleKeptMs);
  }
  return revision;
}

/** Revisions are never taken away: they may be there although the record is not. */
async function lastRevision(run: PairRun, tx: Tx, orderId: string): Promise<Numbered> {
  for (let last: Numbered = {}; ; ) {
    const next = await tx.orders.revision(run.pair, orderId, (last.revision ?? 0) + 1);
    if (next === undefined) return last;
    last = { revision: next.revision, revisionHash: next.hash };
  }
}

export function revisionOf(before: OrderRecord | undefined): Numbered {
  return before?.revision === undefined || before.revisionHash === undefined
    ? {}
    : { revision: before.revision, revisionHash: before.revisionHash };
}
