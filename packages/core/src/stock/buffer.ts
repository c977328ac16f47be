import { sku as asSku, skuKey } from '../kernel/ids.ts';
import type { BufferPolicy, PlacedBuffer } from '../model/stock.ts';
import { Exact } from '../money/decimal.ts';

/** One article of one pool on one channel. */
export interface BufferPlace {
  readonly skuKey: string;
  /** The pair that feeds the channel. */
  readonly channel: string;
  readonly pool: string;
}

/** The one policy that holds, and what it keeps back. */
export interface Buffered {
  readonly units: number;
  /** Absent: no policy holds here, and nothing is kept back. */
  readonly placed?: PlacedBuffer;
}

/**
 * What is kept back of `onHand` units. One policy holds, the most particular one: a SKU goes before a channel, a channel
 * before a pool, a pool before everywhere. Policies never add up, so that nothing is kept back twice.
 */
export function bufferFor(policies: readonly PlacedBuffer[], place: BufferPlace & { readonly onHand: number }): Buffered {
  const placed = policyFor(policies, place);
  return placed === undefined ? { units: 0 } : { units: safetyStock(placed.buffer, place.onHand), placed };
}

/** The policy that `bufferFor` goes by. */
export function policyFor(policies: readonly PlacedBuffer[], place: BufferPlace): PlacedBuffer | undefined {
  return policies.reduce<PlacedBuffer | undefined>((best, each) => {
    if (!holdsAt(each, place)) return best;
    return best === undefined || weight(each) > weight(best) ? each : best;
  }, undefined);
}

/** Units kept back by a policy. */
export function safetyStock(policy: BufferPolicy, onHand: number): number {
  switch (policy.kind) {
    case 'fixed':
      return policy.units;
    case 'percent':
      return Math.max(new Exact(onHand).times(policy.percent).dividedBy(100).ceil().toNumber(), policy.unitsMin ?? 0);
    case 'tiers':
      return Math.max(policy.tiers.findLast(({ onHandFrom }) => onHandFrom <= onHand)?.units ?? 0, policy.unitsMin ?? 0);
  }
}

/** What is wrong with policies, one sentence each: nonsense is refused where it is given, not met in a shop. */
export function bufferFaults(policies: readonly PlacedBuffer[]): readonly string[] {
  const seen = new Set<string>();
  return policies.flatMap((placed) => {
    const name = placeName(placed);
    const twice = seen.has(name) ? [`${name}: two buffers hold in the same place; keep one of them`] : [];
    seen.add(name);
    const nameless = placed.sku !== undefined && keyOf(placed.sku) === '' ? [`${name}: a SKU must not be empty`] : [];
    return [...twice, ...nameless, ...policyFaults(placed.buffer).map((fault) => `${name}: ${fault}`)];
  });
}

/** Far above any shelf; a figure beyond it is a slip. */
const unitsMax = 1_000_000;

function policyFaults(policy: BufferPolicy): readonly string[] {
  switch (policy.kind) {
    case 'fixed':
      return unitsFaults('units', policy.units);
    case 'percent': {
      const isShare = policy.percent >= 0 && policy.percent <= 100;
      return [...(isShare ? [] : ['percent must be from 0 to 100']), ...unitsFaults('unitsMin', policy.unitsMin ?? 0)];
    }
    case 'tiers': {
      const { tiers } = policy;
      const ascends = tiers.every(({ onHandFrom }, place) => place === 0 || onHandFrom > (tiers[place - 1]?.onHandFrom ?? 0));
      return [
        ...(tiers.length === 0 ? ['tiers must name at least one tier'] : []),
        ...(ascends ? [] : ['tiers must ascend by onHandFrom, each one once']),
        ...tiers.flatMap(({ onHandFrom, units }) => [...unitsFaults('onHandFrom', onHandFrom), ...unitsFaults('units', units)]),
        ...unitsFaults('unitsMin', policy.unitsMin ?? 0),
      ];
    }
  }
}

function unitsFaults(name: string, units: number): readonly string[] {
  return Number.isSafeInteger(units) && units >= 0 && units <= unitsMax
    ? []
    : [`${name} must be a whole number from 0 to ${unitsMax}; it is ${units}`];
}

function holdsAt({ sku, channel, pool }: PlacedBuffer, place: BufferPlace): boolean {
  return (
    (sku === undefined || keyOf(sku) === place.skuKey) &&
    (channel === undefined || channel === place.channel) &&
    (pool === undefined || pool === place.pool)
  );
}

/** More than all less particular ones together. */
function weight({ sku, channel, pool }: PlacedBuffer): number {
  return (sku === undefined ? 0 : 4) + (channel === undefined ? 0 : 2) + (pool === undefined ? 0 : 1);
}

function placeName({ sku, channel, pool }: PlacedBuffer): string {
  const parts = [
    ...(sku === undefined ? [] : [`SKU ${keyOf(sku)}`]),
    ...(channel === undefined ? [] : [`channel ${channel}`]),
    ...(pool === undefined ? [] : [`pool ${pool}`]),
  ];
  return parts.length === 0 ? 'buffer everywhere' : `buffer of ${parts.join(', ')}`;
}

function keyOf(text: string): string {
  return skuKey(asSku(text));
}
