import { type ProblemWords, problemWords } from '../kernel/problem-catalogue.ts';
import type { SyncError } from '../kernel/sync-error.ts';

/** The catalogue's words for an error of a whole connection. */
export function connectionWords(error: SyncError, connection: string): ProblemWords & { readonly code: string } {
  const own = error.details.problem;
  const code = typeof own === 'string' ? own : (connectionCodes[error.code] ?? 'CONNECTION_FAILED');
  return { code, ...problemWords(code, { connection, code: error.code }) };
}

const connectionCodes: Readonly<Partial<Record<SyncError['code'], string>>> = {
  UNAUTHORIZED: 'CONNECTION_UNAUTHORIZED',
  FORBIDDEN: 'CONNECTION_FORBIDDEN',
  ACCOUNT_BLOCKED: 'CONNECTION_ACCOUNT_BLOCKED',
  UNREACHABLE: 'CONNECTION_UNREACHABLE',
  NO_ANSWER: 'CONNECTION_UNREACHABLE',
  VENDOR_FAILED: 'CONNECTION_FAILED',
  RATE_LIMITED: 'CONNECTION_RATE_LIMITED',
  ANSWER_UNREADABLE: 'CONNECTION_ANSWER_UNREADABLE',
};
