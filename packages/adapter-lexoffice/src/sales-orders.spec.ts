import { describe, expect, it } from '@jest/globals';
import { decimal, type SalesOrderDraft, type TaxTreatment } from '@megzo/core';
import { aDraft, aLine } from '../test/fixtures.ts';
import { aCall, anEffectCall, type Reply, scriptedVendor } from '../test/scripted-vendor.ts';

const madeId = '66196c43-bfee-baf3-4335-d64b5b5f7a1d';
const made: Reply = {
  status: 201,
  body: {
    id: madeId,
    resourceUri: `https://api.lexware.io/v1/order-confirmations/${madeId}`,
    createdDate: '2026-05-04T12:00:00.000+02:00',
    updatedDate: '2026-05-04T12:00:00.000+02:00',
    version: 1,
  },
};
const address =
  '{"name":"Erika Muster","supplement":"Hinterhaus","street":"Musterweg 1","zip":"79112","city":"Freiburg","countryCode":"DE"}';
const marker = 'Bestellung 100 · shop · 0123456789ab';

async function send(draft: SalesOrderDraft, reply: Reply = made, call = anEffectCall(marker)) {
  const vendor = scriptedVendor({ 'POST /v1/order-confirmations': reply });
  const outcome = await vendor.port.salesOrders.send(draft, call);
  return { outcome, seen: vendor.seen, body: vendor.seen[0]?.body ?? '' };
}

async function sentBody(changes: Partial<SalesOrderDraft>): Promise<Record<string, unknown>> {
  return JSON.parse((await send(aDraft(changes))).body) as Record<string, unknown>;
}

describe('placing a sales order', () => {
  it('is one POST of a finalised order confirmation, with every amount as it was', async () => {
    const { outcome, seen, body } = await send(aDraft());

    expect(outcome).toEqual({ status: 'done', value: { id: madeId } });
    expect(seen.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'POST', path: '/v1/order-confirmations', query: { finalize: 'true' } },
    ]);
    expect(seen[0]?.headers.get('content-type')).toBe('application/json');
    expect(body).toBe(
      `{"voucherDate":"2026-05-04T00:00:00.000+02:00","address":${address},"lineItems":[` +
        '{"type":"material","id":"f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11","name":"Tasse","quantity":2,"unitName":"Stück",' +
        '"unitPrice":{"currency":"EUR","grossAmount":11.9,"taxRatePercentage":19}},' +
        '{"type":"custom","name":"Buch","description":"Gebunden\\nArtikelnummer: B-7","quantity":1,"unitName":"Stück",' +
        '"unitPrice":{"currency":"EUR","grossAmount":10.7,"taxRatePercentage":7}},' +
        '{"type":"custom","name":"Versandkosten","quantity":1,"unitName":"Pauschale",' +
        '"unitPrice":{"currency":"EUR","grossAmount":4.9,"taxRatePercentage":19}},' +
        '{"type":"text","name":"Bestellung 100 · shop · 0123456789ab"}],' +
        '"totalPrice":{"currency":"EUR"},"taxConditions":{"taxType":"gross"},"shippingConditions":{"shippingType":"none"},' +
        '"introduction":"Vielen Dank für Ihre Bestellung."}',
    );
  });

  it('writes amounts digit by digit, never through a binary float', async () => {
    const { body } = await send(
      aDraft({ lines: [aLine({ unitPriceGross: decimal('90071992547409.9301'), quantity: decimal('0.0001') })] }),
    );

    expect(body).toContain('"quantity":0.0001,');
    expect(body).toContain('"grossAmount":90071992547409.9301,');
  });

  it.each<[TaxTreatment, object]>([
    [{ kind: 'domestic' }, { taxType: 'gross' }],
    [
      { kind: 'distance-sale', principle: 'origin' },
      { taxType: 'gross', taxSubType: 'distanceSales' },
    ],
    [
      { kind: 'distance-sale', principle: 'destination' },
      { taxType: 'gross', taxSubType: 'distanceSales' },
    ],
    [{ kind: 'small-business' }, { taxType: 'vatfree' }],
    [
      { kind: 'electronic-services', principle: 'destination' },
      { taxType: 'gross', taxSubType: 'electronicServices' },
    ],
  ])('writes the treatment %j as %j', async (treatment, taxConditions) => {
    expect(await sentBody({ treatment })).toMatchObject({ taxConditions });
  });

  it.each<[TaxTreatment, string]>([
    [{ kind: 'small-business' }, 'vatfree'],
    [{ kind: 'intra-community-supply' }, 'intraCommunitySupply'],
    [{ kind: 'export' }, 'thirdPartyCountryDelivery'],
    [{ kind: 'reverse-charge-services' }, 'externalService13b'],
    [{ kind: 'reverse-charge-construction' }, 'constructionService13b'],
    [{ kind: 'export-services' }, 'thirdPartyCountryService'],
    [{ kind: 'photovoltaics' }, 'photovoltaicEquipment'],
  ])('writes the prices of %j as net amounts without tax', async (treatment, taxType) => {
    const recipient = { ...aDraft().recipient, kind: 'contact', contactId: 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8' } as const;
    const body = await sentBody({ treatment, recipient, lines: [aLine({ taxRate: decimal('0') })] });

    expect(body).toMatchObject({ taxConditions: { taxType } });
    expect(body.lineItems).toEqual([
      expect.objectContaining({ unitPrice: { currency: 'EUR', netAmount: 11.9, taxRatePercentage: 0 } }),
      { type: 'text', name: marker },
    ]);
  });

  it('writes an article that is a service as a service line', async () => {
    const article = { id: 'f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11', kind: 'service' } as const;

    expect(await sentBody({ lines: [aLine({ article })] })).toMatchObject({ lineItems: [{ type: 'service', id: article.id }, {}] });
  });

  it('names a contact together with the address of this order', async () => {
    const recipient = { ...aDraft().recipient, kind: 'contact', contactId: 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8' } as const;

    expect((await sentBody({ recipient })).address).toEqual({ contactId: recipient.contactId, ...JSON.parse(address) });
  });

  it('puts the marker at the end of the remark where that is its place', async () => {
    const alone = await sentBody({ markerPlace: 'remark' });
    const below = await sentBody({ markerPlace: 'remark', remark: 'Lieferung frei Haus.' });

    expect(alone.remark).toBe(marker);
    expect(below.remark).toBe(`Lieferung frei Haus.\n${marker}`);
    expect(below.lineItems).toHaveLength(3);
  });

  it('leaves out a text that is empty, so that the account’s own wording stands', async () => {
    const body = await sentBody({
      introduction: '',
      title: 'Auftrag',
      lines: [aLine({ description: '' }), { kind: 'text', name: 'Hinweis' }],
    });

    expect(body).not.toHaveProperty('introduction');
    expect(body).toMatchObject({
      title: 'Auftrag',
      lineItems: [expect.not.objectContaining({ description: '' }), { type: 'text', name: 'Hinweis' }, {}],
    });
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000+01:00'],
    ['2026-03-29', '2026-03-29T00:00:00.000+01:00'],
    ['2026-10-25', '2026-10-25T00:00:00.000+02:00'],
  ])('dates an order of %s at %s', async (placedOn, voucherDate) => {
    expect(await sentBody({ placedOn })).toMatchObject({ voucherDate });
  });
});

describe('a sales order that breaks a limit', () => {
  const long = (length: number): string => 'x'.repeat(length);
  const export_: Partial<SalesOrderDraft> = { treatment: { kind: 'export' } };
  const nameless = { kind: 'one-time', address: { ...aDraft().recipient.address, name: ' ' } } as const;

  it.each<[string, Partial<SalesOrderDraft>]>([
    ['title', { title: long(26) }],
    ['introduction', { introduction: long(2001) }],
    ['remark', { remark: long(2001) }],
    ['remark', { remark: long(2000), markerPlace: 'remark' }],
    ['deliveryTerms', { deliveryTerms: long(256) }],
    ['lines[1].name', { lines: [aLine(), aLine({ name: long(256) })] }],
    ['lines[0].name', { lines: [aLine({ name: '' })] }],
    ['lines[0].unit', { lines: [aLine({ unit: ' ' })] }],
    ['lines[0].description', { lines: [aLine({ description: long(2001) })] }],
    ['lines[0].quantity', { lines: [aLine({ quantity: decimal('0.00001') })] }],
    ['lines[0].unitPriceGross', { lines: [aLine({ unitPriceGross: decimal('1.23456') })] }],
    ['lines[1].name', { lines: [aLine(), { kind: 'text', name: '' }] }],
    ['lines[1].description', { lines: [aLine(), { kind: 'text', name: 'n', description: long(2001) }] }],
    ['lines', { lines: [] }],
    ['lines', { lines: [{ kind: 'text', name: 'only text' }] }],
    ['lines', { lines: Array.from({ length: 300 }, () => aLine()) }],
    ['currency', { currency: 'CHF' }],
    ['recipient', export_],
    ['recipient', { treatment: { kind: 'intra-community-supply' } }],
    ['recipient.name', { recipient: nameless }],
  ])('in %s is refused before anything is sent', async (field, changes) => {
    const { outcome, seen } = await send(aDraft(changes));

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED', details: { field } } });
    expect(seen).toEqual([]);
  });

  it('is sent while every limit is just kept', async () => {
    const { outcome } = await send(
      aDraft({
        title: long(25),
        introduction: long(2000),
        remark: long(2000 - marker.length - 1),
        deliveryTerms: long(255),
        lines: Array.from({ length: 300 }, () =>
          aLine({ name: long(255), description: long(2000), quantity: decimal('0.0001'), unitPriceGross: decimal('1.2345') }),
        ),
        markerPlace: 'remark',
      }),
    );

    expect(outcome).toMatchObject({ status: 'done' });
  });

  it('says nothing of its values', async () => {
    const { outcome } = await send(aDraft({ lines: [aLine({ name: 'Geheim'.repeat(50) })] }));

    expect(outcome.status === 'rejected' && `${outcome.error.message} ${JSON.stringify(outcome.error.details)}`).not.toContain('Geheim');
  });

  it('could be seen beforehand: the published fields carry the same limits', () => {
    const { fields } = scriptedVendor({}).port.salesOrders;

    expect(Object.fromEntries(fields.map(({ path, lengthMax }) => [path, lengthMax]))).toEqual({
      'document.title': 25,
      'document.introduction': 2000,
      'document.remark': 2000,
      'document.deliveryTerms': 255,
      'line.name': 255,
      'line.description': 2000,
      'line.unit': undefined,
      'charge.name': 255,
      'charge.unit': undefined,
    });
  });
});

describe('the outcome of a send', () => {
  it.each<[string, Reply, object]>([
    ['200', { ...made, status: 200 }, { status: 'done' }],
    ['202', { ...made, status: 202 }, { status: 'done' }],
    [
      '406 with fields',
      { status: 406, body: { details: [{ field: 'lineItems[0].unitPrice', violation: 'NOTNULL', message: 'x' }] } },
      {
        status: 'rejected',
        error: { code: 'REFUSED', details: { status: 406, fields: ['lineItems[0].unitPrice: NOTNULL'] } },
      },
    ],
    [
      '406 for a contact made a moment ago',
      { status: 406, body: { details: [{ field: 'address.contactId', violation: 'NOTFOUND' }] } },
      { status: 'rejected' },
    ],
    ['404 for a contact made a moment ago', { status: 404, body: {} }, { status: 'rejected', error: { code: 'NOT_FOUND' } }],
    ['401', { status: 401, body: { message: 'Unauthorized' } }, { status: 'rejected', error: { code: 'UNAUTHORIZED' } }],
    ['429', { status: 429, body: { message: 'Rate limit exceeded' } }, { status: 'retryable', error: { code: 'RATE_LIMITED' } }],
    ['500', { status: 500, body: { message: 'internal server error or rate limit exceeded' } }, { status: 'unknown' }],
    ['502', { status: 502, body: '<html>' }, { status: 'unknown' }],
    ['503', { status: 503, body: '' }, { status: 'unknown' }],
    ['504', { status: 504, body: { message: null } }, { status: 'unknown' }],
    ['a 201 cut in the middle', { status: 201, body: '{"id":"66196c4' }, { status: 'unknown', error: { code: 'ANSWER_UNREADABLE' } }],
    ['a 201 without an id', { status: 201, body: {} }, { status: 'unknown', error: { code: 'ANSWER_UNREADABLE' } }],
  ])('of %s is what the vendor promises, in one call', async (_, reply, expected) => {
    const { outcome, seen } = await send(aDraft(), reply);

    expect(outcome).toMatchObject(expected);
    expect(seen).toHaveLength(1);
  });

  it('is retryable and unsent where the right to send has run out', async () => {
    const { outcome, seen } = await send(aDraft(), made, anEffectCall(marker, { maySend: () => false }));

    expect(outcome).toMatchObject({ status: 'retryable', error: { code: 'SELF_FENCED' } });
    expect(seen).toEqual([]);
  });
});

describe('a sales order read back', () => {
  const head = `"id":"${madeId}","createdDate":"2026-05-04T12:00:00.123+02:00","voucherDate":"2026-05-04T00:00:00.000+02:00"`;
  const rates = '[{"taxRatePercentage":7,"taxAmount":0.7,"netAmount":10},{"taxRatePercentage":19,"taxAmount":4.58,"netAmount":24.12}]';
  const taxed = `{${head},"voucherStatus":"open","voucherNumber":"AB1019","totalPrice":{"currency":"EUR","totalNetAmount":34.12,"totalGrossAmount":39.40,"totalTaxAmount":5.28},"taxAmounts":${rates}}`;

  function read(body: string) {
    return scriptedVendor({ [`GET /v1/order-confirmations/${madeId}`]: { body } }).port.salesOrders.read(madeId, aCall());
  }

  it('tells number, state and the vendor’s own sums', async () => {
    expect(await read(taxed)).toEqual({
      status: 'done',
      value: {
        id: madeId,
        number: 'AB1019',
        state: 'open',
        createdAt: Date.parse('2026-05-04T10:00:00.123Z'),
        totals: {
          gross: '39.4',
          net: '34.12',
          tax: '5.28',
          byRate: [
            { rate: '19', gross: '28.7', net: '24.12', tax: '4.58' },
            { rate: '7', gross: '10.7', net: '10', tax: '0.7' },
          ],
        },
        texts: [],
      },
    });
  });

  it('has the sums that were proved before sending', async () => {
    const answer = await read(taxed);

    expect(answer.status === 'done' && answer.value?.totals).toEqual(scriptedVendor({}).port.salesOrders.totals(aDraft()));
  });

  it.each(['', ',"taxAmounts":[]', ',"taxAmounts":[{"taxRatePercentage":0,"taxAmount":0,"netAmount":12.5}]'])(
    'without tax has one rate of 0, whether the vendor names it or not: %j',
    async (taxAmounts) => {
      const body = `{${head},"voucherStatus":"draft","totalPrice":{"totalNetAmount":12.5,"totalGrossAmount":12.5,"totalTaxAmount":0}${taxAmounts}}`;

      expect(await read(body)).toMatchObject({
        value: { state: 'draft', totals: { byRate: [{ rate: '0', gross: '12.5', net: '12.5', tax: '0' }] } },
      });
    },
  );

  it('is undefined after a person deleted it', async () => {
    const vendor = scriptedVendor({ [`GET /v1/order-confirmations/${madeId}`]: { status: 404, body: {} } });

    expect(await vendor.port.salesOrders.read(madeId, aCall())).toEqual({ status: 'done', value: undefined });
  });

  it('is opened by a person in the web application', () => {
    expect(scriptedVendor({}).port.salesOrders.link(madeId)).toBe(`https://app.lexware.de/permalink/order-confirmations/view/${madeId}`);
  });
});
