import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit walks through all open orders of a pair, which are few among all that were ever seen. */
export class OpenOrders0000000000003 implements MigrationInterface {
  readonly name = 'OpenOrders0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ON megzo.orders (merchant_id, pair, order_id)
       WHERE content->'head'->>'status' IN ('pending', 'awaiting-payment', 'under-review', 'open', 'partially-shipped')
         AND content->'head'->>'archived' = 'false'`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A migration cannot be taken back: restore a backup into an empty database.'));
  }
}
