import pg from 'pg';
import { startTestPostgres, type TestDatabase } from '../src/embedded/test-server.ts';
import { createPostgresStore, type PostgresStore, type PostgresStoreOptions } from '../src/index.ts';

export const secretKey = 'ab'.repeat(32);

export interface World {
  /** A migrated database of its own and a store on it; both end with the world. */
  fresh(options?: Partial<PostgresStoreOptions>): Promise<FreshStore>;
  /** Nothing was migrated in it. */
  empty(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

export interface FreshStore {
  readonly store: PostgresStore;
  readonly database: TestDatabase;
  /** Another process on the same database. */
  another(options?: Partial<PostgresStoreOptions>): Promise<PostgresStore>;
  /** Statements of one session, which begins as the migrating login; the rows of the last one. */
  sql(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

/** One server for a spec file, and a migrated database that tests copy. */
export async function startWorld(): Promise<World> {
  const server = await startTestPostgres();
  const template = await server.another();
  const stores: PostgresStore[] = [];
  const migrating = await createPostgresStore({ url: template.url, secretKey });
  await migrating.migrate();
  await migrating.close();

  async function storeOn(database: TestDatabase, options: Partial<PostgresStoreOptions> = {}): Promise<PostgresStore> {
    const store = await createPostgresStore({ url: database.url, secretKey, ...options });
    stores.push(store);
    return store;
  }

  return {
    fresh: async (options) => {
      const database = await server.another(template.name);
      return {
        store: await storeOn(database, options),
        database,
        another: (other) => storeOn(database, other),
        sql: (...statements) => runSql(database.url, statements),
      };
    },
    empty: () => server.another(),
    stop: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await server.stop();
    },
  };
}

export async function runSql(url: string, statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
