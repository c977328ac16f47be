import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the attempts at an effect are made of, and whose result a record is. */
export class Recovery0000000000002 implements MigrationInterface {
  readonly name = 'Recovery0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('This migration cannot be taken back: restore a backup into an empty database.'));
  }
}

const statements: readonly string[] = [
  'ALTER TABLE megzo.effects ADD COLUMN pin jsonb',
  'CREATE INDEX ON megzo.effects (merchant_id, result) WHERE result IS NOT NULL',
];
