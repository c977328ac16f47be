import type { EffectDriver } from '../effects/effect-driver.ts';
import { type PairRun, raiseProblem } from '../effects/pair-run.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OrderMark } from '../model/order.ts';
import type { EffectPort } from '../ports/effect-port.ts';
import type { Tx } from '../ports/store.ts';
import { markKey, type OrderAccount, salesOrderMarker } from './order-keys.ts';

/** Writes the sales order's id on the channel order: a second witness after a disaster. */
export function markDriver(
  run: PairRun,
  port: EffectPort<OrderMark, { readonly id: string }>,
): EffectDriver<OrderMark, { readonly id: string }> {
  return {
    kind: 'mark-order',
    port,
    idOf: (made) => made.id,
    prepare: (_tx, row) => {
      const written = row.input as Pick<OrderMark, 'salesOrderId' | 'gross'>;
      return Promise.resolve({ do: 'go', draft: { order: row.subject, ...written, marker: row.marker } });
    },
    async settled(tx, { row, progress }) {
      if (progress.state !== 'parked') return;
      await raiseProblem(tx, run, { code: 'ORDER_NOT_MARKED', subject: row.subject, data: { order: row.subject } });
    },
  };
}

/** The intent to mark an order that is placed; as an effect of its own, so that a shop that is down keeps no order from being placed. */
export async function intendMark(tx: Tx, { account, pair, orderId, salesOrderId, revision = 1, at }: Marked): Promise<void> {
  const placedFrom = await tx.orders.revision(pair, orderId, revision);
  await tx.effects.intend(
    {
      key: markKey(account, orderId),
      pair,
      kind: 'mark-order',
      subject: orderId,
      fingerprint: salesOrderId,
      marker: salesOrderMarker(account, orderId),
      input: { salesOrderId, ...(placedFrom === undefined ? {} : { gross: placedFrom.content.totalGross }) },
      notBefore: at,
    },
    at,
  );
}

interface Marked {
  readonly account: OrderAccount;
  readonly pair: PairId;
  readonly orderId: string;
  readonly salesOrderId: string;
  readonly revision?: number;
  readonly at: Instant;
}
