import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, idOf, lineBody, orderBody, pick } from './bench.ts';

async function confirmed(query = '?finalize=true'): Promise<{ bench: Bench; id: string }> {
  const bench = createBench();
  const lineItems = [lineBody(), { type: 'text', name: 'Bestellung 100 · abc' }];
  return { bench, id: idOf(await bench.post(`order-confirmations${query}`, orderBody({ lineItems, remark: 'Bestellung 100' }))) };
}

describe('the back office (11.8)', () => {
  it('finalises a draft, once', async () => {
    const { bench, id } = await confirmed('');

    bench.simulator.backOffice.finalize(id);

    expect((await bench.get(`order-confirmations/${id}`)).body).toMatchObject({
      voucherStatus: 'open',
      version: 2,
      voucherNumber: 'AB1001',
    });
    expect(() => bench.simulator.backOffice.finalize(id)).toThrow('406');
  });

  it('sets an open document back to draft, unless it is carried on (4.1)', async () => {
    const { bench, id } = await confirmed();
    const { backOffice } = bench.simulator;

    expect(backOffice.backToDraft(id).status).toBe('draft');
    backOffice.finalize(id);
    backOffice.pursueToInvoice(id, { linked: true });

    expect(() => backOffice.backToDraft(id)).toThrow('carried on');
  });

  it('makes an invoice of an open order confirmation, linked and with texts of its own', async () => {
    const { bench, id } = await confirmed();
    bench.advance(86_400_000);

    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: true });

    const { body } = await bench.get(`invoices/${invoice.id}`);
    expect(body).toMatchObject({
      voucherStatus: 'open',
      voucherDate: '2026-11-24T00:00:00.000+01:00',
      totalPrice: { totalGrossAmount: 11.9 },
      relatedVouchers: [{ id }],
      shippingConditions: { shippingType: 'none' },
    });
    expect(pick(body, 'remark')).not.toBe('Bestellung 100');
    expect(body).not.toHaveProperty('deliveryTerms');
  });

  it('makes an invoice that nothing but a text ties to its order confirmation', async () => {
    const { bench, id } = await confirmed();

    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: false, keepTexts: true });

    expect((await bench.get(`invoices/${invoice.id}`)).body).toMatchObject({ relatedVouchers: [], remark: 'Bestellung 100' });
  });

  it('cannot carry on a draft (pitfall 12)', async () => {
    const { bench, id } = await confirmed('');

    expect(() => bench.simulator.backOffice.pursueToInvoice(id, { linked: true })).toThrow('406');
    expect(bench.simulator.invoices).toEqual([]);
  });

  it('makes more than one invoice of an order confirmation, unless switched (12.10)', async () => {
    const { bench, id } = await confirmed();
    const { backOffice, settings } = bench.simulator;

    backOffice.pursueToInvoice(id, { linked: true });
    backOffice.pursueToInvoice(id, { linked: true, lines: [0] });
    settings.pursueTwice = 'refuse';

    expect(() => backOffice.pursueToInvoice(id, { linked: true })).toThrow('406');
    expect(bench.simulator.invoices.map(({ lines }) => lines.length)).toEqual([2, 1]);
  });

  it('credits part of an invoice', async () => {
    const bench = createBench();
    const invoice = idOf(await bench.post('invoices?finalize=true', orderBody({ lineItems: [lineBody(), lineBody({ quantity: 2 })] })));

    const credit = bench.simulator.backOffice.creditInvoice(invoice, { linked: true, lines: [0] });

    expect((await bench.get(`credit-notes/${credit.id}`)).body).toMatchObject({
      voucherStatus: 'paidoff',
      totalPrice: { totalGrossAmount: 11.9 },
    });
    expect(pick((await bench.get(`payments/${invoice}`)).body, 'openAmount')).toBe(23.8);
  });

  it('voids invoices, never order confirmations', async () => {
    const { bench, id } = await confirmed();
    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: true });

    expect(bench.simulator.backOffice.void(invoice.id).status).toBe('voided');
    expect(() => bench.simulator.backOffice.void(id)).toThrow('cannot be voided');
  });

  it('deletes drafts, and other documents only when told so; numbers stay used (12.14)', async () => {
    const { bench, id } = await confirmed();
    const draft = idOf(await bench.post('order-confirmations', orderBody()));
    const { backOffice } = bench.simulator;

    expect(() => backOffice.deleteDraft(id)).toThrow('only drafts');
    backOffice.deleteDraft(draft);
    backOffice.deleteDocument(id);
    await bench.post('order-confirmations', orderBody());

    expect(bench.simulator.orderConfirmations.map(({ number }) => number)).toEqual(['AB1003']);
  });

  it('takes the relation away with the document', async () => {
    const { bench, id } = await confirmed();
    const invoice = bench.simulator.backOffice.pursueToInvoice(id, { linked: true });

    bench.simulator.backOffice.deleteDocument(id);

    expect(pick((await bench.get(`invoices/${invoice.id}`)).body, 'relatedVouchers')).toEqual([]);
  });

  it('duplicates a document with its marker under another number', async () => {
    const { bench, id } = await confirmed();

    const copy = bench.simulator.backOffice.duplicate(id);

    const { body } = await bench.get(`order-confirmations/${copy.id}`);
    expect(body).toMatchObject({ voucherNumber: 'AB1002', voucherStatus: 'draft', remark: 'Bestellung 100', relatedVouchers: [] });
    expect(pick(body, 'lineItems', 1, 'name')).toBe('Bestellung 100 · abc');
  });

  it('edits texts of drafts, and moves updatedDate with it (4.9)', async () => {
    const { bench, id } = await confirmed();
    const { backOffice } = bench.simulator;

    expect(() => backOffice.editTexts(id, { remark: 'x' })).toThrow('back to draft');
    backOffice.backToDraft(id);
    bench.advance(1000);
    backOffice.editTexts(id, { remark: 'x', withoutTextLines: true });

    const { body } = await bench.get(`order-confirmations/${id}`);
    expect(body).toMatchObject({ remark: 'x', updatedDate: '2026-11-23T10:00:01.000+01:00' });
    expect(pick(body, 'lineItems', 'length')).toBe(1);
  });

  it('edits prices by their entered side, titles and notes of articles', async () => {
    const bench = createBench();
    const [article] = bench.simulator.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '11.90' } }]);
    const id = article?.id ?? '';
    const { backOffice } = bench.simulator;

    backOffice.editArticle(id, { price: { net: '20' }, note: 'Bestand: 7' });
    backOffice.editArticle(id, { taxRate: 7 });

    expect((await bench.get(`articles/${id}`)).body).toMatchObject({
      title: 'Kaffee',
      note: 'Bestand: 7',
      price: { netPrice: 20, grossPrice: 21.4, leadingPrice: 'NET', taxRate: 7 },
      version: 2,
    });
    expect(() => backOffice.createArticle({ title: 'x', articleNumber: 'K-1' })).toThrow('taken');
  });

  it('frees an article number with a new one or with the article', async () => {
    const bench = createBench();
    const [first, second] = bench.simulator.seed.articles([
      { title: 'a', articleNumber: 'A' },
      { title: 'b', articleNumber: 'B' },
    ]);
    const { backOffice } = bench.simulator;

    backOffice.editArticle(first?.id ?? '', { articleNumber: 'C' });
    backOffice.deleteArticle(second?.id ?? '');

    expect(() =>
      backOffice.createArticles([
        { title: 'x', articleNumber: 'A' },
        { title: 'y', articleNumber: 'B' },
      ]),
    ).not.toThrow();
    expect(() => backOffice.createArticle({ title: 'z', articleNumber: 'C' })).toThrow('taken');
  });

  it('repeats itself from the same seed', async () => {
    const ids = await Promise.all([1, 2].map(async () => (await confirmed()).id));

    expect(ids[0]).toBe(ids[1]);
  });
});
