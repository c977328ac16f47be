import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a pair's channel sells from: causes and the stated bound are those of one pool. */
export class PoolsOfPairs0000000000008 implements MigrationInterface {
  readonly name = 'PoolsOfPairs0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE megzo.pairs ADD COLUMN pool text COLLATE "C"');
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('This migration cannot be taken back: restore a backup into an empty database.'));
  }
}
