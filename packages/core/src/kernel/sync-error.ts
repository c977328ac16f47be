/** Stable codes of what can go wrong between us and a vendor. Match on these, never on messages. */
export const errorCodes = [
  'ABORTED',
  'ACCOUNT_BLOCKED',
  'ANSWER_UNREADABLE',
  'CALL_NOT_ALLOWED',
  'CONFLICT',
  'FORBIDDEN',
  'NO_ANSWER',
  'NOT_FOUND',
  'RATE_LIMITED',
  'REFUSED',
  'SELF_FENCED',
  'UNAUTHORIZED',
  'UNREACHABLE',
  'VENDOR_FAILED',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Safe to log: codes, statuses, field paths, trace ids. Never a token, a name, an address or a payload. */
export type SafeDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const brand = Symbol.for('@megzo/core/SyncError');

/** What went wrong outside. Travels inside an `Answer` or `Outcome`; it is thrown only where a promise has no other way out. */
export class SyncError extends Error {
  readonly code: ErrorCode;
  readonly details: SafeDetails;
  readonly [brand] = true;

  constructor(code: ErrorCode, message: string, options: { details?: SafeDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SyncError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Works across duplicate copies of this package. */
export function isSyncError(value: unknown): value is SyncError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}

/** The account itself is refused, not the record: nothing about it is wrong, and all calls wait until a person mends the access. */
export function isAccountError(error: SyncError): boolean {
  return error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' || error.code === 'ACCOUNT_BLOCKED';
}

/** Errors of the account or the line, not of the record: further calls would only fail too. */
export function isLineError(error: SyncError): boolean {
  return isAccountError(error) || error.code === 'UNREACHABLE' || error.code === 'RATE_LIMITED' || error.code === 'ABORTED';
}
