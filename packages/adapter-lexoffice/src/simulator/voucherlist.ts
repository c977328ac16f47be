import { type Answer, type Call, single } from './call.ts';
import { htmlEncode } from './contact-search.ts';
import { regularError } from './errors.ts';
import type { Json } from './json.ts';
import { type ListedRow, listedRows } from './listing.ts';
import { envelope, pageOf, type Sort, wholeNumber } from './paging.ts';
import { now, type State } from './state.ts';
import { berlinDay, isDay, startOfDay, toStamp } from './time.ts';

/** `dunning` is not among them (measured). */
const types = [
  'salesinvoice',
  'salescreditnote',
  'purchaseinvoice',
  'purchasecreditnote',
  'invoice',
  'downpaymentinvoice',
  'creditnote',
  'orderconfirmation',
  'quotation',
  'deliverynote',
];

const statuses = ['draft', 'open', 'paid', 'paidoff', 'voided', 'transferred', 'sepadebit', 'overdue', 'accepted', 'rejected', 'unchecked'];

const sortKeys: Readonly<Record<string, (row: ListedRow) => number | string>> = {
  voucherDate: (row) => row.voucherDateAt,
  voucherNumber: (row) => row.number,
  createdDate: (row) => row.createdAt,
  updatedDate: (row) => row.updatedAt,
};

/** The only index of sales documents (4.9). */
export function answerVoucherlist(state: State, call: Call): Answer | undefined {
  if (call.method !== 'GET' || call.rest.length > 0) return undefined;
  const wantedTypes = listOf(call, 'voucherType', types);
  const wantedStatuses = listOf(call, 'voucherStatus', statuses);
  if (wantedStatuses !== 'any' && wantedStatuses.includes('overdue') && wantedStatuses.length > 1) {
    throw regularError(400, 'Der Status overdue kann nicht mit anderen kombiniert werden.');
  }
  const size = wholeNumber(single(call, 'size'), 25);
  if (size < 1 || size > 250) throw regularError(400, 'size muss zwischen 1 und 250 liegen.');
  const page = Math.max(wholeNumber(single(call, 'page'), 0), 0);
  const { property, direction } = sortOf(call);
  const archived = single(call, 'archived');
  const contactId = single(call, 'contactId');
  const number = single(call, 'voucherNumber');
  const inDays = [
    dayFilter(call, 'voucherDate', (row) => row.voucherDateAt),
    dayFilter(call, 'createdDate', (row) => row.createdAt),
    dayFilter(call, 'updatedDate', (row) => row.updatedAt),
  ];
  const at = now(state);
  const today = berlinDay(at);
  const isArchivedWanted = (row: ListedRow): boolean =>
    archived === undefined ? state.settings.listedByDefault === 'all' || !row.archived : row.archived === (archived === 'true');
  const rows = listedRows(state.listing, at).filter(
    (row) =>
      (wantedTypes === 'any' || wantedTypes.includes(row.voucherType)) &&
      hasStatus(row, { wanted: wantedStatuses, today }) &&
      isArchivedWanted(row) &&
      (contactId === undefined || row.contactId === contactId) &&
      (number === undefined || htmlEncode(row.number) === number) &&
      inDays.every((isIn) => isIn(row)),
  );
  const key = sortKeys[property] ?? ((row: ListedRow) => row.voucherDateAt);
  const sign = direction === 'ASC' ? 1 : -1;
  rows.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const content = pageOf(rows, { page, size }).map((row) => rowToJson(row, today));
  return { status: 200, body: envelope({ content, total: rows.length, page, size, property, direction }) };
}

/** A mandatory comma list, or `any`. */
function listOf(call: Call, name: string, known: readonly string[]): 'any' | readonly string[] {
  const text = single(call, name);
  if (text === undefined || text === '') throw regularError(400, `Der Parameter ${name} ist erforderlich.`);
  if (text === 'any') return 'any';
  const values = text.split(',');
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) throw regularError(400, `Ungültiger Wert für ${name}: ${unknown}`);
  return values;
}

function sortOf(call: Call): Sort {
  const text = single(call, 'sort');
  if (text === undefined) return { property: 'voucherDate', direction: 'DESC' };
  const [property = '', direction = 'ASC'] = text.split(',');
  const upper = direction.toUpperCase();
  if (sortKeys[property] === undefined || (upper !== 'ASC' && upper !== 'DESC')) throw regularError(400, `Ungültige Sortierung: ${text}`);
  return { property, direction: upper };
}

/** From and to are whole German days (1.2). */
function dayFilter(call: Call, name: string, instantOf: (row: ListedRow) => number): (row: ListedRow) => boolean {
  const [from, to] = [single(call, `${name}From`), single(call, `${name}To`)];
  for (const day of [from, to]) {
    if (day !== undefined && !isDay(day)) throw regularError(400, `Ungültiges Datum: ${day}`);
  }
  return (row) => {
    if (from === undefined && to === undefined) return true;
    const day = berlinDay(instantOf(row));
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  };
}

/** `overdue` is never stored: it is what an open row past its due date shows. */
function shownStatus(row: ListedRow, today: string): string {
  const isLate = row.dueDateAt !== undefined && berlinDay(row.dueDateAt) < today;
  return isLate && (row.status === 'open' || row.status === 'sepadebit') ? 'overdue' : row.status;
}

interface StatusFilter {
  readonly wanted: 'any' | readonly string[];
  readonly today: string;
}

function hasStatus(row: ListedRow, { wanted, today }: StatusFilter): boolean {
  return wanted === 'any' || wanted.includes(row.status) || wanted.includes(shownStatus(row, today));
}

function rowToJson(row: ListedRow, today: string): Json {
  return {
    id: row.id,
    voucherType: row.voucherType,
    voucherStatus: shownStatus(row, today),
    voucherNumber: row.number,
    // The list shows the day alone, the document its time of day (1.2).
    voucherDate: toStamp(startOfDay(berlinDay(row.voucherDateAt))),
    createdDate: toStamp(wholeSecond(row.createdAt)),
    updatedDate: toStamp(wholeSecond(row.updatedAt)),
    dueDate: row.dueDateAt === undefined ? null : toStamp(row.dueDateAt),
    contactId: row.contactId ?? null,
    contactName: row.contactName,
    totalAmount: row.total,
    openAmount: row.open,
    currency: 'EUR',
    archived: row.archived,
  };
}

/** Samples have no milliseconds here (4.9). */
function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
