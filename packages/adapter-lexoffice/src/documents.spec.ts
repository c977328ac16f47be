import { describe, expect, it } from '@jest/globals';
import type { SalesDocument } from '@megzo/core';
import { pageJson } from '../test/fixtures.ts';
import { aCall, type Reply, type Script, scriptedVendor } from '../test/scripted-vendor.ts';

const uuid = '66196c43-bfee-baf3-4335-d64b5b5f7a1d';
const other = 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8';

function rowJson(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: uuid,
    voucherType: 'invoice',
    voucherStatus: 'open',
    voucherNumber: 'RE1019',
    voucherDate: '2026-05-04T00:00:00.000+02:00',
    createdDate: '2026-05-04T11:00:00.000+02:00',
    updatedDate: '2026-05-04T12:00:00.000+02:00',
    dueDate: null,
    contactId: null,
    contactName: 'Erika Muster',
    totalAmount: 39.4,
    openAmount: 39.4,
    currency: 'EUR',
    archived: false,
    ...changes,
  });
}

async function heads(...rows: readonly string[]) {
  const vendor = scriptedVendor({ 'GET /v1/voucherlist': { body: pageJson(rows) } });
  const answer = await vendor.documents.changed({ since: Date.parse('2026-05-04T00:00:00Z') }, aCall());
  if (answer.status !== 'done') throw answer.error;
  return { items: answer.value.items, logged: vendor.logged };
}

describe('the head of a document', () => {
  it('tells what the list shows', async () => {
    expect((await heads(rowJson({ contactId: other }))).items).toEqual([
      {
        id: `invoice/${uuid}`,
        kind: 'invoice',
        number: 'RE1019',
        state: 'open',
        createdAt: Date.parse('2026-05-04T09:00:00Z'),
        updatedAt: Date.parse('2026-05-04T10:00:00Z'),
        totalGross: '39.4',
        currency: 'EUR',
        contactId: other,
      },
    ]);
  });

  it.each([
    ['orderconfirmation', 'sales-order', uuid],
    ['invoice', 'invoice', `invoice/${uuid}`],
    ['creditnote', 'credit-note', `credit-note/${uuid}`],
    ['deliverynote', 'delivery-note', `delivery-note/${uuid}`],
  ])('of a %s is a %s with the id %s', async (voucherType, kind, id) => {
    expect((await heads(rowJson({ voucherType }))).items).toMatchObject([{ kind, id }]);
  });

  it.each([
    ['draft', 'draft'],
    ['open', 'open'],
    ['overdue', 'overdue'],
    ['paid', 'paid'],
    ['paidoff', 'paid'],
    ['voided', 'voided'],
    ['transferred', 'open'],
    ['sepadebit', 'open'],
  ])('with the status %s is %s', async (voucherStatus, state) => {
    expect((await heads(rowJson({ voucherStatus }))).items).toMatchObject([{ state }]);
  });

  it('of the collective contact without a number has neither', async () => {
    const [head] = (await heads(rowJson({ voucherNumber: null }))).items;

    expect(head).not.toHaveProperty('number');
    expect(head).not.toHaveProperty('contactId');
  });

  it('of a delivery note counts no total as zero', async () => {
    expect((await heads(rowJson({ voucherType: 'deliverynote', totalAmount: null }))).items).toMatchObject([{ totalGross: '0' }]);
  });

  it.each([
    { voucherStatus: 'blank' },
    { voucherStatus: 'constructor' },
    { voucherType: 'quotation' },
    { totalAmount: null },
    { createdDate: 'yesterday' },
  ])('is left out and logged where %j cannot be read, and the others stay', async (changes) => {
    const { items, logged } = await heads(rowJson({ ...changes, contactName: 'Geheim' }), rowJson({ id: other }));

    expect(items).toMatchObject([{ id: `invoice/${other}` }]);
    expect(logged).toEqual([
      `lexoffice: a document cannot be read and is left out ${JSON.stringify({ id: uuid, fields: [Object.keys(changes)[0]] })}`,
    ]);
  });

  it.each([
    [403, 'rejected', 'FORBIDDEN'],
    [500, 'retryable', 'VENDOR_FAILED'],
  ])('is not told where the list answers with %i', async (status, verdict, code) => {
    const vendor = scriptedVendor({ 'GET /v1/voucherlist': { status, body: {} } });

    expect(await vendor.documents.changed({ since: 0 }, aCall())).toMatchObject({ status: verdict, error: { code } });
  });
});

function documentJson(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    id: uuid,
    organizationId: 'aa93e8a8-2aa3-470b-b914-caad8a255dd8',
    createdDate: '2026-05-04T11:00:00.000+02:00',
    updatedDate: '2026-05-04T12:00:00.123+02:00',
    version: 2,
    voucherStatus: 'open',
    voucherNumber: 'RE1019',
    voucherDate: '2026-05-04T00:00:00.000+02:00',
    address: { contactId: other, name: 'Erika Muster' },
    lineItems: [
      { type: 'custom', name: 'Tasse', description: 'blau' },
      { type: 'text', name: 'Bestellung 100 · shop · 0123456789ab' },
    ],
    totalPrice: { currency: 'EUR', totalNetAmount: 33.11, totalGrossAmount: 39.4, totalTaxAmount: 6.29 },
    title: 'Rechnung',
    introduction: 'Guten Tag',
    remark: 'Danke',
    relatedVouchers: [
      { id: other, voucherNumber: 'AB1019', voucherType: 'orderconfirmation' },
      { id: uuid, voucherType: 'creditnote' },
      { id: uuid, voucherNumber: 'AG1', voucherType: 'quotation' },
    ],
    ...changes,
  };
}

const paid: Reply = {
  body: `{"openAmount":"14.40","currency":"EUR","paymentStatus":"openRevenue","voucherType":"invoice","voucherStatus":"open",
    "paymentItems":[{"paymentItemType":"manualPayment","postingDate":"2026-05-04T00:00:00.000+02:00","amount":25.00,"currency":"EUR"}]}`,
};

async function read(id: string, script: Script) {
  const vendor = scriptedVendor(script);
  const answer = await vendor.documents.read(id, aCall());
  return { answer, paths: vendor.seen.map(({ path }) => path) };
}

describe('a document', () => {
  it('is read with neighbours, texts and payment', async () => {
    const { answer, paths } = await read(`invoice/${uuid}`, {
      [`GET /v1/invoices/${uuid}`]: { body: documentJson() },
      [`GET /v1/payments/${uuid}`]: paid,
    });

    const expected: SalesDocument = {
      id: `invoice/${uuid}`,
      kind: 'invoice',
      number: 'RE1019',
      state: 'open',
      createdAt: Date.parse('2026-05-04T09:00:00Z'),
      updatedAt: Date.parse('2026-05-04T10:00:00.123Z'),
      totalGross: '39.4' as SalesDocument['totalGross'],
      currency: 'EUR',
      contactId: other,
      related: [
        { id: other, kind: 'sales-order', number: 'AB1019' },
        { id: `credit-note/${uuid}`, kind: 'credit-note' },
      ],
      texts: ['Rechnung', 'Guten Tag', 'Danke', 'Tasse', 'blau', 'Bestellung 100 · shop · 0123456789ab'],
      payment: {
        openAmount: '14.4' as SalesDocument['totalGross'],
        currency: 'EUR',
        items: [{ kind: 'manualPayment', amount: '25' as SalesDocument['totalGross'], at: Date.parse('2026-05-03T22:00:00Z') }],
      },
    };
    expect(answer).toEqual({ status: 'done', value: expected });
    expect(paths).toEqual([`/v1/invoices/${uuid}`, `/v1/payments/${uuid}`]);
  });

  it('tells when it was paid', async () => {
    const body = { openAmount: 0, currency: 'EUR', paidDate: '2026-05-05T00:00:00.000+02:00', paymentItems: [] };
    const { answer } = await read(`invoice/${uuid}`, {
      [`GET /v1/invoices/${uuid}`]: { body: documentJson({ voucherStatus: 'paid' }) },
      [`GET /v1/payments/${uuid}`]: { body },
    });

    expect(answer).toMatchObject({ value: { state: 'paid', payment: { openAmount: '0', paidAt: Date.parse('2026-05-04T22:00:00Z') } } });
  });

  it.each([
    ['an order confirmation', uuid, 'order-confirmations', {}],
    ['a delivery note', `delivery-note/${uuid}`, 'delivery-notes', { totalPrice: null, relatedVouchers: null, lineItems: null }],
    ['a draft', `invoice/${uuid}`, 'invoices', { voucherStatus: 'draft' }],
    ['a credit note of an invoice', `credit-note/${uuid}`, 'credit-notes', { relatedVouchers: [{ id: other, voucherType: 'invoice' }] }],
  ])('that is %s costs one call, because nothing is said of its payment', async (_name, id, resource, changes) => {
    const { answer, paths } = await read(id, { [`GET /v1/${resource}/${uuid}`]: { body: documentJson(changes) } });

    expect(answer).toMatchObject({ status: 'done', value: { id } });
    expect(answer.status === 'done' && answer.value).not.toHaveProperty('payment');
    expect(paths).toEqual([`/v1/${resource}/${uuid}`]);
  });

  it('that is a credit note of its own has a payment', async () => {
    const { answer } = await read(`credit-note/${uuid}`, {
      [`GET /v1/credit-notes/${uuid}`]: { body: documentJson({ relatedVouchers: [] }) },
      [`GET /v1/payments/${uuid}`]: paid,
    });

    expect(answer).toMatchObject({ value: { kind: 'credit-note', payment: { openAmount: '14.4' } } });
  });

  it.each([404, 406])('whose payment answers with %i has none, and that is no fault', async (status) => {
    const { answer } = await read(`invoice/${uuid}`, {
      [`GET /v1/invoices/${uuid}`]: { body: documentJson() },
      [`GET /v1/payments/${uuid}`]: { status, body: {} },
    });

    expect(answer).toMatchObject({ status: 'done' });
    expect(answer.status === 'done' && answer.value).not.toHaveProperty('payment');
  });

  it.each([
    [403, 'rejected'],
    [500, 'retryable'],
  ])('is not half told where its payment answers with %i', async (status, verdict) => {
    const { answer } = await read(`invoice/${uuid}`, {
      [`GET /v1/invoices/${uuid}`]: { body: documentJson() },
      [`GET /v1/payments/${uuid}`]: { status, body: {} },
    });

    expect(answer.status).toBe(verdict);
  });

  it.each([uuid, `invoice/${uuid}`, `credit-note/${uuid}`, `delivery-note/${uuid}`])(
    'that is not there under %s is undefined',
    async (id) => {
      const missing: Reply = { status: 404, body: {} };
      const { answer } = await read(id, {
        [`GET /v1/order-confirmations/${uuid}`]: missing,
        [`GET /v1/invoices/${uuid}`]: missing,
        [`GET /v1/credit-notes/${uuid}`]: missing,
        [`GET /v1/delivery-notes/${uuid}`]: missing,
      });

      expect(answer).toEqual({ status: 'done', value: undefined });
    },
  );

  it.each([{ voucherStatus: 'blank' }, { totalPrice: null }, { updatedDate: null }])(
    'with %j cannot be read, and that is said',
    async (changes) => {
      const { answer } = await read(`credit-note/${uuid}`, {
        [`GET /v1/credit-notes/${uuid}`]: { body: documentJson({ relatedVouchers: [{ id: other, voucherType: 'invoice' }], ...changes }) },
      });

      expect(answer).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    },
  );
});

describe('the file of a document', () => {
  const pdf = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0xff, 0x00]);
  const headers = { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="Rechnung_RE1019.pdf"' };

  function fetchFile(id: string, kind: SalesDocument['kind'], reply: Reply) {
    const script = Object.fromEntries(
      ['order-confirmations', 'invoices', 'credit-notes', 'delivery-notes'].map((resource) => [`GET /v1/${resource}/${uuid}/file`, reply]),
    );
    const vendor = scriptedVendor(script);
    return { answer: vendor.documents.fetch({ id, kind }, aCall()), seen: vendor.seen };
  }

  it.each([
    [uuid, 'sales-order', 'order-confirmations'],
    [`invoice/${uuid}`, 'invoice', 'invoices'],
    [`credit-note/${uuid}`, 'credit-note', 'credit-notes'],
    [`delivery-note/${uuid}`, 'delivery-note', 'delivery-notes'],
  ] as const)('%s is one call for a PDF', async (id, kind, resource) => {
    const { answer, seen } = fetchFile(id, kind, { body: pdf, headers });

    expect(await answer).toEqual({
      status: 'done',
      value: { bytes: Buffer.from(pdf), type: 'application/pdf', name: 'Rechnung_RE1019.pdf' },
    });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /v1/${resource}/${uuid}/file`]);
    expect(seen[0]?.headers.get('accept')).toBe('application/pdf');
  });

  it('has a name where the vendor gives none', async () => {
    const { answer } = fetchFile(`invoice/${uuid}`, 'invoice', { body: pdf, headers: { 'content-type': 'application/pdf' } });

    expect(await answer).toMatchObject({ value: { name: 'invoice.pdf' } });
  });

  it.each([
    ['a draft', 409, 'rejected', 'REFUSED'],
    ['nothing that is there', 404, 'rejected', 'NOT_FOUND'],
    ['another medium', 406, 'rejected', 'REFUSED'],
    ['a fault', 500, 'retryable', 'VENDOR_FAILED'],
  ])('of %s (%i) is %s', async (_name, status, verdict, code) => {
    const { answer } = fetchFile(`invoice/${uuid}`, 'invoice', { status, body: { message: 'x' } });

    expect(await answer).toMatchObject({ status: verdict, error: { code, details: { status } } });
  });

  it('of a draft says what to do', async () => {
    const answer = await fetchFile(`invoice/${uuid}`, 'invoice', { status: 409, body: {} }).answer;

    expect(answer.status === 'rejected' && answer.error.message).toContain('finalise');
  });

  it('is no page for people, though that comes with a 200', async () => {
    const { answer } = fetchFile(`invoice/${uuid}`, 'invoice', { body: '<html>', headers: { 'content-type': 'text/html' } });

    expect(await answer).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE', details: { reason: 'not-pdf' } } });
  });

  it('beyond 20 MiB is rejected', async () => {
    const { answer } = fetchFile(`invoice/${uuid}`, 'invoice', { body: new Uint8Array(20 * 1024 * 1024 + 1), headers });

    expect(await answer).toMatchObject({ status: 'rejected', error: { details: { reason: 'too-large' } } });
  });

  it('of another kind than its id says is not asked for', async () => {
    const { answer, seen } = fetchFile(`invoice/${uuid}`, 'credit-note', { body: pdf, headers });

    expect(await answer).toMatchObject({ status: 'rejected', error: { code: 'NOT_FOUND' } });
    expect(seen).toEqual([]);
  });
});
