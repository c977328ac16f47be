import type { Instant } from '../kernel/instant.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { StockWriteItem } from './judge-stock.ts';

/** What is held back, in multiples of what sold on the channel since the look before: a sale that runs goes on while a write is on its way. */
const holdBackTimes = 2;

/**
 * Units that sold on the channel since it was last told or looked at, as far as they matter: an absolute write puts no sale back
 * where the shop subtracts when it ships, and a difference that stands unchanged for a while is no sale that runs.
 */
export function rushUnits(
  { binding, seen }: StockWriteItem,
  { stockLeavesAt }: Pick<ChannelSettings, 'stockLeavesAt'>,
  now: Instant,
): number {
  const { published, rush, drift } = binding.stock ?? { published: seen.sellable };
  if (stockLeavesAt === 'order-shipped') return 0;
  const lately = rush !== undefined && now < rush.until ? rush.units : 0;
  return Math.max(lately, drift?.seen === seen.sellable ? 0 : published - seen.sellable, 0);
}

/**
 * What a channel is told: the target, less what will likely be sold there before the write is applied. An absolute write puts
 * back what sells while it is on its way; what is held back is offered again once the shelf is quiet.
 */
export function heldBack(target: number, rush: number): number {
  return Math.max(0, target - holdBackTimes * rush);
}
