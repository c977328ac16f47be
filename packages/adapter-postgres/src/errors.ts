export const postgresStoreErrorCodes = [
  'ADDRESS_INVALID',
  'COMMIT_UNKNOWN',
  'COMMIT_REFUSED',
  'MERCHANT_MISSING',
  'ROLE_MISSING',
  'ROLE_UNSAFE',
  'SCHEMA_MISSING',
  'SCHEMA_NEWER',
  'SCHEMA_OLDER',
  'SECRET_KEY_WEAK',
  'SECRET_KEY_WRONG',
  'SERVER_TOO_OLD',
  'TRANSACTION_ENDED',
  'UNREACHABLE',
  'VAULT_UNREADABLE',
] as const;
export type PostgresStoreErrorCode = (typeof postgresStoreErrorCodes)[number];

/** What went wrong with the database itself, with what to do about it in the message. Match on the code. */
export class PostgresStoreError extends Error {
  override readonly name = 'PostgresStoreError';
  readonly code: PostgresStoreErrorCode;

  constructor(code: PostgresStoreErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** The SQLSTATE of an error that the server answered; `undefined` for everything else, such as a connection that broke. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** For a server that could not be asked at all. Messages of others can quote addresses, so a code is shown where there is one. */
export function unreachable(cause: unknown): PostgresStoreError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  const reason = code ?? (cause instanceof Error ? cause.message : 'for no reason given');
  return new PostgresStoreError(
    'UNREACHABLE',
    `The database does not answer (${reason}): check DATABASE_URL and that the server runs and lets this login in.`,
    { cause },
  );
}
