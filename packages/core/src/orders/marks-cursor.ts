import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';

/** Where the look at our marks stands. */
export interface MarksCursor {
  /** When the last look that came to its end began. Absent: none did. */
  readonly until?: Instant;
  /** The look under way: marks made since then. */
  readonly look?: { readonly since: Instant; readonly begunAt: Instant; readonly cursor?: string };
}

const cursorName = 'marks';

export async function marksCursor(tx: Tx, pair: PairId): Promise<MarksCursor> {
  return ((await tx.cursors.read(pair, cursorName)) ?? {}) as MarksCursor;
}

export function moveMarks(tx: Tx, pair: PairId, cursor: MarksCursor): Promise<void> {
  return tx.cursors.write(pair, cursorName, cursor as unknown as Json);
}

/** After a restored backup the marks tell of what was placed since it was made. */
export function readMarksAgain(tx: Tx, pair: PairId): Promise<void> {
  return moveMarks(tx, pair, {});
}
