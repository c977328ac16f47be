import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { EmbeddedPostgresError, EmbeddedPostgresHeld } from './errors.ts';
import { joinEmbeddedPostgres } from './join.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

jest.setTimeout(60_000);

// The words differ between PostgreSQL 15 and 18, the code does not.
const insufficientPrivilege = '42501';

let dataDir: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'megzo-roles-'));
  await chmod(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir, durable: false });
  await run(server.url, [
    'CREATE TABLE orders (merchant text, id integer)',
    'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE orders FORCE ROW LEVEL SECURITY',
    "CREATE POLICY mine ON orders USING (merchant = current_setting('megzo.merchant'))",
    'GRANT SELECT, INSERT ON orders TO megzo_service',
    "SET megzo.merchant = 'acme'",
    "INSERT INTO orders VALUES ('acme', 1)",
    "SET megzo.merchant = 'other'",
    "INSERT INTO orders VALUES ('other', 2)",
  ]);
});

afterAll(async () => {
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the logins of an embedded server', () => {
  it('are stored for its user alone', async () => {
    const file = join(dataDir, 'pg-logins.json');

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')))).toEqual(['megzo_owner', 'megzo_service', 'megzo_jobs']);
  });

  it('are no superusers, create no replicas and bypass no row-level security', async () => {
    const rows = await run(server.url, [
      `SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolreplication, rolcreaterole, rolcreatedb FROM pg_roles
       WHERE rolname LIKE 'megzo%' ORDER BY rolname`,
    ]);

    const common = { rolcanlogin: true, rolsuper: false, rolbypassrls: false, rolreplication: false };
    expect(rows).toEqual([
      { rolname: 'megzo_jobs', ...common, rolcreaterole: false, rolcreatedb: false },
      { rolname: 'megzo_owner', ...common, rolcreaterole: true, rolcreatedb: true },
      { rolname: 'megzo_service', ...common, rolcreaterole: false, rolcreatedb: false },
    ]);
  });

  it('need the right password', async () => {
    const wrong = Object.assign(new URL(server.url), { password: 'wrong-wrong-wrong' }).href;

    await expect(run(wrong, ['SELECT 1'])).rejects.toThrow('password authentication failed');
  });

  it('do not include the bootstrap superuser', async () => {
    const superuser = Object.assign(new URL(server.url), { username: 'postgres', pathname: '/postgres' }).href;

    await expect(run(superuser, ['SELECT 1'])).rejects.toThrow('pg_hba.conf rejects connection');
  });
});

describe('megzo_service', () => {
  it('sees and writes the rows of the merchant set, and no others', async () => {
    expect(await run(server.serviceUrl, ["SET megzo.merchant = 'acme'", 'SELECT id FROM orders'])).toEqual([{ id: 1 }]);
    await expect(run(server.serviceUrl, ["SET megzo.merchant = 'acme'", "INSERT INTO orders VALUES ('other', 3)"])).rejects.toThrow(
      'violates row-level security policy',
    );
  });

  it.each([
    'SET row_security = off; SELECT id FROM orders',
    'ALTER TABLE orders DISABLE ROW LEVEL SECURITY',
    'ALTER ROLE megzo_service BYPASSRLS',
    'SET ROLE megzo_owner',
    'SET ROLE postgres',
    'CREATE TABLE mine (n integer)',
    'CREATE SCHEMA mine',
  ])('is refused %s', async (sql) => {
    await expect(run(server.serviceUrl, [sql])).rejects.toMatchObject({ code: insufficientPrivilege });
  });
});

describe('megzo_owner', () => {
  it('can act as megzo_service and is bound by row-level security as its tables force it', async () => {
    expect(
      await run(server.url, ['SET ROLE megzo_service', "SET megzo.merchant = 'other'", 'SELECT id, current_user AS who FROM orders']),
    ).toEqual([{ id: 2, who: 'megzo_service' }]);
    expect(await run(server.url, ["SET megzo.merchant = 'acme'", 'SELECT id FROM orders'])).toEqual([{ id: 1 }]);
  });

  it('can make roles and hand megzo_service on, as migrations do', async () => {
    const rows = await run(server.url, [
      'CREATE ROLE reporting',
      'GRANT megzo_service TO reporting',
      "SELECT pg_has_role('reporting', 'megzo_service', 'MEMBER') AS yes",
      'DROP ROLE reporting',
    ]);

    expect(rows).toEqual([]);
    await expect(run(server.url, ['CREATE ROLE mighty SUPERUSER'])).rejects.toMatchObject({ code: insufficientPrivilege });
  });
});

describe('megzo_jobs', () => {
  it('makes its own schema, drops it and makes it anew', async () => {
    const rows = await run(server.jobsUrl, [
      'CREATE SCHEMA graphile_worker',
      'CREATE TABLE graphile_worker.jobs (id integer)',
      'DROP SCHEMA graphile_worker CASCADE',
      'CREATE SCHEMA graphile_worker',
      "SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = 'graphile_worker'",
    ]);

    expect(rows).toEqual([{ owner: 'megzo_jobs' }]);
    await expect(run(server.jobsUrl, ['CREATE TABLE public.mine (n integer)'])).rejects.toThrow('permission denied');
    await expect(run(server.jobsUrl, ["SET megzo.merchant = 'acme'", 'SELECT id FROM orders'])).rejects.toThrow('permission denied');
  });
});

describe('a running embedded server', () => {
  it('is refused to a second start', async () => {
    const second = startEmbeddedPostgres({ dataDir, durable: false });

    await expect(second).rejects.toThrow(EmbeddedPostgresHeld);
    await expect(second).rejects.toMatchObject({ pid: server.pid, port: server.port, ownerPid: process.pid });
  });

  it('can be joined, by its own addresses', async () => {
    const joined = await joinEmbeddedPostgres({ dataDir });

    expect(joined).toMatchObject({
      url: server.url,
      serviceUrl: server.serviceUrl,
      jobsUrl: server.jobsUrl,
      port: server.port,
      pid: server.pid,
    });
    expect(joined?.startedAt.getTime()).toBeGreaterThan(performance.timeOrigin - 60_000);
  });

  it('listens on 127.0.0.1 alone and logs neither statements nor values', async () => {
    const rows = await run(server.url, [
      "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'log_error_verbosity', 'log_min_error_statement', 'unix_socket_directories') ORDER BY name",
    ]);

    expect(rows).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'log_error_verbosity', setting: 'terse' },
      { name: 'log_min_error_statement', setting: 'panic' },
    ]);
  });
});

describe('an embedded server that was stopped', () => {
  let folder: string;
  let log: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'megzo-stopped-'));
    await chmod(folder, 0o711);
    log = [];
    const first = await startEmbeddedPostgres({ dataDir: folder, durable: false, log: (line) => log.push(line) });
    await run(first.url, ['CREATE TABLE kept AS SELECT 1 AS n']);
    await Promise.all([first.stop(), first.stop()]);
    await first.stop();
    expect(await first.ended).toMatchObject({ expected: true });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has shut down in order', () => {
    expect(log.at(-1)).toContain('database system is shut down');
  });

  it('is not joined', async () => {
    expect(await joinEmbeddedPostgres({ dataDir: folder })).toBeUndefined();
  });

  it('starts again with the same logins, and with new ones where their file was lost', async () => {
    const before = await readFile(join(folder, 'pg-logins.json'), 'utf8');
    const second = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await second.stop();
    expect(await readFile(join(folder, 'pg-logins.json'), 'utf8')).toBe(before);

    await rm(join(folder, 'pg-logins.json'));
    const third = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    const rows = await run(third.url, ['SELECT n FROM kept']).finally(() => third.stop());

    expect(rows).toEqual([{ n: 1 }]);
    expect(await readFile(join(folder, 'pg-logins.json'), 'utf8')).not.toBe(before);
  });

  it('tells of an end that nobody asked for', async () => {
    const running = await startEmbeddedPostgres({ dataDir: folder, durable: false });

    process.kill(running.pid, 'SIGQUIT');

    expect(await running.ended).toMatchObject({ expected: false });
    await running.stop();
  });

  it('refuses a damaged file of logins with what to do', async () => {
    const file = join(folder, 'pg-logins.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, 20));

    const start = startEmbeddedPostgres({ dataDir: folder, durable: false });

    await expect(start).rejects.toThrow(EmbeddedPostgresError);
    await expect(start).rejects.toThrow('remove it while the service is stopped');
    await writeFile(file, text);
  });
});

/** Runs statements in one session; the rows of the last one. */
async function run(url: string, statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
