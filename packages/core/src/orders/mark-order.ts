import type { EffectDriver } from '../effects/effect-driver.ts';
import { type PairRun, raiseProblem } from '../effects/pair-run.ts';
import type { OrderMark } from '../model/order.ts';
import type { EffectPort } from '../ports/effect-port.ts';

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
