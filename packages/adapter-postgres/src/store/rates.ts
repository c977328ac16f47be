import type { ExchangeRates, Instant, StoredRate } from '@megzo/core';
import { instantText, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

export function createRates({ query }: Ground): ExchangeRates {
  return {
    add: async (rates) => {
      if (rates.length === 0) return;
      const column = <Name extends keyof StoredRate>(name: Name) => rates.map((rate) => rate[name] ?? null);
      await query(
        `INSERT INTO megzo.exchange_rates (base, quote, rate, valid_from, valid_to, source, by, at)
         SELECT base, quote, rate, valid_from, valid_to, source, by, at
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
           WITH ORDINALITY AS given (base, quote, rate, valid_from, valid_to, source, by, at, place)
         ORDER BY place`,
        [
          ...[column('base'), column('quote'), column('rate'), column('validFrom'), column('validTo'), column('source'), column('by')],
          rates.map(({ at }) => instantText(at)),
        ],
      );
    },

    list: async (from) =>
      (
        await query<Parameters<typeof withoutNulls<StoredRate>>[0]>(
          `SELECT base, quote, rate, valid_from AS "validFrom", valid_to AS "validTo", source, by, at
           FROM megzo.exchange_rates WHERE valid_from >= $1 ORDER BY position`,
          [from],
        )
      ).map(withoutNulls<StoredRate>),

    stand: async () => {
      const [row] = await query<{ count: number; at: Instant | null }>(
        `SELECT count(*), (SELECT at FROM megzo.exchange_rates ORDER BY position DESC LIMIT 1) AS at FROM megzo.exchange_rates`,
      );
      return `${row?.count ?? 0}/${row?.at ?? ''}`;
    },
  };
}
