import type { Violation } from '@megzo/core/testing';
import { type Evidence, orderAsked } from './seen.ts';

/** A run may have begun this long before it sends, ms. */
const runMaxMs = 10 * 60_000;

/** Law 5: documents are worded by the rules that count; those that were in doubt may end on the ones that they were begun with. */
export function judgeRules({ books, told, asked }: Evidence): readonly Violation[] {
  if (told.titles.length === 0) return [];
  return books.journal.flatMap(({ method, path, answered, at, body }): readonly Violation[] => {
    if (method !== 'POST' || path !== '/v1/order-confirmations' || answered !== 201) return [];
    const order = orderAsked(JSON.stringify(body));
    if (asked.filter(({ body: text }) => orderAsked(text) === order).length > 1) return [];
    const before = told.titles.findLast((one) => one.at <= at - runMaxMs)?.title;
    const since = told.titles.filter((one) => one.at > at - runMaxMs && one.at <= at).map(({ title }) => title);
    const { title } = body as { readonly title?: string };
    if (title === before || since.some((one) => one === title)) return [];
    return [
      {
        law: 5,
        about: `order ${order}`,
        text: `is titled ${title ?? 'as ever'}, the rules say ${[before ?? 'as ever', ...since].join(' or ')}`,
      },
    ];
  });
}
