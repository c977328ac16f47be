import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { merchantId, pairId } from '@megzo/core';
import { migrationNames } from '../src/data-source.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded/index.ts';
import { createPostgresStore, PostgresStoreError, type PostgresStoreOptions } from '../src/index.ts';
import { runSql, secretKey, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('ready', () => {
  it('tells server, login, role and schema', async () => {
    const { store, database } = await world.fresh();

    expect(await store.ready()).toEqual({
      serverVersion: expect.stringMatching(/^1[5-9]\./),
      database: database.name,
      login: new URL(database.url).username,
      role: 'megzo_service',
      schema: migrationNames.at(-1),
    });
  });

  it.each([
    ['a database without our schema', 'SCHEMA_MISSING', []],
    ['a schema that is empty', 'SCHEMA_OLDER', ['DELETE FROM megzo.migrations']],
    ['a schema of a later version', 'SCHEMA_NEWER', [`INSERT INTO megzo.migrations (timestamp, name) VALUES (99, 'Later0000000000099')`]],
    ['a database that was never founded', 'SCHEMA_OLDER', ['DELETE FROM megzo.sealing']],
  ] as const)('refuses %s', async (_what, code, statements) => {
    const database = code === 'SCHEMA_MISSING' ? await world.empty() : (await world.fresh()).database;
    await runSql(database.url, statements);
    const store = await createPostgresStore({ url: database.url, secretKey });

    await expect(store.ready()).rejects.toMatchObject({ code });
    await store.close();
  });

  it('says that the database does not answer, and quotes no password', async () => {
    const { database } = await world.fresh();
    const wrong = Object.assign(new URL(database.url), { password: 'a-wrong-password' }).href;
    const nobody = 'postgresql://me:a-wrong-password@127.0.0.1:1/megzo';

    for (const url of [wrong, nobody]) {
      const store = await createPostgresStore({ url, secretKey });
      const failures = await Promise.all(
        [store.ready(), store.migrate()].map((each: Promise<unknown>) => each.catch((error: unknown) => error)),
      );
      await store.close();
      for (const failure of failures) {
        expect(failure).toMatchObject({ code: 'UNREACHABLE', message: expect.not.stringContaining('a-wrong-password') });
        expect(failure instanceof PostgresStoreError).toBe(true);
      }
    }
  });

  it.each(['', 'mysql://a:secret@b/c', 'postgresql://:secret@@:x', 'secret'])('never begins with an address like %j', async (url) => {
    const failure = await createPostgresStore({ url, secretKey }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'ADDRESS_INVALID' });
    expect(String(failure)).not.toContain('secret');
  });
});

describe('migrate', () => {
  it('can be repeated, also by several processes at once', async () => {
    const database = await world.empty();
    const options: PostgresStoreOptions = { url: database.url, secretKey };
    const stores = await Promise.all([1, 2, 3].map(() => createPostgresStore(options)));

    await Promise.all(stores.map((store) => store.migrate()));
    await stores[0]?.migrate();

    for (const store of stores) await expect(store.ready()).resolves.toMatchObject({ database: database.name });
    expect((await runSql(database.url, ['SELECT name FROM megzo.migrations ORDER BY id'])).map(({ name }) => name)).toEqual(migrationNames);
    expect(await runSql(database.url, ['SELECT only_one FROM megzo.sealing'])).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('keeps all rows', async () => {
    const { store } = await world.fresh();
    const acme = merchantId('acme');
    await store.transaction(acme, ({ audit }) => audit.add({ at: 1, by: 'me', what: 'kept', subject: 's' }));

    await store.migrate();

    expect(await store.transaction(acme, ({ audit }) => audit.bySubject('s'))).toHaveLength(1);
  });

  it('makes the rules that counted before activations were recorded the first of them, for every merchant', async () => {
    const { store, sql } = await world.fresh();
    const made = { pair: pairId('main'), flow: 'orders', by: 'me', at: 5 };
    const merchants = [merchantId('acme'), merchantId('zeta')];
    for (const merchant of merchants) {
      await store.transaction(merchant, async ({ rules }) => {
        await rules.add({ ...made, content: { word: merchant }, note: 'lost', checked: [] });
        await rules.activate({ ...made, version: 1, why: 'lost' });
      });
    }
    await sql(
      'DROP TABLE megzo.rule_activations, megzo.exchange_rates',
      'ALTER TABLE megzo.rule_sets DROP COLUMN note, DROP COLUMN checked',
      `DELETE FROM megzo.migrations WHERE name = 'RuleLife0000000000004'`,
    );

    await store.migrate();

    const why = 'counted before activations were recorded';
    for (const merchant of merchants) {
      const [active, activations] = await store.transaction(merchant, async ({ rules }) => [
        await rules.active(made.pair, 'orders'),
        await rules.activations(made.pair, 'orders', 9),
      ]);
      expect(active).toEqual({ ...made, version: 1, content: { word: merchant }, note: '', checked: null });
      expect(activations).toEqual([{ ...made, version: 1, why }]);
    }
    const unforced = await sql(
      `SELECT relname FROM pg_class WHERE relnamespace = 'megzo'::regnamespace AND relrowsecurity AND NOT relforcerowsecurity`,
    );
    expect(unforced).toEqual([]);
  });
});

describe('on a server that knows none of our roles', () => {
  let dataDir: string;
  let database: EmbeddedPostgres;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'megzo-managed-'));
    await chmod(dataDir, 0o711);
    database = await startEmbeddedPostgres({ dataDir, durable: false });
    const roles = 'megzo_service, megzo_jobs';
    await runSql(database.url, [`REVOKE ALL ON DATABASE megzo FROM ${roles}`, `DROP ROLE ${roles}`]);
  });
  afterAll(async () => {
    await database?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('refuses a service before the first migration with what to do', async () => {
    const store = await createPostgresStore({ url: database.url, secretKey });

    const ready = store.ready();

    await expect(ready).rejects.toMatchObject({ code: 'ROLE_MISSING' });
    await expect(ready).rejects.toThrow('run the migrations');
    await store.close();
  });

  it('tells a login that may not make roles what an administrator has to do', async () => {
    await runSql(database.url, ["CREATE ROLE humble LOGIN PASSWORD 'humble-humble'", 'GRANT CREATE, CONNECT ON DATABASE megzo TO humble']);
    const url = Object.assign(new URL(database.url), { username: 'humble', password: 'humble-humble' }).href;
    const store = await createPostgresStore({ url, secretKey });

    const migrated = store.migrate();

    await expect(migrated).rejects.toThrow('GRANT megzo_service, megzo_jobs TO humble');
    await runSql(url, ['DROP SCHEMA megzo CASCADE']);
    await store.close();
  });

  it('makes them, takes both on, and lets the job queue make its schema and see nothing of ours', async () => {
    const store = await createPostgresStore({ url: database.url, secretKey });

    await store.migrate();

    await expect(store.ready()).resolves.toMatchObject({ login: 'megzo_owner', role: 'megzo_service' });
    await expect(store.transaction(merchantId('acme'), ({ pairs }) => pairs.list())).resolves.toEqual([]);
    await expect(runSql(store.jobsUrl, ['CREATE SCHEMA graphile_worker', 'SELECT current_user AS role'])).resolves.toEqual([
      { role: 'megzo_jobs' },
    ]);
    await expect(runSql(store.jobsUrl, ['SELECT * FROM megzo.orders'])).rejects.toMatchObject({ code: '42501' });
    await store.close();
  });
});
