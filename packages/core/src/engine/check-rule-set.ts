import { checkRules } from '../mapping/check-rules.ts';
import { readRuleSet } from '../mapping/read-rule-set.ts';
import type { RuleFault } from '../mapping/rule-fault.ts';
import { ruleFields } from '../mapping/rule-fields.ts';
import type { RuleFlow, RuleSet } from '../mapping/rule-set.ts';
import type { PairParts } from './open-run.ts';

export type RuleCheck = { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly faults: readonly RuleFault[] };

/** Reads rules of a flow and holds them against the fields that both sides of a pair publish. Asks nobody. */
export function checkRuleSet({ invoicing, channel, transforms }: PairParts, flow: RuleFlow, content: unknown): RuleCheck {
  const read = readRuleSet(content);
  if (!read.ok) return read;
  if (read.rules.flow !== flow) return { ok: false, faults: [otherFlow(read.rules.flow, flow)] };
  const lent = transforms.htmlToText === undefined ? [] : ['html-to-text'];
  const faults = checkRules(read.rules, ruleFields({ invoicing, channel }), lent);
  return faults.length === 0 ? read : { ok: false, faults };
}

function otherFlow(given: RuleFlow, wanted: RuleFlow): RuleFault {
  return {
    code: 'SHAPE',
    field: 'flow',
    reason: { de: `Dies sind Regeln für „${given}“, nicht für „${wanted}“.`, en: `These are rules of “${given}”, not of “${wanted}”.` },
    nearest: wanted,
  };
}
