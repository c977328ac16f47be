import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectionId, merchantId, pairId, type Tx } from '@megzo/core';
import { applyOperations, randomOperations } from '@megzo/core/testing';
import { createSessions } from '../src/sql/sessions.ts';
import { createPairs } from '../src/store/pairs.ts';
import { createTransactions } from '../src/store/transactions.ts';
import { type FreshStore, runSql, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

/** What is known before a merchant is, and what belongs to none. Everything else is a merchant's. */
const exempt = ['accounts', 'due_pairs', 'instances', 'migrations', 'pacing', 'sealing'];
/** What the service may only add to. */
const appendOnly = [
  'audit',
  'exchange_rates',
  'explained_subjects',
  'explanations',
  'order_revisions',
  'plan_items',
  'rule_activations',
  'rule_sets',
  'stock_events',
  'vault_keys',
];

const unsetMerchant = 'no merchant is set for this transaction';

let world: World;
let filled: FreshStore;

beforeAll(async () => {
  world = await startWorld();
  filled = await world.fresh();
  // Chance writes to every part; together the seeds leave rows in every table.
  for (const seed of ['fill', 'more', 'most']) await applyOperations(filled.store, randomOperations(seed, 300));
  await filled.store.transaction(merchantId('first of '), (tx) => fillTheRest(tx));
});
afterAll(() => world?.stop());

describe('the catalogue', () => {
  it('closes every table to all but its merchant, or names it as exempt', async () => {
    const rows = await filled.sql(
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
         EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'merchant_id') AS has_merchant,
         (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
          WHERE i.indrelid = c.oid AND i.indisprimary) AS leads
       FROM pg_class c WHERE c.relnamespace = 'megzo'::regnamespace AND c.relkind IN ('r', 'p', 'm', 'f') ORDER BY 1`,
    );

    const merchants = rows.filter(({ name }) => !exempt.includes(String(name)));
    expect(rows.filter(({ name }) => exempt.includes(String(name))).map(({ name }) => name)).toEqual(exempt);
    expect(rows.filter(({ has_merchant }) => has_merchant)).toEqual(merchants);
    expect(merchants.length).toBeGreaterThan(20);
    for (const row of merchants) expect(row).toEqual({ name: row.name, forced: true, has_merchant: true, leads: 'merchant_id' });
  });

  it('guards reading and writing of every merchant table by one policy for all roles and commands', async () => {
    const policies = await filled.sql(
      `SELECT tablename AS name, permissive, roles::text, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'megzo' ORDER BY 1`,
    );
    const tables = await filled.sql(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'megzo'::regnamespace AND relkind = 'r' AND relrowsecurity ORDER BY 1`,
    );

    expect(policies.map(({ name }) => ({ name }))).toEqual(tables);
    for (const { permissive, roles, cmd, qual, with_check } of policies) {
      expect({ permissive, roles, cmd }).toEqual({ permissive: 'PERMISSIVE', roles: '{public}', cmd: 'ALL' });
      expect(qual).toMatch(/^\(merchant_id = \( SELECT megzo\.current_merchant\(\)/);
      expect(with_check).toBe(qual);
    }
  });

  it('gives the service neither ownership nor a way around the policies', async () => {
    const [role] = await filled.sql(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (SELECT count(*)::integer FROM pg_class WHERE relowner = r.oid) + (SELECT count(*)::integer FROM pg_proc WHERE proowner = r.oid)
           + (SELECT count(*)::integer FROM pg_namespace WHERE nspowner = r.oid) AS owned,
         (SELECT count(*)::integer FROM pg_auth_members WHERE member = r.oid) AS memberships,
         has_schema_privilege('megzo_service', 'megzo', 'CREATE') AS creates
       FROM pg_roles r WHERE rolname = 'megzo_service'`,
    );

    const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false };
    expect(role).toEqual({ ...none, owned: 0, memberships: 0, creates: false });
  });

  it('lets nobody but owner and service touch a table, and the service no more than it needs', async () => {
    const grants = await filled.sql(
      `SELECT table_name AS name, grantee, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may
       FROM information_schema.role_table_grants WHERE table_schema = 'megzo' AND grantee NOT IN ('megzo_owner', current_user)
       GROUP BY 1, 2 ORDER BY 1`,
    );

    expect(new Set(grants.map(({ grantee }) => grantee))).toEqual(new Set(['megzo_service']));
    expect(grants.filter(({ may }) => may === 'INSERT SELECT').map(({ name }) => name)).toEqual(['accounts', ...appendOnly].toSorted());
    expect(grants.filter(({ may }) => may === 'SELECT').map(({ name }) => name)).toEqual(['migrations', 'sealing']);
    for (const { may } of grants) expect(may).toMatch(/^(DELETE )?(INSERT )?SELECT( UPDATE)?$/);
  });
});

describe('row-level security', () => {
  it('raises on every merchant table while no merchant is set', async () => {
    for (const name of await merchantTables()) {
      const reading = filled.sql('SET ROLE megzo_service', `SELECT * FROM megzo.${name}`);
      await expect(reading).rejects.toMatchObject({ message: unsetMerchant, code: '42501' });
    }
  });

  it('raises for the migrating login too', async () => {
    await expect(filled.sql('SELECT * FROM megzo.orders')).rejects.toThrow(unsetMerchant);
    await expect(filled.sql('DELETE FROM megzo.effects')).rejects.toThrow(unsetMerchant);
  });

  it('raises after a transaction of the same connection that had set a merchant', async () => {
    const transaction = ['SET ROLE megzo_service', 'BEGIN', "SELECT set_config('megzo.merchant', 'first of ', true)"];

    expect((await filled.sql(...transaction, 'SELECT * FROM megzo.orders')).length).toBeGreaterThan(0);
    await expect(filled.sql(...transaction, 'COMMIT', 'SELECT * FROM megzo.orders')).rejects.toThrow(unsetMerchant);
    await expect(filled.sql(...transaction, 'ROLLBACK', 'SELECT * FROM megzo.orders')).rejects.toThrow(unsetMerchant);
  });

  it('raises on a connection of the pool after a transaction of the store', async () => {
    const sessions = createSessions({ url: filled.database.url, max: 1 });
    const transaction = createTransactions(sessions, ({ query }) => ({ pairs: createPairs({ query, merchant }) }) as Tx);
    const merchant = merchantId('first of ');

    expect(await transaction(merchant, ({ pairs }) => pairs.list())).not.toEqual([]);
    await expect(transaction(merchant, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

    await expect(sessions.query('SELECT * FROM megzo.pairs')).rejects.toThrow(unsetMerchant);
    await sessions.close();
  });

  it('shows each merchant its own rows of every table and none of another', async () => {
    const set = (merchant: string) => ['SET ROLE megzo_service', `SET megzo.merchant = '${merchant}'`];

    for (const name of await merchantTables()) {
      const owners = `SELECT DISTINCT merchant_id FROM megzo.${name}`;
      expect({ name, owners: await filled.sql(...set('first of '), owners) }).toEqual({ name, owners: [{ merchant_id: 'first of ' }] });
      expect({ name, owners: await filled.sql(...set('nobody'), owners) }).toEqual({ name, owners: [] });
    }
  });

  it('refuses rows that are written for another merchant, and cannot move one there', async () => {
    const set = ['SET ROLE megzo_service', `SET megzo.merchant = 'first of '`];
    const values = `VALUES ('second of ', 'x', 'y', '1')`;

    await expect(filled.sql(...set, `INSERT INTO megzo.cursors (merchant_id, pair, name, value) ${values}`)).rejects.toThrow(
      'violates row-level security policy',
    );
    await expect(filled.sql(...set, `UPDATE megzo.cursors SET merchant_id = 'second of '`)).rejects.toThrow('violates row-level security');
  });

  it.each([
    'DELETE FROM megzo.audit',
    'UPDATE megzo.stock_events SET units = 0',
    "UPDATE megzo.order_revisions SET hash = ''",
    'DELETE FROM megzo.rule_sets',
    "UPDATE megzo.explanations SET content = 'null'",
    'DELETE FROM megzo.effects',
    'DELETE FROM megzo.orders',
    'TRUNCATE megzo.orders',
    "UPDATE megzo.sealing SET proof = ''",
    "UPDATE megzo.accounts SET merchant = ''",
    'DROP TABLE megzo.orders',
    'DROP POLICY own_rows ON megzo.orders',
    'CREATE OR REPLACE FUNCTION megzo.current_merchant() RETURNS text LANGUAGE sql AS $$ SELECT $1 $$',
  ])('refuses the service %s', async (statement) => {
    const attempt = filled.sql('SET ROLE megzo_service', `SET megzo.merchant = 'first of '`, statement);

    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('holds for a login of the service alone as for the migrating login in its role', async () => {
    const asService = runSql(filled.database.serviceUrl, ['SELECT * FROM megzo.orders']);
    await expect(asService).rejects.toThrow(unsetMerchant);

    const store = await filled.another({ serviceUrl: filled.database.serviceUrl });
    expect((await store.ready()).role).toBe('megzo_service');
    await expect(store.transaction(merchantId('first of '), ({ pairs }) => pairs.list())).resolves.not.toEqual([]);
  });
});

async function merchantTables(): Promise<readonly string[]> {
  const rows = await filled.sql(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'megzo'::regnamespace AND relkind = 'r' AND relname <> ALL ('{${exempt}}') ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}

async function fillTheRest({ pairs, people, plans, problems, rules }: Tx): Promise<void> {
  const pair = pairId('acme-main');
  await pairs.put({ pair, invoicing: connectionId('books'), channel: connectionId('shop') });
  const made = { pair, flow: 'orders', by: 'me', at: 0 };
  await rules.activate({ ...made, why: '', version: await rules.add({ ...made, content: {}, note: '', checked: null }) });
  const address = { name: 'A', street: 'B', zip: '10115', city: 'C', country: 'DE' };
  const contact = { kind: 'company', company: 'A', firstName: '', lastName: '', address, allowTaxFree: false } as const;
  await people.put('the rest', { kind: 'contact', contact }, Date.UTC(2100, 0));
  await problems.raise({ key: 'the rest', pair, code: 'ORDERS_MISSED', data: {}, raisedAt: 0 });
  await plans.add({ id: 'the rest', pair, flow: 'listings', createdAt: 0 });
  await plans.addItems('the rest', [{ position: 0, content: null }]);
}
