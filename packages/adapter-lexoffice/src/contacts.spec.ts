import { describe, expect, it } from '@jest/globals';
import type { ContactDraft, ContactTarget } from '@megzo/core';
import { aCall, anEffectCall, type Reply, scriptedVendor } from '../test/scripted-vendor.ts';

const contactId = 'e9066f04-8cc7-4616-93f8-ac9ecc8479c8';

function aPerson(changes: Partial<ContactDraft> = {}): ContactDraft {
  return {
    kind: 'person',
    firstName: 'Erika',
    lastName: 'Muster',
    email: 'erika@example.com',
    address: { name: 'Erika Muster', street: 'Musterweg 1', zip: '79112', city: 'Freiburg', country: 'DE' },
    allowTaxFree: false,
    ...changes,
  };
}

function aCompany(changes: Partial<ContactDraft> = {}): ContactDraft {
  return { ...aPerson(), kind: 'company', company: 'Muster & Co_1', vatId: 'ATU12345678', allowTaxFree: true, ...changes };
}

/** Contacts as the vendor lists them. */
const known = {
  person: {
    id: contactId,
    roles: { customer: { number: 10_001 } },
    person: { lastName: 'Muster' },
    emailAddresses: { private: ['erika@example.com'] },
    archived: false,
  },
  company: {
    id: contactId,
    roles: { customer: { number: 10_001 } },
    company: { name: 'Muster & Co_1', vatRegistrationId: 'ATU12345678', allowTaxFreeInvoices: true },
    emailAddresses: { business: ['erika@example.com'] },
    archived: false,
  },
};

function page(...content: readonly object[]): Reply {
  return { body: { content, totalPages: content.length === 0 ? 0 : 1, totalElements: content.length } };
}

function contactsOf(vendor: ReturnType<typeof scriptedVendor>): ContactTarget {
  if (vendor.port.contacts === undefined) throw new Error('contacts are supported');
  return vendor.port.contacts;
}

async function match(draft: ContactDraft, ...content: readonly object[]) {
  const vendor = scriptedVendor({ 'GET /v1/contacts': page(...content) });
  const answer = await contactsOf(vendor).match(draft, aCall());
  return { answer, matches: answer.status === 'done' ? answer.value : [], seen: vendor.seen };
}

describe('matching a customer', () => {
  it('searches by e-mail address, written as the vendor wants it', async () => {
    const { matches, seen } = await match(aPerson({ email: ' max_muster%@example.com ' }));

    expect(matches).toEqual([]);
    expect(seen.map(({ query }) => query)).toEqual([{ email: 'max\\_muster\\%@example.com', page: '0', size: '250' }]);
  });

  it('searches a company with a VAT id by its name too', async () => {
    const { seen } = await match(aCompany());

    expect(seen.map(({ query }) => query)).toEqual([
      { email: 'erika@example.com', page: '0', size: '250' },
      { name: 'Muster &amp; Co\\_1', page: '0', size: '250' },
    ]);
  });

  it('searches nothing for a customer without e-mail address and VAT id', async () => {
    const { email, ...draft } = aPerson();
    const { answer, seen } = await match(draft);

    expect(answer).toEqual({ status: 'done', value: [] });
    expect(seen).toEqual([]);
  });

  it.each([
    ['private', ['erika@example.com']],
    ['business', ['erika@example.com']],
    ['office', ['erika@example.com']],
    ['other', ['first@example.com', ' Erika@Example.COM']],
  ])('knows the address among the %s ones', async (list, addresses) => {
    const { matches } = await match(aPerson(), { ...known.person, emailAddresses: { [list]: addresses } });

    expect(matches).toEqual([{ id: contactId, by: 'email' }]);
  });

  it('knows the address of a company’s contact person', async () => {
    const company = { ...known.company.company, contactPersons: [{ lastName: 'Muster', emailAddress: 'erika@example.com' }] };

    expect((await match(aCompany(), { ...known.company, company, emailAddresses: null })).matches).toEqual([
      { id: contactId, by: 'email' },
    ]);
  });

  it.each([
    [
      'an address that only contains the one sought',
      aPerson(),
      { ...known.person, emailAddresses: { private: ['xerika@example.com', 'erika@example.community'] } },
    ],
    ['an archived contact', aPerson(), { ...known.person, archived: true }],
    ['a supplier', aPerson(), { ...known.person, roles: { vendor: { number: 70_001 } } }],
    ['a company where a person buys', aPerson(), known.company],
    ['a person where a company buys', aCompany(), known.person],
    [
      'a company that may not get documents without tax where it needs them',
      aCompany(),
      { ...known.company, company: { ...known.company.company, allowTaxFreeInvoices: false } },
    ],
    [
      'a company of another VAT id',
      aCompany(),
      { ...known.company, company: { ...known.company.company, vatRegistrationId: 'ATU87654321' } },
    ],
  ])('passes over %s', async (_, draft, contact) => {
    expect((await match(draft, contact)).matches).toEqual([]);
  });

  it('knows a company by its VAT id, however it is written, where the e-mail address is another one', async () => {
    const draft = aCompany({ vatId: 'atu 1234-5678', email: 'other@example.com' });

    expect((await match(draft, known.company)).matches).toEqual([{ id: contactId, by: 'vat-id' }]);
  });

  it('never matches by name alone', async () => {
    const { vatId, ...draft } = aCompany({ email: 'other@example.com' });

    expect((await match(draft, known.company)).matches).toEqual([]);
  });

  it('tells several by customer number, each of them once', async () => {
    const other = { ...known.company, id: 'ffffffff-8cc7-4616-93f8-ac9ecc8479c8', roles: { customer: { number: 10_000 } } };

    expect((await match(aCompany(), known.company, other)).matches).toEqual([
      { id: other.id, by: 'email' },
      { id: contactId, by: 'email' },
    ]);
  });

  it('reads every page', async () => {
    const pages = [{ ...known.person, emailAddresses: null }, known.person];
    const vendor = scriptedVendor({
      'GET /v1/contacts': ({ query }) => ({ body: { content: [pages[Number(query.page)]], totalPages: 2 } }),
    });

    expect(await contactsOf(vendor).match(aPerson(), aCall())).toEqual({ status: 'done', value: [{ id: contactId, by: 'email' }] });
  });

  it.each(['email', 'name'])('proves nothing when the search by %s gave no answer', async (by) => {
    const vendor = scriptedVendor({ 'GET /v1/contacts': ({ query }) => (by in query ? { status: 503, body: {} } : page(known.company)) });

    expect(await contactsOf(vendor).match(aCompany(), aCall())).toMatchObject({ status: 'retryable' });
  });
});

describe('making a contact', () => {
  async function send(draft: ContactDraft, reply: Reply = { body: { id: contactId, resourceUri: 'x', version: 1 } }) {
    const vendor = scriptedVendor({ 'POST /v1/contacts': reply });
    return { outcome: await contactsOf(vendor).send(draft, anEffectCall()), seen: vendor.seen };
  }

  it('is one POST of a person', async () => {
    const { outcome, seen } = await send(aPerson({ email: ' erika@example.com ' }));

    expect(outcome).toEqual({ status: 'done', value: { id: contactId } });
    expect(seen.map(({ method, path, query }) => ({ method, path, query }))).toEqual([{ method: 'POST', path: '/v1/contacts', query: {} }]);
    expect(seen[0]?.body).toBe(
      '{"version":0,"roles":{"customer":{}},"person":{"firstName":"Erika","lastName":"Muster"},' +
        '"addresses":{"billing":[{"street":"Musterweg 1","zip":"79112","city":"Freiburg","countryCode":"DE"}]},' +
        '"emailAddresses":{"private":["erika@example.com"]}}',
    );
  });

  it('writes a company with its contact person', async () => {
    const { seen } = await send(aCompany({ address: { ...aPerson().address, supplement: 'Hinterhaus' } }));

    expect(seen[0]?.body).toBe(
      '{"version":0,"roles":{"customer":{}},"company":{"name":"Muster & Co_1","vatRegistrationId":"ATU12345678","allowTaxFreeInvoices":true,' +
        '"contactPersons":[{"firstName":"Erika","lastName":"Muster","primary":true}]},' +
        '"addresses":{"billing":[{"supplement":"Hinterhaus","street":"Musterweg 1","zip":"79112","city":"Freiburg","countryCode":"DE"}]},' +
        '"emailAddresses":{"business":["erika@example.com"]}}',
    );
  });

  it('writes no empty text and no empty list', async () => {
    const { email, ...rest } = aPerson({
      firstName: 'Cher',
      lastName: ' ',
      address: { name: 'Cher', street: '', zip: ' ', city: 'Wien', country: 'AT' },
    });
    const { seen } = await send(rest);

    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      version: 0,
      roles: { customer: {} },
      person: { lastName: 'Cher' },
      addresses: { billing: [{ city: 'Wien', countryCode: 'AT' }] },
    });
  });

  it.each([
    ['lastName', aPerson({ firstName: '', lastName: ' ' })],
    ['company', aCompany({ company: ' ' })],
    ['address.country', aPerson({ address: { ...aPerson().address, country: '' } })],
  ])('is refused before anything is sent without %s', async (field, draft) => {
    const { outcome, seen } = await send(draft);

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED', details: { field } } });
    expect(seen).toEqual([]);
  });

  it.each<[string, Reply, object]>([
    ['201', { status: 201, body: { id: contactId } }, { status: 'done' }],
    [
      'a customer number taken meanwhile',
      { status: 406, body: { IssueList: [{ i18nKey: 'account_number_already_exists', source: 'roles.customer' }] } },
      { status: 'retryable', error: { code: 'CONFLICT' } },
    ],
    [
      'a refused e-mail address',
      { status: 406, body: { IssueList: [{ i18nKey: 'invalid_value', source: 'emailAddresses[0].emailAddress' }] } },
      { status: 'rejected', error: { details: { fields: ['emailAddresses[0].emailAddress: invalid_value'] } } },
    ],
    ['500', { status: 500, body: { IssueList: [{ i18nKey: 'technical_error', source: 'x' }] } }, { status: 'unknown' }],
    ['an unreadable 200', { body: '<html>' }, { status: 'unknown' }],
  ])('that is answered with %s has the outcome that the vendor promises', async (_, reply, expected) => {
    expect((await send(aPerson(), reply)).outcome).toMatchObject(expected);
  });
});

describe('finding a contact', () => {
  async function find(draft: ContactDraft, ...content: readonly object[]) {
    const vendor = scriptedVendor({ 'GET /v1/contacts': page(...content) });
    return contactsOf(vendor).find?.({ marker: 'm', from: 0, to: 1, draft }, aCall());
  }

  it('takes an equal e-mail address or VAT id for the mark, and suspects nobody', async () => {
    expect(await find(aPerson(), known.person)).toEqual({ status: 'done', value: { marked: [{ id: contactId }], alike: [] } });
    expect(await find(aCompany({ email: 'other@example.com' }), known.company)).toEqual({
      status: 'done',
      value: { marked: [{ id: contactId }], alike: [] },
    });
  });

  it('finds nobody without either', async () => {
    const { email, ...draft } = aPerson();

    expect(await find(draft, known.person)).toEqual({ status: 'done', value: { marked: [], alike: [] } });
  });
});

describe('the contact facet', () => {
  it('says how long a new contact stays unseen, and its horizon', () => {
    const { visibleAfterMs, timeoutMs, settleMs } = contactsOf(scriptedVendor({}));

    expect({ visibleAfterMs, timeoutMs, settleMs }).toEqual({ visibleAfterMs: 2000, timeoutMs: 40_000, settleMs: 90_000 });
  });
});
