import {
  type Answer,
  type Call,
  type DecimalText,
  done,
  exact,
  type Found,
  type Instant,
  rejected,
  type SalesOrderDraft,
  type Sent,
  SyncError,
  sameAmount,
} from '@megzo/core';
import { berlinDay } from './berlin.ts';
import type { Client } from './client.ts';
import { totalsOf } from './totals.ts';
import type { OrderConfirmation } from './wire/order-confirmation.ts';
import type { VoucherRow } from './wire/voucherlist.ts';

const dayMs = 24 * 60 * 60_000;
/** The vendor's clock against ours. */
const skewMs = 10 * 60_000;
/** So many rows that look like somebody else's are read all the same. */
const othersMax = 10;
const windowMax = 10_000;

/** Any marker of ours: `Bestellung {order} · {channel account} · {12 hex digits}`. */
const anyMarker = /Bestellung \S.{0,200} · .{1,200} · [0-9a-f]{12}(?![0-9a-f])/;

/**
 * Looks for the order confirmation of a send whose answer was lost. The voucher list is the vendor's only index and shows
 * neither texts nor lines: rows made in the window are taken from it, and each one that could be ours is read for the marker.
 *
 * Which rows are read: those of the draft's total (one cent per line of play, the vendor's line rounding is not proven), those
 * of the same recipient, and all others if there are at most ten. So a document is not found if a person changed both
 * its total and its recipient within a window in which more than ten other order confirmations were made.
 *
 * `alike` has no marker of ours, but total, recipient and day of the draft: a person may have deleted the marker's line.
 */
export async function findSalesOrder(client: Client, sent: Sent<SalesOrderDraft>, call: Call): Promise<Answer<Found<{ id: string }>>> {
  const rows = await rowsMade(client, sent, call);
  if (rows.status !== 'done') return rows;

  const marked: OrderConfirmation[] = [];
  const alike: OrderConfirmation[] = [];
  for (const row of worthReading(rows.value, sent.draft)) {
    const answer = await client.orderConfirmation(row.id, call);
    if (answer.status !== 'done') return answer;
    const document = answer.value;
    if (document === undefined) continue;
    if (textOf(document).includes(oneLine(sent.marker))) marked.push(document);
    else if (isAlike(document, sent.draft)) alike.push(document);
  }
  return done({ marked: idsByAge(marked), alike: idsByAge(alike) });
}

/** Every row made in the window, archived ones too. */
async function rowsMade(client: Client, { from, to }: Sent<SalesOrderDraft>, call: Call): Promise<Answer<readonly VoucherRow[]>> {
  const rows = new Map<string, VoucherRow>();
  // Whether the list without this filter holds archived rows is not documented (sheet 12.8), so it is asked both ways.
  for (const archived of [undefined, true]) {
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
          archived,
        },
        call,
      ),
    );
    if (answer.status !== 'done') return answer;
    for (const row of answer.value) {
      if (row.createdDate >= from - skewMs && row.createdDate <= to + skewMs) rows.set(row.id, row);
    }
  }
  return done([...rows.values()]);
}

type PageOf = Answer<{ readonly content: readonly VoucherRow[]; readonly totalPages: number; readonly totalElements: number }>;

/**
 * All rows, oldest first. Pages after the first are read from the last one down: a row that is deleted meanwhile moves the younger
 * ones to a page that is still to be read, and a new one stands at the end, so that nothing is stepped over.
 */
async function everyPage(read: (page: number) => Promise<PageOf>): Promise<Answer<readonly VoucherRow[]>> {
  const first = await read(0);
  if (first.status !== 'done') return first;
  const { content, totalPages, totalElements } = first.value;
  if (totalElements >= windowMax) {
    return rejected(new SyncError('REFUSED', 'lexoffice cannot list this many vouchers of a few days', { details: { windowMax } }));
  }
  const rows = [...content];
  for (let page = totalPages - 1; page >= 0 && totalPages > 1; page -= 1) {
    const answer = await read(page);
    if (answer.status !== 'done') return answer;
    rows.push(...answer.value.content);
  }
  return done(rows);
}

function worthReading(rows: readonly VoucherRow[], draft: SalesOrderDraft): readonly VoucherRow[] {
  const gross = totalsOf(draft).gross;
  const play = draft.lines.filter((line) => line.kind === 'priced').length;
  const likely = rows.filter((row) => isNear(row.totalAmount, gross, play) || isForRecipient(row, draft));
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

/** Every text that we could have written or a person could have moved the marker to. */
function textOf({ title, introduction, remark, deliveryTerms, lineItems }: OrderConfirmation): string {
  const lines = (lineItems ?? []).flatMap((line) => [line.name, line.description]);
  return oneLine([title, introduction, remark, deliveryTerms, ...lines].map((text) => text ?? '').join('\n'));
}

/** Blanks and line breaks may be changed by an editor; the words may not. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function idsByAge(documents: readonly OrderConfirmation[]): readonly { id: string }[] {
  const byAge = (a: { createdDate: Instant; id: string }, b: { createdDate: Instant; id: string }): number =>
    a.createdDate - b.createdDate || (a.id < b.id ? -1 : 1);
  return documents.toSorted(byAge).map(({ id }) => ({ id }));
}
