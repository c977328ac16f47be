import type { Violation } from '@megzo/core/testing';
import { isCertain } from './law-once.ts';
import { type Evidence, orderAsked } from './seen.ts';

/** Law 6: a doubt does not wait in silence. However full the account of the books is, somebody looks within its reserve. */
export function judgeLooks({ books, asked, looksWithinMs }: Evidence): readonly Violation[] {
  if (looksWithinMs === undefined) return [];
  const looks = books.journal.filter(({ method, path }) => method === 'GET' && path === '/v1/voucherlist').map(({ at }) => at);
  return asked
    .filter(({ fault }) => fault !== undefined && !isCertain(fault))
    .flatMap(({ at, body }): readonly Violation[] => {
      const lookedAt = looks.find((look) => look > at);
      if (lookedAt !== undefined && lookedAt - at <= looksWithinMs) return [];
      const waited = lookedAt === undefined ? 'nobody looked' : `it was looked for after ${Math.round((lookedAt - at) / 1000)} s`;
      return [{ law: 6, about: `order ${orderAsked(body)}`, text: `an answer was lost, and ${waited}` }];
    });
}
