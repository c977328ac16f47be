import { describe, expect, it } from '@jest/globals';
import { type Bench, complaints, createBench, grossPrice, idOf, lineBody, orderBody, pick } from './bench.ts';

async function open(bench: Bench, resource: string, query = ''): Promise<string> {
  const change = resource === 'quotations' ? { expirationDate: '2026-12-24T00:00:00.000+01:00' } : {};
  return idOf(await bench.post(`${resource}?finalize=true${query}`, orderBody(change)));
}

describe('pursuing a document (4.11)', () => {
  it.each([
    ['quotations', 'order-confirmations', 201],
    ['quotations', 'delivery-notes', 201],
    ['quotations', 'invoices', 201],
    ['order-confirmations', 'delivery-notes', 201],
    ['order-confirmations', 'invoices', 201],
    ['delivery-notes', 'invoices', 201],
    ['invoices', 'delivery-notes', 201],
    ['invoices', 'credit-notes', 201],
    ['invoices', 'dunnings', 201],
    ['order-confirmations', 'credit-notes', 406],
    ['invoices', 'order-confirmations', 406],
    ['credit-notes', 'invoices', 406],
  ])('from %s to %s answers %i', async (from, to, status) => {
    const bench = createBench();
    const id = await open(bench, from);

    const reply = await bench.post(`${to}?precedingSalesVoucherId=${id}`, orderBody());

    expect([reply.status, complaints(reply)]).toEqual([status, []]);
  });

  it.each([
    ['order-confirmations', 'invoices'],
    ['delivery-notes', 'invoices'],
    ['invoices', 'credit-notes'],
  ])('is refused for drafts among %s', async (from, to) => {
    const bench = createBench();
    const draft = idOf(await bench.post(from, orderBody()));

    expect((await bench.post(`${to}?precedingSalesVoucherId=${draft}`, orderBody())).status).toBe(406);
    expect((await bench.post(`${to}?precedingSalesVoucherId=unknown`, orderBody())).status).toBe(406);
  });

  it('is refused for quotations with optional or alternative items', async () => {
    const bench = createBench();
    const body = orderBody({ expirationDate: '2026-12-24T00:00:00.000+01:00', lineItems: [lineBody(), lineBody({ optional: true })] });
    const id = idOf(await bench.post('quotations?finalize=true', body));

    expect((await bench.post(`order-confirmations?precedingSalesVoucherId=${id}`, orderBody())).status).toBe(406);
  });

  it('copies nothing: the body must be complete', async () => {
    const bench = createBench();
    const id = await open(bench, 'order-confirmations');

    expect((await bench.post(`invoices?precedingSalesVoucherId=${id}`, {})).status).toBe(406);
  });

  it('shows the predecessor to its successor, and the other way round only where switched (12.10)', async () => {
    const bench = createBench();
    const id = await open(bench, 'order-confirmations');
    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: true });
    const related = async (path: string): Promise<unknown> => pick((await bench.get(path)).body, 'relatedVouchers');

    expect(await related(`invoices/${invoice.id}`)).toEqual([{ id, voucherNumber: 'AB1001', voucherType: 'orderconfirmation' }]);
    expect(await related(`order-confirmations/${id}`)).toEqual([]);
    bench.simulator.settings.predecessorShowsSuccessor = true;
    expect(await related(`order-confirmations/${id}`)).toEqual([{ id: invoice.id, voucherNumber: 'RE1001', voucherType: 'invoice' }]);
  });

  it('shows neighbours only, and a dunning on its invoice', async () => {
    const bench = createBench();
    const id = await open(bench, 'order-confirmations');
    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: true });
    const dunning = idOf(await bench.post(`dunnings?precedingSalesVoucherId=${invoice.id}&finalize=true`, orderBody()));

    const shown = (await bench.get(`dunnings/${dunning}`)).body;

    expect(pick(shown, 'relatedVouchers')).toEqual([{ id: invoice.id, voucherNumber: 'RE1001', voucherType: 'invoice' }]);
    // 7.3: always a draft, and without a number.
    expect(shown).toMatchObject({ voucherStatus: 'draft' });
    expect(shown).not.toHaveProperty('voucherNumber');
    expect(pick((await bench.get(`invoices/${invoice.id}`)).body, 'relatedVouchers', 1)).toEqual({ id: dunning, voucherType: 'dunning' });
  });
});

describe('kinds of documents', () => {
  it('number themselves with prefixes of their own (11.5)', async () => {
    const bench = createBench();
    for (const resource of ['quotations', 'order-confirmations', 'delivery-notes', 'invoices', 'credit-notes']) await open(bench, resource);
    const { quotations, orderConfirmations, deliveryNotes, invoices, creditNotes } = bench.simulator;

    const numbers = [quotations, orderConfirmations, deliveryNotes, invoices, creditNotes].map(([document]) => document?.number);

    expect(numbers).toEqual(['AG1001', 'AB1001', 'LS1001', 'RE1001', 'GS1001']);
  });

  it('differ: quotations need an expiration date, delivery notes no prices, credit notes no shipping (7, 6)', async () => {
    const { post, get } = createBench();
    const quotation = await post('quotations', orderBody());
    const note = await post('delivery-notes', orderBody({ totalPrice: undefined, lineItems: [lineBody({ unitPrice: null })] }));
    const credit = await post(
      'credit-notes',
      orderBody({ shippingConditions: undefined, lineItems: [lineBody({ discountPercentage: 50 })] }),
    );

    expect(complaints(quotation)).toEqual(['expirationDate NOTNULL']);
    expect((await get(`delivery-notes/${idOf(note)}`)).body).not.toHaveProperty('totalPrice');
    // Line discounts of credit notes are ignored.
    expect(pick((await get(`credit-notes/${idOf(credit)}`)).body, 'totalPrice', 'totalGrossAmount')).toBe(11.9);
  });

  it('cannot be made as down payment invoices (7.4)', async () => {
    const { post } = createBench();

    expect((await post('down-payment-invoices', orderBody())).status).toBe(404);
  });

  it('give an invoice its due date with finalisation (5)', async () => {
    const { post, get } = createBench();
    const draft = idOf(await post('invoices', orderBody()));
    const final = idOf(await post('invoices?finalize=true', orderBody()));

    const drafted = (await get(`invoices/${draft}`)).body;

    for (const field of ['dueDate', 'printLayoutId', 'files']) expect(drafted).not.toHaveProperty(field);
    expect((await get(`invoices/${final}`)).body).toMatchObject({ dueDate: '2026-12-07T00:00:00.000+01:00', voucherStatus: 'open' });
  });
});

describe('a credit note of an invoice (6)', () => {
  async function invoiced(): Promise<{ bench: Bench; invoiceId: string; credit: (gross: number) => Promise<number> }> {
    const bench = createBench();
    const invoiceId = await open(bench, 'invoices');
    const credit = async (gross: number): Promise<number> => {
      const body = orderBody({ lineItems: [lineBody({ unitPrice: grossPrice(gross, 19) })] });
      return (await bench.post(`credit-notes?precedingSalesVoucherId=${invoiceId}&finalize=true`, body)).status;
    };
    return { bench, invoiceId, credit };
  }

  it('is paid off at once and lowers what is open', async () => {
    const { bench, invoiceId, credit } = await invoiced();

    await credit(1.9);

    expect(bench.simulator.creditNotes).toMatchObject([{ status: 'paidoff' }]);
    expect((await bench.get(`payments/${invoiceId}`)).body).toMatchObject({
      openAmount: 10,
      paymentStatus: 'openRevenue',
      voucherStatus: 'open',
      paymentItems: [{ paymentItemType: 'partPaymentCreditNote', amount: 1.9, currency: 'EUR' }],
    });
  });

  it('balances the invoice when it covers it', async () => {
    const { bench, invoiceId, credit } = await invoiced();

    await credit(20);

    expect((await bench.get(`payments/${invoiceId}`)).body).toMatchObject({
      openAmount: 0,
      paymentStatus: 'balanced',
      voucherStatus: 'paid',
    });
  });

  it('stays the only one', async () => {
    const { bench, credit } = await invoiced();

    expect([await credit(1), await credit(1)]).toEqual([201, 406]);
    expect(bench.simulator.creditNotes).toHaveLength(1);
  });
});

describe('files of documents (4.10, 5)', () => {
  const pdf = /^%PDF-1\.4[\s\S]*startxref\n\d+\n%%EOF\n$/;

  it('answer a PDF with a file name, 409 for drafts, 406 for other media, 404 for unknown ids', async () => {
    const bench = createBench();
    const draft = idOf(await bench.post('order-confirmations', orderBody()));
    const id = await open(bench, 'order-confirmations');
    const accept = (path: string, type: string): ReturnType<Bench['get']> =>
      bench.get(`order-confirmations/${path}/file`, { accept: type });

    const reply = await accept(id, '*/*');

    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(reply.headers.get('content-disposition')).toContain('Auftragsbestaetigung_AB1002.pdf');
    expect(reply.text).toMatch(pdf);
    expect(reply.headers.get('content-length')).toBe(String(reply.text.length));
    expect(reply.text.indexOf('xref\n0')).toBe(Number.parseInt(/startxref\n(\d+)/.exec(reply.text)?.[1] ?? '', 10));
    expect((await accept(id, 'application/pdf')).status).toBe(200);
    expect((await accept(id, 'application/json')).status).toBe(406);
    expect((await accept(id, 'application/xml')).status).toBe(406);
    expect((await accept(draft, '*/*')).status).toBe(409);
    expect((await accept('unknown', '*/*')).status).toBe(404);
  });

  it.each([
    ['NONE', ['pdf', 404, 'pdf']],
    ['EN16931', ['pdf', 404, 'pdf']],
    ['XRechnung', ['xml', 'xml', 'pdf']],
  ])('of an invoice follow the profile %s', async (profile, expected) => {
    const bench = createBench({ settings: { zugferd: profile === 'EN16931' } });
    const xRechnung = { buyerReference: '04011000-1', vendorNumberAtCustomer: '70' };
    const { id: contactId } = bench.simulator.seed.contact({
      company: { name: 'Amt', vatRegistrationId: 'DE1', contactPersons: [] },
      xRechnung,
    });
    const lineItems = [lineBody({ unitPrice: { currency: 'EUR', netAmount: 10, taxRatePercentage: 19 } })];
    const change = { address: { contactId }, taxConditions: { taxType: 'net' }, lineItems };
    const body = orderBody(profile === 'XRechnung' ? { ...change, xRechnung: { buyerReference: '04011000-1' } } : change);
    const id = idOf(await bench.post('invoices?finalize=true', body));

    const replies = await Promise.all(
      ['*/*', 'application/xml', 'application/pdf'].map((accept) => bench.get(`invoices/${id}/file`, { accept })),
    );

    expect(pick((await bench.get(`invoices/${id}`)).body, 'electronicDocumentProfile')).toBe(profile);
    expect(replies.map(({ status, headers }) => (status === 200 ? headers.get('content-type')?.slice(12) : status))).toEqual(expected);
  });

  it('are XRechnung only for net invoices to contacts that carry the numbers (5)', async () => {
    const bench = createBench();

    const reply = await bench.post('invoices', orderBody({ xRechnung: { buyerReference: '04011000-1' } }));

    expect(complaints(reply)).toEqual(['taxConditions.taxType INVALID', 'address.contactId INVALID']);
  });

  it('can still be fetched the deprecated way, with the same bytes', async () => {
    const bench = createBench();
    const draft = idOf(await bench.post('invoices', orderBody()));
    const id = await open(bench, 'invoices');

    const fileId = String(pick((await bench.get(`invoices/${id}/document`)).body, 'documentFileId'));

    expect((await bench.get(`files/${fileId}`)).text).toBe((await bench.get(`invoices/${id}/file`)).text);
    expect((await bench.get(`invoices/${draft}/document`)).status).toBe(406);
  });

  it('become bookkeeping vouchers when uploaded (7.7)', async () => {
    const bench = createBench();
    const upload = async (name: string, size: number): Promise<number> => {
      const form = new FormData();
      form.set('type', 'voucher');
      form.set('file', new File([new Uint8Array(size)], name));
      return (await bench.send('POST', 'files', { body: form })).status;
    };

    expect([await upload('a.pdf', 9), await upload('a.exe', 9), await upload('a.pdf', 5 * 1024 * 1024 + 1)]).toEqual([202, 406, 406]);
    expect(pick((await bench.get('voucherlist?voucherType=purchaseinvoice&voucherStatus=unchecked')).body, 'totalElements')).toBe(1);
  });
});
