import { describe, expect, it } from '@jest/globals';
import { companyBody, createBench, idOf, issues, orderBody, personBody, pick } from './bench.ts';

describe('contacts', () => {
  it('are created with 200, version 1 and a number from 10001 up (1.6, 11.4)', async () => {
    const { post, get } = createBench();

    const first = await post('contacts', personBody());
    const second = await post('contacts', companyBody({}));

    expect([first.status, pick(first.body, 'version'), first.headers.get('location')]).toEqual([
      200,
      1,
      `https://api.lexware.io/v1/contacts/${idOf(first)}`,
    ]);
    const read = await get(`contacts/${idOf(second)}`);
    expect(read.body).toMatchObject({ roles: { customer: { number: 10002 } }, company: { name: 'Muster GmbH' }, archived: false });
    // Dates stand in the action result alone (3.1).
    expect(pick(read.body, 'createdDate')).toBeUndefined();
  });

  it.each([
    ['company and person together', { company: { name: 'x' } }, ['company and person invalid_value']],
    ['neither company nor person', { person: undefined }, ['company or person missing_entity']],
    ['no role', { roles: {} }, ['roles.customer or roles.vendor missing_entity']],
    ['a person without a last name', { person: { firstName: 'x' } }, ['person.lastName missing_entity']],
    ['a salutation past 25 signs', { person: { lastName: 'x', salutation: 'x'.repeat(26) } }, ['person.salutation invalid_value']],
    [
      'two billing addresses',
      { addresses: { billing: [{ countryCode: 'DE' }, { countryCode: 'DE' }] } },
      ['addresses.billing invalid_value'],
    ],
    [
      'an unknown country',
      { addresses: { billing: [{ countryCode: 'QQ' }] } },
      ['addresses.billing[0].countryCode countrycode_is_not_valid'],
    ],
    ['two e-mails in a list', { emailAddresses: { business: ['a@b.de', 'c@d.de'] } }, ['emailAddresses.business invalid_value']],
    ['a bad e-mail', { emailAddresses: { business: ['x'] } }, ['emailAddresses[0].emailAddress invalid_value']],
    ['an empty phone number', { phoneNumbers: { business: [''] } }, ['phoneNumbers.business invalid_value']],
    ['a phone number past 30 signs', { phoneNumbers: { business: ['1'.repeat(31)] } }, ['phoneNumbers[0].phoneNumber invalid_value']],
    ['a note past 1000 signs', { note: 'x'.repeat(1001) }, ['note invalid_value']],
    ['half of the XRechnung data', { xRechnung: { buyerReference: '04011000-1' } }, ['xRechnung.vendorNumberAtCustomer missing_entity']],
    ['a first version other than 0', { version: 1 }, ['version invalid_value']],
  ])('are refused for %s (3.1)', async (_name, change, expected) => {
    const { post, simulator } = createBench();

    const reply = await post('contacts', personBody(change));

    expect([reply.status, issues(reply)]).toEqual([406, expected]);
    expect(simulator.contacts).toEqual([]);
  });

  it('keep VAT ids in upper case (3.1)', async () => {
    const { post, get } = createBench();

    const id = idOf(await post('contacts', companyBody({ vatRegistrationId: 'de123456789' })));

    expect(pick((await get(`contacts/${id}`)).body, 'company', 'vatRegistrationId')).toBe('DE123456789');
  });

  it('lose what a PUT leaves out, but keep number and archived state (1.4, 1.8)', async () => {
    const { post, put, get } = createBench();
    const id = idOf(await post('contacts', personBody({ note: 'x', emailAddresses: { business: ['a@b.de'] } })));

    const reply = await put(`contacts/${id}`, personBody({ version: 1, archived: true }));

    expect([reply.status, pick(reply.body, 'version')]).toEqual([200, 2]);
    const { body } = await get(`contacts/${id}`);
    expect(body).toMatchObject({ archived: false, roles: { customer: { number: 10001 } } });
    expect([pick(body, 'note'), pick(body, 'emailAddresses')]).toEqual([undefined, undefined]);
  });

  it('answer a stale version with 406 and tell a missing one apart (1.4)', async () => {
    const { post, put } = createBench();
    const id = idOf(await post('contacts', personBody()));

    const stale = await put(`contacts/${id}`, personBody({ version: 0 }));
    const missing = await put(`contacts/${id}`, personBody({ version: undefined }));

    expect([stale.status, issues(stale)]).toEqual([406, ['version invalid_value']]);
    expect([missing.status, issues(missing)]).toEqual([406, ['version missing_entity']]);
  });

  it('can be read but never written once a person gave them a second e-mail (pitfall 4)', async () => {
    const { post, put, get, simulator } = createBench();
    const id = idOf(await post('contacts', personBody({ emailAddresses: { business: ['a@b.de'] } })));
    simulator.backOffice.addEmail(id, 'c@d.de');

    const reply = await put(`contacts/${id}`, personBody({ version: 2, emailAddresses: { business: ['a@b.de'] } }));

    expect(reply.status).toBe(406);
    expect(pick((await get(`contacts/${id}`)).body, 'emailAddresses', 'business')).toEqual(['a@b.de', 'c@d.de']);
  });

  it('cannot be read, found or referenced before the lag is over (3.2)', async () => {
    const { post, get, advance } = createBench({ settings: { contactLagMs: 2000 } });
    const id = idOf(await post('contacts', personBody()));
    const use = async (): Promise<readonly unknown[]> => [
      (await get(`contacts/${id}`)).status,
      pick((await get('contacts?name=muster')).body, 'totalElements'),
      (await post('order-confirmations', orderBody({ address: { contactId: id } }))).status,
    ];

    expect(await use()).toEqual([404, 0, 406]);
    advance(1999);
    expect(await use()).toEqual([404, 0, 406]);
    advance(1);
    expect(await use()).toEqual([200, 1, 201]);
  });

  it('have a lag that can be drawn from a span (11.4)', async () => {
    const { post, simulator, now } = createBench({ settings: { contactLagMs: [100, 2000] } });
    for (let count = 0; count < 20; count += 1) await post('contacts', personBody());

    const lags = simulator.contacts.map(({ visibleAt }) => visibleAt - now());

    expect(Math.min(...lags)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...lags)).toBeLessThanOrEqual(2000);
    expect(new Set(lags).size).toBeGreaterThan(10);
  });

  it('race for their number when made at the same time (3.2)', async () => {
    const { post, advance, simulator } = createBench({ settings: { contactNumberRaceMs: 3000 } });

    const [first, second] = await Promise.all([post('contacts', personBody()), post('contacts', personBody())]);
    advance(3000);
    const third = await post('contacts', personBody());

    expect([first.status, second.status, third.status]).toEqual([200, 406, 200]);
    expect(issues(second)).toEqual(['number account_number_already_exists']);
    expect(simulator.contacts).toHaveLength(2);
  });
});

describe('the contact search', () => {
  async function searched(): Promise<(query: string) => Promise<readonly unknown[]>> {
    const { post, get } = createBench();
    await post(
      'contacts',
      companyBody({ name: 'Johnson & Partner', contactPersons: [{ lastName: 'Ford', emailAddress: 'ford@johnson.example' }] }),
    );
    await post('contacts', personBody({ person: { firstName: 'Ada', lastName: 'Love_lace' }, emailAddresses: { private: ['xa@b.dex'] } }));
    return async (query) => {
      const { status, body } = await get(`contacts?${query}`);
      if (status !== 200) return [status];
      const content = pick(body, 'content');
      return Array.isArray(content) ? content.map((row: unknown) => pick(row, 'company', 'name') ?? pick(row, 'person', 'lastName')) : [];
    };
  }

  it('finds names by any part, case-blind, and sorts by name (3.2, 1.3)', async () => {
    const search = await searched();

    expect(await search('name=JOHN')).toEqual(['Johnson & Partner']);
    expect(await search('name=ada%20love')).toEqual(['Love_lace']);
    expect(await search('')).toEqual(['Love_lace', 'Johnson & Partner']);
  });

  it('wants ampersands HTML-encoded before they are URL-encoded (1.2)', async () => {
    const search = await searched();

    expect(await search('name=johnson%20%26amp%3B%20partner')).toEqual(['Johnson & Partner']);
    expect(await search('name=johnson%20%26%20partner')).toEqual([]);
  });

  it('takes _ and % as wildcards unless a backslash stands before them (3.2)', async () => {
    const search = await searched();

    expect(await search('name=j_hns_n')).toEqual(['Johnson & Partner']);
    expect(await search('name=john%25partner')).toEqual(['Johnson & Partner']);
    expect(await search('name=j%5C_hns%5C_n')).toEqual([]);
    expect(await search('name=love%5C_lace')).toEqual(['Love_lace']);
  });

  it('matches parts of e-mails, also those of contact persons (3.2)', async () => {
    const search = await searched();

    expect(await search('email=a@b.de')).toEqual(['Love_lace']);
    expect(await search('email=ford@johnson.example')).toEqual(['Johnson & Partner']);
  });

  it('refuses fewer than 3 and more than 128 signs, and a number that is none (3.2, 1.7)', async () => {
    const { get } = createBench();

    const [short, long, number] = [
      await get('contacts?name=ab'),
      await get(`contacts?email=${'x'.repeat(129)}`),
      await get('contacts?number=abc'),
    ];

    expect([short.status, long.status, number.status]).toEqual([400, 400, 400]);
    expect(number.body).toEqual({ IssueList: [{ source: 'number', i18nKey: 'invalid_value' }] });
  });

  it('filters by number and role (3.2)', async () => {
    const search = await searched();

    expect(await search('number=10001')).toEqual(['Johnson & Partner']);
    expect(await search('vendor=true')).toEqual([]);
    expect(await search('customer=true&name=ada')).toEqual(['Love_lace']);
  });

  it('takes pages of 500, refuses 1000 and swaps nonsense for the default without a word (1.3)', async () => {
    const { get } = createBench();

    const replies = await Promise.all(['500', '1000', '0', 'x'].map((size) => get(`contacts?size=${size}`)));

    expect(replies.map(({ status, body }) => [status, pick(body, 'size')])).toEqual([
      [200, 500],
      [400, undefined],
      [200, 25],
      [200, 25],
    ]);
  });
});
