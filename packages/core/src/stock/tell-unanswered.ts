import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { Tx } from '../ports/store.ts';
import type { Wanted } from './want-stock.ts';

/**
 * Asks a person where the rules have no answer for a listing, and takes that back where they have one. To be called where the
 * item's target key is stored: it is another one whenever that changes, so that an unchanged listing costs nothing.
 */
export async function tellUnanswered(run: PairRun, tx: Tx, { binding, sku, unanswered: value, targetKey }: Wanted): Promise<void> {
  const known = binding.stock?.targetKey;
  if (known === targetKey) return;
  if (value !== undefined) await raiseProblem(tx, run, { code: 'STOCK_RULE_UNANSWERED', subject: binding.articleId, data: { sku, value } });
  // A listing that was never told a figure was never asked about.
  else if (known !== undefined) await tx.problems.clear(problemKey(run, 'STOCK_RULE_UNANSWERED', binding.articleId));
}
