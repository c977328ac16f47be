import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All tables. A migration that ran anywhere is never edited: what changes later is the next one. */
export class FirstTables0000000000001 implements MigrationInterface {
  readonly name = 'FirstTables0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('The first migration cannot be taken back: restore a backup into an empty database.'));
  }
}

// Ids and keys sort by their bytes, on every server alike; pages depend on it.
const id = 'text COLLATE "C" NOT NULL';
const optionalId = 'text COLLATE "C"';
const instant = 'timestamptz NOT NULL';

/** What the service may do with a table. What is only added to can be neither changed nor removed by it. */
type Rights = 'append' | 'append and change' | 'append, change and remove';
const grants: { readonly [rights in Rights]: string } = {
  append: 'SELECT, INSERT',
  'append and change': 'SELECT, INSERT, UPDATE',
  'append, change and remove': 'SELECT, INSERT, UPDATE, DELETE',
};

/** A table of merchants' rows: led by the merchant, and closed to every role unless that merchant is set. */
function ofMerchants(name: string, rights: Rights, columns: readonly string[]): readonly string[] {
  return [
    `CREATE TABLE megzo.${name} (merchant_id ${id} DEFAULT megzo.current_merchant(), ${columns.join(', ')})`,
    `ALTER TABLE megzo.${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE megzo.${name} FORCE ROW LEVEL SECURITY`,
    // In a sub-select the function is called once for a statement, not once for a row.
    `CREATE POLICY own_rows ON megzo.${name} USING (merchant_id = (SELECT megzo.current_merchant()))
       WITH CHECK (merchant_id = (SELECT megzo.current_merchant()))`,
    `GRANT ${grants[rights]} ON megzo.${name} TO megzo_service`,
  ];
}

const key = (columns: string) => `PRIMARY KEY (merchant_id, ${columns})`;
const index = (table: string, columns: string, where = '') =>
  `CREATE INDEX ON megzo.${table} (merchant_id, ${columns})${where === '' ? '' : ` WHERE ${where}`}`;

const statements: readonly string[] = [
  // Membership alone is not enough since PostgreSQL 16, so that acting as the role is what is tried.
  `DO $$ DECLARE role text;
   BEGIN
     FOREACH role IN ARRAY ARRAY['megzo_service', 'megzo_jobs'] LOOP
       BEGIN
         IF to_regrole(role) IS NULL THEN EXECUTE format('CREATE ROLE %I NOLOGIN', role); END IF;
       EXCEPTION WHEN duplicate_object OR unique_violation THEN
         NULL; -- Another database of this server is migrated at the same time.
       END;
       BEGIN
         EXECUTE format('SET LOCAL ROLE %I', role);
         RESET ROLE;
       EXCEPTION WHEN insufficient_privilege THEN
         EXECUTE format('GRANT %I TO %I', role, current_user);
       END;
     END LOOP;
     IF has_database_privilege(current_database(), 'CREATE WITH GRANT OPTION') THEN
       EXECUTE format('GRANT CREATE ON DATABASE %I TO megzo_jobs', current_database()); -- The job queue makes its own schema.
     END IF;
   EXCEPTION WHEN insufficient_privilege THEN
     RAISE EXCEPTION 'the migrating login may not create or use the roles megzo_service and megzo_jobs. As an administrator: '
       'CREATE ROLE megzo_service NOLOGIN; CREATE ROLE megzo_jobs NOLOGIN; GRANT megzo_service, megzo_jobs TO %', current_user
       USING ERRCODE = 'insufficient_privilege';
   END $$`,
  'GRANT USAGE ON SCHEMA megzo TO megzo_service',
  'GRANT SELECT ON megzo.migrations TO megzo_service',

  // Empty is what remains on a connection after a transaction that had set it.
  `CREATE FUNCTION megzo.current_merchant() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
   DECLARE merchant text := current_setting('megzo.merchant', true);
   BEGIN
     IF merchant IS NULL OR merchant = '' THEN
       RAISE EXCEPTION 'no merchant is set for this transaction' USING ERRCODE = 'insufficient_privilege';
     END IF;
     RETURN merchant;
   END $$`,

  ...ofMerchants('pairs', 'append and change', [
    ...[`pair ${id}`, `invoicing ${id}`, `channel ${id}`, `invoicing_account ${optionalId}`, `channel_account ${optionalId}`],
    ...['prices_include_tax boolean', 'epoch timestamptz', key('pair')],
  ]),
  ...ofMerchants('rule_sets', 'append', [
    ...[`pair ${id}`, `flow ${id}`, 'version integer NOT NULL', 'content jsonb NOT NULL', 'by text NOT NULL', `at ${instant}`],
    key('pair, flow, version'),
  ]),
  ...ofMerchants('active_rule_sets', 'append and change', [
    ...[`pair ${id}`, `flow ${id}`, 'version integer NOT NULL', key('pair, flow')],
    'FOREIGN KEY (merchant_id, pair, flow, version) REFERENCES megzo.rule_sets',
  ]),
  ...ofMerchants('cursors', 'append and change', [`pair ${id}`, `name ${id}`, 'value jsonb NOT NULL', key('pair, name')]),
  ...ofMerchants('lanes', 'append and change', [`lane ${id}`, 'fence bigint NOT NULL', 'lease_until timestamptz', key('lane')]),

  ...ofMerchants('articles', 'append, change and remove', [
    ...[`connection ${id}`, `article_id ${id}`, `sku_key ${optionalId}`, 'hash text NOT NULL', `seen_at ${instant}`],
    ...['content jsonb NOT NULL', key('connection, article_id')],
  ]),
  // Confirming rows changes no indexed column; with some room on the page it touches no index either.
  'ALTER TABLE megzo.articles SET (fillfactor = 80)',
  index('articles', 'connection, sku_key'),
  ...ofMerchants('listings', 'append, change and remove', [
    ...[`connection ${id}`, `ref ${id}`, `sku_key ${optionalId}`, `name_key ${id}`, 'content jsonb NOT NULL', key('connection, ref')],
  ]),
  index('listings', 'connection, sku_key'),
  index('listings', 'connection, name_key'),
  ...ofMerchants('bindings', 'append, change and remove', [
    ...[`pair ${id}`, `article_id ${id}`, `state ${id}`, `sku_key ${optionalId}`, `ref ${optionalId}`, 'content jsonb NOT NULL'],
    key('pair, article_id'),
  ]),
  index('bindings', 'pair, sku_key'),
  index('bindings', 'pair, ref'),
  index('bindings', 'pair, article_id', `state = 'bound'`),

  ...ofMerchants('plans', 'append and change', [
    ...[`plan_id ${id}`, `pair ${id}`, `flow ${id}`, `created_at ${instant}`, 'applied_at timestamptz', key('plan_id')],
  ]),
  ...ofMerchants('plan_items', 'append', [
    ...[`plan_id ${id}`, 'position integer NOT NULL', 'content jsonb NOT NULL', key('plan_id, position')],
    'FOREIGN KEY (merchant_id, plan_id) REFERENCES megzo.plans',
  ]),

  ...ofMerchants('stock_events', 'append', [
    ...[`key ${id}`, `pool ${id}`, `sku_key ${id}`, `kind ${id}`, 'units bigint NOT NULL', 'source text NOT NULL', `at ${instant}`],
    ...['position bigint GENERATED ALWAYS AS IDENTITY', key('key')],
  ]),
  index('stock_events', 'pool, sku_key, position'),
  ...ofMerchants('stock_levels', 'append and change', [
    ...[`pool ${id}`, `sku_key ${id}`, 'on_hand bigint', 'allocated bigint NOT NULL', 'counted_figure bigint', 'counted_at timestamptz'],
    ...['last_shipment_at timestamptz', key('pool, sku_key')],
  ]),

  ...ofMerchants('orders', 'append and change', [
    ...[`pair ${id}`, `order_id ${id}`, `state ${id}`, 'content jsonb NOT NULL', key('pair, order_id')],
  ]),
  index('orders', 'pair, state, order_id'),
  ...ofMerchants('order_revisions', 'append', [
    ...[`pair ${id}`, `order_id ${id}`, 'revision integer NOT NULL', 'hash text NOT NULL', 'content jsonb NOT NULL'],
    ...['people_key text NOT NULL', `at ${instant}`, key('pair, order_id, revision')],
  ]),

  ...ofMerchants('effects', 'append and change', [
    ...[`key ${id}`, `pair ${id}`, `kind ${id}`, 'subject text NOT NULL', 'fingerprint text NOT NULL', 'marker text NOT NULL'],
    ...['input jsonb NOT NULL', `state ${id}`, 'attempt integer NOT NULL', 'refusals integer NOT NULL', `not_before ${instant}`],
    ...['look_back_to timestamptz', 'first_sent_at timestamptz', 'deadline timestamptz', 'result text', 'reason text'],
    ...['fence bigint NOT NULL', `lease_until ${instant}`, `created_at ${instant}`, 'evidence jsonb NOT NULL', key('key')],
  ]),
  index('effects', 'pair, not_before', `state IN ('intended', 'sending', 'unknown', 'taken')`),
  index('effects', 'pair, kind, state'),

  ...ofMerchants('explanations', 'append', [`hash ${id}`, 'content jsonb NOT NULL', key('hash')]),
  ...ofMerchants('explained_subjects', 'append', [
    ...[`subject ${id}`, `hash ${id}`, `at ${instant}`, key('subject, hash')],
    'FOREIGN KEY (merchant_id, hash) REFERENCES megzo.explanations',
  ]),
  ...ofMerchants('problems', 'append, change and remove', [
    ...[`key ${id}`, `pair ${id}`, `code ${id}`, 'data jsonb NOT NULL', `raised_at ${instant}`, key('key')],
  ]),
  index('problems', 'pair, key'),

  ...ofMerchants('vault_keys', 'append', [
    ...[`key_id ${id}`, 'wrapped text NOT NULL', `created_at ${instant} DEFAULT now()`, key('key_id')],
  ]),
  ...ofMerchants('vault', 'append, change and remove', [
    ...[`key ${id}`, `key_id ${id}`, 'sealed text NOT NULL', `ends_at ${instant}`, key('key')],
    'FOREIGN KEY (merchant_id, key_id) REFERENCES megzo.vault_keys',
  ]),
  index('vault', 'ends_at'),
  ...ofMerchants('audit', 'append', [
    ...[`subject ${id}`, 'position bigint GENERATED ALWAYS AS IDENTITY', `at ${instant}`, 'by text NOT NULL', 'what text NOT NULL'],
    key('subject, position'),
  ]),

  // What must be known before a merchant is: ids and instants, guarded by no policy.
  `CREATE TABLE megzo.accounts (vendor ${id}, account_id ${id}, merchant ${id}, PRIMARY KEY (vendor, account_id))`,
  'GRANT SELECT, INSERT ON megzo.accounts TO megzo_service',
  `CREATE TABLE megzo.due_pairs (merchant ${id}, pair ${id}, due_at ${instant}, PRIMARY KEY (merchant, pair))`,
  'CREATE INDEX ON megzo.due_pairs (due_at, merchant, pair)',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON megzo.due_pairs TO megzo_service',
  `CREATE TABLE megzo.instances (instance ${id} PRIMARY KEY, heard_at ${instant})`,
  'GRANT SELECT, INSERT, UPDATE, DELETE ON megzo.instances TO megzo_service',
  // Milliseconds since the epoch with fractions; unlogged, since after a crash of the server every account has paused anyway.
  `CREATE UNLOGGED TABLE megzo.pacing (account ${id} PRIMARY KEY, tat double precision NOT NULL DEFAULT 0,
     recovery double precision NOT NULL DEFAULT 0, "order" double precision NOT NULL DEFAULT 0,
     stock double precision NOT NULL DEFAULT 0, catalog double precision NOT NULL DEFAULT 0,
     paused_until double precision NOT NULL DEFAULT 0, refusals integer NOT NULL DEFAULT 0) WITH (fillfactor = 50)`,
  'GRANT SELECT, INSERT, UPDATE ON megzo.pacing TO megzo_service',
  `CREATE TABLE megzo.sealing (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), salt bytea NOT NULL,
     key_id text NOT NULL, proof text NOT NULL)`,
  'GRANT SELECT ON megzo.sealing TO megzo_service',
];
