import {
  type Answer,
  type Call,
  type DecimalText,
  done,
  exact,
  type Found,
  type Instant,
  mapAnswer,
  rejected,
  type SalesOrderDraft,
  type Sent,
  type SweepCall,
  type Swept,
  SyncError,
  sameAmount,
} from '@megzo/core';
import { berlinDay } from './berlin.ts';
import type { Client } from './client.ts';
import { textsOf } from './read-back.ts';
import { totalsOf } from './totals.ts';
import type { OrderConfirmation } from './wire/order-confirmation.ts';
import type { VoucherRow } from './wire/voucherlist.ts';

const dayMs = 24 * 60 * 60_000;
/** The vendor's clock against ours. */
const skewMs = 10 * 60_000;
/** So many rows that look like somebody else's are read all the same. */
const othersMax = 10;
/** The vendor lists 10 000 rows at the most and says 10 000 for anything beyond (sheet 1.3). */
const windowMax = 10_000;

/** Any marker of ours: `Bestellung {order} · {channel account} · {12 hex digits}`. */
const anyMarker = /Bestellung \S.{0,200} · .{1,200} · [0-9a-f]{12}(?![0-9a-f])/;

const everyMarker = /Bestellung \S+ · \S+ · [0-9a-f]{12}(?![0-9a-f])/g;

/**
 * Looks for the order confirmations of sends whose answers were lost. The voucher list is the vendor's only index and shows
 * neither texts nor lines: rows made in the window are taken from it, and each one that could be ours is read for the marker,
 * once however many look for it.
 *
 * Which rows are read: those of a draft's total (one cent per line of play, the vendor's line rounding is not proven), those
 * of a draft's recipient, and all others if there are at most ten. So a document is not found if a person changed both
 * its total and its recipient within a window in which more than ten other order confirmations were made.
 *
 * `alike` has no marker of ours, but total, recipient and day of the draft: a person may have deleted the marker's line. Alike is also one
 * that carries the marker beside another order's.
 */
export async function sweepSalesOrders(
  client: Client,
  sent: readonly Sent<SalesOrderDraft>[],
  call: SweepCall,
): Promise<Answer<Swept<{ id: string }>>> {
  const window = { from: Math.min(...sent.map(({ from }) => from)), to: Math.max(...sent.map(({ to }) => to)) };
  const rows = await rowsMade(client, window, call);
  if (rows.status !== 'done') return rows;
  const worth = worthReading(rows.value, sent);
  const known = await call.known(worth.map(({ id }) => id));

  const documents: OrderConfirmation[] = [];
  for (const { id } of worth) {
    if (known.has(id)) continue;
    const answer = await client.orderConfirmation(id, call);
    if (answer.status !== 'done') return answer;
    if (answer.value !== undefined) documents.push(answer.value);
  }
  const oldestFirst = documents.toSorted(byAge);
  return done({
    found: sent.map((one) => foundIn(oldestFirst, one)),
    read: oldestFirst.map((document) => ({ made: { id: document.id }, texts: textsOf(document) })),
  });
}

/** The same for one, which nobody has accounted for. */
export async function findSalesOrder(client: Client, sent: Sent<SalesOrderDraft>, call: Call): Promise<Answer<Found<{ id: string }>>> {
  const swept = await sweepSalesOrders(client, [sent], { ...call, known: () => Promise.resolve(new Set()) });
  return mapAnswer(swept, ({ found }) => found[0] as Found<{ id: string }>);
}

function foundIn(documents: readonly OrderConfirmation[], { marker, from, to, draft }: Sent<SalesOrderDraft>): Found<{ id: string }> {
  const named = documents.filter((document) => textOf(document).includes(oneLine(marker)));
  const marked = named.filter((document) => !namesAnother(document, marker));
  const alike = documents.filter(
    (document) =>
      !marked.includes(document) && (named.includes(document) || (isWithin(document, { from, to }) && isAlike(document, draft))),
  );
  return { marked: marked.map(({ id }) => ({ id })), alike: alike.map(({ id }) => ({ id })) };
}

/** Buyers' own words stand in a document too, and anybody can copy a marker: one that names two orders is a person's question. */
function namesAnother(document: OrderConfirmation, marker: string): boolean {
  return (textOf(document).match(everyMarker) ?? []).some((one) => one !== oneLine(marker));
}

interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** Every row made in the window, archived ones too. */
async function rowsMade(client: Client, window: Window, call: Call): Promise<Answer<readonly VoucherRow[]>> {
  const rows = new Map<string, VoucherRow>();
  // Whether the list without this filter holds archived rows is not documented (sheet 12.8), so it is asked both ways.
  for (const archived of [undefined, true]) {
    const answer = await rowsListed(client, window, { archived, call });
    if (answer.status !== 'done') return answer;
    for (const row of answer.value) {
      if (isWithin(row, window)) rows.set(row.id, row);
    }
  }
  return done([...rows.values()]);
}

interface Listing {
  readonly archived: boolean | undefined;
  readonly call: Call;
}

/** A window of more rows than can be reached, such as one that goes back a year, is halved until its parts can be listed. */
async function rowsListed(client: Client, window: Window, listing: Listing): Promise<Answer<readonly VoucherRow[]>> {
  const { from, to } = window;
  const answer = await everyPage((page) =>
    client.vouchers(
      {
        voucherType: 'orderconfirmation',
        voucherStatus: 'any',
        // Whole German days; a day more on both sides costs a page at the most.
        createdDateFrom: berlinDay(from - dayMs),
        createdDateTo: berlinDay(to + dayMs),
        sort: 'createdDate,ASC',
        size: 250,
        page,
        archived: listing.archived,
      },
      listing.call,
    ),
  );
  if (answer.status !== 'done') return answer;
  if (answer.value !== 'too many') return done(answer.value);
  if (to - from <= dayMs) {
    return rejected(new SyncError('REFUSED', 'lexoffice cannot list this many vouchers of a few days', { details: { windowMax } }));
  }
  const middle = from + Math.floor((to - from) / 2);
  const older = await rowsListed(client, { from, to: middle }, listing);
  if (older.status !== 'done') return older;
  const younger = await rowsListed(client, { from: middle, to }, listing);
  return mapAnswer(younger, (rows) => [...older.value, ...rows]);
}

type PageOf = Answer<{ readonly content: readonly VoucherRow[]; readonly totalPages: number; readonly totalElements: number }>;

/**
 * All rows, oldest first. Pages after the first are read from the last one down: a row that is deleted meanwhile moves the younger
 * ones to a page that is still to be read, and a new one stands at the end, so that nothing is stepped over.
 */
async function everyPage(read: (page: number) => Promise<PageOf>): Promise<Answer<readonly VoucherRow[] | 'too many'>> {
  const first = await read(0);
  if (first.status !== 'done') return first;
  const { content, totalPages, totalElements } = first.value;
  if (totalElements >= windowMax) return done('too many');
  const rows = [...content];
  for (let page = totalPages - 1; page >= 0 && totalPages > 1; page -= 1) {
    const answer = await read(page);
    if (answer.status !== 'done') return answer;
    rows.push(...answer.value.content);
  }
  return done(rows);
}

function worthReading(rows: readonly VoucherRow[], sent: readonly Sent<SalesOrderDraft>[]): readonly VoucherRow[] {
  const looks = sent.map(({ draft }) => ({
    draft,
    gross: totalsOf(draft).gross,
    play: draft.lines.filter((line) => line.kind === 'priced').length,
  }));
  const likely = rows.filter((row) =>
    looks.some(({ draft, gross, play }) => isNear(row.totalAmount, gross, play) || isForRecipient(row, draft)),
  );
  return rows.length - likely.length <= othersMax ? rows : likely;
}

function isNear(left: DecimalText, right: DecimalText, cents: number): boolean {
  return exact(left).minus(right).abs().times(100).lessThanOrEqualTo(cents);
}

function isForRecipient(
  { contactId, contactName }: Pick<VoucherRow, 'contactId' | 'contactName'>,
  { recipient }: SalesOrderDraft,
): boolean {
  return (recipient.kind === 'contact' && contactId === recipient.contactId) || isSameName(contactName, recipient.address.name);
}

function isAlike(document: OrderConfirmation, draft: SalesOrderDraft): boolean {
  return (
    !anyMarker.test(textOf(document)) &&
    sameAmount(document.totalPrice.totalGrossAmount, totalsOf(draft).gross) &&
    berlinDay(document.voucherDate) === draft.placedOn &&
    isForRecipient({ contactId: document.address?.contactId, contactName: document.address?.name }, draft)
  );
}

function isSameName(left: string | null | undefined, right: string): boolean {
  return left != null && oneLine(left).toLowerCase() === oneLine(right).toLowerCase();
}

function textOf(document: OrderConfirmation): string {
  return oneLine(textsOf(document).join('\n'));
}

/** Blanks and line breaks may be changed by an editor; the words may not. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function isWithin({ createdDate }: { readonly createdDate: Instant }, { from, to }: Window): boolean {
  return createdDate >= from - skewMs && createdDate <= to + skewMs;
}

function byAge(a: OrderConfirmation, b: OrderConfirmation): number {
  return a.createdDate - b.createdDate || (a.id < b.id ? -1 : 1);
}
