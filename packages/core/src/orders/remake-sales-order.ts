import type { ConnectionId } from '../kernel/ids.ts';
import { dayIn } from '../kernel/instant.ts';
import type { CompiledRules, CompileRules } from '../mapping/compile-rules.ts';
import type { RuleSet } from '../mapping/rule-set.ts';
import type { LentTransforms } from '../mapping/value.ts';
import type { TaxTreatment } from '../model/sales-order.ts';
import { type RateTable, rateTable } from '../money/exchange-rate.ts';
import type { SalesOrderTarget } from '../ports/invoicing.ts';
import type { Tx } from '../ports/store.ts';
import { withChosen } from './order-articles.ts';
import { needsContact } from './order-contact.ts';
import type { OrderSteps } from './order-steps.ts';
import type { ProvedDraft } from './proved-draft.ts';
import type { Recorded } from './read-recorded.ts';
import { draftedBy, draftHash, treatedBy } from './recorded-sales-order.ts';
import { ratesAllowed } from './tax-treatment.ts';
import { taxedIn } from './taxable-sale.ts';

export interface RemakeParts {
  readonly compileRules: CompileRules;
  readonly transforms: LentTransforms;
  readonly totals: SalesOrderTarget['totals'];
  readonly steps: OrderSteps;
  /** In place of the recorded ones. */
  readonly rates?: RateTable;
}

/** Stands for the contact that an order needs under other rules and had none. */
export const contactToCome = 'found or made';

/** Makes the draft of a recorded order by the rules that it was sent by, from what was recorded. Calls nobody. */
export function remakeSalesOrder(recorded: Recorded, rules: RuleSet, parts: RemakeParts): ProvedDraft {
  const { record } = recorded;
  return remade(recorded, compiledFor(recorded, rules, parts), parts, () => record.contact ?? undefined);
}

/**
 * Makes the draft that other rules would have given. Articles that they choose beside the recorded ones are those that the books
 * have now; whether a contact is needed follows from how they have the order taxed.
 */
export async function remakeByOthers(
  tx: Tx,
  books: ConnectionId,
  { record, facts, ...recorded }: Recorded,
  rules: RuleSet,
  parts: RemakeParts,
): Promise<ProvedDraft> {
  const compiled = compiledFor({ record }, rules, parts);
  const articles = await withChosen(tx, books, facts, compiled);
  return remade({ ...recorded, record, facts: { ...facts, articles } }, compiled, parts, (treatment) =>
    needsContact(treatment, facts.order.people, record.contacts) ? (record.contact ?? contactToCome) : undefined,
  );
}

function compiledFor(
  { record }: Pick<Recorded, 'record'>,
  rules: RuleSet,
  { compileRules, transforms, rates }: RemakeParts,
): CompiledRules {
  return compileRules(rules, { timeZone: record.timeZone, transforms, rates: rates ?? rateTable(record.rates) });
}

function remade(
  { record, facts, erased }: Recorded,
  compiled: CompiledRules,
  { totals, steps }: RemakeParts,
  contactOf: (treatment: TaxTreatment) => string | undefined,
): ProvedDraft {
  const treated = treatedBy(facts, compiled, steps);
  // Where somebody lives is part of what was erased; how the order was taxed is not.
  const { order, settings, vatRates, timeZone } = facts;
  const on = dayIn(timeZone, order.placedAt);
  const rates = ratesAllowed(record.treatment, taxedIn(order, settings), { settings, on, vatRates });
  const kept = { ok: true, treatment: record.treatment, rates } as const;
  if (!treated.ok && !erased) return treated;
  const used = treated.ok && !erased ? treated : kept;
  const by = {
    treated: used,
    contactId: contactOf(used.treatment),
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
