import type { EffectDriver } from '../effects/effect-driver.ts';
import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { type EffectKey, effectKey, type PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OrderMark } from '../model/order.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { EffectPort } from '../ports/effect-port.ts';
import type { Tx } from '../ports/store.ts';
import { markKey, type OrderAccount, salesOrderKey, salesOrderMarker } from './order-keys.ts';
import { adoptedByWord } from './placed-by-others.ts';

/** Writes the sales order's id on the channel order: a second witness after a disaster. */
export function markDriver(
  run: PairRun,
  port: EffectPort<OrderMark, { readonly id: string }>,
): EffectDriver<OrderMark, { readonly id: string }> {
  return {
    kind: 'mark-order',
    port,
    idOf: (made) => made.id,
    async prepare(tx, row, _at, act) {
      const written = row.input as Pick<OrderMark, 'salesOrderId' | 'gross'>;
      const order = act === 'find' ? undefined : await tx.orders.read(run.pair, row.subject);
      // A person who chose has seen the mark that stands there.
      if (act !== 'find' && row.key === markKey(accountOf(run), row.subject) && (await isMarkedOtherwise(tx, run.pair, row.subject)))
        return { do: 'drop', why: 'another mark stands there' };
      if (order?.reason === 'ORDER_DROPPED') return { do: 'drop', why: 'the order was dropped' };
      const counts = order?.salesOrderId;
      // An earlier mark that comes late must not name what does not count any more.
      if (counts !== undefined && counts !== written.salesOrderId) return { do: 'drop', why: 'another sales order counts' };
      return { do: 'go', draft: { order: row.subject, ...written, marker: row.marker } };
    },
    async settled(tx, { row, progress }) {
      const subject = row.subject;
      if (progress.state === 'parked') await raiseProblem(tx, run, { code: 'ORDER_NOT_MARKED', subject, data: { order: subject } });
      else if (progress.state === 'done') await tx.problems.clear(problemKey(run, 'ORDER_NOT_MARKED', subject));
    },
  };
}

/** The intent to mark an order that is placed; as an effect of its own, so that a shop that is down keeps no order from being placed. */
export async function intendMark(tx: Tx, marked: Marked): Promise<void> {
  await intend(tx, markKey(marked.account, marked.orderId), marked, marked.at);
}

/**
 * A person chose the sales order that counts: the mark names it from then on, whatever it named before. Each choice is an effect of its
 * own, and is not sent before an earlier mark that may be on its way has arrived.
 */
export async function markAnew(tx: Tx, marked: Marked, { arrivedAfterMs }: { readonly arrivedAfterMs: number }): Promise<void> {
  const key = markKey(marked.account, marked.orderId);
  const earlier = await tx.effects.read(key);
  await intend(tx, anew(key, marked.at), marked, earlier === undefined ? marked.at : marked.at + arrivedAfterMs);
}

/** Whether the mark is still to be written that names the sales order of a person's choice, over what the channel says until then. */
export async function isToBeMarked(tx: Tx, account: OrderAccount, placing: EffectRow): Promise<boolean> {
  const row = await lastMark(tx, account, placing);
  if (row === undefined || row.key === markKey(account, placing.subject)) return false;
  return row.state !== 'done' && row.state !== 'parked' && row.state !== 'withdrawn';
}

/** A mark that was given up is tried again: a person has mended what was in its way. */
export async function writeMarkAgain(
  tx: Tx,
  { account, orderId, at, by }: { readonly account: OrderAccount; readonly orderId: string; readonly at: Instant; readonly by: string },
): Promise<void> {
  const placing = await tx.effects.read(salesOrderKey(account, orderId));
  const mark = placing && (await lastMark(tx, account, placing));
  if (mark === undefined) return;
  await tx.effects.decide(
    mark.key,
    { state: 'intended', attempt: 0, refusals: 0, notBefore: at },
    { at, what: 'tried again', details: { by } },
  );
}

/** The mark of the last choice, where a person made one. */
async function lastMark(tx: Tx, account: OrderAccount, { subject, evidence }: EffectRow): Promise<EffectRow | undefined> {
  const first = markKey(account, subject);
  const chosen = evidence.findLast(({ what }) => what === adoptedByWord);
  return (chosen && (await tx.effects.read(anew(first, chosen.at)))) ?? (await tx.effects.read(first));
}

function accountOf({ channel, channelSettings }: PairRun): OrderAccount {
  return { vendor: channel.vendor, accountId: channelSettings.accountId };
}

function anew(first: EffectKey, at: Instant): EffectKey {
  return effectKey(`${first}/${at}`);
}

async function intend(
  tx: Tx,
  key: EffectKey,
  { account, pair, orderId, salesOrderId, revision = 1, at }: Marked,
  notBefore: Instant,
): Promise<void> {
  const placedFrom = await tx.orders.revision(pair, orderId, revision);
  await tx.effects.intend(
    {
      key,
      pair,
      kind: 'mark-order',
      subject: orderId,
      fingerprint: salesOrderId,
      marker: salesOrderMarker(account, orderId),
      input: { salesOrderId, ...(placedFrom === undefined ? {} : { gross: placedFrom.content.totalGross }) },
      notBefore,
    },
    at,
  );
}

/** Whether the mark on the channel names another sales order than the one that counts here: a person says which one it is. */
export async function isMarkedOtherwise(tx: Tx, pair: PairId, orderId: string): Promise<boolean> {
  return (await tx.problems.read(`${pair}/ORDER_MARKED_OTHERWISE/${orderId}`)) !== undefined;
}

interface Marked {
  readonly account: OrderAccount;
  readonly pair: PairId;
  readonly orderId: string;
  readonly salesOrderId: string;
  readonly revision?: number;
  readonly at: Instant;
}
