import { DataSource, type Logger } from 'typeorm';
import { FirstTables0000000000001 } from './migrations/0001-first-tables.ts';
import { Recovery0000000000002 } from './migrations/0002-recovery.ts';
import { OpenOrders0000000000003 } from './migrations/0003-open-orders.ts';
import { RuleLife0000000000004 } from './migrations/0004-rule-life.ts';
import { StockHoldings0000000000006 } from './migrations/0006-stock-holdings.ts';
import { Inbox0000000000007 } from './migrations/0007-inbox.ts';
import { PoolsOfPairs0000000000008 } from './migrations/0008-pools-of-pairs.ts';

const migrations = [
  FirstTables0000000000001,
  Recovery0000000000002,
  OpenOrders0000000000003,
  RuleLife0000000000004,
  StockHoldings0000000000006,
  Inbox0000000000007,
  PoolsOfPairs0000000000008,
];

/** In the order of their coming; the last one names the schema that this program works with. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/** TypeORM runs the migrations and nothing else: `docs/adr/0003-sql-in-the-store.md`. */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'megzo',
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    installExtensions: false,
    logger: silent,
    poolSize: 1,
    applicationName: 'megzo migrations',
  });
}

/** What fails is thrown; a library writes nothing to the console. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
