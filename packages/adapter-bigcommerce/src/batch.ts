import { isAccountError, type Outcome, type SyncError } from '@megzo/core';

type Refusal = { readonly status: 'rejected' | 'taken'; readonly error: SyncError };

/** The vendor dislikes what was written, not the account: a matter of single rows. */
export function isRowRefusal(outcome: Outcome<unknown>): outcome is Refusal {
  return (outcome.status === 'rejected' && !isAccountError(outcome.error)) || outcome.status === 'taken';
}

/** Complaints about an element begin with its place, such as `0.name` (sheet 1.5). */
export function placesNamed(error: SyncError): ReadonlySet<number> {
  const complaints = error.details.errors;
  const places = (Array.isArray(complaints) ? complaints : []).flatMap((complaint) => /^(\d+)[.:]/.exec(String(complaint))?.[1] ?? []);
  return new Set(places.map(Number));
}
