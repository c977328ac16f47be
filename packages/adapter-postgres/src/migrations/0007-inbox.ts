import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, key, ofMerchants } from './merchant-table.ts';

/** Reasons to look before the beat, and the stock walk on an index of its own. */
export class Inbox0000000000007 implements MigrationInterface {
  readonly name = 'Inbox0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('This migration cannot be taken back: restore a backup into an empty database.'));
  }
}

const statements: readonly string[] = [
  ...ofMerchants('inbox', 'append, change and remove', [
    ...[`pair ${id}`, `what ${id}`, `id ${id}`, `since ${instant}`, 'times integer NOT NULL', key('pair, what, id')],
  ]),
  // Rows come and go; what is asked for is few.
  'ALTER TABLE megzo.inbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)',

  // A parked listing still sells: the walk takes all that are listed, which the index on bound ones does not serve.
  'DROP INDEX megzo.bindings_merchant_id_pair_article_id_idx',
  'CREATE INDEX bindings_listed ON megzo.bindings (merchant_id, pair, article_id) WHERE sku_key IS NOT NULL AND ref IS NOT NULL',
  // Which of the merchant's channels list a SKU.
  'CREATE INDEX bindings_listing ON megzo.bindings (merchant_id, sku_key, pair) WHERE ref IS NOT NULL',
];
