import { done, type ListPrice, listingKey, type Outcome, type Row, rejected, retryable, SyncError } from '@megzo/core';
import { isRowRefusal, placesNamed } from './batch.ts';

/** What one upsert means for each of its prices. A refusal that names records has written the others (sheet 1.5). */
export function priceRows(prices: readonly ListPrice[], outcome: Outcome<unknown>): Outcome<readonly Row<void>[]> {
  if (outcome.status !== 'done' && !isRowRefusal(outcome)) return outcome;
  const outcomeOf = outcome.status === 'done' ? () => done(undefined) : afterRefusal(prices, outcome.error);
  return done(prices.map((price, place) => ({ key: listingKey(price.ref), outcome: outcomeOf(price, place) })));
}

type RowOutcome = (price: ListPrice, place: number) => Outcome<void>;

function afterRefusal(prices: readonly ListPrice[], error: SyncError): RowOutcome {
  const records = recordsNamed(error);
  if (records.length === 0) return afterWholeRefusal(error);
  // A record that is none of ours could be any of ours: then nobody is sure to be written.
  const sure = records.every((record) => prices.some((price) => isNamed(price, record)));
  return (price) => {
    if (records.some((record) => isNamed(price, record))) return rejected(error);
    return sure
      ? done(undefined)
      : retryable(new SyncError('CONFLICT', 'Other prices of the same request were refused, and not all are named.'));
  };
}

/** Nothing was written; if places are named, the others may be sent again without them. */
function afterWholeRefusal(error: SyncError): RowOutcome {
  const places = placesNamed(error);
  return (_price, place) =>
    places.size === 0 || places.has(place)
      ? rejected(error)
      : retryable(new SyncError('CONFLICT', 'Another price of the same request was refused, and the request with it.'));
}

interface NamedRecord {
  readonly variant: string;
  /** In lower case; `?` where the refusal names none. */
  readonly currency: string;
}

function recordsNamed(error: SyncError): readonly NamedRecord[] {
  const complaints = error.details.errors;
  return (Array.isArray(complaints) ? complaints.map(String) : []).flatMap((complaint) => {
    const [, variant, currency] = /^variant_id (\d+|\?) ([a-z]{3}|\?): /.exec(complaint) ?? [];
    return variant === undefined || currency === undefined ? [] : [{ variant, currency }];
  });
}

function isNamed({ ref, currency }: ListPrice, record: NamedRecord): boolean {
  return ref.variant === record.variant && (record.currency === '?' || record.currency === currency.toLowerCase());
}
