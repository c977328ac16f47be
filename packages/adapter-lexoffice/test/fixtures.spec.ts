import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { decimal } from '@megzo/core';
import { z } from 'zod';
import { berlinMidnight } from '../src/berlin.ts';
import { searchText } from '../src/search-text.ts';
import { totalsOf } from '../src/totals.ts';
import { aDraft, aLine, pageJson } from './fixtures.ts';
import { aCall, anEffectCall, type Reply, scriptedVendor } from './scripted-vendor.ts';
import { cases, fixture, fixtureNames } from './sheet-fixture.ts';
import { publicKeyPem, signatureOf } from './signing-keys.ts';
import { simulatedAccount } from './simulated-account.ts';

const id = '66196c43-bfee-baf3-4335-d64b5b5f7a1d';
const orderId = 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8';
const organizationId = 'aa93e8a8-2aa3-470b-b914-caad8a255dd8';

function vendorWith(route: string, name: string, status = 200) {
  return scriptedVendor({ [route]: { status, body: fixture(name) } });
}

async function placed(reply: Reply) {
  return scriptedVendor({ 'POST /v1/order-confirmations': reply }).port.salesOrders.send(aDraft(), anEffectCall());
}

async function contactMade(reply: Reply) {
  const { contacts } = scriptedVendor({ 'POST /v1/contacts': reply }).port;
  const draft = { kind: 'person', firstName: '', lastName: 'Muster', address: aDraft().recipient.address, allowTaxFree: false } as const;
  return contacts?.send(draft, anEffectCall());
}

describe('a documented error', () => {
  it.each([
    ['1.5-rate-limit-exceeded', 429, 'retryable', 'RATE_LIMITED'],
    ['1.5-throttled-as-500', 500, 'unknown', 'VENDOR_FAILED'],
    ['1.6-unauthorized', 401, 'rejected', 'UNAUTHORIZED'],
    ['1.6-forbidden-talks-of-a-header', 403, 'rejected', 'FORBIDDEN'],
    ['1.7-gateway-without-message', 504, 'unknown', 'NO_ANSWER'],
    ['1.7-regular', 406, 'rejected', 'REFUSED'],
    ['1.7-regular-with-message-only', 406, 'rejected', 'REFUSED'],
  ])('%s under %i leaves an order %s with %s', async (name, status, verdict, code) => {
    expect(await placed({ status, body: fixture(name) })).toMatchObject({ status: verdict, error: { code } });
  });

  it.each([
    ['1.7-legacy', 'rejected', 'REFUSED', ['company and person: invalid_value', 'roles.customer or roles.vendor: missing_entity']],
    ['1.7-legacy-with-empty-information', 'rejected', 'REFUSED', ['number: invalid_value']],
    ['1.4-stale-contact', 'rejected', 'CONFLICT', ['version: invalid_value']],
    ['1.4-contact-without-version', 'rejected', 'REFUSED', ['version: missing_entity']],
    ['3.1-company-and-person', 'rejected', 'REFUSED', ['company and person: invalid_value']],
    ['3.1-company-or-person', 'rejected', 'REFUSED', ['company or person: missing_entity']],
    ['3.1-no-role', 'rejected', 'REFUSED', ['roles.customer or roles.vendor: missing_entity']],
    ['3.1-invalid-email', 'rejected', 'REFUSED', ['emailAddresses[0].emailAddress: invalid_value']],
    ['3.2-account-number-already-exists', 'retryable', 'CONFLICT', ['number: account_number_already_exists']],
  ])('%s of a contact is %s with %s and its fields', async (name, verdict, code, fields) => {
    expect(await contactMade({ status: 406, body: fixture(name) })).toMatchObject({
      status: verdict,
      error: { code, details: { fields } },
    });
  });

  it.each([
    ['1.4-stale-article', 409, 'CONFLICT', undefined],
    ['2.1-article-number-taken', 406, 'REFUSED', ['materialNumber: MATERIAL_NUMBER_ALREADY_EXISTS']],
    ['1.3-article-page-too-small', 406, 'REFUSED', ['size: MIN']],
  ])('%s under %i is %s, told by field and code alone', async (name, status, code, fields) => {
    const answer = await vendorWith('GET /v1/articles', name, status).port.articles.changed({ since: 0 }, aCall());

    expect(answer).toMatchObject({ status: 'rejected', error: { code, details: { trace: '90d78d0777be', ...(fields && { fields }) } } });
    expect(answer.status === 'rejected' && `${answer.error.message} ${JSON.stringify(answer.error.details)}`).not.toMatch(
      /vergeben|geändert/,
    );
  });
});

describe('documented lists', () => {
  it('1.3-envelope: 10 000 rows are the vendor’s way to say that there are more', async () => {
    const { port } = vendorWith('GET /v1/articles', '1.3-envelope');

    expect(await port.articles.changed({ since: 0 }, aCall())).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
  });

  it('1.3-event-subscriptions-without-paging: is read as one list', async () => {
    const vendor = scriptedVendor(
      {
        'GET /v1/event-subscriptions': { body: fixture('1.3-event-subscriptions-without-paging') },
        'POST /v1/event-subscriptions': { body: { id } },
      },
      { organizationId, webhookPublicKeys: [publicKeyPem] },
    );

    expect(await vendor.port.webhooks?.subscribe('https://shop.example/hook', aCall())).toEqual({
      status: 'done',
      value: { made: 16, standing: 1 },
    });
  });

  it('7.9-countries: special codes have a class of their own', async () => {
    const { port } = scriptedVendor({
      'GET /v1/profile': { body: fixture('7.12-profile-without-principle') },
      'GET /v1/countries': { body: fixture('7.9-countries') },
    });

    expect(await port.settings(aCall())).toMatchObject({
      value: { countries: { DE: 'home', FR: 'eu', NO: 'third-country', ES_CN: 'third-country' } },
    });
  });
});

describe('documented dates and texts', () => {
  it('1.2-timestamps: what we write is among the forms that are taken, in summer and winter, and the simulator refuses the others', async () => {
    const { taken, refused } = z.object({ taken: z.array(z.string()), refused: z.array(z.string()) }).parse(cases('1.2-timestamps'));
    const { simulator } = simulatedAccount({ settings: { rateLimit: 'off' } });
    const body = { voucherDate: '', lineItems: [], address: {} };
    const complaint = async (voucherDate: string): Promise<boolean> => {
      const request = new Request('https://api.lexware.io/v1/order-confirmations', {
        method: 'POST',
        headers: { authorization: 'Bearer simulated-key', 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, voucherDate }),
      });
      return (await (await simulator.handler(request)).text()).includes('"field":"voucherDate"');
    };

    expect(berlinMidnight('2026-05-04')).toBe(taken[0]);
    expect(await Promise.all([...taken, berlinMidnight('2026-01-04')].map(complaint))).toEqual([false, false, false]);
    expect(await Promise.all(refused.map(complaint))).toEqual(refused.map(() => true));
  });

  it('1.2-search-string: is HTML-encoded, then URL-encoded', async () => {
    const { text, inTheUrl } = z.object({ text: z.string(), inTheUrl: z.string() }).parse(cases('1.2-search-string'));
    const urls: string[] = [];
    const { port } = scriptedVendor({
      'GET /v1/contacts': ({ query }) => {
        urls.push(query.name ?? '');
        return { body: pageJson([]) };
      },
    });
    await port.contacts?.match(
      {
        kind: 'company',
        company: text,
        firstName: '',
        lastName: '',
        vatId: 'DE1',
        address: aDraft().recipient.address,
        allowTaxFree: false,
      },
      aCall(),
    );

    expect(encodeURIComponent(searchText(text) ?? '')).toBe(inTheUrl);
    expect(urls).toEqual([decodeURIComponent(inTheUrl)]);
  });
});

describe('documented articles', () => {
  it('2.1-article-with-explicit-nulls: has none of these texts', async () => {
    const answer = await vendorWith(`GET /v1/articles/${id}`, '2.1-article-with-explicit-nulls').port.articles.read(id, aCall());

    expect(answer).toMatchObject({ value: { kind: 'product', price: { leading: 'net', net: '61.9', gross: '73.66' } } });
    for (const absent of ['number', 'gtin', 'note', 'description'])
      expect(answer.status === 'done' && answer.value).not.toHaveProperty(absent);
  });

  it('2.1-article-with-gross-price: leads with gross, and is a service that somebody archived', async () => {
    const answer = await vendorWith(`GET /v1/articles/${id}`, '2.1-article-with-gross-price').port.articles.read(id, aCall());

    expect(answer).toMatchObject({
      value: { kind: 'service', archived: true, number: 'B-7', note: 'Bestand: 12', price: { leading: 'gross', net: '10', gross: '11.9' } },
    });
  });

  it('2.1-gtin: the simulator knows the check digit of every length', () => {
    const { valid, invalid } = z.object({ valid: z.array(z.string()), invalid: z.array(z.string()) }).parse(cases('2.1-gtin'));
    const { backOffice } = simulatedAccount().simulator;

    for (const gtin of valid) expect(backOffice.createArticle({ title: 'x', gtin }).gtin).toBe(gtin);
    for (const gtin of invalid) expect(() => backOffice.createArticle({ title: 'x', gtin })).toThrow('no GTIN');
  });
});

describe('documented contacts', () => {
  const draft = {
    kind: 'company',
    company: 'Muster GmbH',
    firstName: '',
    lastName: '',
    address: aDraft().recipient.address,
    allowTaxFree: false,
  } as const;

  it.each(['info@example.com', 'SECOND@example.com', 'erika@example.com'])(
    '3.1-contact-with-two-emails: is matched by %s, and never written',
    async (email) => {
      const vendor = scriptedVendor({ 'GET /v1/contacts': { body: pageJson([fixture('3.1-contact-with-two-emails')]) } });

      expect(await vendor.port.contacts?.match({ ...draft, email }, aCall())).toMatchObject({ value: [{ by: 'email' }] });
      expect(vendor.seen.map(({ method }) => method)).toEqual(['GET']);
    },
  );

  it('3.2-substring-is-no-match: a search for a@b.de finds xa@b.dex, and that is another one', async () => {
    const { port } = scriptedVendor({ 'GET /v1/contacts': { body: pageJson([fixture('3.2-substring-is-no-match')]) } });

    expect(await port.contacts?.match({ ...draft, kind: 'person', lastName: 'Muster', email: 'a@b.de' }, aCall())).toEqual({
      status: 'done',
      value: [],
    });
  });
});

describe('documented totals', () => {
  const grossSamples = z.array(z.record(z.string(), z.string())).parse(cases('4.6-gross-samples'));

  it.each(grossSamples)('4.6-gross-samples: $quantity x $unitPrice at $taxRate keep the gross exactly', (sample) => {
    const { quantity = '', unitPrice = '', taxRate = '', net = '', tax = '' } = sample;
    const line = aLine({ quantity: decimal(quantity), unitPriceGross: decimal(unitPrice), taxRate: decimal(taxRate) });

    expect(totalsOf(aDraft({ lines: [line] }))).toMatchObject({ net: decimal(net), tax: decimal(tax) });
  });

  const netSamples = z
    .array(
      z.object({
        quantity: z.number(),
        unitPrice: z.number(),
        discountPercentage: z.number(),
        taxRate: z.number(),
        net: z.number(),
        tax: z.number(),
      }),
    )
    .parse(cases('4.6-net-samples'));

  it.each(netSamples)(
    '4.6-net-samples: the simulator makes $tax of tax out of $quantity x $unitPrice less $discountPercentage %',
    (sample) => {
      const { quantity, unitPrice, discountPercentage, taxRate, net, tax } = sample;
      const { backOffice } = simulatedAccount().simulator;
      const price = { currency: 'EUR', netAmount: unitPrice, taxRatePercentage: taxRate };
      const { totals } = backOffice.createDocument('orderConfirmation', {
        voucherDate: '2026-05-04T00:00:00.000+02:00',
        address: { name: 'x', countryCode: 'DE' },
        lineItems: [{ type: 'custom', name: 'x', quantity, unitName: 'x', unitPrice: price, discountPercentage }],
        totalPrice: { currency: 'EUR' },
        taxConditions: { taxType: 'net' },
        shippingConditions: { shippingType: 'none' },
      });

      expect({ net: totals?.net.toNumber(), tax: totals?.tax.toNumber() }).toEqual({ net, tax });
    },
  );
});

describe('documented order confirmations', () => {
  it('4.7-action-result: tells the id, and no number', async () => {
    expect(await placed({ status: 201, body: fixture('4.7-action-result') })).toEqual({ status: 'done', value: { id } });
  });

  it.each([
    ['4.1-draft-has-a-number', { number: 'AB1019', state: 'draft', totals: { gross: '23.9', net: '20.08', tax: '3.82' } }],
    ['4.2-order-confirmation', { number: 'AB1020', state: 'open', totals: { gross: '51.17', net: '43', tax: '8.17' } }],
  ])('%s: is read back, as an order and as a document', async (name, order) => {
    const vendor = vendorWith(`GET /v1/order-confirmations/${id}`, name);

    expect(await vendor.port.salesOrders.read(id, aCall())).toMatchObject({ value: { id, ...order } });
    expect(await vendor.documents.read(id, aCall())).toMatchObject({
      value: { id, kind: 'sales-order', state: order.state, texts: expect.arrayContaining(['Bestellung 100 · shop · 0123456789ab']) },
    });
  });

  it.each([
    ['4.9-row-of-the-collective-contact', { id: `invoice/${id}`, state: 'open' }, false],
    ['4.9-row-overdue', { id: `invoice/${id}`, state: 'overdue' }, true],
    ['4.9-row-without-open-amount', { id, kind: 'sales-order', number: 'AB1019' }, false],
  ])('%s: is the head of a document', async (name, head, hasContact) => {
    const vendor = scriptedVendor({ 'GET /v1/voucherlist': { body: pageJson([fixture(name)]) } });
    const answer = await vendor.documents.changed({ since: 0 }, aCall());
    const [item] = answer.status === 'done' ? answer.value.items : [];

    expect(item).toMatchObject({ ...head, totalGross: '39.4' });
    expect('contactId' in (item ?? {})).toBe(hasContact);
  });
});

describe('documented invoices, credit notes and delivery notes', () => {
  async function readInvoice(name: string, payments: Reply) {
    const vendor = scriptedVendor({ [`GET /v1/invoices/${id}`]: { body: fixture(name) }, [`GET /v1/payments/${id}`]: payments });
    return { answer: await vendor.documents.read(`invoice/${id}`, aCall()), calls: vendor.seen.length };
  }

  it.each([
    ['5.1-open-amount-as-text', { openAmount: '39.4', items: [] }],
    [
      '5.1-paid-with-cash-discount',
      {
        openAmount: '0',
        paidAt: Date.parse('2026-05-09T22:00:00Z'),
        items: [{ amount: '38.22' }, { kind: 'cashDiscount', amount: '1.18' }],
      },
    ],
    ['5.1-voided-is-balanced', { openAmount: '0', items: [] }],
  ])('4.11-invoice-of-our-order with %s: leads back to the order and tells its payment', async (name, payment) => {
    const { answer } = await readInvoice('4.11-invoice-of-our-order', { body: fixture(name) });

    expect(answer).toMatchObject({
      value: { number: 'RE0001', related: [{ id: orderId, kind: 'sales-order', number: 'AB1019' }], payment },
    });
  });

  it('5.1-payments-of-a-draft: is no fault after an invoice was set back', async () => {
    const { answer } = await readInvoice('4.11-invoice-of-our-order', { status: 406, body: fixture('5.1-payments-of-a-draft') });

    expect(answer.status === 'done' && answer.value).not.toHaveProperty('payment');
  });

  it('5-invoice-draft-is-bare: is read, and its payment is not asked for', async () => {
    expect(await readInvoice('5-invoice-draft-is-bare', {})).toMatchObject({ answer: { value: { state: 'draft' } }, calls: 1 });
  });

  it('6-credit-note-of-an-invoice: is settled, and its payment is not asked for', async () => {
    const vendor = vendorWith(`GET /v1/credit-notes/${id}`, '6-credit-note-of-an-invoice');

    expect(await vendor.documents.read(`credit-note/${id}`, aCall())).toMatchObject({
      value: { state: 'paid', related: [{ id: `invoice/${orderId}`, kind: 'invoice' }] },
    });
    expect(vendor.seen).toHaveLength(1);
  });

  it('7.1-delivery-note-without-totals: is read', async () => {
    const vendor = vendorWith(`GET /v1/delivery-notes/${id}`, '7.1-delivery-note-without-totals');

    expect(await vendor.documents.read(`delivery-note/${id}`, aCall())).toMatchObject({ value: { number: 'LS0001', totalGross: '0' } });
  });
});

describe('documented files', () => {
  const invoice = { id: `invoice/${id}`, kind: 'invoice' } as const;

  it('5-file-of-a-draft: is a refusal and no clash of versions', async () => {
    const vendor = vendorWith(`GET /v1/invoices/${id}/file`, '5-file-of-a-draft', 409);

    expect(await vendor.documents.fetch(invoice, aCall())).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
  });

  it('5-file-name: is that of the file', async () => {
    const headers = z.record(z.string(), z.string()).parse(cases('5-file-name'));
    const vendor = scriptedVendor({ [`GET /v1/invoices/${id}/file`]: { body: '%PDF-1.4', headers } });

    expect(await vendor.documents.fetch(invoice, aCall())).toMatchObject({
      value: { name: 'Rechnung_RE0001.pdf', type: 'application/pdf' },
    });
  });

  it('5-accept-matrix: the simulator keeps to it, and what we ask for is a PDF under every profile', async () => {
    const matrix = z
      .array(z.object({ profile: z.string(), accept: z.string(), gives: z.union([z.string(), z.number()]) }))
      .parse(cases('5-accept-matrix'));
    const its = simulatedAccount({ settings: { zugferd: true, rateLimit: 'off' } });
    const invoices = eInvoices(its.simulator);
    const given = [];
    for (const { profile, accept } of matrix) {
      const url = `https://api.lexware.io/v1/invoices/${invoices.get(profile)}/file`;
      const answer = await its.simulator.handler(new Request(url, { headers: { authorization: 'Bearer simulated-key', accept } }));
      given.push({ profile, accept, gives: answer.ok ? answer.headers.get('content-type') : answer.status });
    }

    expect(given).toEqual(matrix);
    for (const uuid of invoices.values()) {
      expect(await its.documents.fetch({ id: `invoice/${uuid}`, kind: 'invoice' }, aCall())).toMatchObject({
        value: { type: 'application/pdf' },
      });
    }
  });

  /** One invoice of each profile. */
  function eInvoices({ seed, backOffice }: ReturnType<typeof simulatedAccount>['simulator']): ReadonlyMap<string, string> {
    const contact = seed.contact({
      company: { name: 'Amt', vatRegistrationId: 'DE123456789', contactPersons: [] },
      xRechnung: { buyerReference: '04011000', vendorNumberAtCustomer: '7' },
    });
    const body = {
      voucherDate: '2026-05-04T00:00:00.000+02:00',
      address: { contactId: contact.id, name: 'Amt', countryCode: 'DE' },
      lineItems: [
        { type: 'custom', name: 'x', quantity: 1, unitName: 'x', unitPrice: { currency: 'EUR', netAmount: 1, taxRatePercentage: 19 } },
      ],
      totalPrice: { currency: 'EUR' },
      taxConditions: { taxType: 'net' },
      shippingConditions: { shippingType: 'none' },
    };
    const bodies = [body, { ...body, xRechnung: { buyerReference: '04011000' } }, { ...body, address: { name: 'x', countryCode: 'DE' } }];
    const made = bodies.map((one) => backOffice.createDocument('invoice', one, { finalize: true }));
    return new Map(made.map((document) => [document.electronicDocumentProfile, document.id]));
  }
});

describe('documented profiles', () => {
  it.each([
    ['7.12-profile-without-principle', { smallBusiness: false }, false],
    ['7.12-profile-of-a-sample', { smallBusiness: true, distanceSales: 'origin' }, true],
  ])('%s: is read', async (name, settings, hasPrinciple) => {
    const { port } = scriptedVendor({ 'GET /v1/profile': { body: fixture(name) }, 'GET /v1/countries': { body: '[]' } });
    const answer = await port.settings(aCall());

    expect(answer).toMatchObject({ value: { accountId: organizationId, name: 'Muster GmbH', ...settings } });
    expect(answer.status === 'done' && 'distanceSales' in answer.value).toBe(hasPrinciple);
  });
});

describe('documented webhooks', () => {
  const options = { organizationId, webhookPublicKeys: [publicKeyPem] };

  it.each([
    ['8.1-subscribed-already', 409, { status: 'done', value: { made: 0, standing: 17 } }],
    ['8.1-callback-not-reached', 406, { status: 'rejected', error: { code: 'REFUSED' } }],
  ])('%s: a subscription answered with %i', async (name, status, outcome) => {
    const list = { body: { content: [] } };
    const script = { 'GET /v1/event-subscriptions': list, 'POST /v1/event-subscriptions': () => ({ status, body: fixture(name) }) };
    const vendor = scriptedVendor(script, options);

    expect(await vendor.port.webhooks?.subscribe('https://shop.example/hook', aCall())).toMatchObject(outcome);
  });

  it('8.3-event: says where to look', () => {
    const body = fixture('8.3-event').trim();
    const { webhooks } = scriptedVendor({}, options).port;

    expect(webhooks?.read({ headers: { 'x-lxo-signature': signatureOf(body) }, body })).toEqual({
      look: [{ what: 'sales-document', id: `invoice/${id}` }],
    });
  });
});

describe('the fixtures', () => {
  it('are all used here, and named after their section', () => {
    const source = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    const [, ...tests] = source.split('\ndescribe(');

    expect(fixtureNames.length).toBeGreaterThan(40);
    expect(fixtureNames.filter((name) => !tests.some((text) => text.includes(name)))).toEqual([]);
    expect(fixtureNames.filter((name) => !/^\d{1,2}(?:\.\d{1,2})?-[a-z0-9-]+$/.test(name))).toEqual([]);
  });
});
