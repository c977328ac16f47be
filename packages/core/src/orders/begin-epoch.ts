import type { PairRun } from '../effects/pair-run.ts';
import { paceMs } from '../effects/run-effects.ts';
import type { ConnectionId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';
import { readMarksAgain } from './marks-cursor.ts';
import { type OrderAccount, salesOrderKey } from './order-keys.ts';

/** What an epoch needs to know of a pair. */
export interface EpochPair extends Pick<PairRun, 'pair' | 'invoicing' | 'channel'> {
  readonly invoicingConnection: ConnectionId;
  readonly channelConnection: ConnectionId;
}

/**
 * From now on orders placed before this instant are looked for before their first send, and so is every intent that is not
 * finished: the rows are older than what was done. Answers how many those are. Again, and nothing else happens.
 */
export async function beginEpoch(
  tx: Tx,
  { pair, invoicing, channel, ...connections }: EpochPair,
  { at, by, why }: { readonly at: Instant; readonly by: string; readonly why: string },
): Promise<number> {
  const row = (await tx.pairs.read(pair)) ?? { pair, invoicing: connections.invoicingConnection, channel: connections.channelConnection };
  await tx.pairs.put({ ...row, epoch: at });
  await readMarksAgain(tx, pair);
  await tx.audit.add({ at, by, what: why, subject: pair });
  if (row.channelAccount !== undefined) await lookBackToPlacement(tx, pair, { vendor: channel.vendor, accountId: row.channelAccount, at });
  return tx.effects.doubt(pair, at + horizonMs({ invoicing, channel }), { at, what: why });
}

/**
 * What was taken in since the copy was put in place may have been placed long before its intent was made here: a look goes back
 * to when the order was placed.
 */
async function lookBackToPlacement(tx: Tx, pair: PairId, { at, ...account }: OrderAccount & { readonly at: Instant }): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await tx.orders.page(pair, 'admitted', after, 200);
    for (const { orderId, head } of page) {
      const row = await tx.effects.read(salesOrderKey(account, orderId));
      // What was sent from here is looked for from then on anyway.
      if (row?.state !== 'intended' || row.firstSentAt !== undefined) continue;
      const { key, kind, subject, fingerprint, marker, input, notBefore } = row;
      await tx.effects.replace({ key, pair, kind, subject, fingerprint, marker, input, notBefore, lookBackTo: head.placedAt }, at);
    }
    after = page.at(-1)?.orderId;
    if (after === undefined) return;
  }
}

/** Requests of the lost history may still wait for their slot or be on their way, so nothing is looked for before the longest horizon. */
function horizonMs({ invoicing, channel }: Pick<PairRun, 'invoicing' | 'channel'>): number {
  const ports = [invoicing.salesOrders, invoicing.contacts, channel.listings?.create, channel.marks];
  return paceMs + Math.max(...ports.map((port) => (port === undefined ? 0 : port.timeoutMs + port.settleMs)));
}
