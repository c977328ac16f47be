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
    ['VAT_ID', 'ATU12345678'],
    ['VATID', 'ATU12345678'],
    ['billing_vat', 'ATU12345678'],
    ['Umsatzsteueridentifikationsnummer', 'ATU12345678'],
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

  it.each([
    ...['ATU12345678', 'BE0123456789', 'BG123456789', 'CY12345678X', 'CZ12345678', 'DE123456789', 'DK12345678', 'EE123456789'],
    ...['EL123456789', 'ESX12345678', 'ES12345678X', 'FI12345678', 'FRXX123456789', 'HR12345678901', 'HU12345678', 'IE1234567WA'],
    ...['IE1X23456L', 'IT12345678901', 'LT123456789012', 'LU12345678', 'LV12345678901', 'MT12345678', 'NL123456789B01', 'PL1234567890'],
    ...['PT123456789', 'RO12', 'SE123456789001', 'SI12345678', 'SK1234567890', 'XI123456789', 'XIGD123', 'GB123456789', 'CHE123456789'],
  ])('is %s as its country writes it', (value) => {
    expect(vatIdOf(people({ billing: address({ fields: [{ name: 'VAT ID', value }] }) }))).toBe(value);
  });

  it.each([
    'AT12',
    'ATU1234567',
    'AT12345678',
    'DE12345678',
    'DE1234567890',
    'FR1234567890',
    'IT123',
    'PL12345678901',
    'NL123456789B',
    'XI12',
  ])('is not %s, which its country never gives', (value) => {
    expect(vatIdOf(people({ billing: address({ fields: [{ name: 'VAT ID', value }] }) }))).toBeUndefined();
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
