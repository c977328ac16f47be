import { type Figures, figuresOf } from './figures.ts';
import { type Judging, judgeSale, type Verdict } from './judge-sale.ts';

export interface Stretch {
  readonly from: number;
  readonly count: number;
}

/** Judges the orders of a stretch of numbers. An order that breaks the product is a fault like any other. */
export function judgeSales({ from, count }: Stretch, judging: Judging): Figures {
  const verdicts = Array.from({ length: count }, (_, index) => judged(from + index, judging));
  return figuresOf(verdicts);
}

function judged(number: number, judging: Judging): Verdict {
  try {
    return judgeSale(number, judging);
  } catch (error) {
    const faults = [`threw ${error instanceof Error ? error.message : String(error)}`];
    return {
      number,
      kind: 'unknown',
      isSpoiled: false,
      outcome: 'parked',
      reason: 'THREW',
      lines: 0,
      items: 0,
      isExchanged: false,
      faults,
    };
  }
}
