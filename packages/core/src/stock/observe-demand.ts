import type { Instant } from '../kernel/instant.ts';
import type { StockEvent } from '../ports/stock-journal.ts';

const hourMs = 3_600_000;
const hoursMax = 24 * 28;
const shareOfHours = 0.95;

/**
 * Units per hour that one account's shoppers ask for, from what the ledger allocated for its orders in the last four weeks: the
 * 95th percentile of the hours, and at least the mean, so that what sells once a day is not taken for unsold. An estimate, in
 * binary floats.
 */
export function observedPerHour(events: readonly StockEvent[], accountId: string, now: Instant): number {
  const [first] = events;
  if (first === undefined) return 0;
  const from = Math.max(first.at, now - hoursMax * hourMs);
  const hours = Math.max(1, Math.ceil((now - from) / hourMs));
  const perHour = new Map<number, number>();
  let sum = 0;
  for (const { kind, source, units, at } of events) {
    if (kind !== 'allocation' || at < from || !source.includes(`:${accountId}/order/`)) continue;
    const hour = Math.floor((at - from) / hourMs);
    perHour.set(hour, (perHour.get(hour) ?? 0) + units);
    sum += units;
  }
  const sold = [...perHour.values()].sort((a, b) => a - b);
  // Hours without a sale come first in the order of all hours.
  const rank = Math.ceil(hours * shareOfHours) - 1 - (hours - sold.length);
  return Math.max(sold[rank] ?? 0, sum / hours);
}
