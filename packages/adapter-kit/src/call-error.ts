import { type ErrorCode, type SafeDetails, SyncError } from '@megzo/core';

/** Constant, and spoken to the person who must act; what varies stands in the details. */
const messages: Readonly<Record<ErrorCode, string>> = {
  ABORTED: 'The call was cancelled; nothing was changed.',
  ACCOUNT_BLOCKED: 'The vendor has blocked this account, often for an unpaid bill. Settle it with the vendor, then calls go on.',
  ANSWER_UNREADABLE: 'The vendor answered in a form that cannot be read. If it stays so, report it with the trace id.',
  CALL_NOT_ALLOWED:
    'This call is not on the list of calls that the adapter may make. Nothing was sent. Report it as a fault of this program.',
  CONFLICT: 'The record clashes with another one or was changed elsewhere. Compare both at the vendor.',
  FORBIDDEN: 'The access key may not make this call. Give it the missing permission at the vendor.',
  NO_ANSWER: 'The vendor did not answer in time.',
  NOT_FOUND: 'The vendor does not know this record.',
  RATE_LIMITED: 'The vendor asks for a pause. Nothing needs to be done: the call is made again later.',
  REFUSED: 'The vendor understood the call and refused it. The details say what it objects to.',
  SELF_FENCED: 'The right to send had run out, so nothing was sent.',
  UNAUTHORIZED: 'The vendor does not accept the access key. Enter a valid one in the connection.',
  UNREACHABLE: 'No connection to the vendor could be made, so nothing was sent. Check the network and the address.',
  VENDOR_FAILED: 'The vendor reports a fault of its own. If it stays so, ask the vendor with the trace id.',
};

/** An error with the kit's constant text for its code. `details` must be safe to log. */
export function callError(code: ErrorCode, details: SafeDetails = {}): SyncError {
  return new SyncError(code, messages[code], { details });
}
