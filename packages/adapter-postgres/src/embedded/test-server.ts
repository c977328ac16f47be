import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Urls } from './logins.ts';
import { startEmbeddedPostgres } from './start.ts';

/** A database to test on. Its three logins have the rights they have in service. */
export type TestDatabase = Urls & {
  /** Another database on the same server, empty or a copy of `template` (to which nobody may be connected). */
  another(template?: string): Promise<TestDatabase>;
  /** The database's name, for `another`. */
  readonly name: string;
  /** Ends the server of `startTestPostgres`; drops the database of `another`. */
  stop(): Promise<void>;
};

/**
 * A throw-away server (about a second), or with `TEST_DATABASE_URL` a throw-away database on that server, whose login must be allowed
 * to create databases and roles. For a spec's `beforeAll`; call `stop()` in its `afterAll`.
 */
export async function startTestPostgres(options: { binDir?: string } = {}): Promise<TestDatabase> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return createDatabase(sharedUrls(given));
  const dataDir = await mkdtemp(join(tmpdir(), 'megzo-pg-'));
  // The server of a test run by root runs as another user.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options }).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    ...databaseAt(server),
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function databaseAt(urls: Urls): TestDatabase {
  const name = new URL(urls.url).pathname.slice(1);
  return {
    url: urls.url,
    serviceUrl: urls.serviceUrl,
    jobsUrl: urls.jobsUrl,
    name,
    another: (template) => createDatabase(urls, template),
    stop: () => onServer(urls.url, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`], maintenanceDatabase),
  };
}

const maintenanceDatabase = 'postgres';

async function createDatabase(urls: Urls, template = 'template0'): Promise<TestDatabase> {
  const name = `megzo_test_${randomBytes(6).toString('hex')}`;
  await onServer(
    urls.url,
    [
      // Spec files run at once: only one of them creates the roles that all share.
      'SELECT pg_advisory_lock(74001)',
      createRole('megzo_service'),
      createRole('megzo_jobs'),
      'SELECT pg_advisory_unlock(74001)',
      `CREATE DATABASE ${name} TEMPLATE ${template}`,
      `GRANT CREATE ON DATABASE ${name} TO megzo_jobs`,
    ],
    maintenanceDatabase,
  );
  const move = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return databaseAt({ url: move(urls.url), serviceUrl: move(urls.serviceUrl), jobsUrl: move(urls.jobsUrl) });
}

function createRole(role: string): string {
  return `DO $$ BEGIN
    IF to_regrole('${role}') IS NULL THEN CREATE ROLE ${role} NOLOGIN NOBYPASSRLS; END IF;
    IF NOT pg_has_role('${role}', 'MEMBER') THEN EXECUTE format('GRANT ${role} TO %I', current_user); END IF;
  END $$`;
}

/** On a server whose passwords we do not have, a session begins in the role instead of logging in as it. */
function sharedUrls(given: string): Urls {
  return { url: given, serviceUrl: inRole(given, 'megzo_service'), jobsUrl: inRole(given, 'megzo_jobs') };
}

function inRole(given: string, role: string): string {
  const url = new URL(given);
  url.searchParams.set('options', `-c role=${role}`);
  return url.href;
}

async function onServer(url: string, statements: readonly string[], database: string): Promise<void> {
  const address = Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const client = new pg.Client({ connectionString: address });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
