import { type PairRun, poolOf } from '../effects/pair-run.ts';
import { skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { LineQuantity, OrderHead } from '../model/order.ts';
import type { Tx } from '../ports/store.ts';
import { bookStock } from '../stock/book-stock.ts';
import { defaultReturns } from '../stock/returns-policy.ts';
import { tellShortage } from '../stock/shortage.ts';
import { byItem } from './book-order-stock.ts';
import { orderKey } from './order-keys.ts';
import type { OrderSteps } from './order-steps.ts';

export interface OrderSeen {
  readonly head: OrderHead;
  readonly lines: readonly LineQuantity[];
  readonly baseline: boolean;
}

/** Books what an order holds now, as the difference to what the ledger holds for it. */
export async function bookOrder(
  run: PairRun,
  tx: Tx,
  steps: Pick<OrderSteps, 'unitsHeld' | 'bookOrderUnits'>,
  { head, lines, baseline }: OrderSeen,
): Promise<void> {
  const pool = poolOf(run.settings);
  const key = keyOf(run, head.id);
  const wanted = steps.unitsHeld(head, await withKnownSkus(run, tx, lines), run.settings.stock?.returns ?? defaultReturns);
  const held = await tx.stock.holdings(key);
  const items = await tx.stock.items(pool, Object.keys(wanted));
  const { events, holdings } = steps.bookOrderUnits(held, byItem(wanted, items), {
    ...{ orderKey: key, pool, at: await bookedAt(run, tx, pool, Object.keys(wanted)), asOf: head.modifiedAt },
    // Another pair of this account has seen it before: what changed since then is no baseline.
    baseline: baseline && held.length === 0,
  });
  // At connecting an order is no news: how late anybody learns of it says nothing.
  const since = baseline ? undefined : held.length === 0 ? head.placedAt : head.modifiedAt;
  await bookStock(tx, events, {
    ...{ now: run.environment.clock.now(), pair: run.pair, stockLeavesAt: run.channelSettings.stockLeavesAt },
    ...(since === undefined ? {} : { since }),
  });
  await tx.stock.hold(holdings);
  for (const { item, ...place } of events.filter(({ kind }) => kind === 'shipment')) {
    if (item !== undefined) await tellShortage(run, tx, { pool: place.pool, item });
  }
}

/** Now, or as late as the counts that stand: what is booked after a count happened after it, though the clock was put back since. */
async function bookedAt(run: PairRun, tx: Tx, pool: string, skuKeys: readonly string[]): Promise<Instant> {
  const levels = await tx.stock.levels(pool, skuKeys);
  return levels.reduce((at, { lastCount }) => Math.max(at, lastCount?.notAfter ?? at), run.environment.clock.now());
}

/** Whether the ledger holds anything for an order. */
export async function holdsUnits(run: PairRun, tx: Tx, orderId: string): Promise<boolean> {
  const held = await tx.stock.holdings(keyOf(run, orderId));
  return held.some(({ allocated, shipped }) => allocated > 0 || shipped > 0);
}

function keyOf(run: PairRun, orderId: string): string {
  return orderKey({ vendor: run.channel.vendor, accountId: run.channelSettings.accountId }, orderId);
}

/** A line names its listing first and its SKU second: products are renamed after the sale. */
async function withKnownSkus(run: PairRun, tx: Tx, lines: readonly LineQuantity[]): Promise<readonly LineQuantity[]> {
  const refs = lines.flatMap((line) => (line.ref === undefined ? [] : [line.ref]));
  const bound = await tx.bindings.byRef(run.pair, refs);
  return lines.map((line) => {
    const binding = bound.find(({ ref }) => ref?.product === line.ref?.product && ref?.variant === line.ref?.variant && ref !== undefined);
    return binding?.sku === undefined || (line.sku !== undefined && skuKey(line.sku) === skuKey(binding.sku))
      ? line
      : { ...line, sku: binding.sku };
  });
}
