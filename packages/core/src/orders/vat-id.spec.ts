import { describe, expect, it } from '@jest/globals';
import { address, people } from '../../test/orders.ts';
import { vatIdOf } from './vat-id.ts';

describe('the VAT id in an address form', () => {
  it.each([
    ['USt-IdNr.', 'ATU12345678'],
    ['UStID', 'ATU12345678'],
    ['Umsatzsteuer-ID', 'ATU12345678'],
    ['VAT ID', 'ATU12345678'],
    ['VAT number', 'ATU12345678'],
    ['UID', 'ATU12345678'],
    ['Steuernummer', 'ATU12345678'],
    ['Tax ID', 'ATU12345678'],
    ['N° TVA', 'FR12345678901'],
    ['Partita IVA', 'IT12345678901'],
    ['BTW-nummer', 'NL123456789B01'],
  ])('is known by the field name %s', (name, value) => {
    expect(vatIdOf(people({ billing: address({ fields: [{ name, value }] }) }))).toBe(value);
  });

  it.each([
    [' at u 123.456-78 ', 'ATU12345678'],
    ['de123456789', 'DE123456789'],
    ['NL 123456789B01', 'NL123456789B01'],
    ['IE1234567+A', 'IE1234567+A'],
  ])('is read from %j in one form', (value, id) => {
    expect(vatIdOf(people({ billing: address({ fields: [{ name: 'VAT ID', value }] }) }))).toBe(id);
  });

  it.each(['', '123456789', 'none', 'ja', 'A1', 'DE', '12/345/67890', 'DE12345678901234567', 'DÉ123456789'])('is not %j', (value) => {
    expect(vatIdOf(people({ billing: address({ fields: [{ name: 'VAT ID', value }] }) }))).toBeUndefined();
  });

  it('is not read from a field of another name', () => {
    for (const name of ['Bemerkung', 'Privatstraße', 'Elevator', 'Liquid']) {
      expect(vatIdOf(people({ billing: address({ fields: [{ name, value: 'DE123456789' }] }) }))).toBeUndefined();
    }
  });

  it('is taken from the billing address first, else from a shipping address', () => {
    const billing = address({ fields: [{ name: 'VAT ID', value: 'DE111111111' }] });
    const shipping = address({ fields: [{ name: 'VAT ID', value: 'ATU12345678' }] });

    expect(vatIdOf(people({ billing, shipping: [shipping] }))).toBe('DE111111111');
    expect(vatIdOf(people({ shipping: [address(), shipping] }))).toBe('ATU12345678');
  });
});
