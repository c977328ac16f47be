import { callError } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  type Clock,
  type DocumentFile,
  type DocumentPayment,
  type DocumentSource,
  done,
  type Log,
  type Page,
  rejected,
  retryable,
  type SalesDocument,
  type SalesDocumentHead,
  type Scan,
  SyncError,
} from '@megzo/core';
import { z } from 'zod';
import { berlinDay } from './berlin.ts';
import type { Client } from './client.ts';
import { type DocumentName, documentId, documentKinds, documentName, kindOfVoucherType } from './document-kinds.ts';
import { cursorOf, nextPlace, placeOf, type ScanPlace } from './document-scan.ts';
import { readPayment } from './payments.ts';
import { documentRowWire, filled, totalOf, updatedAtOf, type WireDocument } from './wire/document.ts';

const dayMs = 24 * 60 * 60_000;
/** Before the vendor existed. */
const earliest = Date.parse('2000-01-01T12:00:00Z');
const voucherTypes = Object.values(documentKinds)
  .map(({ voucherType }) => voucherType)
  .join(',');

export interface DocumentParts {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Order confirmations, invoices, credit notes and delivery notes, read only. The id of a sales order is the one that `salesOrders`
 * gives; all others are of the form `invoice/<uuid>`.
 *
 * `changed` lists through the voucher list, whose filter knows German days alone: it begins a day before `since`, so that a head
 * repeats for up to two days and whoever reads tells by `updatedAt` what is new. Pages of 250, two calls where little
 * changed; how a long list is read without stepping over a row is told at `nextPlace`. Every page is one request, and the
 * cursor is good in any process. A row that cannot be read is left out and logged. What is not seen: a row that a person takes
 * out of the archive between the two halves of a scan, unless that counts as a change; then the next scan has it.
 */
export function createDocuments(parts: DocumentParts): DocumentSource {
  return {
    changed: (scan, call) => listFrom(parts, scan, call),
    read: (id, call) => readDocument(parts.client, id, call),
    fetch: ({ id, kind }, call) => fetchFile(parts.client, { id, kind }, call),
  };
}

async function listFrom({ client, clock, log }: DocumentParts, scan: Scan, call: Call): Promise<Answer<Page<SalesDocumentHead>>> {
  const place = placeOf(scan.cursor, berlinDay(Math.max(scan.since - dayMs, earliest)));
  const answer = await client.documents(listQuery(place), call);
  if (answer.status !== 'done') return answer;
  const { content, totalPages, totalElements } = answer.value;
  const changes = content.flatMap((row) => updatedAtOf(row) ?? []);
  if (changes.some((at, index) => at < (changes[index - 1] ?? at))) {
    // Rounds over a list that is not in order would skip rows without a sign.
    return retryable(callError('ANSWER_UNREADABLE', { reason: 'list-not-in-order' }));
  }
  const seen = { first: changes[0], last: changes.at(-1), totalPages, totalElements };
  const next = nextPlace(place, seen, berlinDay(clock.now()));
  if (next === 'too-many') {
    return rejected(new SyncError('REFUSED', 'lexoffice cannot list this many documents of one day', { details: { day: place.from } }));
  }
  const items = readRows(content, log);
  return done(next === undefined ? { items } : { items, next: cursorOf(next) });
}

function listQuery({ from, to, archived, page }: ScanPlace) {
  return {
    voucherType: voucherTypes,
    voucherStatus: 'any',
    updatedDateFrom: from,
    updatedDateTo: to,
    archived: archived ? true : undefined,
    sort: 'updatedDate,ASC',
    size: 250,
    page,
  };
}

function readRows(rows: readonly unknown[], log: Log): readonly SalesDocumentHead[] {
  return rows.flatMap((row) => {
    const parsed = documentRowWire.safeParse(row);
    if (parsed.success) return [parsed.data];
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
    log.error('lexoffice: a document cannot be read and is left out', { id: idOf(row), fields });
    return [];
  });
}

function idOf(row: unknown): string {
  return z.object({ id: z.guid() }).safeParse(row).data?.id ?? 'unknown';
}

/** One call, and another one for the payment of an invoice or a credit note that can have one. */
async function readDocument(client: Client, id: string, call: Call): Promise<Answer<SalesDocument | undefined>> {
  const name = documentName(id);
  if (name === undefined) return done(undefined);
  const answer = await client.document(name, call);
  if (answer.status !== 'done') return answer;
  const wire = answer.value;
  if (wire === undefined) return done(undefined);
  if (!hasPayment(name, wire)) return toDocument(name, wire);
  const payment = await readPayment(client, name.uuid, call);
  return payment.status === 'done' ? toDocument(name, wire, payment.value) : payment;
}

/** Not asked for where the vendor answers with "an unspecified error" (sheet 5.1): drafts, and credit notes related to an invoice. */
function hasPayment({ kind }: DocumentName, { voucherStatus, relatedVouchers }: WireDocument): boolean {
  if (voucherStatus === 'draft' || (kind !== 'invoice' && kind !== 'credit-note')) return false;
  return kind === 'invoice' || !(relatedVouchers ?? []).some(({ voucherType }) => voucherType === 'invoice');
}

function toDocument(name: DocumentName, wire: WireDocument, payment?: DocumentPayment): Answer<SalesDocument> {
  const totalGross = totalOf(name.kind, wire.totalPrice?.totalGrossAmount);
  if (totalGross === undefined)
    return retryable(callError('ANSWER_UNREADABLE', { reason: 'form', fields: ['totalPrice.totalGrossAmount'] }));
  return done({
    id: documentId({ kind: name.kind, uuid: wire.id }),
    kind: name.kind,
    ...filled('number', wire.voucherNumber),
    state: wire.voucherStatus,
    createdAt: wire.createdDate,
    updatedAt: wire.updatedDate,
    totalGross,
    currency: wire.totalPrice?.currency ?? 'EUR',
    ...filled('contactId', wire.address?.contactId),
    related: relatedOf(wire),
    texts: textsOf(wire),
    ...(payment === undefined ? {} : { payment }),
  });
}

/** Neighbours of the four kinds; quotations and dunnings are left out. */
function relatedOf({ relatedVouchers }: WireDocument): SalesDocument['related'] {
  return (relatedVouchers ?? []).flatMap(({ id, voucherType, voucherNumber }) => {
    const kind = kindOfVoucherType(voucherType);
    return kind === undefined ? [] : [{ id: documentId({ kind, uuid: id }), kind, ...filled('number', voucherNumber) }];
  });
}

function textsOf({ title, introduction, remark, deliveryTerms, lineItems }: WireDocument): readonly string[] {
  const lines = (lineItems ?? []).flatMap(({ name, description }) => [name, description]);
  return [title, introduction, remark, deliveryTerms, ...lines].filter((text): text is string => text != null && text !== '');
}

/**
 * The rendered PDF. For an e-invoice of the profile XRechnung this is its preview, which is no valid e-invoice; ZUGFeRD has its XML
 * inside (sheet 5).
 */
async function fetchFile(
  client: Client,
  { id, kind }: { readonly id: string; readonly kind: SalesDocumentHead['kind'] },
  call: Call,
): Promise<Answer<DocumentFile>> {
  const name = documentName(id);
  if (name === undefined || name.kind !== kind) return rejected(callError('NOT_FOUND', { kind }));
  const answer = await client.documentFile(name, call);
  if (answer.status === 'rejected' && answer.error.code === 'CONFLICT') return rejected(isDraft(answer.error));
  if (answer.status !== 'done') return answer;
  const { bytes, type, name: fileName } = answer.value;
  // A page for people comes with a 200 as well.
  if (type !== 'application/pdf') return retryable(callError('ANSWER_UNREADABLE', { reason: 'not-pdf' }));
  return done({ bytes, type, name: fileName ?? `${kind}.pdf` });
}

/** 409 here is no clash of versions (sheet 5). */
function isDraft({ details }: SyncError): SyncError {
  return new SyncError('REFUSED', 'lexoffice renders no file of a draft: a person must finalise it in the web application.', { details });
}
