import type { ItemKey, StockJob } from './catalog-records.ts';
import { emit, type HookEvent } from './hook-events.ts';
import { nextId, now, type Shop } from './shop.ts';
import { availableToSell, changeStock, DEFAULT_LOCATION, STOCK_MAX, sellableOf, stockAt } from './stock.ts';

export interface StockAsk {
  readonly kind: StockJob['kind'];
  readonly item: ItemKey;
  readonly locationId: number;
  readonly quantity: number;
  /** The write overlapped with another absolute one in flight. */
  readonly contended?: boolean;
}

/** Accepts a change into the one queue of the store: first in, first out, order decrements included (sheet 4.2). */
export function enqueueStock(shop: Shop, ask: StockAsk): void {
  const at = now(shop);
  const queue = shop.stockQueue;
  const lag = ask.kind === 'order' ? 0 : shop.settings.inventoryLagMs;
  const job: StockJob = {
    id: nextId(shop, 'stock job'),
    kind: ask.kind,
    item: ask.item,
    locationId: ask.locationId,
    quantity: ask.quantity,
    dueAt: Math.max(at + lag, queue.at(-1)?.dueAt ?? 0),
    competing: 0,
  };
  if (job.kind === 'relative' && job.quantity < 0) {
    for (const other of queue.filter((waiting) => waiting.kind === 'relative' && waiting.quantity < 0 && sameItem(waiting, job))) {
      other.competing += job.quantity;
      job.competing += other.quantity;
    }
  }
  // The order of concurrent absolute writes is unpredictable (sheet 4.2).
  const rival = queue.findIndex((waiting) => waiting.kind === 'absolute' && sameItem(waiting, job));
  const before = rival !== -1 && ask.kind === 'absolute' && ask.contended === true && shop.world.random() < 0.5;
  const rivalJob = queue[rival];
  if (before && rivalJob !== undefined) queue.splice(rival, 0, { ...job, dueAt: rivalJob.dueAt });
  else queue.push(job);
  settleStock(shop);
}

/** Applies everything that is due by now. */
export function settleStock(shop: Shop): void {
  const until = now(shop);
  for (let job = shop.stockQueue[0]; job !== undefined && job.dueAt <= until; job = shop.stockQueue[0]) {
    shop.stockQueue.shift();
    apply(shop, job);
  }
}

/** What a shopper may still buy: pending decrements count, pending absolute writes do not yet. */
export function purchasable(shop: Shop, item: ItemKey): number {
  const record = stockAt(shop, item, DEFAULT_LOCATION);
  const pending = shop.stockQueue.filter((job) => job.kind === 'order' && job.item === item && job.quantity < 0);
  const taken = pending.reduce((total, job) => total + job.quantity, 0);
  return record.inStock ? (record.onhand ?? 0) - record.safety + taken : 0;
}

/** What the control panel does: the figure is there at once. */
export function setStockNow(shop: Shop, ask: Pick<StockAsk, 'item' | 'locationId' | 'quantity'>): void {
  apply(shop, { ...ask, id: nextId(shop, 'stock job'), kind: 'absolute', dueAt: now(shop), competing: 0 });
}

function apply(shop: Shop, job: StockJob): void {
  const record = stockAt(shop, job.item, job.locationId);
  const before = record.onhand ?? 0;
  if (job.kind === 'relative' && job.quantity < 0 && before + job.quantity + job.competing < record.safety) {
    // Accepted with 200, refused on master data afterwards: there is no way to ask (sheet 0.1, 4.2).
    return;
  }
  const wanted = job.kind === 'absolute' ? job.quantity : before + job.quantity;
  const onhand = shop.settings.belowZero === 'clamp' ? Math.max(0, wanted) : wanted;
  // Above the maximum nothing is saved (sheet 4.2).
  if (onhand > STOCK_MAX) return;
  changeStock(record, { onhand }, job.dueAt);
  announce(shop, job, onhand - before);
}

function announce(shop: Shop, job: StockJob, change: number): void {
  const sellable = sellableOf(shop, job.item);
  if (sellable === undefined) return;
  const { product, variant } = sellable;
  product.modifiedAt = job.dueAt;
  const record = stockAt(shop, job.item, job.locationId);
  const byOrder = job.kind === 'order';
  const method = byOrder ? 'relative' : 'absolute';
  const ids = { product_id: product.id, variant_id: variant.id };
  const scope = `inventory/${byOrder ? 'order/' : ''}updated`;
  const events: HookEvent[] = job.item.startsWith('v:')
    ? [
        {
          scope: `store/sku/${scope}`,
          data: { type: 'sku', id: variant.skuId ?? variant.id, inventory: { ...ids, method, value: change } },
        },
      ]
    : [
        {
          scope: `store/product/${scope}`,
          data: { type: 'product', id: product.id, inventory: { product_id: product.id, method, value: change } },
        },
      ];
  const channel = { ...ids, location_id: job.locationId };
  events.push({ scope: 'store/channel/*/inventory/product/stock_changed', data: channel });
  if (byOrder && change < 0) {
    const left = availableToSell(shop, record);
    if (left <= record.warning) events.push({ scope: 'store/channel/*/inventory/product/low_stock_reached', data: channel });
    if (left <= 0) events.push({ scope: 'store/channel/*/inventory/product/out_of_stock_reached', data: channel });
  }
  // `store/product/updated` covers inventory too (sheet 9.4).
  events.push({ scope: 'store/product/updated', data: { type: 'product', id: product.id } });
  for (const event of events) emit(shop, event, job.dueAt);
}

function sameItem(a: { item: ItemKey; locationId: number }, b: { item: ItemKey; locationId: number }): boolean {
  return a.item === b.item && a.locationId === b.locationId;
}
