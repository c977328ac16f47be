import { describe, expect, it } from '@jest/globals';
import { memoryArticleFields, memoryListingFields, memorySalesOrderFields } from '../testing/memory-fields.ts';
import { checkRules } from './check-rules.ts';
import { defaultRules } from './default-rules.ts';
import { ruleFields } from './rule-fields.ts';

const fields = ruleFields({
  invoicing: { articles: { fields: memoryArticleFields }, salesOrders: { fields: memorySalesOrderFields } },
  channel: { orders: {}, listings: { fields: memoryListingFields } },
});

describe('the default rules', () => {
  it.each(Object.values(defaultRules()).map((rules) => [rules.flow, rules] as const))('of %s have no fault', (_flow, rules) => {
    expect(checkRules(rules, fields)).toEqual([]);
  });
});
