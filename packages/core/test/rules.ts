import type { Json } from '../src/kernel/canonical-json.ts';
import { defaultRules } from '../src/mapping/default-rules.ts';
import { RuleSet } from '../src/mapping/rule-set.ts';
import type { Bench } from './bench.ts';
import { pair } from './bench.ts';

/** The default rules of orders with one more rule for the goods. */
export function goodsRules(...rules: readonly object[]): RuleSet {
  const { orders } = defaultRules();
  return RuleSet.parse({ ...orders, each: { ...orders.each, goods: [...orders.each.goods, ...rules] } });
}

/** A unit for the goods by the line's kind; a kind that the table does not know holds the order. */
export function unitTable(table: Readonly<Record<string, string>>): RuleSet {
  const { orders } = defaultRules();
  const goods = orders.each.goods.filter((rule) => !('target' in rule && rule.target === 'unit'));
  const unit = { target: 'unit', source: { from: 'line.kind' }, steps: [{ do: 'lookup', table, unknown: 'hold' }] };
  return RuleSet.parse({ ...orders, each: { ...orders.each, goods: [...goods, unit] } });
}

/** Every line says its amount in francs, or another currency. */
export function inFrancs(to = 'CHF'): object {
  const { orders } = defaultRules();
  const goods = orders.each.goods.filter((rule) => !('target' in rule && rule.target === 'description'));
  const convert = { do: 'convert-currency', from: { value: 'EUR' }, to: { value: to }, on: { from: 'order.placedOn' }, places: 2 };
  return {
    ...orders,
    each: { ...orders.each, goods: [...goods, { target: 'description', source: { from: 'line.totalGross' }, steps: [convert] }] },
  };
}

/** Stores rules and makes them count, as it stands in the store, whatever they are. */
export function activate(bench: Bench, flow: string, content: unknown): Promise<number> {
  const made = { pair, flow, by: 'me', at: bench.environment.clock.now() };
  return bench.tx(async ({ rules }) => {
    const before = (await rules.activeHead(pair, flow))?.version;
    const version = await rules.add({ ...made, content: content as Json, note: 'a test', checked: null });
    await rules.activate({ ...made, version, why: 'a test', ...(before === undefined ? {} : { before }) });
    return version;
  });
}
