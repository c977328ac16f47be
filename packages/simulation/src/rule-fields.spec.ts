import { describe, expect, it } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { checkRules, defaultRules, RuleSet, ruleFields } from '@megzo/core';

const kit = createKit();
const fields = ruleFields({
  invoicing: createLexofficeInvoicing({ apiKey: 'x' }, kit),
  channel: createBigcommerceChannel({ storeHash: 'abc123', accessToken: 'x' }, kit),
});

describe('the rules that a new pair starts with', () => {
  it.each(Object.values(defaultRules()).map((rules) => [rules.flow, rules] as const))('fit both vendors’ fields: %s', (_flow, rules) => {
    expect(checkRules(rules, fields)).toEqual([]);
  });

  it('would not fit if one of them let a name grow', () => {
    const { listings } = defaultRules();
    const grown = listings.blocks.listing.map((rule) => ('target' in rule && rule.target === 'name' ? { ...rule, steps: [] } : rule));

    expect(checkRules(RuleSet.parse({ ...listings, blocks: { listing: grown } }), fields)).toMatchObject([
      { code: 'TOO_LONG', field: 'name', nearest: 'truncate to 250' },
    ]);
  });
});
