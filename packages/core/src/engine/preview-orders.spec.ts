import { describe, expect, it } from '@jest/globals';
import { createBench } from '../../test/bench.ts';
import { address, channelOrder, charge, orderLine, people } from '../../test/orders.ts';
import { activate, goodsRules } from '../../test/rules.ts';
import { sku } from '../kernel/ids.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import type { Article } from '../model/article.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import { decimal } from '../money/decimal.ts';
import { article } from '../testing/samples.ts';
import { type FieldChange, fieldDiff } from './field-diff.ts';

/*
 * Goal: a preview of other rules says what a run by them sends. Method: an order is placed by the rules of the start and previewed by
 * others; these are activated, an equal order is placed, and what was sent for both is compared.
 */

interface Case {
  readonly rules: object;
  readonly order: Parameters<typeof channelOrder>[1];
  readonly articles?: readonly Article[];
  readonly settings?: Partial<InvoicingSettings>;
}

describe('the preview of rules says what a run by them sends', () => {
  it.each<[string, Case, readonly string[]]>([
    [
      'an article that was not on the order',
      {
        rules: goodsRules({ target: 'article', source: { value: 'SAMMEL' } }),
        order: { lines: [orderLine('a', { sku: sku('K-1') })] },
        articles: [article('a1', { number: 'K-1' }), article('a2', { number: 'SAMMEL' })],
      },
      ['lines[0].article.id'],
    ],
    [
      'an article for shipping',
      {
        rules: withShipping({ target: 'article', source: { value: 'VERSAND' } }),
        order: { charges: [charge('4.9')] },
        articles: [article('a2', { number: 'VERSAND', kind: 'service' })],
      },
      ['lines[1].article.id', 'lines[1].article.kind'],
    ],
    [
      'a treatment that needs no contact',
      {
        rules: withDocument({ target: 'treatment', source: { value: 'domestic' } }),
        order: { people: people({ billing: address({ country: 'AT' }) }) },
        settings: { distanceSales: 'origin' },
      },
      ['recipient.contactId', 'recipient.kind', 'treatment.kind', 'treatment.principle'],
    ],
    [
      'a treatment that needs one',
      {
        rules: withDocument({ target: 'treatment', source: { value: 'photovoltaics' } }),
        order: { lines: [orderLine('a', { sku: sku('PV'), rate: '0' })] },
        articles: [
          article('pv', {
            number: 'PV',
            price: { leading: 'gross', net: decimal('10'), gross: decimal('10'), currency: 'EUR', taxRate: decimal('0') },
          }),
        ],
      },
      ['recipient.contactId', 'recipient.kind', 'treatment.kind'],
    ],
  ])('of %s', async (_name, { rules, order, articles = [], settings = {} }, paths) => {
    const bench = createBench();
    bench.books.settings = { ...bench.books.settings, ...settings };
    for (const one of articles) bench.books.articles.set(one.id, one);
    const engine = bench.engine();
    const place = async (id: string) => {
      bench.shop.orders.set(id, channelOrder(id, { ...order, placedAt: now(), modifiedAt: now() }));
      for (let run = 0; run < 3; run += 1) {
        await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
        await bench.environment.advance(600_000);
      }
      const draft = bench.books.orders.at(-1)?.draft;
      if (draft === undefined) throw new Error(`nothing was sent: ${await bench.problems()}`);
      return draft;
    };
    const now = () => bench.environment.clock.now();

    const first = await place('1');
    const told: FieldChange[] = [];
    const replayed = await engine.replay({
      since: 0,
      rules: { content: rules },
      by: 'me',
      onOrder: (one) => told.push(...(one.status === 'changed' ? one.changes : [])),
    });
    await activate(bench, 'orders', rules as never);
    const second = await place('2');

    expect(replayed).toMatchObject({ status: 'replayed', counts: { changed: 1, 'no-answer': 0 } });
    // Order 2 bears another number; a contact that is not there yet has no id that could be told.
    const sent = fieldDiff(first, second).filter(({ path }) => path !== 'introduction');
    expect(told.map(({ path }) => path).toSorted()).toEqual(paths);
    expect(sent.map(({ path }) => path).toSorted()).toEqual(paths);
    const shown = (changes: readonly FieldChange[]) => changes.filter(({ path }) => path !== 'recipient.contactId').toSorted(byPath);
    expect(shown(told)).toEqual(shown(sent));
  });

  it('of an article that the books do not have: no answer', async () => {
    const bench = createBench();
    const engine = bench.engine();
    bench.shop.orders.set('1', channelOrder('1'));
    await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
    const rules = goodsRules({ target: 'article', source: { value: 'SAMMEL' } });

    expect(await engine.replay({ since: 0, rules: { content: rules }, by: 'me' })).toMatchObject({ counts: { 'no-answer': 1 } });
  });

  function withDocument(rule: object): object {
    const { orders } = defaultRules();
    return { ...orders, blocks: { document: [...orders.blocks.document, rule] } };
  }

  function withShipping(rule: object): object {
    const { orders } = defaultRules();
    return { ...orders, each: { ...orders.each, shipping: [...orders.each.shipping, rule] } };
  }

  function byPath(left: FieldChange, right: FieldChange): number {
    return left.path < right.path ? -1 : 1;
  }
});
