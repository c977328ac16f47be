import { sku, skuKey } from '../kernel/ids.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import { articleRecord, chargeRecord, lineRecord, orderRecord } from '../mapping/records.ts';
import { mappingRefused } from '../mapping/refused.ts';
import type { Mapped } from '../mapping/rule-program.ts';
import type { MappingRecord } from '../mapping/value.ts';
import type { Article } from '../model/article.ts';
import type { ChannelOrder } from '../model/order.ts';
import { itemsOf, type OrderItem } from './order-items.ts';
import type { ItemWords } from './sales-order-lines.ts';
import type { Refusal } from './taxable-sale.ts';

export interface WordFacts {
  /** SKU key → article; those that rules choose included. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly rules: CompiledRules;
}

/** What the rules say of one item: its words, and the article that it is booked as. */
export function wordsOf(item: OrderItem, facts: WordFacts, order: MappingRecord): ItemWords | Refusal {
  const mapped = mappedItem(item, facts, order);
  if (!mapped.ok) return mappingRefused(mapped);
  const { name = nameOf(item), description, unit = '', article: number } = mapped.values;
  const article = number === undefined ? articleOf(item, facts) : facts.articles.get(skuKey(sku(number)));
  if (number !== undefined && article === undefined) return mappingRefused({ target: 'article', why: 'NOT_IN_TABLE', value: number });
  return {
    ...(article === undefined ? {} : { article: { id: article.id, kind: article.kind } }),
    name,
    ...(description === undefined ? {} : { description }),
    unit,
  };
}

/** SKU keys of articles that rules choose for items of an order, beside those that its own SKUs name. */
export function articlesChosen(order: ChannelOrder, facts: WordFacts, timeZone: string): readonly string[] {
  const record = orderRecord(order, timeZone);
  const numbers = itemsOf(order).flatMap((item) => {
    const mapped = mappedItem(item, facts, record);
    return mapped.ok && mapped.values.article !== undefined ? [skuKey(sku(mapped.values.article))] : [];
  });
  return [...new Set(numbers)].filter((key) => !facts.articles.has(key));
}

function mappedItem(item: OrderItem, facts: WordFacts, order: MappingRecord): Mapped {
  if (item.type === 'charge') return facts.rules.apply(item.charge.kind, { order, charge: chargeRecord(item.charge) });
  const article = articleOf(item, facts);
  return facts.rules.apply('goods', {
    order,
    line: lineRecord(item.line, article),
    ...(article === undefined ? {} : { article: articleRecord(article) }),
  });
}

/** The article that an item's own SKU names. */
function articleOf(item: OrderItem, { articles }: WordFacts): Article | undefined {
  return item.type === 'charge' || item.line.sku === undefined ? undefined : articles.get(skuKey(item.line.sku));
}

function nameOf(item: OrderItem): string {
  return item.type === 'line' ? item.line.name : item.charge.kind;
}
