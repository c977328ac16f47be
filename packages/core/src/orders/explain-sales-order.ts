import { skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import type { RuleExplanation, StepExplanation } from '../mapping/explain.ts';
import { articleRecord, chargeRecord, lineRecord, orderRecord } from '../mapping/records.ts';
import type { SalesOrderDraft, TaxTreatment } from '../model/sales-order.ts';
import type { ExplainedItem, TotalsExplanation } from './explain-totals.ts';
import { needsContact } from './order-contact.ts';
import { itemsOf, type OrderItem } from './order-items.ts';
import type { ProvedDraft } from './proved-draft.ts';
import type { Recorded } from './read-recorded.ts';
import { taxedIn } from './taxable-sale.ts';

/** Why a sales order is as it is: every field that was written, and what made it. */
export interface ExplainedSalesOrder {
  readonly orderId: string;
  readonly revision: number;
  readonly sentAt: Instant;
  readonly rules: { readonly version: number; readonly hash: string };
  /** Whether the draft made anew from what was recorded is the one that was sent, byte for byte. */
  readonly recomputed: 'equal' | 'differs' | 'people-erased';
  readonly draftHash: string;
  /** Key of the people in the vault; their values are shown by it where they were erased. */
  readonly people: string;
  readonly contact: { readonly id: string | null; readonly why: 'tax-treatment' | 'policy' | 'none-needed'; readonly policy: string };
  readonly treatment: TaxTreatment;
  readonly taxedBy: Readonly<Record<string, string>>;
  readonly fields: readonly ExplainedField[];
  readonly amounts: TotalsExplanation | undefined;
}

export interface ExplainedField {
  /** Such as `introduction` or `lines[0].name`. */
  readonly path: string;
  readonly value: string;
  /** What decided it: a mapping rule, the totals proof, the order itself, the people on it, or a setting. */
  readonly by: 'rule' | 'amounts' | 'order' | 'people' | 'setting';
  readonly rule?: ExplainedRule;
}

export interface ExplainedRule {
  readonly block: string;
  /** Place in its block, from 0. */
  readonly place: number;
  readonly inputs: RuleExplanation['inputs'];
  readonly source: string | null;
  readonly steps: readonly StepExplanation[];
  /** Named values that it read, made before it. */
  readonly named: readonly RuleExplanation[];
}

/** Explains a draft that was made anew by the rules of its version. */
export function explainSalesOrder(recorded: Recorded, made: ProvedDraft, rules: CompiledRules, isSame: boolean): ExplainedSalesOrder {
  const { record, facts, orderId, at, erased } = recorded;
  const { order, settings } = facts;
  const explained = made.explanation;
  const draft = made.draft;
  return {
    orderId,
    revision: record.revision,
    sentAt: at,
    rules: record.rules,
    recomputed: erased ? 'people-erased' : isSame ? 'equal' : 'differs',
    draftHash: record.draft,
    people: record.people,
    contact: {
      id: record.contact,
      why:
        record.contact === null ? 'none-needed' : needsContact(record.treatment, order.people, 'where-needed') ? 'tax-treatment' : 'policy',
      policy: record.contacts,
    },
    treatment: record.treatment,
    taxedBy: {
      country: taxedIn(order, settings) || record.people,
      smallBusiness: String(settings.smallBusiness),
      distanceSales: settings.distanceSales ?? 'none',
    },
    fields: draft === undefined ? [] : fieldsOf(recorded, draft, rules, explained),
    amounts: explained,
  };
}

function fieldsOf(
  recorded: Recorded,
  draft: SalesOrderDraft,
  rules: CompiledRules,
  amounts: TotalsExplanation | undefined,
): readonly ExplainedField[] {
  const { order, timeZone } = recorded.facts;
  const document = rules.explain('document', { order: orderRecord(order, timeZone) });
  const { recipient } = draft;
  const fields: ExplainedField[] = [
    { path: 'placedOn', value: draft.placedOn, by: 'order' },
    { path: 'currency', value: draft.currency, by: 'order' },
    { path: 'treatment', value: draft.treatment.kind, by: 'order' },
    ...(recipient.kind === 'contact' ? [{ path: 'recipient.contactId', value: recipient.contactId, by: 'people' as const }] : []),
    ...Object.entries(recipient.address).map(([name, value]) => ({
      path: `recipient.address.${name}`,
      value: String(value),
      by: 'people' as const,
    })),
  ];
  for (const name of ['title', 'introduction', 'remark', 'deliveryTerms'] as const) {
    const value = draft[name];
    if (value !== undefined) fields.push({ path: name, value, by: 'rule', ...ruleOf(document.block, document.steps, name) });
  }
  fields.push({ path: 'markerPlace', value: draft.markerPlace, by: 'setting' });
  return [...fields, ...lineFields(recorded, draft, rules, amounts)];
}

function lineFields(
  { facts }: Recorded,
  draft: SalesOrderDraft,
  rules: CompiledRules,
  amounts: TotalsExplanation | undefined,
): readonly ExplainedField[] {
  const items = itemsOf(facts.order);
  const owners = (amounts?.items ?? []).flatMap((item, index) => Array.from({ length: linesOf(item) }, () => items[index]));
  return draft.lines.flatMap((line, index): readonly ExplainedField[] => {
    const at = `lines[${index}]`;
    const owner = owners[index];
    const made = owner === undefined ? undefined : rules.explain(blockOf(owner), itemRecord(owner, facts));
    const words = (['name', 'description', 'unit'] as const).flatMap((name): readonly ExplainedField[] => {
      const value = name in line ? (line as unknown as Readonly<Record<string, string | undefined>>)[name] : undefined;
      if (value === undefined) return [];
      return made === undefined || (line.kind === 'text' && name === 'description')
        ? [{ path: `${at}.${name}`, value, by: made === undefined ? 'people' : 'amounts' }]
        : [{ path: `${at}.${name}`, value, by: 'rule', ...ruleOf(made.block, made.steps, name) }];
    });
    if (line.kind === 'text') return words;
    return [
      ...words,
      ...(line.article === undefined ? [] : [{ path: `${at}.article`, value: line.article.id, by: 'order' as const }]),
      ...(['quantity', 'unitPriceGross', 'taxRate'] as const).map((name) => ({
        path: `${at}.${name}`,
        value: line[name],
        by: 'amounts' as const,
      })),
    ];
  });
}

/** A gift is one line of text; every other item has its priced lines. */
function linesOf({ how, lines = [] }: ExplainedItem): number {
  return how === 'gift' ? 1 : lines.length;
}

function blockOf(item: OrderItem): string {
  return item.type === 'line' ? 'goods' : item.charge.kind;
}

/** The record that the rules of an item's block read. */
function itemRecord(item: OrderItem, { order, articles, timeZone }: Recorded['facts']): Parameters<CompiledRules['explain']>[1] {
  const record = { order: orderRecord(order, timeZone) };
  if (item.type === 'charge') return { ...record, charge: chargeRecord(item.charge) };
  const article = item.line.sku === undefined ? undefined : articles.get(skuKey(item.line.sku));
  return { ...record, line: lineRecord(item.line, article), ...(article === undefined ? {} : { article: articleRecord(article) }) };
}

function ruleOf(block: string, steps: readonly RuleExplanation[], target: string): { readonly rule?: ExplainedRule } {
  const found = steps.find((step) => step.target === target);
  if (found === undefined) return {};
  const read = new Set(Object.keys(found.inputs));
  const named = steps.filter(({ name }) => name !== undefined && read.has(`named.${name}`));
  return { rule: { block, place: found.rule, inputs: found.inputs, source: found.source, steps: found.steps, named } };
}
