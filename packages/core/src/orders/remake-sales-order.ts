import type { CompileRules } from '../mapping/compile-rules.ts';
import type { RuleSet } from '../mapping/rule-set.ts';
import type { LentTransforms } from '../mapping/value.ts';
import { type RateTable, rateTable } from '../money/exchange-rate.ts';
import type { SalesOrderTarget } from '../ports/invoicing.ts';
import type { OrderSteps } from './order-steps.ts';
import type { ProvedDraft } from './proved-draft.ts';
import type { Recorded } from './read-recorded.ts';
import { draftedBy, draftHash, treatedBy } from './recorded-sales-order.ts';

export interface RemakeParts {
  readonly compileRules: CompileRules;
  readonly transforms: LentTransforms;
  readonly totals: SalesOrderTarget['totals'];
  readonly steps: OrderSteps;
  /** In place of the recorded ones. */
  readonly rates?: RateTable;
}

/** Makes the draft of a recorded order by some rules, from what was recorded. Calls nobody. */
export function remakeSalesOrder({ record, facts, erased }: Recorded, rules: RuleSet, parts: RemakeParts): ProvedDraft {
  const { compileRules, transforms, totals, steps, rates = rateTable(record.rates) } = parts;
  const compiled = compileRules(rules, { timeZone: record.timeZone, transforms, rates });
  const treated = treatedBy(facts, compiled, steps);
  // Where somebody lives is part of what was erased; how the order was taxed is not.
  const kept = { ok: true, treatment: record.treatment, rates: facts.order.lines.flatMap((line) => line.taxRates) } as const;
  if (!treated.ok && !erased) return treated;
  const by = {
    treated: treated.ok && !erased ? treated : kept,
    contactId: record.contact ?? undefined,
    rules: compiled,
    limits: record.limits,
    totals,
  };
  return draftedBy(facts, by, steps);
}

/** Whether a draft is, byte for byte, the one that was sent. */
export function isTheOneSent({ record }: Recorded, made: ProvedDraft): boolean {
  return made.draft !== undefined && draftHash(made.draft) === record.draft;
}
