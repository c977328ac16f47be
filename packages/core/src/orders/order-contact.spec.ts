import { describe, expect, it } from '@jest/globals';
import { address, people } from '../../test/orders.ts';
import type { TaxTreatment } from '../model/sales-order.ts';
import { contactDraft, contactKey, needsContact } from './order-contact.ts';

const account = { vendor: 'lexoffice', accountId: 'org' };
const domestic: TaxTreatment = { kind: 'domestic' };
const company = people({ billing: address({ company: 'Kunde GmbH', fields: [{ name: 'USt-IdNr.', value: 'ATU12345678' }] }) });
const plain = people({ billing: address({ company: 'Kunde GmbH' }) });

describe('whether an order needs a contact', () => {
  it.each<[TaxTreatment, boolean, readonly boolean[]]>([
    // where-needed, companies, all
    [domestic, false, [false, false, true]],
    [domestic, true, [false, true, true]],
    [{ kind: 'small-business' }, false, [false, false, true]],
    [{ kind: 'distance-sale', principle: 'origin' }, false, [true, true, true]],
    [{ kind: 'export' }, false, [true, true, true]],
    [{ kind: 'intra-community-supply' }, true, [true, true, true]],
  ])('%j, company %s: by policy %j', (treatment, isCompany, expected) => {
    const buyer = isCompany ? plain : people();

    expect((['where-needed', 'companies', 'all'] as const).map((policy) => needsContact(treatment, buyer, policy))).toEqual(expected);
  });

  it('takes blanks in the company field for no company', () => {
    expect(needsContact(domestic, people({ billing: address({ company: '  ' }) }), 'companies')).toBe(false);
  });
});

describe('the contact of an order', () => {
  it('is a person with name, e-mail and billing address', () => {
    expect(contactDraft(domestic, people())).toEqual({
      kind: 'person',
      firstName: 'Erika',
      lastName: 'Muster',
      email: 'erika@example.org',
      address: { name: 'Erika Muster', street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE' },
      allowTaxFree: false,
    });
  });

  it('is a company with its VAT id, allowed to be billed without tax where the treatment is', () => {
    expect(contactDraft({ kind: 'intra-community-supply' }, company)).toMatchObject({
      kind: 'company',
      company: 'Kunde GmbH',
      vatId: 'ATU12345678',
      allowTaxFree: true,
      address: { name: 'Kunde GmbH', supplement: 'Erika Muster' },
    });
    expect(contactDraft({ kind: 'export' }, people()).allowTaxFree).toBe(true);
    // No tax is shown, and yet nothing is free of it.
    expect(contactDraft({ kind: 'small-business' }, people()).allowTaxFree).toBe(false);
  });
});

describe('the key of a contact', () => {
  it('is one for one customer, whatever else differs', () => {
    const moved = people({ billing: address({ street: 'Andere Straße 2' }) });
    const shouted = people({ email: ' ERIKA@example.org ' });

    expect(keyOf(moved)).toBe(keyOf(people()));
    expect(keyOf(shouted)).toBe(keyOf(people()));
    expect(keyOf({ ...company, email: 'other@example.org' })).toBe(keyOf(company));
  });

  it('tells customers apart by VAT id, e-mail, and whether a company or a person buys', () => {
    const keys = [people(), people({ email: 'max@example.org' }), plain, company].map(keyOf);

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells guests without e-mail apart by name and address', () => {
    const { email: _none, ...guest } = people();
    const { email: _neither, ...other } = people({ billing: address({ firstName: 'Max' }) });

    expect(keyOf(guest)).toBe(keyOf({ ...guest }));
    expect(keyOf(guest)).not.toBe(keyOf(other));
    expect(keyOf({ ...guest, email: '' })).not.toBe(keyOf({ ...other, email: '' }));
  });

  it('shows neither name nor e-mail', () => {
    expect(keyOf(people())).toMatch(/^lexoffice:org\/contact\/[0-9a-f]{32}$/);
  });
});

function keyOf(buyer: ReturnType<typeof people>): string {
  return contactKey(account, contactDraft(domestic, buyer));
}
