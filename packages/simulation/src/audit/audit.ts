import type { Violation } from '@megzo/core/testing';
import { judgeAmounts } from './law-amounts.ts';
import { judgeCalls } from './law-calls.ts';
import { judgeLooks } from './law-looks.ts';
import { judgeOnce } from './law-once.ts';
import { judgeRules } from './law-rules.ts';
import { judgeShown } from './law-shown.ts';
import { judgeStock } from './law-stock.ts';
import type { Evidence } from './seen.ts';

/** Holds what the vendors saw against what people did, law by law. Law 8 is law 1 in a world that loses its webhooks. */
export function audit(evidence: Evidence): readonly Violation[] {
  const laws = [judgeOnce, judgeAmounts, judgeCalls, judgeRules, judgeShown, judgeLooks, judgeStock];
  return laws.flatMap((judge) => judge(evidence));
}
