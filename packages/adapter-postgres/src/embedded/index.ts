export { EmbeddedPostgresError, EmbeddedPostgresHeld, type Holder } from './errors.ts';
export { type JoinedPostgres, joinEmbeddedPostgres } from './join.ts';
export type { Urls } from './logins.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
