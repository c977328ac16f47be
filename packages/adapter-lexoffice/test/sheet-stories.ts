import { expect } from '@jest/globals';
import type { Handler } from '@megzo/adapter-kit/simulator';
import {
  type Answer,
  decimal,
  type Outcome,
  type Page,
  type SalesDocument,
  type SalesDocumentHead,
  type SalesOrderDraft,
} from '@megzo/core';
import type { LexofficeSimulatorOptions } from '../src/simulator/index.ts';
import { aDraft, aLine } from './fixtures.ts';
import type { Recorder } from './recording-fetch.ts';
import { aCall, anEffectCall } from './scripted-vendor.ts';
import { event } from './sheet-schemas/records.ts';
import { type SimulatedAccount, simulatedAccount } from './simulated-account.ts';

export interface StoryWorld {
  /** All that is exchanged with it is recorded; no rate limit unless asked for. */
  account(options?: Partial<LexofficeSimulatorOptions>): SimulatedAccount;
  readonly recorder: Recorder;
}

export function storyWorld(recorder: Recorder): StoryWorld {
  return {
    recorder,
    account: (options = {}) => simulatedAccount({ ...options, settings: { rateLimit: 'off', ...options.settings } }, recorder.wire),
  };
}

export const hook = 'https://shop.example/webhooks/1/secret';

function made<T>(outcome: Outcome<T> | Answer<T>): T {
  if (outcome.status !== 'done') throw new Error(`${outcome.error.message} ${JSON.stringify(outcome.error.details)}`);
  return outcome.value;
}

function draft(changes: Partial<SalesOrderDraft> = {}): SalesOrderDraft {
  return aDraft({ lines: [aLine({ quantity: decimal('2') }), aLine({ name: 'Buch', taxRate: decimal('7') })], ...changes });
}

async function place({ port }: SimulatedAccount, its = draft()): Promise<string> {
  return made(await port.salesOrders.send(its, anEffectCall())).id;
}

async function everyHead({ documents }: SimulatedAccount): Promise<readonly SalesDocumentHead[]> {
  const heads = new Map<string, SalesDocumentHead>();
  for (let cursor: string | undefined, left = 50; left > 0; left -= 1) {
    const page: Page<SalesDocumentHead> = made(await documents.changed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, aCall()));
    for (const head of page.items) heads.set(head.id, head);
    if (page.next === undefined) return [...heads.values()];
    cursor = page.next;
  }
  throw new Error('the scan does not end');
}

/** Every document that is listed, read, with its file. */
async function readAll(its: SimulatedAccount): Promise<readonly SalesDocument[]> {
  its.advance(its.port.salesOrders.settleMs);
  const all: SalesDocument[] = [];
  for (const { id, kind } of await everyHead(its)) {
    const document = made(await its.documents.read(id, aCall()));
    if (document === undefined) throw new Error(`${id} is listed and not there`);
    all.push(document);
    expect((await its.documents.fetch({ id, kind }, aCall())).status).toBe(document.state === 'draft' ? 'rejected' : 'done');
  }
  return all;
}

const company = {
  kind: 'company',
  company: 'Müller & Söhne <100%_echt>',
  firstName: 'Änne',
  lastName: 'Müller',
  email: 'aenne_mueller@example.com',
  vatId: 'ATU12345678',
  address: { name: 'Müller & Söhne', supplement: 'Hof', street: 'Ring 1', zip: '1010', city: 'Wien', country: 'AT' },
  allowTaxFree: true,
} as const;
const person = {
  kind: 'person',
  firstName: 'Erika',
  lastName: 'Muster',
  email: 'erika@example.com',
  address: { name: 'Erika Muster', street: '', zip: '', city: '', country: 'FR' },
  allowTaxFree: false,
} as const;

/** Together every call of the client, all that people do in the application, and every way in which the vendor says no. */
export const stories: readonly (readonly [about: string, tell: (world: StoryWorld) => Promise<void>])[] = [
  [
    'where an account is set up and its articles are read',
    async ({ account }) => {
      const its = account({ organization: { distanceSalesPrinciple: 'ORIGIN' } });
      its.simulator.seed.manyArticles(260);
      const { backOffice } = its.simulator;
      const full = backOffice.createArticle({
        title: 'Tasse',
        description: 'blau',
        note: 'Bestand: 12',
        gtin: '9783648170632',
        price: { net: '61.90' },
      });
      const bare = backOffice.createArticle({ title: 'Beratung', type: 'SERVICE', taxRate: 7 });
      backOffice.archiveArticle(bare.id);
      backOffice.editArticle(full.id, { price: { gross: '73.66' } });

      made(await its.port.check(aCall()));
      made(await its.port.settings(aCall()));
      const first = made(await its.port.articles.changed({ since: 0 }, aCall()));
      made(await its.port.articles.changed({ since: 0, cursor: first.next ?? '' }, aCall()));
      made(await its.port.articles.read(full.id, aCall()));
      made(await its.port.articles.read('00000000-0000-4000-8000-000000000000', aCall()));
    },
  ],

  [
    'where contacts are made, edited by people, and matched',
    async ({ account }) => {
      const its = account();
      const { id } = made(await its.contacts.send(company, anEffectCall()));
      made(await its.contacts.send(person, anEffectCall()));
      its.advance(its.contacts.visibleAfterMs);
      its.simulator.backOffice.addEmail(id, 'second@example.com');
      its.simulator.seed.contact({ vendor: true, note: 'Lieferant', phoneNumbers: { mobile: ['0151'] } });

      expect(made(await its.contacts.match(company, aCall()))).toEqual([{ id, by: 'email' }]);
      expect(made(await its.contacts.match({ ...company, email: 'new@example.com' }, aCall()))).toEqual([{ id, by: 'vat-id' }]);
      made(await its.contacts.match(person, aCall()));
    },
  ],

  [
    'for orders of every treatment',
    async ({ account }) => {
      const its = account({ organization: { distanceSalesPrinciple: 'DESTINATION' }, settings: { distanceSalesRecipient: 'anyone' } });
      const [article] = its.simulator.seed.manyArticles(1);
      const { id: contactId } = made(await its.contacts.send(company, anEffectCall()));
      its.advance(its.contacts.visibleAfterMs);
      const toContact = { kind: 'contact', contactId, address: company.address } as const;
      const toSwitzerland = { ...toContact, address: { ...company.address, country: 'CH' } };
      const toFrance = { kind: 'one-time', address: person.address } as const;
      const free = [aLine({ taxRate: decimal('0') })];
      const full = {
        title: 'Auftrag',
        remark: 'Danke',
        deliveryTerms: 'frei Haus',
        markerPlace: 'remark',
        lines: [
          aLine({ article: { id: article?.id ?? '', kind: 'product' }, quantity: decimal('1.2345'), unitPriceGross: decimal('0.3333') }),
          { kind: 'text', name: 'Hinweis', description: 'Zeile\nzwei' },
        ],
      } as const;

      for (const its_ of [
        draft(),
        draft(full),
        draft({ recipient: { ...toContact, address: { ...company.address, country: 'DE' } } }),
        draft({
          treatment: { kind: 'distance-sale', principle: 'destination' },
          recipient: toFrance,
          lines: [aLine({ taxRate: decimal('20') })],
        }),
        draft({ treatment: { kind: 'intra-community-supply' }, recipient: toContact, lines: free }),
        draft({ treatment: { kind: 'export' }, recipient: toSwitzerland, lines: free }),
      ]) {
        const from = its.now();
        const id = await place(its, its_);
        its.advance(its.port.salesOrders.settleMs);
        expect(made(await its.port.salesOrders.read(id, aCall()))?.totals).toEqual(its.port.salesOrders.totals(its_));
        made((await its.port.salesOrders.find?.({ marker: 'x', from, to: its.now(), draft: its_ }, aCall())) as Answer<unknown>);
      }

      const exempt = account({ organization: { smallBusiness: true } });
      await place(exempt, draft({ treatment: { kind: 'small-business' }, lines: free }));
      made(await exempt.port.settings(aCall()));
    },
  ],

  [
    'whatever people do with documents',
    async ({ account }) => {
      const its = account({ settings: { predecessorShowsSuccessor: true } });
      const { backOffice } = its.simulator;
      const linked = { linked: true } as const;
      const orders = [];
      for (let count = 0; count < 6; count += 1) orders.push(await place(its));
      const [a = '', b = '', c = '', d = '', e = '', f = ''] = orders;
      const [paid, credited, voided, late] = [a, b, c, d].map((id) => backOffice.pursueToInvoice(id, linked));
      backOffice.pursueToDeliveryNote(e, linked);
      backOffice.pursueToInvoice(e, { linked: false, finalize: false, keepTexts: true });
      backOffice.backToDraft(f);
      backOffice.editTexts(f, { withoutTextLines: true, remark: 'ohne' });
      backOffice.pay(paid?.id ?? '', { kind: 'part', amount: '10.00' });
      backOffice.pay(paid?.id ?? '', { kind: 'discount', discountPercentage: '3' });
      backOffice.creditInvoice(credited?.id ?? '', linked);
      backOffice.void(voided?.id ?? '');
      backOffice.pay(late?.id ?? '', { kind: 'part', amount: '1.00' });
      backOffice.archive(late?.id ?? '');
      const { id: lone } = backOffice.creditInvoice(late?.id ?? '', { linked: false });
      backOffice.bookVoucher({ type: 'salesinvoice', status: 'open', number: 'X1', contactName: 'Bank', total: '12.50' });
      its.advance(60 * 24 * 3_600_000);

      const documents = await readAll(its);
      backOffice.pay(lone, { kind: 'full' });
      made(await its.documents.read(`credit-note/${lone}`, aCall()));

      expect(new Set(documents.map(({ kind, state }) => `${kind} ${state}`))).toEqual(
        new Set([
          'sales-order draft',
          'sales-order open',
          'delivery-note open',
          'invoice draft',
          'invoice open',
          'invoice paid',
          'invoice voided',
          'credit-note paid',
          'credit-note open',
        ]),
      );
      expect(documents.find(({ id }) => id === `invoice/${paid?.id}`)).toMatchObject({
        related: [{ id: a, kind: 'sales-order' }],
        payment: { openAmount: '0', items: [{ kind: 'manualPayment', amount: '10' }, { kind: 'manualPayment' }, { kind: 'cashDiscount' }] },
      });
    },
  ],

  [
    'for documents of others: net, with discounts, English, e-invoices',
    async ({ account }) => {
      const its = account({ settings: { zugferd: true } });
      const { backOffice, seed } = its.simulator;
      const contact = seed.contact({
        company: { name: 'Amt', vatRegistrationId: 'DE123456789', contactPersons: [{ lastName: 'Muster', primary: true }] },
        addresses: { billing: [{ countryCode: 'DE', city: 'Bonn' }], shipping: [] },
        xRechnung: { buyerReference: '04011000-12345-67', vendorNumberAtCustomer: '7' },
      });
      backOffice.setContactDefaults(contact.id, { discountPercentage: '2.5' });
      const line = {
        type: 'custom',
        name: 'x',
        quantity: 2,
        unitName: 'Stück',
        unitPrice: { currency: 'EUR', netAmount: 13.4, taxRatePercentage: 19 },
      };
      const body = {
        voucherDate: '2026-05-04T00:00:00.000+02:00',
        language: 'en',
        address: { contactId: contact.id },
        lineItems: [
          { ...line, discountPercentage: 50 },
          { type: 'text', name: 'note' },
        ],
        totalPrice: { currency: 'EUR' },
        taxConditions: { taxType: 'net' },
        shippingConditions: {
          shippingType: 'serviceperiod',
          shippingDate: '2026-05-01T00:00:00.000+02:00',
          shippingEndDate: '2026-05-04T00:00:00.000+02:00',
        },
      };
      backOffice.createDocument('invoice', body, { finalize: true });
      backOffice.createDocument('invoice', { ...body, xRechnung: { buyerReference: '04011000-12345-67' } }, { finalize: true });
      backOffice.createDocument('creditNote', { ...body, totalPrice: { currency: 'EUR', totalDiscountAbsolute: 1.5 } });
      backOffice.createDocument('deliveryNote', { ...body, lineItems: [{ ...line, unitPrice: undefined }] }, { finalize: true });
      backOffice.createDocument('quotation', { ...body, expirationDate: '2026-06-04T00:00:00.000+02:00' });

      expect((await readAll(its)).map(({ kind }) => kind).sort()).toEqual(['credit-note', 'delivery-note', 'invoice', 'invoice']);
    },
  ],

  [
    'for subscriptions and the events that follow',
    async ({ account }) => {
      const delivered: { readonly headers: Record<string, string>; readonly body: string }[] = [];
      const heads: string[] = [];
      const its = account({
        fetch: async (request) => {
          if (request.method === 'HEAD') heads.push(request.url);
          else delivered.push({ headers: Object.fromEntries(request.headers), body: await request.text() });
          return new Response(null, { status: 200 });
        },
      });

      expect(made(await its.webhooks.subscribe(hook, aCall()))).toEqual({ made: 17, standing: 0 });
      expect(made(await its.webhooks.subscribe(hook, aCall()))).toEqual({ made: 0, standing: 17 });
      const invoice = its.simulator.backOffice.pursueToInvoice(await place(its), { linked: true });
      its.simulator.backOffice.pay(invoice.id, { kind: 'full' });
      const [article] = its.simulator.seed.manyArticles(1);
      await its.simulator.deliverDue();
      its.simulator.backOffice.invalidateKey('simulated-key');
      await its.simulator.deliverDue();
      const looks = delivered.map((message) => its.webhooks.read(message)?.look);

      expect(heads.length).toBe(17);
      expect(delivered.map(({ body }) => event.safeParse(JSON.parse(body)).error)).toEqual(delivered.map(() => undefined));
      expect(looks).not.toContain(undefined);
      expect(looks).toContainEqual([{ what: 'sales-document', id: `invoice/${invoice.id}` }]);
      expect(looks).toContainEqual([{ what: 'article', id: article?.id }]);
      expect(looks).toContainEqual([{ what: 'settings', id: its.simulator.profile.connectionId }]);
    },
  ],

  [
    'where calls are refused',
    async ({ account }) => {
      const its = account({ settings: { contactNumberRaceMs: 3000 } });
      const other = account({ settings: { rateLimit: { capacity: 0, perSecond: 0 } } });
      made(await its.contacts.send(company, anEffectCall()));
      const lines = [aLine({ taxRate: decimal('13') })];

      expect(await its.contacts.send(person, anEffectCall())).toMatchObject({ status: 'retryable' });
      expect(await its.contacts.send({ ...company, address: { ...company.address, country: 'QQ' } }, anEffectCall())).toMatchObject({
        status: 'rejected',
      });
      expect(await its.port.salesOrders.send(draft({ lines }), anEffectCall())).toMatchObject({ status: 'rejected' });
      expect(await its.webhooks.subscribe(hook, aCall())).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
      expect(await other.port.settings(aCall())).toMatchObject({ status: 'retryable' });
      its.simulator.settings.denied.push('profile:read');
      expect(await its.port.settings(aCall())).toMatchObject({ error: { code: 'FORBIDDEN' } });
      its.simulator.settings.contractProblem = true;
      expect(await its.port.settings(aCall())).toMatchObject({ error: { code: 'ACCOUNT_BLOCKED' } });
      its.simulator.backOffice.invalidateKey('simulated-key');
      expect(await its.port.check(aCall())).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    },
  ],

  [
    'where a request is wrong in a way that the client never is',
    async ({ account, recorder }) => {
      const its = account();
      const { id: articleId } = its.simulator.backOffice.createArticle({ title: 'Tasse' });
      const { id: contactId } = its.simulator.seed.contact({});
      const order = await place(its);
      const send = wrongly(recorder, its.simulator.handler);

      const statuses = [
        await send('GET', 'articles?size=24'),
        await send('GET', 'articles?type=product'),
        await send('GET', 'voucherlist'),
        await send('GET', 'voucherlist?voucherType=any&voucherStatus=any&size=250&page=40'),
        await send('GET', 'contacts?number=abc'),
        await send('GET', 'contacts?name=x'),
        await send('GET', 'invoices'),
        await send('GET', `invoices/${order}`),
        await send('GET', `contacts/${order}`),
        await send('PUT', `articles/${articleId}`, {
          title: 'x',
          type: 'PRODUCT',
          unitName: 'x',
          price: { leadingPrice: 'NET', netPrice: 1, taxRate: 19 },
          version: 9,
        }),
        await send('PUT', `contacts/${contactId}`, { version: 9, roles: { customer: {} }, person: { lastName: 'x' } }),
        await send('POST', 'contacts', { version: 0, roles: {}, person: { lastName: 'x' }, company: { name: 'x' } }),
        await send('POST', 'contacts', 'no JSON'),
        await send('POST', 'order-confirmations', {}),
        await send('POST', 'order-confirmations', undefined),
        await send('GET', `order-confirmations/${order}/file`, undefined, { accept: 'application/json' }),
      ];

      expect(statuses).toEqual([406, 400, 400, 500, 400, 400, 404, 404, 404, 409, 406, 406, 400, 406, 415, 406]);
    },
  ],
];

function wrongly({ wrong }: Recorder, vendor: Handler) {
  const fetch = wrong(vendor);
  return async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
    const request = new Request(`https://api.lexware.io/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer simulated-key', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return (await fetch(request)).status;
  };
}
