import { isAccountError, type Outcome, type SyncError } from '@megzo/core';

type Refusal = { readonly status: 'rejected' | 'taken'; readonly error: SyncError };

/** The vendor dislikes what was written, not the account: a matter of single rows. */
export function isRowRefusal(outcome: Outcome<unknown>): outcome is Refusal {
  return (outcome.status === 'rejected' && !isAccountError(outcome.error)) || outcome.status === 'taken';
}
