export { createPostgresStore, type PostgresStore, type PostgresStoreOptions } from './create-postgres-store.ts';
export { PostgresStoreError, type PostgresStoreErrorCode, postgresStoreErrorCodes } from './errors.ts';
export type { PostgresReadiness } from './readiness.ts';
