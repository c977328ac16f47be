import pg from 'pg';
import { createDataSource } from './data-source.ts';
import { unreachable } from './errors.ts';
import type { Query } from './sql/sessions.ts';
import type { Keyring } from './vault/keyring.ts';

/** One process migrates at a time; the others wait, and then find nothing left to do. */
const migrationLock = 6_349_603;

/** Brings the schema up to date as the login of `url`, and founds the keyring. Repeatable. */
export async function migrate(url: string, keyring: Keyring): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'megzo migrations' });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw unreachable(error);
  });
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query('CREATE SCHEMA IF NOT EXISTS megzo');
    await runMigrations(url);
    const query: Query = async (sql, values) => (await client.query(sql, [...(values ?? [])])).rows;
    await keyring.found(query);
  } finally {
    await client.end();
  }
}

async function runMigrations(url: string): Promise<void> {
  const dataSource = createDataSource(url);
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
