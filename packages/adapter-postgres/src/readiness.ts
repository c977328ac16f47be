import { migrationNames } from './data-source.ts';
import { PostgresStoreError, unreachable } from './errors.ts';
import { type Query, type Sessions, serviceRole } from './sql/sessions.ts';
import type { Keyring } from './vault/keyring.ts';

/** What stands behind the address. */
export interface PostgresReadiness {
  /** Such as `18.4`. */
  readonly serverVersion: string;
  readonly database: string;
  /** As whom the service logs in, and as whom it then acts. */
  readonly login: string;
  readonly role: string;
  /** The last migration that ran. */
  readonly schema: string;
}

const oldestServer = 150_000;

/** Connects and looks. Throws PostgresStoreError with a remedy unless the service could work. */
export async function checkReadiness({ query }: Sessions, keyring: Keyring): Promise<PostgresReadiness> {
  const about = await readServer(query);
  if (about.versionNumber < oldestServer) {
    throw new PostgresStoreError('SERVER_TOO_OLD', `The server is PostgreSQL ${about.serverVersion}: use version 15 or newer.`);
  }
  if (about.canBypass || about.owned > 0) {
    throw new PostgresStoreError(
      'ROLE_UNSAFE',
      `The role ${serviceRole} ${about.owned > 0 ? 'owns tables' : 'is a superuser or bypasses row-level security'}, so that merchants ` +
        `would not be kept apart: ALTER ROLE ${serviceRole} NOSUPERUSER NOBYPASSRLS, and let the migrating login own the schema megzo.`,
    );
  }
  const schema = await readSchema(query);
  await keyring.prove(query);
  const { serverVersion, database, login, role } = about;
  return { serverVersion, database, login, role, schema };
}

interface ServerRow extends Omit<PostgresReadiness, 'schema'> {
  readonly versionNumber: number;
  readonly canBypass: boolean;
  readonly owned: number;
}

async function readServer(query: Query): Promise<ServerRow> {
  const sql = `SELECT current_setting('server_version') AS "serverVersion", current_setting('server_version_num')::integer AS "versionNumber",
      current_database() AS database, session_user AS login, current_user AS role, rolsuper OR rolbypassrls AS "canBypass",
      (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p')) AS owned
    FROM pg_roles WHERE rolname = current_user`;
  try {
    const [row] = await query<ServerRow>(sql);
    if (row === undefined) throw new Error('the server does not know who we are');
    return row;
  } catch (error) {
    if (error instanceof PostgresStoreError) throw error;
    throw unreachable(error);
  }
}

async function readSchema(query: Query): Promise<string> {
  const names = await query<{ name: string }>('SELECT name FROM megzo.migrations ORDER BY timestamp').catch((error: unknown) => {
    throw new PostgresStoreError('SCHEMA_MISSING', 'The database holds no schema megzo that the service may read: run the migrations.', {
      cause: error,
    });
  });
  const last = names.at(-1)?.name ?? '';
  const known = migrationNames.at(-1) ?? '';
  if (last === known) return last;
  if (names.some(({ name }) => name === known)) {
    throw new PostgresStoreError('SCHEMA_NEWER', `The schema (${last}) is newer than this program (${known}): start the newer version.`);
  }
  throw new PostgresStoreError(
    'SCHEMA_OLDER',
    `The schema (${last || 'empty'}) is older than this program (${known}): run the migrations.`,
  );
}
