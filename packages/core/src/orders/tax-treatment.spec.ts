import { describe, expect, it } from '@jest/globals';
import { address, channelOrder, charge, orderLine, people } from '../../test/orders.ts';
import type { ChannelOrder, OrderCharge, OrderLine, OrderPeople } from '../model/order.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import { decimal } from '../money/decimal.ts';
import { taxTreatment } from './tax-treatment.ts';

/** Cases of `lexoffice.md` 10 that the union covers. Services, electronic ones and reverse charge are not among them. */
interface Case {
  readonly to: string;
  readonly rates: readonly string[];
  readonly buyer?: 'consumer' | 'company' | 'company with VAT id' | 'consumer with VAT id';
  readonly settings?: Partial<InvoicingSettings>;
  readonly becomes: object;
}

const settings: InvoicingSettings = {
  accountId: 'o',
  name: 'Acme',
  smallBusiness: false,
  countries: { DE: 'home', AT: 'eu', FR: 'eu', IC: 'third-country', CH: 'third-country', NO: 'third-country' },
};
const domestic = { kind: 'domestic' };
const origin = { kind: 'distance-sale', principle: 'origin' };
const destination = { kind: 'distance-sale', principle: 'destination' };
const refused = { reason: 'TAX_RATE_NOT_ALLOWED' };
const small = { smallBusiness: true };
const oss = { distanceSales: 'destination' } as const;
const below = { distanceSales: 'origin' } as const;

describe('the tax treatment of an order', () => {
  it.each<Case>([
    { to: 'DE', rates: ['19'], becomes: domestic },
    { to: 'DE', rates: ['7'], becomes: domestic },
    { to: 'DE', rates: ['19', '7'], becomes: domestic },
    { to: 'DE', rates: ['19'], buyer: 'company', becomes: domestic },
    { to: 'DE', rates: ['19'], buyer: 'company with VAT id', becomes: domestic },
    { to: 'DE', rates: ['20'], becomes: refused },
    { to: 'DE', rates: ['16'], becomes: refused },
    { to: 'DE', rates: ['0'], becomes: refused },
    { to: 'DE', rates: ['0'], buyer: 'company with VAT id', becomes: refused },
    { to: 'DE', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
    { to: 'DE', rates: ['19'], settings: small, becomes: refused },
    { to: 'AT', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
    { to: 'CH', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
    { to: 'AT', rates: ['19'], becomes: domestic },
    { to: 'AT', rates: ['20'], becomes: refused },
    { to: 'AT', rates: ['19'], settings: below, becomes: origin },
    { to: 'AT', rates: ['20'], settings: below, becomes: refused },
    { to: 'AT', rates: ['20'], settings: oss, becomes: destination },
    { to: 'AT', rates: ['20', '10'], settings: oss, becomes: destination },
    { to: 'AT', rates: ['19'], buyer: 'company', settings: oss, becomes: domestic },
    { to: 'AT', rates: ['20'], buyer: 'company', settings: oss, becomes: refused },
    { to: 'AT', rates: ['19'], buyer: 'company', settings: below, becomes: domestic },
    { to: 'AT', rates: ['0'], buyer: 'company with VAT id', becomes: { kind: 'intra-community-supply' } },
    { to: 'AT', rates: ['0'], buyer: 'company with VAT id', settings: oss, becomes: { kind: 'intra-community-supply' } },
    { to: 'AT', rates: ['0'], buyer: 'company', becomes: { reason: 'TAX_MISSING_WITHOUT_VAT_ID', data: { country: 'AT' } } },
    { to: 'AT', rates: ['0'], buyer: 'consumer', becomes: { reason: 'TAX_MISSING_WITHOUT_VAT_ID' } },
    { to: 'AT', rates: ['0'], buyer: 'consumer with VAT id', becomes: { reason: 'TAX_MISSING_WITHOUT_VAT_ID' } },
    { to: 'CH', rates: ['0'], becomes: { kind: 'export' } },
    { to: 'CH', rates: ['0'], buyer: 'company', becomes: { kind: 'export' } },
    { to: 'CH', rates: ['19'], becomes: refused },
    { to: 'CH', rates: ['8.1'], becomes: refused },
    { to: 'IC', rates: ['0'], becomes: { kind: 'export' } },
    { to: 'XX', rates: ['0'], becomes: { reason: 'ORDER_COUNTRY_UNKNOWN', data: { country: 'XX' } } },
    { to: 'toString', rates: ['0'], becomes: { ok: false } },
  ])('to $to at $rates, $buyer, $settings', ({ to, rates, buyer = 'consumer', settings: changed = {}, becomes }) => {
    const lines = rates.map((rate, index) => orderLine(String(index), { rate }));

    const treated = treat({ lines, people: buyerIn(to, buyer) }, { ...settings, ...changed });

    expect(treated.ok ? treated.treatment : treated).toMatchObject(becomes);
  });

  it('goes by the country of delivery, not of the bill', () => {
    const swiss = people({ billing: address({ country: 'DE' }), shipping: [address({ country: 'CH' })] });
    const home = people({ billing: address({ country: 'CH' }), shipping: [address({ country: 'DE' })] });

    expect(treat({ lines: [orderLine('a', { rate: '0' })], people: swiss })).toEqual({ ok: true, treatment: { kind: 'export' } });
    expect(treat({ people: home })).toEqual({ ok: true, treatment: domestic });
  });

  it('names the rates once and the country', () => {
    const lines = [orderLine('a', { rate: '20' }), orderLine('b', { rate: '20' }), orderLine('c', { rate: '10' })];

    expect(treat({ lines })).toEqual({ ok: false, reason: 'TAX_RATE_NOT_ALLOWED', data: { rates: '20, 10', where: 'DE' } });
  });

  it('takes an article without tax at home, a gift certificate and a gift for what they are', () => {
    const untaxed = orderLine('book', { rate: '0' });
    const certificate = orderLine('gift', { rate: '0', kind: 'gift-certificate' });
    const free = orderLine('free', { rate: '0', gross: '0' });

    expect(treat({ lines: [untaxed] }).ok).toBe(false);
    expect(treat({ lines: [untaxed, orderLine('a')] }, settings, ['book'])).toEqual({ ok: true, treatment: domestic });
    expect(treat({ lines: [certificate, orderLine('a')] })).toEqual({ ok: true, treatment: domestic });
    expect(treat({ lines: [free, orderLine('a')] })).toEqual({ ok: true, treatment: domestic });
  });

  it('takes shipping without tax only where all goods are without', () => {
    const shipping: OrderCharge = charge('4.9', { taxRates: [decimal(0)], tax: decimal(0) });
    const certificate: OrderLine = orderLine('gift', { rate: '0', kind: 'gift-certificate' });

    expect(treat({ lines: [certificate], charges: [shipping] })).toEqual({ ok: true, treatment: domestic });
    expect(treat({ lines: [certificate, orderLine('a')], charges: [shipping] })).toMatchObject(refused);
  });

  it('refuses a charge at a foreign rate', () => {
    expect(treat({ charges: [charge('4.9', { taxRates: [decimal('8.1')] })] })).toMatchObject({ data: { rates: '8.1' } });
  });

  it('takes an item that names no rate for one without tax', () => {
    expect(treat({ lines: [orderLine('a', { taxRates: [] })] })).toMatchObject({ ok: false, reason: 'TAX_RATE_NOT_ALLOWED' });
    expect(treat({ lines: [orderLine('a', { taxRates: [] })] }, settings, ['a'])).toEqual({ ok: true, treatment: domestic });
    expect(treat({ charges: [charge('4.9', { taxRates: [] })] })).toMatchObject({ ok: false, reason: 'TAX_RATE_NOT_ALLOWED' });
  });

  it('leaves services abroad to a person', () => {
    const lines = [orderLine('a', { kind: 'digital', rate: '0' })];

    expect(treat({ lines, people: buyerIn('CH', 'consumer') })).toMatchObject({ ok: false, reason: 'TAX_SERVICE_ABROAD' });
    expect(treat({ lines: [orderLine('a', { kind: 'digital' })], people: buyerIn('DE', 'consumer') })).toMatchObject({ ok: true });
  });

  it.each(['DE123456789', 'CHE123456789', 'XX99'])('frees no supply of tax for the id %s', (value) => {
    const billing = address({ country: 'AT', company: 'Kunde GmbH', fields: [{ name: 'USt-IdNr.', value }] });

    expect(treat({ lines: [orderLine('a', { rate: '0' })], people: people({ billing }) })).toMatchObject({
      reason: 'TAX_MISSING_WITHOUT_VAT_ID',
    });
  });
});

function treat(changes: Partial<ChannelOrder>, given = settings, untaxed: readonly string[] = []): ReturnType<typeof taxTreatment> {
  return taxTreatment(channelOrder('1', changes), { settings: given, untaxedLines: new Set(untaxed) });
}

function buyerIn(country: string, buyer: NonNullable<Case['buyer']>): OrderPeople {
  const company = buyer.startsWith('company') ? { company: 'Kunde GmbH' } : {};
  const fields = buyer.endsWith('VAT id') ? [{ name: 'USt-IdNr.', value: 'ATU12345678' }] : [];
  return people({ billing: address({ country, fields, ...company }) });
}
