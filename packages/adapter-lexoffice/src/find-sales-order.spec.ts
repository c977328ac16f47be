import { describe, expect, it } from '@jest/globals';
import { type Answer, decimal, type Found, type SalesOrderDraft } from '@megzo/core';
import { aDraft, aLine } from '../test/fixtures.ts';
import { aCall, type Reply, type SeenRequest, scriptedVendor } from '../test/scripted-vendor.ts';

const marker = 'Bestellung 100 · shop · 0123456789ab';
const from = Date.parse('2026-05-04T10:00:00Z');
const to = Date.parse('2026-05-04T10:02:00Z');

/** A document as a person would describe it; what is absent is as in our own draft. */
interface Document {
  readonly total?: string;
  readonly createdAt?: string;
  readonly voucherDate?: string;
  readonly name?: string;
  readonly contactId?: string;
  readonly archived?: boolean;
  readonly texts?: Readonly<Record<string, unknown>>;
}

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A vendor with these order confirmations, numbered from 1; pages of `size` rows, and a look at each listing call. */
function books(documents: readonly Document[], { size = 250, onList }: { size?: number; onList?: (rows: Document[]) => void } = {}) {
  const known = new Map(documents.map((document, index) => [document, id(index + 1)]));
  const live = [...documents];
  function list({ query }: SeenRequest): Reply {
    const chosen = live.filter((document) => (query.archived === undefined ? document.archived !== true : document.archived === true));
    const page = Number(query.page);
    const rows = chosen.slice(page * size, page * size + size).map((document) => row(document, known.get(document) ?? ''));
    const body = `{"content":[${rows.join(',')}],"totalPages":${Math.ceil(chosen.length / size)},"totalElements":${chosen.length}}`;
    onList?.(live);
    return { body };
  }
  return scriptedVendor({
    'GET /v1/voucherlist': list,
    ...Object.fromEntries(
      [...known].map(([document, its]) => [
        `GET /v1/order-confirmations/${its}`,
        () => (live.includes(document) ? { body: full(document, its) } : { status: 404, body: {} }),
      ]),
    ),
  });
}

function row(
  { total = '39.40', createdAt = '2026-05-04T12:00:30.000+02:00', contactId, name = 'Erika Muster', archived = false }: Document,
  its: string,
): string {
  return `{"id":"${its}","voucherType":"orderconfirmation","voucherStatus":"open","voucherNumber":"AB1","voucherDate":"2026-05-04T00:00:00.000+02:00","createdDate":"${createdAt}","updatedDate":"${createdAt}","dueDate":null,"contactId":${JSON.stringify(contactId ?? null)},"contactName":${JSON.stringify(name)},"totalAmount":${total},"openAmount":null,"currency":"EUR","archived":${archived}}`;
}

function full(document: Document, its: string): string {
  const {
    total = '39.40',
    createdAt = '2026-05-04T12:00:30.000+02:00',
    voucherDate = '2026-05-04T00:00:00.000+02:00',
    contactId,
    name = 'Erika Muster',
  } = document;
  const texts = JSON.stringify(document.texts ?? {}).slice(1, -1);
  return `{"id":"${its}","createdDate":"${createdAt}","voucherDate":"${voucherDate}","voucherStatus":"open","voucherNumber":"AB1","address":${JSON.stringify({ contactId, name, countryCode: 'DE' })},"totalPrice":{"currency":"EUR","totalNetAmount":${total},"totalGrossAmount":${total},"totalTaxAmount":0}${texts === '' ? '' : `,${texts}`}}`;
}

const inTextLine = {
  lineItems: [
    { type: 'custom', name: 'Tasse' },
    { type: 'text', name: marker },
  ],
};

async function look(vendor: ReturnType<typeof books>, draft: SalesOrderDraft = aDraft()): Promise<Answer<Found<{ id: string }>>> {
  const { find } = vendor.port.salesOrders;
  if (find === undefined) throw new Error('sales orders can be found');
  return find({ marker, from, to, draft }, aCall());
}

function documentsRead(vendor: ReturnType<typeof books>): readonly string[] {
  return vendor.seen.filter(({ path }) => path.startsWith('/v1/order-confirmations/')).map(({ path }) => path.slice(-2));
}

describe('finding a sales order', () => {
  it('asks the list for whole German days around the window, of every status, archived ones too', async () => {
    const vendor = books([]);

    expect(await look(vendor)).toEqual({ status: 'done', value: { marked: [], alike: [] } });
    const query = {
      voucherType: 'orderconfirmation',
      voucherStatus: 'any',
      createdDateFrom: '2026-05-03',
      createdDateTo: '2026-05-05',
      sort: 'createdDate,ASC',
      size: '250',
      page: '0',
    };
    expect(vendor.seen.map((request) => request.query)).toEqual([query, { ...query, archived: 'true' }]);
  });

  it('counts the days in Berlin', async () => {
    const vendor = books([]);
    const late = Date.parse('2026-10-24T22:30:00Z');
    await vendor.port.salesOrders.find?.({ marker, from: late, to: late, draft: aDraft() }, aCall());

    // Half past midnight of the 25th, the day of the clock change, less and plus 24 hours.
    expect(vendor.seen[0]?.query).toMatchObject({ createdDateFrom: '2026-10-24', createdDateTo: '2026-10-25' });
  });

  it.each([
    ['a text line', inTextLine],
    ['a line’s description', { lineItems: [{ type: 'text', name: 'Hinweis', description: marker }] }],
    ['the remark', { remark: `Danke.\n${marker}` }],
    ['the introduction', { introduction: `${marker} vom 4. Mai` }],
    ['a text whose blanks were changed', { remark: 'Bestellung  100 · shop\n· 0123456789ab' }],
  ])('knows the marker in %s', async (_, texts) => {
    expect(await look(books([{ texts }]))).toEqual({ status: 'done', value: { marked: [{ id: id(1) }], alike: [] } });
  });

  it('asks about one that carries another order’s marker too, since buyers can copy it into their own words', async () => {
    const buyer = { type: 'text', name: 'Lieferanschrift', description: 'Bestellung 101 · shop · ba9876543210' };
    const texts = { lineItems: [{ type: 'custom', name: 'Tasse' }, buyer, { type: 'text', name: marker }] };

    expect(await look(books([{ texts, total: '7.00' }]))).toEqual({ status: 'done', value: { marked: [], alike: [{ id: id(1) }] } });
  });

  it('finds an archived one', async () => {
    expect(await look(books([{ texts: inTextLine, archived: true }]))).toMatchObject({ value: { marked: [{ id: id(1) }] } });
  });

  it('tells two with the marker, the oldest first', async () => {
    const vendor = books([
      { texts: inTextLine, createdAt: '2026-05-04T12:01:00.000+02:00' },
      { texts: inTextLine, createdAt: '2026-05-04T12:00:00.000+02:00' },
    ]);

    expect(await look(vendor)).toMatchObject({ value: { marked: [{ id: id(2) }, { id: id(1) }] } });
  });

  it('neither marks nor suspects the document of another order with the same customer, day and total', async () => {
    const texts = { lineItems: [{ type: 'text', name: 'Bestellung 101 · shop · ba9876543210' }] };

    expect(await look(books([{ texts }]))).toEqual({ status: 'done', value: { marked: [], alike: [] } });
  });

  it.each([
    ['2026-05-04T11:49:59.000+02:00', false],
    ['2026-05-04T11:50:00.000+02:00', true],
    ['2026-05-04T12:12:00.000+02:00', true],
    ['2026-05-04T12:12:01.000+02:00', false],
  ])('of what was made at %s reads the document: %j', async (createdAt, isRead) => {
    const vendor = books([{ texts: inTextLine, createdAt }]);

    expect(await look(vendor)).toMatchObject({ value: { marked: isRead ? [{ id: id(1) }] : [] } });
    expect(documentsRead(vendor)).toHaveLength(isRead ? 1 : 0);
  });

  it('passes over one that a person deleted meanwhile', async () => {
    const vendor = books([{ texts: inTextLine }], { onList: (live) => live.splice(0) });

    expect(await look(vendor)).toEqual({ status: 'done', value: { marked: [], alike: [] } });
  });

  it.each([
    ['GET /v1/voucherlist', { 'GET /v1/voucherlist': { status: 500, body: {} } }],
    [
      'the document',
      {
        'GET /v1/voucherlist': { body: `{"content":[${row({}, id(1))}],"totalPages":1,"totalElements":1}` },
        [`GET /v1/order-confirmations/${id(1)}`]: { status: 504, body: {} },
      },
    ],
  ])('proves nothing when %s gave no answer', async (_, script) => {
    expect(await look(scriptedVendor(script))).toMatchObject({ status: 'retryable' });
  });

  it('is rejected where the vendor would hide rows beyond its window', async () => {
    const vendor = scriptedVendor({
      'GET /v1/voucherlist': { body: `{"content":[${row({}, id(1))}],"totalPages":40,"totalElements":10000}` },
    });

    expect(await look(vendor)).toMatchObject({ status: 'rejected', error: { code: 'REFUSED', details: { windowMax: 10_000 } } });
    expect(documentsRead(vendor)).toEqual([]);
  });

  it('goes on in halves of a window that goes back too far to be listed at once', async () => {
    const ours = { texts: inTextLine };
    const vendor = scriptedVendor({
      'GET /v1/voucherlist': ({ query }) => {
        const days = (Date.parse(query.createdDateTo ?? '') - Date.parse(query.createdDateFrom ?? '')) / 86_400_000;
        if (days > 100) return { body: '{"content":[],"totalPages":40,"totalElements":10000}' };
        const holdsOurs = (query.createdDateFrom ?? '') <= '2026-05-04' && '2026-05-04' <= (query.createdDateTo ?? '');
        const content = holdsOurs && query.archived === undefined ? row(ours, id(1)) : '';
        return { body: `{"content":[${content}],"totalPages":1,"totalElements":${content === '' ? 0 : 1}}` };
      },
      [`GET /v1/order-confirmations/${id(1)}`]: { body: full(ours, id(1)) },
    });

    const yearBefore = { marker, from: from - 365 * 86_400_000, to, draft: aDraft() };
    expect(await vendor.port.salesOrders.find?.(yearBefore, aCall())).toEqual({
      status: 'done',
      value: { marked: [{ id: id(1) }], alike: [] },
    });
  });
});

describe('paging through the list', () => {
  const strangers = (count: number): readonly Document[] => Array.from({ length: count }, () => ({ total: '1.00', name: 'Andere GmbH' }));

  it('reads every page', async () => {
    const vendor = books([...strangers(6), { texts: inTextLine }], { size: 2 });

    expect(await look(vendor)).toMatchObject({ value: { marked: [{ id: id(7) }] } });
  });

  it.each([0, 1, 2, 3, 4, 5])('steps over nothing when row %i is deleted after the first page', async (gone) => {
    let calls = 0;
    const onList = (live: Document[]): void => {
      calls += 1;
      if (calls === 1) live.splice(gone, 1);
    };
    // Each document that is left must be found: all of them carry the marker.
    const vendor = books(
      Array.from({ length: 6 }, () => ({ texts: inTextLine })),
      { size: 2, onList },
    );

    const answer = await look(vendor);

    const found = answer.status === 'done' ? answer.value.marked.map((made) => made.id).toSorted() : [];
    expect(found).toEqual([1, 2, 3, 4, 5, 6].filter((number) => number !== gone + 1).map(id));
  });
});

describe('choosing what to read', () => {
  const strangers = (count: number): readonly Document[] => Array.from({ length: count }, () => ({ total: '1.00', name: 'Andere GmbH' }));

  it('reads ten that look like somebody else’s, since a person may have changed ours beyond recognition', async () => {
    const vendor = books([...strangers(9), { total: '5.00', name: 'Neuer Name', texts: inTextLine }]);

    expect(await look(vendor)).toMatchObject({ value: { marked: [{ id: id(10) }] } });
  });

  it('reads only the likely ones where more than ten others were made', async () => {
    const vendor = books([...strangers(11), { texts: inTextLine }]);

    expect(await look(vendor)).toMatchObject({ value: { marked: [{ id: id(12) }] } });
    expect(documentsRead(vendor)).toEqual(['12']);
  });

  it.each<[string, Document]>([
    ['a total changed by a person', { total: '35.00' }],
    ['a total that is a cent per line off', { total: '39.43', name: 'Neuer Name' }],
    ['the contact’s discount', { total: '35.46', name: 'Neuer Name', contactId: 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8' }],
    ['a recipient written otherwise', { name: 'erika  MUSTER', total: '1.00' }],
  ])('still reads ours among many in spite of %s', async (_, ours) => {
    const recipient = { ...aDraft().recipient, kind: 'contact', contactId: 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8' } as const;
    const vendor = books([...strangers(30), { ...ours, texts: inTextLine }]);

    expect(await look(vendor, aDraft({ recipient }))).toMatchObject({ value: { marked: [{ id: id(31) }] } });
    expect(documentsRead(vendor)).toHaveLength(1);
  });

  it('does not read a total beyond the lines’ rounding', async () => {
    const vendor = books([...strangers(11), { total: '39.44', name: 'Neuer Name', texts: inTextLine }]);

    expect(await look(vendor)).toMatchObject({ value: { marked: [] } });
    expect(documentsRead(vendor)).toEqual([]);
  });
});

describe('a document that could be ours with the marker gone', () => {
  it('is alike by total, recipient and day', async () => {
    expect(await look(books([{}]))).toEqual({ status: 'done', value: { marked: [], alike: [{ id: id(1) }] } });
  });

  it('is alike by its contact too', async () => {
    const contactId = 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8';
    const recipient = { ...aDraft().recipient, kind: 'contact', contactId } as const;

    expect(await look(books([{ contactId, name: 'Neuer Name' }]), aDraft({ recipient }))).toMatchObject({
      value: { alike: [{ id: id(1) }] },
    });
  });

  it.each<[string, Document]>([
    ['another total', { total: '39.39' }],
    ['another recipient', { name: 'Erich Muster' }],
    ['another contact', { name: 'Erich Muster', contactId: 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8' }],
    ['another day', { voucherDate: '2026-05-03T23:59:59.999+02:00' }],
    ['the marker of another order', { texts: { remark: 'Bestellung 7 · another shop · aaaabbbbcccc' } }],
  ])('is not alike with %s', async (_, document) => {
    expect(await look(books([document]))).toEqual({ status: 'done', value: { marked: [], alike: [] } });
  });

  it('is told beside one that is marked', async () => {
    expect(await look(books([{}, { texts: inTextLine }]))).toEqual({
      status: 'done',
      value: { marked: [{ id: id(2) }], alike: [{ id: id(1) }] },
    });
  });

  it('has the total that the vendor computes, not the one of the list prices', async () => {
    const draft = aDraft({ lines: [aLine({ quantity: decimal('3'), unitPriceGross: decimal('0.335') })] });

    expect(await look(books([{ total: '1.01' }]), draft)).toMatchObject({ value: { alike: [{ id: id(1) }] } });
  });
});

describe('finding several sales orders in one pass', () => {
  const other = 'Bestellung 101 · shop · ba9876543210';
  const sentFor = (its: string, draft = aDraft()) => ({ marker: its, from, to, draft });

  async function sweep(vendor: ReturnType<typeof books>, sent = [sentFor(marker), sentFor(other)], known: readonly string[] = []) {
    const target = vendor.port.salesOrders.sweep;
    if (target === undefined) throw new Error('sales orders can be swept');
    return target(sent, { ...aCall(), known: async (ids) => new Set(ids.filter((one) => known.includes(one))) });
  }

  it('lists once and reads each document once, however many look for it', async () => {
    const vendor = books([{ texts: { remark: other } }, { texts: inTextLine }]);

    const swept = await sweep(vendor);

    expect(swept).toMatchObject({ status: 'done', value: { found: [{ marked: [{ id: id(2) }] }, { marked: [{ id: id(1) }] }] } });
    expect(vendor.seen.map(({ path }) => path.replace(/-0+(?=\d+$)/, ' '))).toEqual([
      '/v1/voucherlist',
      '/v1/voucherlist',
      expect.stringMatching(/1$/),
      expect.stringMatching(/2$/),
    ]);
  });

  it('does not read what is accounted for', async () => {
    const vendor = books([{ texts: { remark: other } }, { texts: inTextLine }]);

    const swept = await sweep(vendor, [sentFor(marker)], [id(1)]);

    expect(swept).toMatchObject({
      status: 'done',
      value: { found: [{ marked: [{ id: id(2) }], alike: [] }], read: [{ made: { id: id(2) } }] },
    });
    expect(documentsRead(vendor)).toEqual(['02']);
  });

  it('tells the texts of all that it read, oldest first, also of what nobody looked for', async () => {
    const vendor = books([
      { texts: { remark: other }, createdAt: '2026-05-04T12:00:40.000+02:00' },
      { texts: { title: 'Auftrag', remark: 'Danke' }, createdAt: '2026-05-04T12:00:20.000+02:00' },
    ]);

    const swept = await sweep(vendor, [sentFor(marker)]);

    expect(swept.status === 'done' && swept.value.read).toEqual([
      { made: { id: id(2) }, texts: ['Auftrag', 'Danke'] },
      { made: { id: id(1) }, texts: [other] },
    ]);
  });

  it('covers the windows of all, and suspects a document without marker only within a look’s own', async () => {
    const vendor = books([{}]);
    const later = { marker: other, from: from + 86_400_000, to: to + 86_400_000, draft: aDraft() };

    const swept = await sweep(vendor, [sentFor(marker), later]);

    expect(vendor.seen[0]?.query).toMatchObject({ createdDateFrom: '2026-05-03', createdDateTo: '2026-05-06' });
    expect(swept.status === 'done' && swept.value.found).toEqual([
      { marked: [], alike: [{ id: id(1) }] },
      { marked: [], alike: [] },
    ]);
  });

  it('reads what is likely for any of them, and all others only where they are ten at the most', async () => {
    const strangers = Array.from({ length: 11 }, () => ({ total: '1.00', name: 'Fremd' }));
    const vendor = books([...strangers, { total: '12.00', name: 'Fremd', texts: { remark: other } }]);
    const cheap = aDraft({ lines: [aLine({ quantity: decimal('1'), unitPriceGross: decimal('12') })] });

    const swept = await sweep(vendor, [sentFor(marker), sentFor(other, cheap)]);

    expect(swept.status === 'done' && swept.value.found[1]).toEqual({ marked: [{ id: id(12) }], alike: [] });
    expect(documentsRead(vendor)).toEqual(['12']);
  });
});
