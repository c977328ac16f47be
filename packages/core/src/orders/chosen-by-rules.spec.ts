/** What rules choose beside words: the treatment of a document and the article of a line. Choices are held against the facts. */
import { describe, expect, it } from '@jest/globals';
import { booksConnection, createBench } from '../../test/bench.ts';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import { sku } from '../kernel/ids.ts';
import { checkRules } from '../mapping/check-rules.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { ruleFields } from '../mapping/rule-fields.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import { taxTreatmentKinds } from '../model/sales-order.ts';
import { memoryArticleFields, memorySalesOrderFields } from '../testing/memory-fields.ts';
import { article } from '../testing/samples.ts';
import { wordsOf } from './item-words.ts';
import { articlesOf } from './order-articles.ts';
import { orderSteps } from './order-steps.ts';
import { treatedBy } from './recorded-sales-order.ts';

const defaults = defaultRules().orders;

describe('a treatment that a rule chooses', () => {
  it.each<[string, string | undefined, object]>([
    ['counts where it can be true of the order', 'domestic', { ok: true, treatment: { kind: 'domestic' } }],
    ['is refused where it cannot', 'export', { ok: false, reason: 'TAX_TREATMENT_NOT_ALLOWED', data: { treatment: 'export' } }],
    ['is refused where there is no such treatment', 'nonsense', { ok: false, reason: 'TAX_TREATMENT_NOT_ALLOWED' }],
    ['does not stand in the way where there is none', undefined, { ok: true, treatment: { kind: 'domestic' } }],
  ])('%s', (_name, value, expected) => {
    const rule = { target: 'treatment', source: value === undefined ? { from: 'order.nothing' } : { value } };
    const rules = compileRules(RuleSet.parse({ ...defaults, blocks: { document: [...defaults.blocks.document, rule] } }));
    const { books } = createBench();
    const facts = {
      order: channelOrder('1'),
      articles: new Map(),
      settings: books.settings,
      vatRates: {},
      timeZone: 'Europe/Berlin',
      markerPlace: 'text-line' as const,
    };

    expect(treatedBy(facts, rules, orderSteps)).toMatchObject(expected);
  });
});

it('a treatment is written where the check offers it, and takes every kind', () => {
  const fields = ruleFields({
    invoicing: { articles: { fields: memoryArticleFields }, salesOrders: { fields: memorySalesOrderFields } },
    channel: { orders: {} },
  });
  for (const value of taxTreatmentKinds) {
    const document = [{ target: 'treatment', source: { value } }];
    expect(checkRules(RuleSet.parse({ ...defaults, blocks: { document } }), fields)).toEqual([]);
  }
});

describe('an article that a rule chooses', () => {
  const choosing = (block: 'goods' | 'shipping', source: object) =>
    compileRules(
      RuleSet.parse({ ...defaults, each: { ...defaults.each, [block]: [...defaults.each[block], { target: 'article', source }] } }),
    );
  const order = channelOrder('1', { lines: [orderLine('a', { sku: sku('K-1') })], charges: [charge('4.9')] });
  const [line, shipping] = [
    { type: 'line', line: order.lines[0] as (typeof order.lines)[number] } as const,
    { type: 'charge', charge: order.charges[0] as (typeof order.charges)[number] } as const,
  ];

  async function found(rules: ReturnType<typeof choosing>) {
    const bench = createBench();
    const rows = [article('a1', { number: 'K-1' }), article('a2', { number: 'VERSAND', kind: 'service' })];
    await bench.tx(({ snapshot }) =>
      snapshot.put(booksConnection, rows.map((one) => ({ article: one, hash: one.id, seenAt: 0 })) as never),
    );
    return bench.tx((tx) => articlesOf(bench.run(), tx, order, rules));
  }

  it('is loaded and stands in the line, a charge included', async () => {
    const rules = choosing('shipping', { value: 'Versand' });
    const articles = await found(rules);

    expect([...articles.values()].map(({ id }) => id)).toEqual(['a1', 'a2']);
    expect(wordsOf(shipping, { articles, rules }, {})).toMatchObject({ article: { id: 'a2', kind: 'service' } });
    expect(wordsOf(line, { articles, rules }, {})).toMatchObject({ article: { id: 'a1' } });
  });

  it('takes the place of the one that the SKU names', async () => {
    const rules = choosing('goods', { value: 'VERSAND' });
    const articles = await found(rules);

    expect(wordsOf(line, { articles, rules }, {})).toMatchObject({ article: { id: 'a2' } });
    expect(wordsOf(shipping, { articles, rules }, {})).not.toHaveProperty('article');
  });

  it('holds the order where there is none of that number', async () => {
    const rules = choosing('goods', { value: 'FEHLT' });

    expect(wordsOf(line, { articles: await found(rules), rules }, {})).toEqual({
      ok: false,
      reason: 'MAPPING_VALUE_UNKNOWN',
      data: { target: 'article', value: 'FEHLT' },
    });
  });
});
