import { describe, expect, it } from '@jest/globals';
import {
  type Bench,
  companyBody,
  complaints,
  createBench,
  grossPrice,
  idOf,
  lineBody,
  netPrice,
  orderBody,
  personBody,
  pick,
} from './bench.ts';
import type { Fields } from './json.ts';
import { destinationRates } from './vat-rates.ts';

async function verdict(bench: Bench, change: Fields): Promise<readonly string[]> {
  const reply = await bench.post('order-confirmations', orderBody(change));
  return reply.status === 201 ? ['taken'] : complaints(reply);
}

function shipped(shippingType: string, dates: Fields): Fields {
  return { shippingConditions: { shippingType, ...dates } };
}

function gross(...rates: number[]): Fields {
  return { lineItems: rates.map((rate) => lineBody({ unitPrice: grossPrice(10, rate) })) };
}

function free(taxType: string, rate = 0): Fields {
  return { taxConditions: { taxType }, lineItems: [lineBody({ unitPrice: netPrice(10, rate) })] };
}

const rateRefused = 'lineItems[0].unitPrice.taxRatePercentage TAXRATE';
const typeRefused = 'taxConditions.taxType INVALID';
const subTypeRefused = 'taxConditions.taxSubType INVALID';

describe('rates of a German document (4.5)', () => {
  it('are 0, 7 and 19, mixed as one likes', async () => {
    const bench = createBench();

    expect(await verdict(bench, gross(0, 7, 19))).toEqual(['taken']);
    expect(await verdict(bench, gross(20))).toEqual([rateRefused]);
    expect(await verdict(bench, gross(16))).toEqual([rateRefused]);
  });

  it('were 0, 5 and 16 in the second half of 2020, by the German day', async () => {
    const bench = createBench();

    expect(await verdict(bench, { voucherDate: '2020-06-30T22:00:00.000Z', ...gross(5, 16) })).toEqual(['taken']);
    expect(await verdict(bench, { voucherDate: '2020-06-30T21:59:59.999Z', ...gross(16) })).toEqual([rateRefused]);
    expect(await verdict(bench, { voucherDate: '2020-12-31T22:59:59.999Z', ...gross(19) })).toEqual([rateRefused]);
    expect(await verdict(bench, { voucherDate: '2020-12-31T23:00:00.000Z', ...gross(19) })).toEqual(['taken']);
  });

  it('follow the day of the service, and for periods its last one', async () => {
    const bench = createBench();
    const inside = '2020-12-15T00:00:00.000+01:00';
    const outside = '2021-01-15T00:00:00.000+01:00';

    expect(await verdict(bench, { ...gross(16), ...shipped('delivery', { shippingDate: inside }) })).toEqual(['taken']);
    expect(await verdict(bench, { ...gross(16), ...shipped('serviceperiod', { shippingDate: inside, shippingEndDate: outside }) })).toEqual(
      [rateRefused],
    );
    expect(await verdict(bench, { ...gross(19), ...shipped('serviceperiod', { shippingDate: inside, shippingEndDate: outside }) })).toEqual(
      ['taken'],
    );
    expect(await verdict(bench, { ...gross(16), ...shipped('none', { shippingDate: inside }) })).toEqual([rateRefused]);
  });
});

describe('a small business (4.5, pitfall 14)', () => {
  it('writes vatfree documents at 0 only', async () => {
    const bench = createBench({ organization: { smallBusiness: true } });

    expect(await verdict(bench, gross(19))).toEqual([typeRefused]);
    expect(await verdict(bench, free('net'))).toEqual([typeRefused]);
    expect(await verdict(bench, free('vatfree', 19))).toEqual([rateRefused]);
    expect(await verdict(bench, free('vatfree'))).toEqual(['taken']);
  });

  it('is the only one that may, unless switched', async () => {
    const bench = createBench();

    expect(await verdict(bench, free('vatfree'))).toEqual([typeRefused]);
    bench.simulator.settings.vatfreeForTaxedOrganization = 'accept';
    expect(await verdict(bench, free('vatfree'))).toEqual(['taken']);
  });
});

describe('vat-free types (4.3, section 10)', () => {
  const french = { addresses: { billing: [{ countryCode: 'FR' }] } };

  it('need a referenced contact and rates of 0', async () => {
    const bench = createBench();
    const swiss = idOf(await bench.post('contacts', personBody({ addresses: { billing: [{ countryCode: 'CH' }] } })));
    const address = { contactId: swiss };

    expect(await verdict(bench, { ...free('thirdPartyCountryDelivery'), address: { name: 'x', countryCode: 'CH' } })).toEqual([
      'address.contactId NOTNULL',
    ]);
    expect(await verdict(bench, { ...free('thirdPartyCountryDelivery', 19), address })).toEqual([rateRefused]);
    expect(await verdict(bench, { ...free('thirdPartyCountryDelivery'), address })).toEqual(['taken']);
    expect(await verdict(bench, { ...free('photovoltaicEquipment'), address })).toEqual(['taken']);
  });

  it('want net prices', async () => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', personBody({ addresses: { billing: [{ countryCode: 'CH' }] } })));
    const change = { ...gross(0), taxConditions: { taxType: 'thirdPartyCountryDelivery' }, address: { contactId } };

    expect(await verdict(bench, change)).toContain('lineItems[0].unitPrice.netAmount NOTNULL');
  });

  it('fit the class of the country, unless switched (unknown 12.11)', async () => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', companyBody({ vatRegistrationId: 'FR1', allowTaxFreeInvoices: true }, french)));
    const change = { ...free('thirdPartyCountryDelivery'), address: { contactId } };

    expect(await verdict(bench, change)).toEqual([typeRefused]);
    bench.simulator.settings.taxTypeNeedsCountryClass = false;
    expect(await verdict(bench, change)).toEqual(['taken']);
  });

  it.each([
    [{ vatRegistrationId: 'FR1', allowTaxFreeInvoices: true }, ['taken']],
    [{ allowTaxFreeInvoices: true }, [typeRefused]],
    [{ vatRegistrationId: 'FR1' }, [typeRefused]],
  ])('let an intra-community supply go to a company with %j only (unknown 12.11)', async (company, expected) => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', companyBody(company, french)));

    expect(await verdict(bench, { ...free('intraCommunitySupply'), address: { contactId } })).toEqual(expected);
  });

  it('carry the note of the organisation where none is sent', async () => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', personBody({ addresses: { billing: [{ countryCode: 'CH' }] } })));
    const id = idOf(await bench.post('order-confirmations', orderBody({ ...free('thirdPartyCountryDelivery'), address: { contactId } })));

    expect(pick((await bench.get(`order-confirmations/${id}`)).body, 'taxConditions', 'taxTypeNote')).toEqual(expect.any(String));
  });
});

describe('distance sales (4.5, section 10)', () => {
  function sale(rate: number, countryCode = 'FR', taxType = 'gross'): Fields {
    return { ...gross(rate), address: { name: 'x', countryCode }, taxConditions: { taxType, taxSubType: 'distanceSales' } };
  }

  function benchWith(distanceSalesPrinciple: 'ORIGIN' | 'DESTINATION' | 'unset'): Bench {
    return createBench({ organization: { distanceSalesPrinciple }, settings: { distanceSalesRecipient: 'anyone' } });
  }

  it('are refused where no principle is set', async () => {
    expect(await verdict(benchWith('unset'), sale(19))).toEqual([subTypeRefused]);
  });

  it('carry German rates under ORIGIN', async () => {
    const bench = benchWith('ORIGIN');

    expect(await verdict(bench, sale(19))).toEqual(['taken']);
    expect(await verdict(bench, sale(20))).toEqual([rateRefused]);
  });

  it('carry the rates of the destination under DESTINATION', async () => {
    const bench = benchWith('DESTINATION');

    expect(await verdict(bench, sale(20))).toEqual(['taken']);
    expect(await verdict(bench, sale(5.5))).toEqual(['taken']);
    expect(await verdict(bench, sale(19))).toEqual([rateRefused]);
  });

  it('never let EU rates onto an ordinary document', async () => {
    const bench = benchWith('DESTINATION');

    expect(await verdict(bench, { ...gross(20), address: { name: 'x', countryCode: 'FR' } })).toEqual([rateRefused]);
  });

  it.each(['DE', 'NO', 'IS', 'LI', 'CH', 'GB', 'ES_CN'])('do not go to %s (pitfall 15)', async (countryCode) => {
    expect(await verdict(benchWith('ORIGIN'), sale(19, countryCode))).toContain(subTypeRefused);
  });

  it('go with net and gross only', async () => {
    const bench = benchWith('ORIGIN');
    const contactId = idOf(await bench.post('contacts', personBody({ addresses: { billing: [{ countryCode: 'FR' }] } })));
    const change = { ...free('thirdPartyCountryDelivery'), address: { contactId } };

    expect(
      await verdict(bench, { ...change, taxConditions: { taxType: 'thirdPartyCountryDelivery', taxSubType: 'distanceSales' } }),
    ).toContain(subTypeRefused);
    expect(await verdict(bench, { ...sale(19), taxConditions: { taxType: 'gross', taxSubType: 'other' } })).toContain(
      'taxConditions.taxSubType ENUM',
    );
  });

  it('need a consumer as contact in the strict reading of unknown 12.11', async () => {
    const bench = createBench({ organization: { distanceSalesPrinciple: 'ORIGIN' } });
    const billing = { addresses: { billing: [{ countryCode: 'FR' }] } };
    const person = idOf(await bench.post('contacts', personBody(billing)));
    const company = idOf(await bench.post('contacts', companyBody({}, billing)));

    expect(await verdict(bench, sale(19))).toEqual([subTypeRefused]);
    expect(await verdict(bench, { ...sale(19), address: { contactId: person } })).toEqual(['taken']);
    expect(await verdict(bench, { ...sale(19), address: { contactId: company } })).toEqual([subTypeRefused]);
  });

  it('meet rates that change with the day (pitfall 23)', () => {
    expect(destinationRates('EE', '2025-06-30')).toContain('22');
    expect(destinationRates('EE', '2025-07-01')).toContain('24');
    expect(destinationRates('RO', '2025-07-31')).toContain('19');
    expect(destinationRates('RO', '2025-08-01')).toContain('21');
    expect(destinationRates('FI', '2026-01-01')).toContain('13.5');
    expect(destinationRates('US', '2026-01-01')).toEqual([]);
  });
});
