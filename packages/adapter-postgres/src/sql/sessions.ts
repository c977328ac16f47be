import pg from 'pg';
import { PostgresStoreError, sqlState } from '../errors.ts';
import { instantOf } from './values.ts';

/** One statement with its parameters; answers its rows. */
export type Query = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A connection of one's own until it is given back. */
export interface Session {
  readonly query: Query;
  /** Statements without parameters in one round trip; the command tag of the last one. */
  run(sql: string): Promise<string>;
  /** The connection broke: nothing more is to be asked of it. */
  isBroken(): boolean;
  /** Back to the pool, but for a connection that broke or is not `sound`: that one is thrown away. */
  release(sound: boolean): void;
}

/** Connections that act as the service role. */
export interface Sessions {
  /** One statement, committed by itself. */
  readonly query: Query;
  open(): Promise<Session>;
  /** Waits for open sessions and ends all connections. May be called again. */
  close(): Promise<void>;
}

export const serviceRole = 'megzo_service';

/** A statement that takes longer is ended by the server, ms. Waiting for another process's transaction counts. */
const statementMs = 120_000;
/** A transaction whose owner fell silent is ended by the server, ms: nobody shall lock a merchant by being stuck. */
const silentMs = 60_000;

// Dates in one form whatever the server's defaults are.
const sessionStart = `SET ROLE ${serviceRole}; SET TIME ZONE 'UTC'; SET DateStyle TO 'ISO';
  SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${silentMs}; SET client_min_messages = warning`;

export function createSessions({ url, max }: { readonly url: string; readonly max: number }): Sessions {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: 'megzo',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 30_000,
    // Later than the server's own limit: it ends connections on which nothing comes back at all.
    query_timeout: statementMs + 10_000,
    onConnect: prepare,
  });
  // A connection that breaks while idle leaves the pool by itself; in use, its next statement fails.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  let closed: Promise<void> | undefined;

  return {
    query: async (sql, values) => (await answered(pool.query(sql, [...(values ?? [])]))).rows,
    open: async () => sessionOn(await pool.connect()),
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

function sessionOn(client: pg.PoolClient): Session {
  let broken = false;

  async function watched(result: Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    try {
      return await answered(result);
    } catch (error) {
      // Whatever the server did not answer as an error leaves the connection in an unknown state.
      if (sqlState(error) === undefined || isFatal(error)) broken = true;
      throw error;
    }
  }

  return {
    query: async (sql, values) => (await watched(client.query(sql, [...(values ?? [])]))).rows,
    run: async (sql) => {
      const results: pg.QueryResult | readonly pg.QueryResult[] = await watched(client.query(sql));
      const last = Array.isArray(results) ? results.at(-1) : results;
      return last?.command ?? '';
    },
    isBroken: () => broken,
    release: (sound) => client.release(broken || !sound),
  };
}

async function prepare(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(sessionStart);
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    throw new PostgresStoreError(
      'ROLE_MISSING',
      `The login of the service cannot act as ${serviceRole}: run the migrations, and if the service has a login of its own, ` +
        `GRANT ${serviceRole} TO it.`,
      { cause: error },
    );
  }
}

/** The server's details and contexts quote rows; logs must not. */
async function answered(result: Promise<pg.QueryResult>): Promise<pg.QueryResult> {
  try {
    return await result;
  } catch (error) {
    if (sqlState(error) !== undefined && typeof error === 'object') Object.assign(error as object, { detail: undefined, where: undefined });
    throw error;
  }
}

/** The server ended the connection with this error. */
export function isFatal(error: unknown): boolean {
  const severity = typeof error === 'object' && error !== null && 'severity' in error ? error.severity : undefined;
  return severity === 'FATAL' || severity === 'PANIC';
}

const instantType = 1184;
const wholeNumberType = 20;

/** Instants and whole numbers as core knows them, in this pool only. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === instantType) return instantOf;
    if (format !== 'binary' && oid === wholeNumberType) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};
