import type { PairRun } from '../effects/pair-run.ts';
import { type Outcome, retryable } from '../kernel/answer.ts';
import { isAccountError, SyncError } from '../kernel/sync-error.ts';
import { listingKey } from '../ports/channel.ts';
import type { StockWriteItem } from './judge-stock.ts';
import type { StockLane } from './stock-lane.ts';
import type { StockPublishing } from './stock-publishing.ts';

/** What is written: the target, less what is held back while the channel sells fast. */
export interface HeldItem extends StockWriteItem {
  /** Units sold on the channel around the write. */
  readonly rush: number;
  readonly told: number;
}

export interface SentRow {
  readonly item: HeldItem;
  readonly outcome: Outcome<void>;
}

/** Requests that one write may become because of refusals; orders are read again before what is left is sent. */
const requestsMax = 64;

/**
 * Writes items in as few requests as it takes, one after the other. A store refuses a whole request for one bad item: where it
 * names the item, the others are sent again without it; where it does not, halves are tried, so that one bad item of n costs
 * about 2·log₂ n requests.
 */
export async function sendStock(
  run: PairRun,
  { target, tally }: StockPublishing,
  lane: StockLane,
  items: readonly HeldItem[],
): Promise<readonly SentRow[]> {
  const rows: SentRow[] = [];
  const parts: (readonly HeldItem[])[] = [items];
  for (let requests = 0, part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (requests >= requestsMax || !(await lane.keepForWrite())) {
      rows.push(...part.map((item) => ({ item, outcome: notSent })));
      continue;
    }
    requests += 1;
    tally.writes += 1;
    const outcome = await target.set(
      part.map(({ seen, told }) => ({ seen, sellable: told })),
      { ...run.call('channel', 'stock'), maySend: () => lane.maySend() },
    );
    if (outcome.status !== 'done') {
      if (outcome.status === 'rejected' && !isAccountError(outcome.error) && part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        parts.unshift(part.slice(0, middle), part.slice(middle));
        continue;
      }
      rows.push(...part.map((item) => ({ item, outcome })));
      // One item that is refused says nothing of the others; an account or a line says all.
      if (outcome.status !== 'rejected' || isAccountError(outcome.error)) {
        rows.push(...parts.splice(0).flatMap((rest) => rest.map((item) => ({ item, outcome: notSent }))));
      }
      continue;
    }
    const answers = new Map(outcome.value.map(({ key, outcome: answer }) => [key, answer]));
    const answered = part.map((item) => ({ item, outcome: answers.get(listingKey(item.ref)) ?? notSent }));
    const refused = answered.filter((row) => row.outcome.status === 'rejected');
    const beside = answered.filter((row) => row.outcome.status === 'retryable');
    rows.push(...answered.filter((row) => row.outcome.status !== 'rejected' && row.outcome.status !== 'retryable'));
    if (refused.length === part.length && part.length > 1) {
      const middle = Math.ceil(part.length / 2);
      parts.unshift(part.slice(0, middle), part.slice(middle));
    } else if (refused.length > 0) {
      rows.push(...refused);
      if (beside.length > 0) parts.unshift(beside.map(({ item }) => item));
    } else rows.push(...beside);
  }
  return rows;
}

/** Nothing was asked of the store for it. */
export const notSent = retryable(
  new SyncError('CONFLICT', 'It was not sent: an earlier request of this run was refused or had no answer.'),
);
