import type { Verdict } from './judge-sale.ts';

/** What many orders came to. Plain data, so that workers can send it. */
export interface Figures {
  readonly orders: number;
  readonly kinds: Readonly<Record<string, number>>;
  /** Orders that the store computed as it should and that cost something; those that cost nothing stand in `free`. */
  readonly good: number;
  readonly goodParked: number;
  readonly free: number;
  readonly spoiled: number;
  readonly exchanged: number;
  readonly items: number;
  readonly lines: number;
  readonly faulty: number;
  /** The first few. */
  readonly faults: readonly string[];
}

export const noFigures: Figures = {
  orders: 0,
  kinds: {},
  good: 0,
  goodParked: 0,
  free: 0,
  spoiled: 0,
  exchanged: 0,
  items: 0,
  lines: 0,
  faulty: 0,
  faults: [],
};

const faultsMax = 20;

export function figuresOf(verdicts: readonly Verdict[]): Figures {
  const kinds: Record<string, number> = {};
  for (const { kind, isSpoiled, outcome, reason } of verdicts) {
    const key = `${isSpoiled ? 'wrong: ' : ''}${kind} → ${reason ?? outcome}`;
    kinds[key] = (kinds[key] ?? 0) + 1;
  }
  const bad = verdicts.filter(({ faults }) => faults.length > 0);
  const free = verdicts.filter(({ isSpoiled, reason }) => !isSpoiled && reason === 'ORDER_FREE');
  const good = verdicts.filter(({ isSpoiled, reason }) => !isSpoiled && reason !== 'ORDER_FREE');
  const placed = verdicts.filter(({ outcome }) => outcome === 'placed');
  return {
    orders: verdicts.length,
    kinds,
    good: good.length,
    goodParked: good.filter(({ outcome }) => outcome === 'parked').length,
    free: free.length,
    spoiled: verdicts.filter(({ isSpoiled }) => isSpoiled).length,
    exchanged: verdicts.filter(({ isExchanged }) => isExchanged).length,
    items: placed.reduce((sum, { items }) => sum + items, 0),
    lines: placed.reduce((sum, { lines }) => sum + lines, 0),
    faulty: bad.length,
    faults: bad.slice(0, faultsMax).map(({ number, kind, faults }) => `order ${number} (${kind}): ${faults.join('; ')}`),
  };
}

export function addFigures(left: Figures, right: Figures): Figures {
  const kinds = { ...left.kinds };
  for (const [kind, count] of Object.entries(right.kinds)) kinds[kind] = (kinds[kind] ?? 0) + count;
  return {
    orders: left.orders + right.orders,
    kinds,
    good: left.good + right.good,
    goodParked: left.goodParked + right.goodParked,
    free: left.free + right.free,
    spoiled: left.spoiled + right.spoiled,
    exchanged: left.exchanged + right.exchanged,
    items: left.items + right.items,
    lines: left.lines + right.lines,
    faulty: left.faulty + right.faulty,
    faults: [...left.faults, ...right.faults].slice(0, faultsMax),
  };
}

/** Of orders that the store computes as it should, so many percent may wait for a person. */
export const parkedPercentMax = 0.1;

export function parkedPercent({ good, goodParked }: Figures): number {
  return good === 0 ? 0 : (goodParked * 100) / good;
}
