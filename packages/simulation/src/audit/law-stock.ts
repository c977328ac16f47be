import type { Violation } from '@megzo/core/testing';
import { shelfWrites } from '../stock/stock-truth.ts';
import { countedSku, countedUnits, keptUnits } from '../world/counted-goods.ts';
import type { Told } from '../world/told.ts';
import type { Evidence } from './seen.ts';

/**
 * Law 2: the shop is never told more than was right a moment ago, and shows what is right in the end. Less may be told meanwhile:
 * units are held back where they sell fast, and a count that was entered is known at the next whole run.
 */
export function judgeStock({ shop, told, staleMs }: Evidence): readonly Violation[] {
  if (staleMs === undefined) return [];
  const broken = (text: string): Violation => ({ law: 2, about: `shop, ${countedSku}`, text });
  const beyond = shelfWrites(shop, 0).flatMap(({ at, sellable: units }) => {
    const most = mostRight(told, at - staleMs, at);
    return units <= most ? [] : [broken(`was told ${units} at ${new Date(at).toISOString()}, where at most ${most} were right`)];
  });
  const [shown, right] = [shop.storefront.purchasable(countedSku), mostRight(told, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)];
  return shown === right ? beyond : [...beyond, broken(`shows ${shown} in the end, where ${right} are to be sold`)];
}

/** The most that was right to be told at any time of a span: what is there, less what is promised and what is kept back. */
function mostRight(told: Told, from: number, to: number): number {
  const moments = [...told.orders.values()].flatMap((order) => order.moments.map(({ at }) => at));
  const held = [from, ...moments.filter((at) => at > from && at <= to)].map((at) => heldAt(told, at));
  const counted = told.counts.findLast(({ at }) => at <= to)?.units ?? countedUnits;
  return Math.max(0, counted - Math.min(...held) - keptUnits);
}

function heldAt({ orders }: Told, at: number): number {
  let held = 0;
  for (const { moments } of orders.values()) held += moments.findLast((moment) => moment.at <= at)?.held ?? 0;
  return held;
}
