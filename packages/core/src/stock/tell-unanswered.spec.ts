import { beforeEach, describe, expect, it } from '@jest/globals';
import { pair } from '../../test/bench.ts';
import { createStockBench, type StockBench } from '../../test/stock-bench.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { RuleSet } from '../mapping/rule-set.ts';

describe('rules for stock without an answer', () => {
  let bench: StockBench;

  beforeEach(async () => {
    bench = await createStockBench();
    await bench.list('1', 10, 4);
    await bench.publish();
  });

  it.each<[string, object, string]>([
    ['of a value that no table knows', rule({ from: 'stock.available' }, [{ do: 'lookup', table: {}, unknown: 'hold' }]), '10'],
    ['which make a fraction', rule({ value: '1.5' }), '1.5'],
  ])('%s put nothing up for sale and ask a person, once', async (_name, stockRule, value) => {
    await publish(stockRule);
    await publish(stockRule);

    expect(bench.shown('1')).toBe(0);
    expect(await problems()).toEqual([{ code: 'STOCK_RULE_UNANSWERED', data: { sku: 'SKU-1', value } }]);
  });

  it('ask no longer once they have one, also where the shelf is right already', async () => {
    await publish(rule({ value: '1.5' }));

    await publish(rule({ value: '0' }));

    expect([bench.shown('1'), await problems()]).toEqual([0, []]);
  });

  it('ask nothing in a dry run', async () => {
    await publish(rule({ value: '1.5' }), { dryRun: true });

    expect(await problems()).toEqual([]);
  });

  function publish(stockRule: object, changes: Partial<PairRun> = {}) {
    const compiled = compileRules(RuleSet.parse({ format: 2, flow: 'stock', blocks: { stock: [stockRule] } }));
    return bench.publish({ ...changes, rules: { ...bench.run().rules, stock: { version: 1, compiled } } });
  }

  async function problems() {
    const open = await bench.tx((tx) => tx.problems.open(pair, undefined, 10));
    return open.map(({ code, data }) => ({ code, data }));
  }
});

function rule(source: object, steps: readonly object[] = []): object {
  return { target: 'sellable', source, steps, required: true };
}
