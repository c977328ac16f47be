import type { PairRow, Pairs } from '@megzo/core';
import { instantOrNull, instantText, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

const pairColumns = `pair, invoicing, channel, invoicing_account AS "invoicingAccount", channel_account AS "channelAccount",
  prices_include_tax AS "pricesIncludeTax", pool, epoch`;

export function createPairs({ query, merchant }: Ground): Pairs {
  const select = (rest: string, values: readonly unknown[] = []) =>
    query<Parameters<typeof withoutNulls<PairRow>>[0]>(`SELECT ${pairColumns} FROM megzo.pairs ${rest}`, values);

  return {
    read: async (pair) => (await select('WHERE pair = $1', [pair])).map(withoutNulls<PairRow>)[0],

    put: async (row) => {
      await query(
        `INSERT INTO megzo.pairs (pair, invoicing, channel, invoicing_account, channel_account, prices_include_tax, pool, epoch)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (merchant_id, pair) DO UPDATE
           SET (invoicing, channel, invoicing_account, channel_account, prices_include_tax, pool, epoch)
             = (excluded.invoicing, excluded.channel, excluded.invoicing_account, excluded.channel_account,
                excluded.prices_include_tax, excluded.pool, excluded.epoch)`,
        [
          ...[row.pair, row.invoicing, row.channel, row.invoicingAccount ?? null, row.channelAccount ?? null],
          ...[row.pricesIncludeTax ?? null, row.pool ?? null, instantOrNull(row.epoch)],
        ],
      );
    },

    list: async () => (await select('ORDER BY pair')).map(withoutNulls<PairRow>),

    // The directory reads these rows without a merchant, so they carry ids only and no policy guards them.
    due: async (pair, at, mode) => {
      const written = await query(
        `INSERT INTO megzo.due_pairs (merchant, pair, due_at) SELECT $1, pair, $3 FROM megzo.pairs WHERE pair = $2
         ON CONFLICT (merchant, pair) DO UPDATE
           SET due_at = CASE WHEN $4 THEN excluded.due_at ELSE least(due_pairs.due_at, excluded.due_at) END
         RETURNING pair`,
        [merchant, pair, instantText(at), mode === 'set'],
      );
      if (written.length === 0) throw new Error(`no pair ${pair} that could be due`);
    },

    notDue: async (pair) => {
      await query('DELETE FROM megzo.due_pairs WHERE merchant = $1 AND pair = $2', [merchant, pair]);
    },
  };
}
