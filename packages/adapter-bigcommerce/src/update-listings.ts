import type { Http, HttpRequest } from '@megzo/adapter-kit';
import {
  type Call,
  done,
  isAccountError,
  type ListingChange,
  type ListingRef,
  listingKey,
  type Outcome,
  type Row,
  rejected,
  retryable,
  SyncError,
} from '@megzo/core';
import { z } from 'zod';
import { isRowRefusal, placesNamed } from './batch.ts';
import { changeToProduct, changeToVariant } from './listing-body.ts';
import { batchWrittenWire, type WireBatchWritten } from './wire/product.ts';

/** What one endpoint is given in one request. */
interface Batch {
  readonly rows: readonly ListingChange[];
  readonly request: HttpRequest;
  readonly schema: z.ZodType<WireBatchWritten>;
  readonly idOf: (change: ListingChange) => string;
}

/** At most one request per endpoint: simple products, variants of grouped ones, assignments to the channel. */
export async function updateListings(
  http: Http,
  changes: readonly ListingChange[],
  channelId: number,
  call: Call,
): Promise<Outcome<readonly Row<ListingRef>[]>> {
  const outcomes = new Map<ListingChange, Outcome<ListingRef>>(changes.map((change) => [change, done(change.ref)]));
  for (const toBatch of [productBatch, variantBatch, assignmentBatch]) {
    const batch = toBatch(
      changes.filter((change) => outcomes.get(change)?.status === 'done'),
      channelId,
    );
    if (batch.rows.length === 0) continue;
    const outcome = await http.write(batch.request, batch.schema, call);
    // The account or the line, not the rows: further requests would only fail too.
    if (outcome.status === 'rejected' && isAccountError(outcome.error)) return outcome;
    for (const [change, row] of rowOutcomes(batch, outcome)) outcomes.set(change, row);
  }
  return wholeOrRows(changes, outcomes);
}

function productBatch(changes: readonly ListingChange[]): Batch {
  const rows = changes.filter((change) => !change.grouped && change.groups.includes('content'));
  return {
    rows,
    request: { method: 'PUT', path: '/v3/catalog/products', body: rows.map(changeToProduct) },
    schema: batchWrittenWire,
    idOf: (change) => change.ref.product,
  };
}

function variantBatch(changes: readonly ListingChange[]): Batch {
  const rows = changes.filter((change) => change.grouped && change.groups.includes('content'));
  return {
    rows,
    request: { method: 'PUT', path: '/v3/catalog/variants', body: rows.map(changeToVariant) },
    schema: batchWrittenWire,
    idOf: (change) => change.ref.variant,
  };
}

function assignmentBatch(changes: readonly ListingChange[], channelId: number): Batch {
  const rows = changes.filter((change) => change.groups.includes('assignment'));
  const products = [...new Set(rows.map((change) => change.ref.product))];
  const body = products.map((product) => ({ product_id: Number(product), channel_id: channelId }));
  return {
    rows,
    request: { method: 'PUT', path: '/v3/catalog/products/channel-assignments', body },
    // Answered with 204, and with nothing to compare.
    schema: z.unknown().transform(() => undefined),
    idOf: (change) => change.ref.product,
  };
}

function rowOutcomes(
  { rows, idOf }: Batch,
  outcome: Outcome<WireBatchWritten>,
): readonly (readonly [ListingChange, Outcome<ListingRef>])[] {
  if (outcome.status === 'done') {
    const written = new Set(outcome.value?.data.map(({ id }) => id));
    const partly = written.size > 0 || hasErrors(outcome.value);
    return rows.map((change) => [change, !partly || written.has(idOf(change)) ? done(change.ref) : retryable(leftOut())]);
  }
  if (!isRowRefusal(outcome)) return rows.map((change) => [change, outcome]);
  // A batch is refused without saying which element (sheet 1.5), so all share the refusal unless places are named.
  const places = placesNamed(outcome.error);
  return rows.map((change, place) => [
    change,
    places.size === 0 || places.has(place) ? rejected(outcome.error) : retryable(refusedBeside()),
  ]);
}

/** One answer for all where no row can be told from the others. */
function wholeOrRows(
  changes: readonly ListingChange[],
  outcomes: ReadonlyMap<ListingChange, Outcome<ListingRef>>,
): Outcome<readonly Row<ListingRef>[]> {
  const rows = changes.flatMap((change) => {
    const outcome = outcomes.get(change);
    return outcome === undefined ? [] : [{ key: listingKey(change.ref), outcome }];
  });
  const [first] = rows;
  const isShared = first !== undefined && rows.every(({ outcome }) => outcome === first.outcome);
  return isShared && (first.outcome.status === 'retryable' || first.outcome.status === 'unknown') ? first.outcome : done(rows);
}

function leftOut(): SyncError {
  return new SyncError('VENDOR_FAILED', 'The batch was written in part, without this row.');
}

function refusedBeside(): SyncError {
  return new SyncError('CONFLICT', 'Another row of the same batch was refused, and the batch with it.');
}

function hasErrors(written: WireBatchWritten): boolean {
  return [written?.errors, written?.batch_errors].some(
    (errors) => typeof errors === 'object' && errors !== null && Object.keys(errors).length > 0,
  );
}
