import { describe, expect, it } from '@jest/globals';
import { address, channelOrder, charge, orderLine, people } from '../../test/orders.ts';
import type { ChannelOrder, OrderCharge, OrderLine, OrderPeople } from '../model/order.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import { decimal } from '../money/decimal.ts';
import { type TreatmentFacts, taxTreatment } from './tax-treatment.ts';

function fetchedBy(country: string, business = false): OrderPeople {
  const vat = business ? { company: 'Kunde GmbH', fields: [{ name: 'USt-IdNr.', value: 'ATU12345678' }] } : {};
  return people({ billing: address({ country, ...vat }), shipping: [] });
}

function sentHome(country: string): OrderPeople {
  return people({ billing: address({ country }), shipping: [address()] });
}

interface Case {
  readonly to: string;
  readonly rates: readonly string[];
  readonly buyer?: Buyer;
  readonly sells?: 'goods' | 'downloads' | 'both' | 'vouchers';
  readonly settings?: Partial<InvoicingSettings>;
  /** The day of placement. */
  readonly on?: string;
  readonly becomes: object;
}
type Buyer = 'consumer' | 'company' | 'company with VAT id' | 'consumer with VAT id';

const settings: InvoicingSettings = {
  accountId: 'o',
  name: 'Acme',
  smallBusiness: false,
  countries: { DE: 'home', AT: 'eu', FR: 'eu', CH: 'third-country', NO: 'third-country', GB: 'third-country' },
};
const domestic = { kind: 'domestic' };
const origin = { kind: 'distance-sale', principle: 'origin' };
const destination = { kind: 'distance-sale', principle: 'destination' };
const refused = { ok: false, reason: 'TAX_RATE_NOT_ALLOWED' };
const needsVatId = { ok: false, reason: 'TAX_MISSING_WITHOUT_VAT_ID' };
const service = { ok: false, reason: 'TAX_SERVICE_ABROAD' };
const mixed = { ok: false, reason: 'TAX_GOODS_AND_SERVICES_ABROAD' };
const small = { smallBusiness: true };
const oss = { distanceSales: 'destination' } as const;
const below = { distanceSales: 'origin' } as const;
const registered: Buyer = 'company with VAT id';

describe('the German VAT table', () => {
  describe.each<[string, readonly Case[]]>([
    [
      'domestic, to consumers and businesses',
      [
        { to: 'DE', rates: ['19'], becomes: domestic },
        { to: 'DE', rates: ['7'], becomes: domestic },
        { to: 'DE', rates: ['19', '7'], becomes: domestic },
        { to: 'DE', rates: ['19'], buyer: 'company', becomes: domestic },
        { to: 'DE', rates: ['19'], buyer: registered, becomes: domestic },
        { to: 'DE', rates: ['19'], sells: 'downloads', becomes: domestic },
        { to: 'DE', rates: ['19', '7'], sells: 'both', becomes: domestic },
        { to: 'DE', rates: ['20'], becomes: refused },
        { to: 'DE', rates: ['0'], becomes: refused },
        { to: 'DE', rates: ['0'], buyer: registered, becomes: refused },
      ],
    ],
    [
      'the rates of the second half of 2020',
      [
        { to: 'DE', rates: ['19'], on: '2020-06-30', becomes: domestic },
        { to: 'DE', rates: ['16'], on: '2020-06-30', becomes: refused },
        { to: 'DE', rates: ['16', '5'], on: '2020-07-01', becomes: domestic },
        { to: 'DE', rates: ['19'], on: '2020-07-01', becomes: refused },
        { to: 'DE', rates: ['7'], on: '2020-12-31', becomes: refused },
        { to: 'DE', rates: ['16'], on: '2020-12-31', becomes: domestic },
        { to: 'DE', rates: ['16'], on: '2021-01-01', becomes: refused },
        { to: 'DE', rates: ['5'], becomes: refused },
        { to: 'AT', rates: ['16'], on: '2020-09-01', settings: below, becomes: origin },
      ],
    ],
    [
      'small business (§ 19 UStG)',
      [
        { to: 'DE', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
        { to: 'AT', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
        { to: 'CH', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
        { to: 'XX', rates: ['0'], settings: small, becomes: { kind: 'small-business' } },
        { to: 'DE', rates: ['19'], settings: small, becomes: { ...refused, data: { rates: '19', where: 'small-business', allowed: '0' } } },
        { to: 'AT', rates: ['20'], settings: { ...small, ...oss }, becomes: refused },
      ],
    ],
    [
      'goods to consumers in the EU, below the threshold or without one-stop shop',
      [
        { to: 'AT', rates: ['19'], becomes: domestic },
        { to: 'AT', rates: ['20'], becomes: refused },
        { to: 'AT', rates: ['19', '7'], settings: below, becomes: origin },
        { to: 'AT', rates: ['20'], settings: below, becomes: refused },
        { to: 'AT', rates: ['0'], settings: below, becomes: { ...needsVatId, data: { country: 'AT' } } },
      ],
    ],
    [
      'goods to consumers in the EU by one-stop shop',
      [
        { to: 'AT', rates: ['20'], settings: oss, becomes: destination },
        { to: 'AT', rates: ['20', '10', '13'], settings: oss, becomes: destination },
        { to: 'FR', rates: ['5.5'], settings: oss, becomes: destination },
        { to: 'AT', rates: ['19'], settings: oss, becomes: { ...refused, data: { rates: '19', where: 'AT', allowed: '20, 13, 10' } } },
        {
          to: 'FR',
          rates: ['20', '19'],
          settings: oss,
          becomes: { ...refused, data: { rates: '19', where: 'FR', allowed: '20, 10, 5.5, 2.1' } },
        },
        { to: 'AT', rates: ['20', '0'], settings: oss, becomes: refused },
        { to: 'AT', rates: ['4.9'], settings: oss, becomes: refused },
        { to: 'AT', rates: ['4.9'], settings: oss, on: '2026-07-01', becomes: destination },
        { to: 'AT', rates: ['0'], settings: oss, becomes: needsVatId },
        { to: 'AT', rates: ['0'], buyer: 'consumer with VAT id', settings: oss, becomes: needsVatId },
      ],
    ],
    [
      'electronic services to consumers in the EU',
      [
        { to: 'AT', rates: ['19'], sells: 'downloads', becomes: domestic },
        { to: 'AT', rates: ['19'], sells: 'downloads', settings: below, becomes: { kind: 'electronic-services', principle: 'origin' } },
        { to: 'AT', rates: ['20'], sells: 'downloads', settings: oss, becomes: { kind: 'electronic-services', principle: 'destination' } },
        { to: 'AT', rates: ['19'], sells: 'downloads', settings: oss, becomes: refused },
        { to: 'AT', rates: ['20', '20'], sells: 'both', settings: oss, becomes: { ...mixed, data: { country: 'AT' } } },
      ],
    ],
    [
      'businesses in the EU',
      [
        { to: 'AT', rates: ['0'], buyer: registered, becomes: { kind: 'intra-community-supply' } },
        { to: 'AT', rates: ['0'], buyer: registered, settings: oss, becomes: { kind: 'intra-community-supply' } },
        { to: 'AT', rates: ['0'], buyer: registered, sells: 'downloads', becomes: { kind: 'reverse-charge-services' } },
        { to: 'AT', rates: ['0', '0'], buyer: registered, sells: 'both', becomes: mixed },
        { to: 'AT', rates: ['0'], buyer: 'company', becomes: { ...needsVatId, data: { country: 'AT' } } },
        { to: 'AT', rates: ['0'], buyer: 'company', sells: 'downloads', becomes: needsVatId },
        { to: 'AT', rates: ['19'], buyer: 'company', settings: oss, becomes: domestic },
        { to: 'AT', rates: ['20'], buyer: 'company', settings: oss, becomes: refused },
        { to: 'AT', rates: ['19'], buyer: 'company', settings: below, becomes: domestic },
        { to: 'AT', rates: ['19'], buyer: registered, becomes: domestic },
        { to: 'AT', rates: ['19'], buyer: registered, sells: 'downloads', becomes: service },
        { to: 'AT', rates: ['0', '19'], buyer: registered, becomes: refused },
      ],
    ],
    [
      'countries outside the EU',
      [
        { to: 'CH', rates: ['0'], becomes: { kind: 'export' } },
        { to: 'NO', rates: ['0'], becomes: { kind: 'export' } },
        { to: 'GB', rates: ['0'], buyer: 'company', becomes: { kind: 'export' } },
        { to: 'CH', rates: ['0'], buyer: 'company', sells: 'downloads', becomes: { kind: 'export-services' } },
        { to: 'CH', rates: ['0'], sells: 'downloads', becomes: { ...service, data: { country: 'CH' } } },
        { to: 'CH', rates: ['0', '0'], sells: 'both', becomes: mixed },
        { to: 'CH', rates: ['19'], becomes: { ...refused, data: { rates: '19', where: 'CH', allowed: '0' } } },
        { to: 'CH', rates: ['8.1'], settings: oss, becomes: refused },
      ],
    ],
    [
      'countries that nobody knows, and vouchers',
      [
        { to: 'XX', rates: ['0'], becomes: { ok: false, reason: 'ORDER_COUNTRY_UNKNOWN', data: { country: 'XX' } } },
        { to: 'toString', rates: ['0'], becomes: { ok: false, reason: 'ORDER_COUNTRY_UNKNOWN' } },
        { to: 'DE', rates: ['0'], sells: 'vouchers', becomes: domestic },
        { to: 'AT', rates: ['0'], sells: 'vouchers', settings: oss, becomes: domestic },
        { to: 'CH', rates: ['0'], sells: 'vouchers', becomes: domestic },
        { to: 'CH', rates: ['19'], sells: 'vouchers', becomes: domestic },
      ],
    ],
  ])('%s', (_name, cases) => {
    it.each(cases)(
      'to $to at $rates, $buyer, $sells, $settings $on',
      ({ to, rates, buyer = 'consumer', sells = 'goods', becomes, ...facts }) => {
        const lines = rates.map((rate, index) => orderLine(String(index), { rate, kind: kindOf(sells, index) }));

        const treated = treat(
          { lines, people: buyerIn(to, buyer) },
          { settings: { ...settings, ...facts.settings }, ...(facts.on && { on: facts.on }) },
        );

        expect(treated.ok ? treated.treatment : treated).toMatchObject(becomes);
      },
    );
  });
});

describe('the tax treatment of an order', () => {
  it('goes by the country of delivery, not of the bill', () => {
    const swiss = people({ billing: address({ country: 'DE' }), shipping: [address({ country: 'CH' })] });
    const home = people({ billing: address({ country: 'CH' }), shipping: [address({ country: 'DE' })] });

    expect(treat({ lines: [orderLine('a', { rate: '0' })], people: swiss })).toMatchObject({
      ok: true,
      treatment: { kind: 'export' },
      rates: [],
    });
    expect(treat({ people: home })).toMatchObject({ ok: true, treatment: domestic, rates: ['19', '7'] });
  });

  it('names the rates once and the country', () => {
    const lines = [orderLine('a', { rate: '20' }), orderLine('b', { rate: '20' }), orderLine('c', { rate: '10' })];

    expect(treat({ lines })).toEqual({
      ok: false,
      reason: 'TAX_RATE_NOT_ALLOWED',
      data: { rates: '20, 10', where: 'DE', allowed: '19, 7' },
    });
  });

  it('takes an article without tax at home, a gift certificate and a gift for what they are', () => {
    const untaxed = orderLine('book', { rate: '0' });
    const certificate = orderLine('gift', { rate: '0', kind: 'gift-certificate' });
    const free = orderLine('free', { rate: '0', gross: '0' });

    expect(treat({ lines: [untaxed] }).ok).toBe(false);
    expect(treat({ lines: [untaxed, orderLine('a')] }, { untaxed: ['book'] })).toMatchObject({
      ok: true,
      treatment: domestic,
      rates: ['19', '7'],
    });
    expect(treat({ lines: [certificate, orderLine('a')] })).toMatchObject({ ok: true, treatment: domestic, rates: ['19', '7'] });
    expect(treat({ lines: [free, orderLine('a')] })).toMatchObject({ ok: true, treatment: domestic, rates: ['19', '7'] });
  });

  it('takes shipping without tax only where all goods are without', () => {
    const shipping: OrderCharge = charge('4.9', { taxRates: [decimal(0)], tax: decimal(0) });
    const certificate: OrderLine = orderLine('gift', { rate: '0', kind: 'gift-certificate' });

    expect(treat({ lines: [certificate], charges: [shipping] })).toMatchObject({ ok: true, treatment: domestic, rates: ['19', '7'] });
    expect(treat({ lines: [certificate, orderLine('a')], charges: [shipping] })).toMatchObject(refused);
  });

  it('refuses shipping without tax beside nothing but gifts', () => {
    const shipping: OrderCharge = charge('4.9', { taxRates: [decimal(0)], tax: decimal(0) });

    expect(treat({ lines: [orderLine('gift', { gross: '0' })], charges: [shipping] })).toMatchObject(refused);
    expect(treat({ lines: [orderLine('gift', { gross: '0' })], charges: [charge('4.9')] })).toMatchObject({ treatment: domestic });
  });

  it('takes a buyer whose company is blank for a consumer', () => {
    const shop = { ...settings, ...oss };
    const billing = address({ country: 'AT', company: ' \t' });

    expect(
      treat({ lines: [orderLine('a', { rate: '20' })], people: people({ billing, shipping: [billing] }) }, { settings: shop }),
    ).toMatchObject({
      treatment: destination,
    });
  });

  it('refuses a charge at a foreign rate', () => {
    expect(treat({ charges: [charge('4.9', { taxRates: [decimal('8.1')] })] })).toMatchObject({ data: { rates: '8.1' } });
  });

  it('takes an item that names no rate for one without tax, if none was charged', () => {
    const untaxed = { taxRates: [], tax: decimal(0) };

    expect(treat({ lines: [orderLine('a', untaxed)] })).toMatchObject(refused);
    expect(treat({ lines: [orderLine('a', untaxed)] }, { untaxed: ['a'] })).toMatchObject({ ok: true, treatment: domestic });
    expect(treat({ charges: [charge('4.9', untaxed)] })).toMatchObject(refused);
  });

  it('is not guessed where an item was taxed at no rate, or at several', () => {
    const unclear = { ok: false, reason: 'TAX_RATE_UNCLEAR', data: { item: 'Ware a', rates: '' } };

    expect(treat({ lines: [orderLine('a', { taxRates: [] })] })).toEqual(unclear);
    expect(treat({ lines: [orderLine('a', { taxRates: [] })], people: buyerIn('CH', 'consumer') })).toEqual(unclear);
    expect(treat({ lines: [orderLine('a', { taxRates: [] })] }, { settings: { ...settings, ...small } })).toEqual(unclear);
    expect(treat({ lines: [orderLine('a', { taxRates: [decimal(19), decimal(7)] })] })).toMatchObject({ data: { rates: '19, 7' } });
  });

  it('leaves gifts out of the question', () => {
    const gift = orderLine('gift', { kind: 'digital', gross: '0', taxRates: [decimal('8.1')], tax: decimal(0) });

    expect(treat({ lines: [gift, orderLine('a', { rate: '0' })], people: buyerIn('CH', 'consumer') })).toMatchObject({
      treatment: { kind: 'export' },
    });
    expect(treat({ lines: [gift] })).toMatchObject({ treatment: domestic });
  });

  it('taxes a charge beside free downloads where these are taxed, and one beside free goods where those go', () => {
    const download = orderLine('gift', { kind: 'digital', gross: '0' });
    const goods = orderLine('gift', { gross: '0' });
    const charges = [charge('4.9', { taxRates: [decimal(20)] })];
    const abroad = people({ billing: address({ country: 'AT' }), shipping: [address({ country: 'DE' })] });
    const shop = { settings: { ...settings, ...oss } };

    expect(treat({ lines: [download], charges, people: abroad }, shop)).toMatchObject({
      treatment: { kind: 'electronic-services', principle: 'destination' },
    });
    for (const lines of [[goods], [download, goods], []])
      expect(treat({ lines, charges: [charge('4.9')], people: abroad }, shop)).toMatchObject({ treatment: domestic });
  });

  it('needs all places of delivery to be of one kind', () => {
    const to = (...countries: readonly string[]): OrderPeople => people({ shipping: countries.map((country) => address({ country })) });
    const untaxed = [orderLine('a', { rate: '0' })];
    const several = (countries: string): object => ({ ok: false, reason: 'TAX_SEVERAL_COUNTRIES', data: { countries } });

    expect(treat({ people: to('DE', 'DE') })).toMatchObject({ treatment: domestic });
    expect(treat({ people: to('DE', 'AT') })).toEqual(several('DE, AT'));
    expect(treat({ lines: untaxed, people: to('CH', 'NO') })).toMatchObject({ treatment: { kind: 'export' } });
    expect(treat({ people: to('AT', 'FR') }, { settings: { ...settings, ...below } })).toMatchObject({ treatment: origin });
    expect(treat({ lines: [orderLine('a', { rate: '20' })], people: to('AT', 'FR') }, { settings: { ...settings, ...oss } })).toEqual(
      several('AT, FR'),
    );
  });

  it.each([
    ['DE', '27498', 'Helgoland'],
    ['ES', '35001', 'Islas Canarias'],
    ['GB', 'BT1 5GS', 'Northern Ireland'],
    ['IT', '23041', 'Livigno'],
  ])('leaves a territory with rules of its own to a person: %s %s', (country, zip, place) => {
    expect(treat({ people: people({ shipping: [address({ country, zip })] }) })).toEqual({
      ok: false,
      reason: 'TAX_SPECIAL_TERRITORY',
      data: { country, place },
    });
    expect(treat({ people: people({ shipping: [address({ country: 'DE', zip: '10115' })] }) }).ok).toBe(true);
  });

  it('leaves a territory with rates of its own to a person where it is taxed at its destination, and nowhere else', () => {
    const countries = { ...settings.countries, PT: 'eu' } as const;
    const to = people({ shipping: [address({ country: 'PT', zip: '9000-001' })] });
    const at = (rate: string, more: object) =>
      treat({ lines: [orderLine('a', { rate })], people: to }, { settings: { ...settings, countries, ...more } });

    expect(at('22', oss)).toEqual({ ok: false, reason: 'TAX_SPECIAL_TERRITORY', data: { country: 'PT', place: 'Madeira, Açores' } });
    expect(at('23', oss).ok).toBe(false);
    expect(at('19', below)).toMatchObject({ treatment: origin });
  });

  it.each<[string, string, OrderPeople, readonly [rate: string, 'physical' | 'digital', gross?: string][], object]>([
    ['goods that a foreigner fetches', 'are sold at home', fetchedBy('CH'), [['19', 'physical']], { treatment: domestic }],
    ['untaxed goods that a foreigner fetches', 'are no export', fetchedBy('CH'), [['0', 'physical']], refused],
    ['untaxed goods that a business fetches', 'are no supply to another state', fetchedBy('AT', true), [['0', 'physical']], refused],
    [
      'a download with a gift sent home',
      'is taxed by the bill',
      sentHome('AT'),
      [
        ['20', 'digital'],
        ['19', 'physical', '0'],
      ],
      { treatment: { kind: 'electronic-services' } },
    ],
    [
      'the same at the home rate',
      'parks',
      sentHome('AT'),
      [
        ['19', 'digital'],
        ['19', 'physical', '0'],
      ],
      refused,
    ],
    [
      'a download beside goods sent home',
      'is a person’s matter',
      sentHome('AT'),
      [
        ['19', 'digital'],
        ['19', 'physical'],
      ],
      { ...mixed, data: { country: 'AT' } },
    ],
    [
      'a download beside goods that are fetched',
      'is one too',
      fetchedBy('AT'),
      [
        ['19', 'digital'],
        ['19', 'physical'],
      ],
      mixed,
    ],
    [
      'a download beside goods, all at home',
      'is not',
      sentHome('DE'),
      [
        ['19', 'digital'],
        ['19', 'physical'],
      ],
      { treatment: domestic },
    ],
    ['a download billed to nowhere', 'is not taxed', sentHome('XX'), [['19', 'digital']], { reason: 'ORDER_COUNTRY_UNKNOWN' }],
    [
      'a download for nobody knows where, beside goods at home,',
      'is not taxed',
      sentHome('XX'),
      [
        ['19', 'digital'],
        ['19', 'physical'],
      ],
      { reason: 'ORDER_COUNTRY_UNKNOWN' },
    ],
    [
      'goods that are fetched, at a foreign rate,',
      'are wrong at home',
      fetchedBy('CH'),
      [['8.1', 'physical']],
      { ...refused, data: { where: 'DE' } },
    ],
    ['goods billed to nowhere and sent home', 'are', sentHome('XX'), [['19', 'physical']], { treatment: domestic }],
  ])('%s %s', (_what, _how, to, sold, becomes) => {
    const lines = sold.map(([rate, kind, gross = '11.9'], place) => orderLine(String(place), { rate, kind, gross }));

    expect(treat({ lines, people: to }, { settings: { ...settings, ...oss } })).toMatchObject(becomes);
  });

  it('may be chosen for goods at home with a download for somebody abroad', () => {
    const lines = [orderLine('a', { kind: 'digital' }), orderLine('b')];

    expect(treat({ lines, people: sentHome('AT') }, { chosen: 'domestic' })).toMatchObject({ treatment: domestic });
  });

  it('knows the rates that a merchant keeps, from their day on', () => {
    const kept = { AT: [{ from: '2026-05-01', rates: ['20', '12'] }] };
    const at = (rate: string, on: string): boolean =>
      treat(
        { lines: [orderLine('a', { rate })], people: buyerIn('AT', 'consumer') },
        { settings: { ...settings, ...oss }, on, vatRates: kept },
      ).ok;

    expect([at('12', '2026-04-30'), at('12', '2026-05-01'), at('10', '2026-04-30'), at('10', '2026-05-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it.each(['DE123456789', 'CHE123456789', 'XX99'])('frees no supply of tax for the id %s', (value) => {
    const billing = address({ country: 'AT', company: 'Kunde GmbH', fields: [{ name: 'USt-IdNr.', value }] });

    expect(treat({ lines: [orderLine('a', { rate: '0' })], people: people({ billing }) })).toMatchObject({
      reason: 'TAX_MISSING_WITHOUT_VAT_ID',
    });
  });
});

it('an id of Northern Ireland frees goods of tax, and no service', () => {
  const countries = { ...settings.countries, IE: 'eu' } as const;
  const billing = address({ country: 'IE', company: 'Kunde Ltd', fields: [{ name: 'VAT ID', value: 'XI123456789' }] });
  const sold = (kind: 'physical' | 'digital'): object =>
    treat({ lines: [orderLine('a', { rate: '0', kind })], people: people({ billing }) }, { settings: { ...settings, countries } });

  expect(sold('physical')).toMatchObject({ treatment: { kind: 'intra-community-supply' } });
  expect(sold('digital')).toMatchObject({ reason: 'TAX_MISSING_WITHOUT_VAT_ID' });
});

describe('a treatment that a rule chose', () => {
  type Kind = NonNullable<TreatmentFacts['chosen']>;
  const chosen = (kind: Kind, { to, rates, buyer = 'consumer', sells = 'goods', settings: changed }: Omit<Case, 'becomes'>): object => {
    const lines = rates.map((rate, index) => orderLine(String(index), { rate, kind: kindOf(sells, index) }));
    const treated = treat({ lines, people: buyerIn(to, buyer) }, { settings: { ...settings, ...changed }, chosen: kind });
    return treated.ok ? treated.treatment : { reason: treated.reason, data: treated.data };
  };

  it.each<[Kind, Omit<Case, 'becomes'>, object]>([
    ['photovoltaics', { to: 'DE', rates: ['0'] }, { kind: 'photovoltaics' }],
    ['reverse-charge-construction', { to: 'DE', rates: ['0'], buyer: 'company' }, { kind: 'reverse-charge-construction' }],
    ['domestic', { to: 'CH', rates: ['19'] }, { kind: 'domestic' }],
    ['export', { to: 'CH', rates: ['0', '0'], sells: 'both' }, { kind: 'export' }],
    ['distance-sale', { to: 'AT', rates: ['20', '20'], sells: 'both', settings: oss }, destination],
    [
      'electronic-services',
      { to: 'AT', rates: ['20'], sells: 'downloads', settings: oss },
      { kind: 'electronic-services', principle: 'destination' },
    ],
    ['intra-community-supply', { to: 'AT', rates: ['0', '0'], buyer: registered, sells: 'both' }, { kind: 'intra-community-supply' }],
    ['reverse-charge-services', { to: 'AT', rates: ['0'], buyer: registered, sells: 'downloads' }, { kind: 'reverse-charge-services' }],
    ['export-services', { to: 'CH', rates: ['0'], buyer: 'company', sells: 'downloads' }, { kind: 'export-services' }],
    ['small-business', { to: 'DE', rates: ['0'], settings: small }, { kind: 'small-business' }],
  ])('%s stands where it suits the sale: %j', (kind, sale, becomes) => {
    expect(chosen(kind, sale)).toEqual(becomes);
  });

  it.each<[Kind, Omit<Case, 'becomes'>]>([
    ['photovoltaics', { to: 'AT', rates: ['0'] }],
    ['photovoltaics', { to: 'DE', rates: ['0'], sells: 'downloads' }],
    ['reverse-charge-construction', { to: 'DE', rates: ['0'] }],
    ['small-business', { to: 'DE', rates: ['0'] }],
    ['domestic', { to: 'DE', rates: ['19'], settings: small }],
    ['export', { to: 'AT', rates: ['0'] }],
    ['export', { to: 'CH', rates: ['0'], sells: 'downloads' }],
    ['export-services', { to: 'CH', rates: ['0'], sells: 'downloads' }],
    ['intra-community-supply', { to: 'AT', rates: ['0'], buyer: 'company' }],
    ['intra-community-supply', { to: 'DE', rates: ['0'], buyer: registered }],
    ['reverse-charge-services', { to: 'AT', rates: ['0'], buyer: registered }],
    ['distance-sale', { to: 'AT', rates: ['20'] }],
    ['distance-sale', { to: 'AT', rates: ['20'], buyer: 'company', settings: oss }],
    ['electronic-services', { to: 'AT', rates: ['20'], settings: oss }],
  ])('%s parks where it does not: %j', (kind, sale) => {
    expect(chosen(kind, sale)).toMatchObject({ reason: 'TAX_TREATMENT_NOT_ALLOWED', data: { treatment: kind } });
  });

  it('never makes a wrong rate right', () => {
    expect(chosen('photovoltaics', { to: 'DE', rates: ['19'] })).toMatchObject({ reason: 'TAX_RATE_NOT_ALLOWED', data: { allowed: '0' } });
    expect(chosen('domestic', { to: 'DE', rates: ['0'] })).toMatchObject({ reason: 'TAX_RATE_NOT_ALLOWED' });
    expect(chosen('distance-sale', { to: 'AT', rates: ['19'], settings: oss })).toMatchObject({ reason: 'TAX_RATE_NOT_ALLOWED' });
  });
});

type Given = Partial<TreatmentFacts> & { readonly untaxed?: readonly string[] };

function treat(changes: Partial<ChannelOrder>, { untaxed = [], ...facts }: Given = {}): ReturnType<typeof taxTreatment> {
  return taxTreatment(channelOrder('1', changes), { settings, untaxedLines: new Set(untaxed), on: '2026-03-02', ...facts });
}

function kindOf(sells: NonNullable<Case['sells']>, index: number): OrderLine['kind'] {
  if (sells === 'vouchers') return 'gift-certificate';
  return sells === 'downloads' || (sells === 'both' && index === 0) ? 'digital' : 'physical';
}

function buyerIn(country: string, buyer: Buyer): OrderPeople {
  const company = buyer.startsWith('company') ? { company: 'Kunde GmbH' } : {};
  const fields = buyer.endsWith('VAT id') ? [{ name: 'USt-IdNr.', value: 'ATU12345678' }] : [];
  return people({ billing: address({ country, fields, ...company }) });
}
