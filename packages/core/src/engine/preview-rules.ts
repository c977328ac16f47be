import type { CompiledRules } from '../mapping/compile-rules.ts';
import type { RuleFault } from '../mapping/rule-fault.ts';
import type { RuleFlow } from '../mapping/rule-set.ts';
import type { ChannelSettings } from '../model/listing.ts';
import { rateTable } from '../money/exchange-rate.ts';
import { checkRuleSet } from './check-rule-set.ts';
import type { PairParts } from './open-run.ts';

/** A version of the pair's rules, or rules that are not stored. */
export type PreviewedRules = number | { readonly content: unknown };

export type NoPreview =
  | { readonly status: 'unknown-version' }
  /** No run has read the settings of the shop yet. */
  | { readonly status: 'never-ran' }
  /** The active rules do not fit the fields of both sides any more, or cannot be read: there is nothing to compare with. */
  | { readonly status: 'active-unfit' }
  | { readonly status: 'refused'; readonly faults: readonly RuleFault[] };

/** The active rules, others beside them, and the shop that both are carried out for. */
export interface RulesBeside {
  readonly status: 'ready';
  readonly before: CompiledRules;
  readonly after: CompiledRules;
  readonly shop: ChannelSettings;
}

/** Makes the active rules of a flow and others ready for one comparison. Reads the store alone. */
export async function rulesBeside(parts: PairParts, flow: RuleFlow, rules: PreviewedRules): Promise<RulesBeside | NoPreview> {
  const { merchant, pair, store, settings, compileRules, transforms } = parts;
  const given = await store.transaction(merchant, async (tx) => ({
    content: typeof rules === 'number' ? (await tx.rules.read(pair, flow, rules))?.content : rules.content,
    active: (await tx.rules.active(pair, flow))?.content,
    shop: ((await tx.cursors.read(pair, 'settings')) as { readonly channel?: ChannelSettings } | undefined)?.channel,
    rates: await tx.rates.list(''),
  }));
  if (given.content === undefined && typeof rules === 'number') return { status: 'unknown-version' };
  const [next, active] = [checkRuleSet(parts, flow, given.content), checkRuleSet(parts, flow, given.active)];
  if (!next.ok) return { status: 'refused', faults: next.faults };
  if (given.shop === undefined || given.active === undefined) return { status: 'never-ran' };
  if (!active.ok) return { status: 'active-unfit' };
  const surroundings = { timeZone: settings.timeZone, transforms, rates: rateTable(given.rates) };
  return {
    status: 'ready',
    before: compileRules(active.rules, surroundings),
    after: compileRules(next.rules, surroundings),
    shop: given.shop,
  };
}
