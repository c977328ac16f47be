import { comparedMax, nearest } from './nearest.ts';
import { faultsMax, type RuleFault } from './rule-fault.ts';

/** What was probably meant: a choice, or the one of many that is spelled most like a text. */
export type Meant = string | { readonly text: string; readonly among: () => readonly string[] };

/** What one check found, and what it may still spend, all its rules together: no rules may hold up everybody else. */
export interface FaultList {
  readonly faults: readonly RuleFault[];
  /** More faults than a person can read are neither made nor kept. */
  tell(fault: RuleFault, meant?: Meant): void;
  /** Takes values that are to be looked at one by one off what is left: `spent` if too little is, and `over` from then on. */
  lookAt(values: number): 'goes' | 'spent' | 'over';
}

export const looksMax = 2_000_000;
/** Pairs of letters; a fault beyond them is told without a guess. */
const guessesMax = 40_000_000;

export function createFaultList(): FaultList {
  const faults: RuleFault[] = [];
  let looks = looksMax;
  let guesses = guessesMax;

  function guessed({ text, among }: Exclude<Meant, string>): string | undefined {
    const choices = among();
    const pairs = choices.length * Math.min(text.length, comparedMax) * comparedMax;
    if (pairs > guesses) return undefined;
    guesses -= pairs;
    return nearest(text, choices);
  }

  return {
    faults,
    tell(fault, meant) {
      if (faults.length >= faultsMax) return;
      const choice = typeof meant === 'object' ? guessed(meant) : meant;
      faults.push(choice === undefined ? fault : { ...fault, nearest: choice });
    },
    lookAt(values) {
      const before = looks;
      looks -= values;
      if (looks >= 0) return 'goes';
      return before >= 0 ? 'spent' : 'over';
    },
  };
}
