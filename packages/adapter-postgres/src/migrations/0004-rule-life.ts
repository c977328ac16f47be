import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, key, ofMerchants } from './merchant-table.ts';

/** Who made a version of rules, why, and what its check said; every activation; exchange rates. */
export class RuleLife0000000000004 implements MigrationInterface {
  readonly name = 'RuleLife0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('This migration cannot be taken back: restore a backup into an empty database.'));
  }
}

const force = (mode: 'FORCE' | 'NO FORCE') =>
  ['rule_sets', 'active_rule_sets', 'rule_activations'].map((table) => `ALTER TABLE megzo.${table} ${mode} ROW LEVEL SECURITY`);

const statements: readonly string[] = [
  `ALTER TABLE megzo.rule_sets ADD COLUMN note text NOT NULL DEFAULT '', ADD COLUMN checked jsonb NOT NULL DEFAULT 'null'`,
  'ALTER TABLE megzo.rule_sets ALTER COLUMN note DROP DEFAULT, ALTER COLUMN checked DROP DEFAULT',

  ...ofMerchants('rule_activations', 'append', [
    ...[`pair ${id}`, `flow ${id}`, 'number integer NOT NULL', 'version integer NOT NULL', 'before integer', 'by text NOT NULL'],
    ...[`at ${instant}`, 'why text NOT NULL', key('pair, flow, number')],
    'FOREIGN KEY (merchant_id, pair, flow, version) REFERENCES megzo.rule_sets',
  ]),
  // What counted before there was a history is its first entry; of all merchants at once, which the policy forbids even to the owner.
  ...force('NO FORCE'),
  `INSERT INTO megzo.rule_activations (merchant_id, pair, flow, number, version, by, at, why)
   SELECT s.merchant_id, s.pair, s.flow, 1, s.version, s.by, s.at, 'counted before activations were recorded'
   FROM megzo.active_rule_sets JOIN megzo.rule_sets s USING (merchant_id, pair, flow, version)`,
  ...force('FORCE'),

  // Days as text in the order of the calendar, decimals as they were given.
  ...ofMerchants('exchange_rates', 'append', [
    ...['position bigint GENERATED ALWAYS AS IDENTITY', `base ${id}`, `quote ${id}`, 'rate text NOT NULL', `valid_from ${id}`],
    ...['valid_to text', 'source text NOT NULL', 'by text NOT NULL', `at ${instant}`, key('position')],
  ]),
];
