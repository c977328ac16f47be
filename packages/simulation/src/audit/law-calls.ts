import type { Violation } from '@megzo/core/testing';
import type { Evidence } from './seen.ts';

/** All writes that the order path and stock may ask for. */
const allowed = {
  books: [/^POST \/v1\/(order-confirmations|contacts|event-subscriptions)$/],
  shop: [
    /^POST \/stores\/\w+\/v3\/orders\/\d+\/metafields$/,
    /^PUT \/stores\/\w+\/v3\/orders\/\d+\/metafields\/\d+$/,
    /^PUT \/stores\/\w+\/v3\/inventory\/adjustments\/absolute$/,
    /^(POST|PUT) \/stores\/\w+\/v3\/hooks(\/\d+)?$/,
  ],
};

/** Law 4: nothing is written but what this product writes, and no fiscal document stands in the books that a person did not make. */
export function judgeCalls({ books, shop }: Evidence): readonly Violation[] {
  return (['books', 'shop'] as const).flatMap((side) =>
    (side === 'books' ? books : shop).journal
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
      .filter((call) => !allowed[side].some((pattern) => pattern.test(call)))
      .map((call): Violation => ({ law: 4, about: side, text: `${call} was called` })),
  );
}
