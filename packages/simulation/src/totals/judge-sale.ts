import type { OrderSteps } from '@megzo/core/testing';
import { type Charged, chargeSale } from './charge-sale.ts';
import { makeSale } from './make-sale.ts';
import { dueOf, faultsOf } from './oracle.ts';
import type { Sale } from './sale.ts';
import { type Books, type Settled, settleSale } from './settle-sale.ts';
import { spoilSale } from './spoil-sale.ts';

/** One order judged: what it was, what became of it, and what is wrong with that. */
export interface Verdict {
  readonly number: number;
  /** A row of the VAT table, or the mistake that was made. */
  readonly kind: string;
  readonly isSpoiled: boolean;
  readonly outcome: 'placed' | 'parked';
  readonly reason?: string;
  readonly lines: number;
  readonly items: number;
  readonly isExchanged: boolean;
  readonly faults: readonly string[];
}

export interface Judging {
  readonly seed: number;
  readonly books: Books;
  /** One order in so many is spoiled. */
  readonly spoilEvery: number;
  readonly steps?: OrderSteps;
}

export function judgeSale(number: number, { seed, books, spoilEvery, steps }: Judging): Verdict {
  const sale = makeSale(seed, number);
  const charged = chargeSale(sale);
  const spoiled = number % spoilEvery === 0 ? spoilSale(seed, sale, charged) : undefined;
  const order = spoiled?.order ?? charged.order;
  const settled = settleSale(sale, order, books, steps);
  const faults = spoiled === undefined ? faultsOfGood(sale, charged, settled) : faultsOfSpoiled(spoiled.reason, settled);
  return {
    number,
    kind: spoiled?.how ?? sale.scenario,
    isSpoiled: spoiled !== undefined,
    outcome: settled.placed ? 'placed' : 'parked',
    ...(settled.placed ? {} : { reason: settled.reason }),
    lines: settled.placed ? settled.draft.lines.length : 0,
    items: order.lines.length + order.charges.length,
    isExchanged: sale.exchange !== undefined,
    faults,
  };
}

function faultsOfGood({ exchange, shop, becomes }: Sale, { order, rates }: Charged, settled: Settled): readonly string[] {
  const facts = { order, rates, ...(exchange === undefined ? {} : { exchange }), isTaxed: shop.taxed };
  const due = dueOf(facts);
  if (due === 'contradictory') return ['its amounts contradict each other: the store does not compute as it should'];
  if (due === 'unclear') return settled.placed || settled.reason !== 'ORDER_TOTAL_UNCLEAR' ? [`unclear, and ${shown(settled)}`] : [];
  // Discounts may leave nothing, or less than half a cent: there is nothing to place.
  if (due.total === 0n) return settled.placed || settled.reason !== 'ORDER_FREE' ? [`free, and ${shown(settled)}`] : [];
  if (!settled.placed) return [`parked for ${settled.reason} although nothing is wrong with it`];
  const treated = JSON.stringify(settled.treatment) === JSON.stringify(becomes) ? [] : [`taxed as ${JSON.stringify(settled.treatment)}`];
  return [...treated, ...faultsOf(facts, due, settled)];
}

function faultsOfSpoiled(reason: string, settled: Settled): readonly string[] {
  return !settled.placed && settled.reason === reason ? [] : [`should be parked for ${reason}, was ${shown(settled)}`];
}

function shown(settled: Settled): string {
  return settled.placed ? 'placed' : `parked for ${settled.reason}`;
}
