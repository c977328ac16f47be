import { describe, expect, it } from '@jest/globals';
import { type Bench, complaints, createBench, grossPrice, idOf, lineBody, netPrice, orderBody, pick, type Reply } from './bench.ts';
import type { Fields } from './json.ts';

async function made(bench: Bench, change: Fields = {}, query = ''): Promise<unknown> {
  const reply = await bench.post(`order-confirmations${query}`, orderBody(change));
  return (await bench.get(`order-confirmations/${idOf(reply)}`)).body;
}

async function refused(change: Fields, bench = createBench()): Promise<Reply> {
  const reply = await bench.post('order-confirmations', orderBody(change));
  expect(bench.simulator.orderConfirmations).toEqual([]);
  expect(reply.status).toBe(406);
  return reply;
}

describe('an order confirmation', () => {
  it('is answered with 201, a location and no number (4.7)', async () => {
    const { post } = createBench();

    const reply = await post('order-confirmations', orderBody());

    const id = idOf(reply);
    const resourceUri = `https://api.lexware.io/v1/order-confirmations/${id}`;
    expect([reply.status, reply.headers.get('location')]).toEqual([201, resourceUri]);
    expect(reply.body).toEqual({ id, resourceUri, createdDate: expect.any(String), updatedDate: expect.any(String), version: 1 });
  });

  it('is a draft with a number of its own, or open at once (4.1)', async () => {
    const bench = createBench();

    expect(await made(bench)).toMatchObject({ voucherStatus: 'draft', voucherNumber: 'AB1001', electronicDocumentProfile: 'NONE' });
    expect(await made(bench, {}, '?finalize=true')).toMatchObject({ voucherStatus: 'open', voucherNumber: 'AB1002' });
    expect(await made(bench, {}, '?finalize=false')).toMatchObject({ voucherStatus: 'draft', voucherNumber: 'AB1003' });
  });

  it('reads back filled with default texts and the payment terms of the organisation (4.2)', async () => {
    const body = await made(createBench(), { remark: 'Bestellung 100', title: '' });

    expect(body).toMatchObject({
      title: '',
      introduction: expect.stringContaining('Vertrauen'),
      remark: 'Bestellung 100',
      deliveryTerms: expect.any(String),
      paymentConditions: { paymentTermDuration: 14, paymentTermLabelTemplate: expect.any(String) },
      language: 'de',
      archived: false,
      relatedVouchers: [],
    });
    expect(JSON.stringify(body)).not.toContain('null');
  });

  it('computes lines and totals and ignores those sent (4.2, 4.6)', async () => {
    const body = await made(createBench(), {
      taxConditions: { taxType: 'net' },
      lineItems: [lineBody({ quantity: 2, discountPercentage: 50, unitPrice: netPrice(13.4, 19) })],
      totalPrice: { currency: 'EUR', totalNetAmount: 1, totalGrossAmount: 2, totalTaxAmount: 3 },
    });

    expect(pick(body, 'lineItems', 0)).toEqual({
      type: 'custom',
      name: 'Kaffee',
      quantity: 2,
      unitName: 'Stück',
      unitPrice: { currency: 'EUR', netAmount: 13.4, grossAmount: 15.946, taxRatePercentage: 19 },
      discountPercentage: 50,
      lineItemAmount: 13.4,
    });
    expect(pick(body, 'totalPrice')).toEqual({ currency: 'EUR', totalNetAmount: 13.4, totalTaxAmount: 2.55, totalGrossAmount: 15.95 });
    expect(pick(body, 'taxAmounts')).toEqual([{ taxRatePercentage: 19, taxAmount: 2.55, netAmount: 13.4 }]);
  });

  it('keeps the time of day of its date, in Berlin (1.2)', async () => {
    const body = await made(createBench(), { voucherDate: '2026-07-01T00:00:00.000Z' });

    expect(pick(body, 'voucherDate')).toBe('2026-07-01T02:00:00.000+02:00');
  });

  it('keeps markers in every text verbatim (4.8)', async () => {
    const texts = { introduction: 'a\nb', remark: 'c & <d>', deliveryTerms: 'e', title: 'f' };

    const body = await made(createBench(), { ...texts, lineItems: [lineBody(), { type: 'text', name: 'Marke', description: '1 · 2' }] });

    expect(body).toMatchObject({ ...texts, lineItems: [{}, { type: 'text', name: 'Marke', description: '1 · 2' }] });
  });

  it.each([
    [{ voucherDate: undefined }, 'voucherDate NOTNULL'],
    [{ voucherDate: '2026-11-23' }, 'voucherDate FORMAT'],
    [{ address: undefined }, 'address NOTNULL'],
    [{ lineItems: undefined }, 'lineItems NOTNULL'],
    [{ lineItems: [] }, 'lineItems SIZE'],
    [{ lineItems: Array.from({ length: 301 }, () => lineBody()) }, 'lineItems SIZE'],
    [{ totalPrice: undefined }, 'totalPrice NOTNULL'],
    [{ totalPrice: { currency: 'USD' } }, 'totalPrice.currency CURRENCY'],
    [{ totalPrice: { currency: 'EUR', totalDiscountPercentage: 1.005 } }, 'totalPrice.totalDiscountPercentage DIGITS'],
    [
      { totalPrice: { currency: 'EUR', totalDiscountAbsolute: 1, totalDiscountPercentage: 1 } },
      'totalPrice.totalDiscountPercentage INVALID',
    ],
    [{ taxConditions: undefined }, 'taxConditions NOTNULL'],
    [{ title: 'x'.repeat(26) }, 'title SIZE'],
    [{ introduction: 'x'.repeat(2001) }, 'introduction SIZE'],
    [{ remark: 'x'.repeat(2001) }, 'remark SIZE'],
    [{ deliveryTerms: 'x'.repeat(256) }, 'deliveryTerms SIZE'],
    [{ language: 'fr' }, 'language ENUM'],
    [{ printLayoutId: 'unknown' }, 'printLayoutId INVALID'],
    [{ paymentConditions: { paymentTermDuration: 3 } }, 'paymentConditions.paymentTermLabel NOTNULL'],
    [{ shippingConditions: { shippingType: 'pigeon' } }, 'shippingConditions.shippingType ENUM'],
    [{ shippingConditions: { shippingType: 'delivery' } }, 'shippingConditions.shippingDate NOTNULL'],
    [
      { shippingConditions: { shippingType: 'deliveryperiod', shippingDate: '2026-11-23T00:00:00.000+01:00' } },
      'shippingConditions.shippingEndDate NOTNULL',
    ],
    [{ address: { contactId: 'unknown' } }, 'address.contactId INVALID'],
    [{ address: { countryCode: 'DE' } }, 'address.name NOTNULL'],
    [{ address: { name: 'x' } }, 'address.countryCode NOTNULL'],
    [{ address: { name: 'x', countryCode: 'QQ' } }, 'address.countryCode COUNTRYCODE'],
  ])('is refused for %j', async (change: Fields, complaint) => {
    expect(complaints(await refused(change))).toContain(complaint);
  });

  it.each([
    [{ type: undefined }, 'type NOTNULL'],
    [{ type: 'MATERIAL' }, 'type ENUM'],
    [{ name: undefined }, 'name NOTNULL'],
    [{ name: 'x'.repeat(256) }, 'name SIZE'],
    [{ description: 'x'.repeat(2001) }, 'description SIZE'],
    [{ quantity: undefined }, 'quantity NOTNULL'],
    [{ quantity: 1.00001 }, 'quantity DIGITS'],
    [{ quantity: '1' }, 'quantity TYPE'],
    [{ quantity: -1 }, 'quantity MIN'],
    [{ unitName: undefined }, 'unitName NOTNULL'],
    [{ unitPrice: undefined }, 'unitPrice NOTNULL'],
    [{ unitPrice: grossPrice(1.00001, 19) }, 'unitPrice.grossAmount DIGITS'],
    [{ unitPrice: grossPrice(-1, 19) }, 'unitPrice.grossAmount MIN'],
    [{ unitPrice: grossPrice(0, 19) }, 'unitPrice.grossAmount MIN'],
    [{ unitPrice: netPrice(1, 19) }, 'unitPrice.grossAmount NOTNULL'],
    [{ unitPrice: { ...grossPrice(1, 19), netAmount: 1 } }, 'unitPrice.netAmount INVALID'],
    [{ unitPrice: { grossAmount: 1, taxRatePercentage: 19 } }, 'unitPrice.currency NOTNULL'],
    [{ unitPrice: { currency: 'EUR', grossAmount: 1 } }, 'unitPrice.taxRatePercentage NOTNULL'],
    [{ discountPercentage: 100.5 }, 'discountPercentage MAX'],
    [{ discountPercentage: 1.005 }, 'discountPercentage DIGITS'],
    [{ type: 'material' }, 'id NOTNULL'],
    [{ type: 'material', id: 'unknown' }, 'id INVALID'],
    [{ type: 'text', name: undefined }, 'name NOTBLANK'],
  ])('is refused for a line with %j (4.4)', async (change: Fields, complaint) => {
    expect(complaints(await refused({ lineItems: [lineBody(), lineBody(change)] }))).toContain(`lineItems[1].${complaint}`);
  });

  it('names every accepted country where the code is wrong (4.3)', async () => {
    const reply = await refused({ address: { name: 'x', countryCode: 'QQ' } });

    for (const code of ['DE', 'FR', 'US', 'ES_CN', 'GR_69']) expect(reply.text).toMatch(new RegExp(`[ ,]${code}[,"]`));
  });

  it.each([
    ['shipping conditions are missing', { shippingConditions: undefined }],
    ['a custom line carries an id', { lineItems: [lineBody({ id: 'a' })] }],
  ])('is refused with a message only where %s (1.7)', async (_name, change) => {
    const { body } = await refused(change);

    expect(pick(body, 'message')).toEqual(expect.any(String));
    expect(pick(body, 'details')).toBeUndefined();
  });

  it('may end its period on the first day, but not before it (4.2)', async () => {
    const period = (shippingEndDate: string): Fields => ({
      shippingConditions: { shippingType: 'serviceperiod', shippingDate: '2026-11-23T00:00:00.000+01:00', shippingEndDate },
    });

    expect(complaints(await refused(period('2026-11-22T00:00:00.000+01:00')))).toEqual(['shippingConditions.shippingEndDate INVALID']);
    expect(await made(createBench(), period('2026-11-23T00:00:00.000+01:00'))).toMatchObject({
      shippingConditions: { shippingType: 'serviceperiod' },
    });
  });

  it('takes a line at its limits (4.4)', async () => {
    const body = await made(createBench(), {
      title: 'x'.repeat(25),
      lineItems: [lineBody({ name: 'x'.repeat(255), quantity: 0.0001, unitPrice: grossPrice(0.0001, 7), discountPercentage: 99.99 })],
    });

    expect(pick(body, 'lineItems', 0)).toMatchObject({ quantity: 0.0001, lineItemAmount: 0 });
  });

  it('takes negative and free lines only where switched on (unknown 12.5)', async () => {
    const bench = createBench({ settings: { negativeAmounts: 'accept', zeroPriceLines: 'accept' } });

    const lineItems = [lineBody(), lineBody({ unitPrice: grossPrice(-1.9, 19) }), lineBody({ unitPrice: grossPrice(0, 19) })];

    expect(pick(await made(bench, { lineItems }), 'totalPrice')).toMatchObject({ totalGrossAmount: 10 });
  });

  it('copies nothing from the article it names and shows only its id (4.4)', async () => {
    const bench = createBench();
    const [article] = bench.simulator.seed.articles([{ title: 'Tee', articleNumber: 'T-1', price: { gross: '5.00' } }]);

    const body = await made(bench, { lineItems: [lineBody({ type: 'material', id: article?.id })] });

    expect(pick(body, 'lineItems', 0)).toMatchObject({ id: article?.id, name: 'Kaffee', unitPrice: { grossAmount: 11.9 } });
    expect(JSON.stringify(body)).not.toContain('T-1');
  });

  it('wants the line type of the article, and none that is archived (4.4, unknown 12.8)', async () => {
    const bench = createBench();
    const [service, archived] = bench.simulator.seed.articles([{ title: 'Versand', type: 'SERVICE' }, { title: 'Alt' }]);
    bench.simulator.backOffice.archiveArticle(archived?.id ?? '');
    const lineItems = [lineBody({ type: 'material', id: service?.id }), lineBody({ type: 'material', id: archived?.id })];

    expect(complaints(await refused({ lineItems }, bench))).toEqual(['lineItems[0].type INVALID', 'lineItems[1].id INVALID']);
  });
});

describe('what depends on the account', () => {
  it('is English, which the plan must include (4.2)', async () => {
    const bench = createBench();
    expect(await made(bench, { language: 'en' })).toMatchObject({ language: 'en' });
    bench.simulator.backOffice.editProfile({ businessFeatures: ['INVOICING'] });

    expect(complaints(await bench.post('order-confirmations', orderBody({ language: 'en' })))).toEqual(['language INVALID']);
  });

  it('is the print layout, shown on open documents alone (4.2, 5)', async () => {
    const bench = createBench();
    const printLayoutId = pick((await bench.get('print-layouts')).body, 0, 'id');

    expect(await made(bench, { printLayoutId })).not.toHaveProperty('printLayoutId');
    expect(await made(bench, { printLayoutId }, '?finalize=true')).toMatchObject({ printLayoutId });
  });

  it('is an own text in place of the default one (4.2)', async () => {
    const bench = createBench();
    bench.simulator.backOffice.setDefaultTexts('orderConfirmation', { introduction: 'Guten Tag' });

    expect(pick(await made(bench), 'introduction')).toBe('Guten Tag');
  });
});
