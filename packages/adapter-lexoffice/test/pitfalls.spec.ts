import { describe, expect, it } from '@jest/globals';
import { type ContactDraft, decimal, type Outcome, type SalesOrderDraft, type TaxTreatment } from '@megzo/core';
import { allowedCalls } from '../src/client.ts';
import { verdictOf } from '../src/errors.ts';
import { lexofficeOptionsSchema } from '../src/index.ts';
import { settle } from '../src/options.ts';
import { taxConditions } from '../src/tax-conditions.ts';
import { aDraft, aLine, articleJson, pageJson } from './fixtures.ts';
import { aCall, anEffectCall, scriptedVendor } from './scripted-vendor.ts';
import { type SimulatedAccount, simulatedAccount } from './simulated-account.ts';

// One row each of the sheet's section 9: what real users of this vendor fell into.

const marker = 'Bestellung 100 · shop · 0123456789ab';
const quiet = { settings: { rateLimit: 'off' } } as const;

const company: ContactDraft = {
  kind: 'company',
  company: 'Müller & Söhne',
  firstName: 'Änne',
  lastName: 'Müller',
  email: 'info@example.com',
  vatId: 'ATU12345678',
  address: { name: 'Müller & Söhne', street: 'Ring 1', zip: '1010', city: 'Wien', country: 'AT' },
  allowTaxFree: true,
};

function made<T>(outcome: Outcome<T>): T {
  if (outcome.status !== 'done') throw outcome.error;
  return outcome.value;
}

function draft(changes: Partial<SalesOrderDraft> = {}): SalesOrderDraft {
  return aDraft({ lines: [aLine()], ...changes });
}

/** The body of an order as it leaves. */
async function sentBody(its: SalesOrderDraft): Promise<string> {
  const vendor = scriptedVendor({ 'POST /v1/order-confirmations': { status: 201, body: { id: 'x' } } });
  await vendor.port.salesOrders.send(its, anEffectCall(marker));
  return vendor.seen[0]?.body ?? '';
}

/** A request past the client. */
async function raw({ simulator }: SimulatedAccount, method: string, path: string, body?: unknown) {
  const headers = { authorization: 'Bearer simulated-key', 'content-type': 'application/json' };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await simulator.handler(new Request(`https://api.lexware.io/v1/${path}`, { method, headers, ...init }));
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

describe('pitfalls of the API', () => {
  it('row 1: the default pace stays below the limit, and a burst is never refused', async () => {
    const its = simulatedAccount();
    for (let call = 0; call < 30; call += 1) await its.port.settings(aCall());

    expect(settle({ apiKey: 'k' }).budget.perSecond).toBeLessThan(2);
    expect(its.simulator.journal.map(({ answered }) => answered)).not.toContain(429);
    expect(its.simulator.journal).toHaveLength(60);
  });

  it('row 2: a lost answer is in doubt, no header is believed in, and a look finds the one document', async () => {
    const its = simulatedAccount(quiet);
    its.simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', times: 1 });
    const from = its.now();
    const names: string[] = [];
    const vendor = scriptedVendor({
      'POST /v1/order-confirmations': ({ headers }) => {
        names.push(...headers.keys());
        return { status: 504 };
      },
    });

    const lost = await its.port.salesOrders.send(draft(), anEffectCall(marker));
    its.advance(its.port.salesOrders.settleMs);
    const found = await its.port.salesOrders.find?.({ marker, from, to: its.now(), draft: draft() }, aCall());
    await vendor.port.salesOrders.send(draft(), anEffectCall(marker));

    expect(lost.status).toBe('unknown');
    expect(found).toMatchObject({ value: { marked: [{ id: its.simulator.orderConfirmations[0]?.id }] } });
    expect(its.simulator.orderConfirmations).toHaveLength(1);
    expect(names.sort()).toEqual(['accept', 'authorization', 'content-type', 'user-agent']);
  });

  it('row 3: a new contact is named no sooner than it is known, and a fight for its number may be repeated', async () => {
    const its = simulatedAccount({ settings: { rateLimit: 'off', contactLagMs: [0, 2000], contactNumberRaceMs: 3000 } });
    const { id: contactId } = made(await its.contacts.send(company, anEffectCall()));
    const fight = await its.contacts.send({ ...company, email: 'x@example.com' }, anEffectCall());
    its.advance(its.contacts.visibleAfterMs);
    const named = draft({ recipient: { kind: 'contact', contactId, address: { ...company.address, country: 'DE' } } });

    expect(its.contacts.visibleAfterMs).toBe(2000);
    expect(fight).toMatchObject({ status: 'retryable', error: { code: 'CONFLICT' } });
    expect((await its.port.salesOrders.send(named, anEffectCall(marker))).status).toBe('done');
  });

  it('row 4: a contact with two e-mails cannot be written any more; it is found by either, and named', async () => {
    const its = simulatedAccount(quiet);
    const { id: contactId } = made(await its.contacts.send(company, anEffectCall()));
    its.advance(its.contacts.visibleAfterMs);
    its.simulator.backOffice.addEmail(contactId, 'second@example.com');
    const stored = (await raw(its, 'GET', `contacts/${contactId}`)).body;
    const recipient = { kind: 'contact', contactId, address: { ...company.address, country: 'DE' } } as const;

    expect((await raw(its, 'PUT', `contacts/${contactId}`, stored)).status).toBe(406);
    expect(await its.contacts.match({ ...company, email: 'second@example.com' }, aCall())).toMatchObject({ value: [{ id: contactId }] });
    expect((await its.port.salesOrders.send(draft({ recipient }), anEffectCall(marker))).status).toBe('done');
  });

  it('row 5: a PUT wipes what it leaves out, and the client has none', async () => {
    const its = simulatedAccount(quiet);
    const { id } = made(await its.contacts.send(company, anEffectCall()));
    its.advance(its.contacts.visibleAfterMs);
    await raw(its, 'PUT', `contacts/${id}`, { version: 1, roles: { customer: {} }, company: { name: 'Müller' } });

    expect(its.simulator.contacts[0]?.emailAddresses).toEqual({});
    expect(allowedCalls.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('row 6: a stale version is a conflict under either status', async () => {
    const its = simulatedAccount(quiet);
    const { id: articleId } = its.simulator.backOffice.createArticle({ title: 'Tasse' });
    const { id: contactId } = its.simulator.seed.contact({});
    const article = { title: 'x', type: 'PRODUCT', unitName: 'x', price: { leadingPrice: 'NET', netPrice: 1, taxRate: 19 }, version: 9 };
    const answers = [
      await raw(its, 'PUT', `articles/${articleId}`, article),
      await raw(its, 'PUT', `contacts/${contactId}`, { version: 9, roles: { customer: {} }, person: { lastName: 'x' } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 406]);
    expect(answers.map((answer) => verdictOf(answer)?.error.code)).toEqual(['CONFLICT', 'CONFLICT']);
  });

  it('row 7: articles are never asked for in pages below 25', async () => {
    const its = simulatedAccount(quiet);
    await its.port.check(aCall());
    await its.port.articles.changed({ since: 0 }, aCall());
    const sizes = its.simulator.journal
      .filter(({ path }) => path === '/v1/articles')
      .map(({ query }) => Number(new URLSearchParams(query).get('size')));

    expect((await raw(its, 'GET', 'articles?size=24')).status).toBe(406);
    expect(sizes).toEqual([25, 250]);
  });

  it('row 8: a duplicate article number is told under a name that nobody sent', async () => {
    const its = simulatedAccount(quiet);
    its.simulator.backOffice.createArticle({ title: 'Tasse', articleNumber: 'A-1' });
    const price = { leadingPrice: 'NET', netPrice: 1, taxRate: 19 };
    const refused = await raw(its, 'POST', 'articles', { title: 'x', type: 'PRODUCT', unitName: 'x', articleNumber: 'A-1', price });

    expect(verdictOf(refused)?.error.details).toEqual({ fields: ['materialNumber: MATERIAL_NUMBER_ALREADY_EXISTS'] });
  });

  it.each([
    ['PRODUCT', 'product', 'material'],
    ['SERVICE', 'service', 'service'],
  ] as const)('row 9: an article of type %s is a %s here and a %s on a line', async (type, kind, lineType) => {
    const id = 'f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11';
    const { port } = scriptedVendor({ 'GET /v1/articles': { body: pageJson([articleJson(id, { type: `"${type}"` })]) } });

    expect(await port.articles.changed({ since: 0 }, aCall())).toMatchObject({ value: { items: [{ kind }] } });
    expect(await sentBody(draft({ lines: [aLine({ article: { id, kind } })] }))).toContain(`{"type":"${lineType}","id":"${id}"`);
  });

  it('row 10: a date leaves with milliseconds and the zone of its German day, and other forms are refused', async () => {
    const its = simulatedAccount(quiet);
    const body = JSON.parse(await sentBody(draft())) as object;
    const statuses = [];
    for (const voucherDate of ['2026-05-04T00:00:00.000+02:00', '2026-05-04T00:00:00+02:00', '2026-05-04', '2026-05-04T00:00:00.000']) {
      statuses.push((await raw(its, 'POST', 'order-confirmations', { ...body, voucherDate })).status);
    }

    expect(await sentBody(draft({ placedOn: '2026-05-04' }))).toContain('"voucherDate":"2026-05-04T00:00:00.000+02:00"');
    expect(await sentBody(draft({ placedOn: '2026-01-04' }))).toContain('"voucherDate":"2026-01-04T00:00:00.000+01:00"');
    expect(statuses).toEqual([201, 406, 406, 406]);
  });

  it('row 11: a title of more than 25 characters is refused before it is sent', async () => {
    const its = simulatedAccount(quiet);

    expect((await its.port.salesOrders.send(draft({ title: 'x'.repeat(25) }), anEffectCall(marker))).status).toBe('done');
    expect(await its.port.salesOrders.send(draft({ title: 'x'.repeat(26) }), anEffectCall(marker))).toMatchObject({
      status: 'rejected',
      error: { details: { field: 'title' } },
    });
    expect(its.simulator.journal).toHaveLength(1);
  });

  it('row 12: an order is finalised as it is made, because a draft is neither carried on nor rendered', async () => {
    const its = simulatedAccount(quiet);
    const { id } = made(await its.port.salesOrders.send(draft(), anEffectCall(marker)));
    const rendered = await its.documents.fetch({ id, kind: 'sales-order' }, aCall());
    its.simulator.backOffice.backToDraft(id);

    expect(rendered).toMatchObject({ status: 'done', value: { type: 'application/pdf' } });
    expect(await its.documents.fetch({ id, kind: 'sales-order' }, aCall())).toMatchObject({
      status: 'rejected',
      error: { code: 'REFUSED' },
    });
    expect(() => its.simulator.backOffice.pursueToInvoice(id, { linked: true })).toThrow('406');
  });

  it('row 13: prices are written gross, so that a hundred times 10.00 are 1000.00', async () => {
    const its = simulatedAccount(quiet);
    const hundred = draft({ lines: [aLine({ quantity: decimal('100'), unitPriceGross: decimal('10') })] });
    const { id } = made(await its.port.salesOrders.send(hundred, anEffectCall(marker)));
    const net = { ...(JSON.parse(await sentBody(hundred)) as { lineItems: object[] }), taxConditions: { taxType: 'net' } };
    const unitPrice = { currency: 'EUR', netAmount: 8.4, taxRatePercentage: 19 };
    await raw(its, 'POST', 'order-confirmations', { ...net, lineItems: [{ ...net.lineItems[0], unitPrice }] });

    expect(made(await its.port.salesOrders.read(id, aCall()))?.totals.gross).toBe('1000');
    expect(its.simulator.orderConfirmations.map(({ totals }) => totals?.gross.toFixed(2))).toEqual(['1000.00', '999.60']);
  });

  it.each<[string, Partial<SimulatedAccount['simulator']['profile']>, TaxTreatment, string]>([
    ['no tax in an account that is taxed', {}, { kind: 'small-business' }, '0'],
    ['tax in a small business', { smallBusiness: true }, { kind: 'domestic' }, '19'],
    ['a rate of another country without the setting for it', {}, { kind: 'distance-sale', principle: 'destination' }, '20'],
  ])('row 14: %s is refused as a whole, and nothing is made', async (_name, organization, treatment, rate) => {
    const its = simulatedAccount({ ...quiet, organization });
    const outcome = await its.port.salesOrders.send(draft({ treatment, lines: [aLine({ taxRate: decimal(rate) })] }), anEffectCall(marker));

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
    expect(its.simulator.orderConfirmations).toEqual([]);
  });

  it('row 15: Norway, Iceland and Liechtenstein are third countries, because the vendor says so', async () => {
    const { countries } = made(await simulatedAccount(quiet).port.settings(aCall()));

    expect([countries.NO, countries.IS, countries.LI]).toEqual(['third-country', 'third-country', 'third-country']);
  });

  it('row 16: a shipping line carries a rate like any other; without one the document is refused', async () => {
    const its = simulatedAccount(quiet);
    const shipping = aLine({ name: 'Versand', unitPriceGross: decimal('4.9'), taxRate: decimal('7') });
    const text = await sentBody(draft({ lines: [aLine(), shipping] }));
    const body = JSON.parse(text.replace(',"taxRatePercentage":7', '')) as object;

    expect(text).toContain(
      '"name":"Versand","quantity":1,"unitName":"Stück","unitPrice":{"currency":"EUR","grossAmount":4.9,"taxRatePercentage":7}',
    );
    expect((await raw(its, 'POST', 'order-confirmations', body)).status).toBe(406);
  });

  it('row 17: no field of a draft is dropped on its way', async () => {
    const full = draft({
      title: 'T-title',
      introduction: 'T-introduction',
      remark: 'T-remark',
      deliveryTerms: 'T-terms',
      recipient: {
        kind: 'contact',
        contactId: 'f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11',
        address: { name: 'T-name', supplement: 'T-supplement', street: 'T-street', zip: 'T-zip', city: 'T-city', country: 'FR' },
      },
      lines: [
        aLine({ name: 'T-line', description: 'T-description', unit: 'T-unit' }),
        { kind: 'text', name: 'T-text', description: 'T-more' },
      ],
    });
    const expected = [...JSON.stringify(full).matchAll(/T-\w+/g)].map(([word]) => word);
    const sent = await sentBody(full);

    expect(expected).toHaveLength(14);
    expect(expected.filter((word) => !sent.includes(`"${word}"`))).toEqual([]);
    expect(sent).toContain('"contactId":"f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11"');
    expect(sent).toContain('"countryCode":"FR"');
  });

  it('row 18: goods are never written as a service to a third country, which private persons cannot have; that is a treatment of its own', () => {
    expect(taxConditions({ kind: 'export-services' }).taxType).toBe('thirdPartyCountryService');
    const treatments: readonly TaxTreatment[] = [
      { kind: 'domestic' },
      { kind: 'distance-sale', principle: 'origin' },
      { kind: 'distance-sale', principle: 'destination' },
      { kind: 'small-business' },
      { kind: 'intra-community-supply' },
      { kind: 'export' },
    ];

    expect(new Set(treatments.map((treatment) => taxConditions(treatment).taxType))).toEqual(
      new Set(['gross', 'vatfree', 'intraCommunitySupply', 'thirdPartyCountryDelivery']),
    );
  });

  it('row 19: no discount is written, so that the amounts in the books are those of the lines', async () => {
    expect(await sentBody(aDraft())).not.toMatch(/discount/i);
  });

  it('row 20: what lies beyond 10 000 rows is refused or reached by its days, never passed over', async () => {
    const full = { body: pageJson([], { totalPages: 40, totalElements: 10_000 }) };
    const vendor = scriptedVendor({ 'GET /v1/articles': full, 'GET /v1/voucherlist': full });
    const from = Date.parse('2026-05-01T10:00:00Z');
    const scanned = await vendor.documents.changed({ since: from }, aCall());
    const next = scanned.status === 'done' ? scanned.value.next : undefined;
    await vendor.documents.changed({ since: from, cursor: next ?? '' }, aCall());

    expect(await vendor.port.articles.changed({ since: 0 }, aCall())).toMatchObject({ status: 'rejected' });
    expect(await vendor.port.salesOrders.find?.({ marker, from, to: from, draft: draft() }, aCall())).toMatchObject({ status: 'rejected' });
    expect(vendor.seen[1]?.query).toMatchObject({ updatedDateFrom: '2026-04-30', updatedDateTo: '2026-05-02', page: '0' });
  });

  it('row 21 does not concern us: it is about OAuth connections of the Partner API, and a key of the public API is all that is used', () => {
    expect(Object.keys(lexofficeOptionsSchema.parse({ apiKey: 'k' }))).toEqual(['apiKey']);
    expect(lexofficeOptionsSchema.safeParse({ apiKey: 'k', clientId: 'x' }).success).toBe(false);
  });

  it('row 22: a name with special characters is searched HTML-encoded, and its contact found', async () => {
    const its = simulatedAccount(quiet);
    const { id } = made(await its.contacts.send({ ...company, company: 'A & B <100%>' }, anEffectCall()));
    its.advance(its.contacts.visibleAfterMs);

    expect(await its.contacts.match({ ...company, company: 'A & B <100%>', email: 'other@example.com' }, aCall())).toEqual({
      status: 'done',
      value: [{ id, by: 'vat-id' }],
    });
    expect(its.simulator.journal.some(({ query }) => query.includes('A+%26amp%3B+B+%26lt%3B100%5C%25%26gt%3B'))).toBe(true);
  });

  it.each([
    ['2025-06-30', '22', 'done'],
    ['2025-06-30', '24', 'rejected'],
    ['2025-07-01', '24', 'done'],
    ['2025-07-01', '22', 'rejected'],
  ])('row 23: no own table of rates: on %s a rate of %s for Estonia leaves as it is and is %s', async (placedOn, rate, status) => {
    const its = simulatedAccount({
      organization: { distanceSalesPrinciple: 'DESTINATION' },
      settings: { rateLimit: 'off', distanceSalesRecipient: 'anyone' },
    });
    const order = draft({
      placedOn,
      treatment: { kind: 'distance-sale', principle: 'destination' },
      recipient: { kind: 'one-time', address: { ...company.address, country: 'EE' } },
      lines: [aLine({ taxRate: decimal(rate) })],
    });

    expect((await its.port.salesOrders.send(order, anEffectCall(marker))).status).toBe(status);
    expect(its.simulator.journal).toHaveLength(1);
  });

  it('row 24: the host is the one that is alive, and an article stands under the plural', () => {
    expect(settle({ apiKey: 'k' }).baseUrl).toBe('https://api.lexware.io');
    expect(allowedCalls.map(({ path }) => path).filter((path) => path.startsWith('/v1/article'))).toEqual([
      '/v1/articles',
      '/v1/articles/{id}',
    ]);
  });
});
