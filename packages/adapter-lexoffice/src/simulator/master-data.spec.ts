import { describe, expect, it } from '@jest/globals';
import { createBench, pick } from './bench.ts';

describe('the profile (7.12)', () => {
  it('leaves the distance-sales principle out where it was never set', async () => {
    const { get, simulator } = createBench();

    const { body } = await get('profile');

    expect(body).toMatchObject({
      organizationId: expect.any(String),
      taxType: 'net',
      smallBusiness: false,
      created: { userName: expect.any(String) },
    });
    expect(body).not.toHaveProperty('distanceSalesPrinciple');
    simulator.backOffice.editProfile({ distanceSalesPrinciple: 'DESTINATION' });
    expect(pick((await get('profile')).body, 'distanceSalesPrinciple')).toBe('DESTINATION');
  });

  it('says vatfree for a small business', async () => {
    const { get } = createBench({ organization: { smallBusiness: true } });

    expect((await get('profile')).body).toMatchObject({ taxType: 'vatfree', smallBusiness: true });
  });

  it('says vatfree of an organisation that becomes a small business', async () => {
    const { get, simulator } = createBench({ organization: { taxType: 'gross' } });
    simulator.backOffice.editProfile({ smallBusiness: true });

    expect((await get('profile')).body).toMatchObject({ taxType: 'vatfree', smallBusiness: true });
  });
});

describe('the countries (7.9)', () => {
  it('are a bare array with a tax class each', async () => {
    const { get } = createBench();

    const { body } = await get('countries');
    const classOf = (code: string): unknown =>
      Array.isArray(body)
        ? pick(
            body.find((row: unknown) => pick(row, 'countryCode') === code),
            'taxClassification',
          )
        : undefined;

    expect(['DE', 'FR', 'AT', 'GR', 'CH', 'NO', 'GB', 'US', 'ES_CN', 'GR_69'].map(classOf)).toEqual([
      'de',
      'intraCommunity',
      'intraCommunity',
      'intraCommunity',
      'thirdPartyCountry',
      'thirdPartyCountry',
      'thirdPartyCountry',
      'thirdPartyCountry',
      'thirdPartyCountry',
      'thirdPartyCountry',
    ]);
    expect(Array.isArray(body) && body.filter((row: unknown) => pick(row, 'taxClassification') === 'intraCommunity')).toHaveLength(28);
    expect(Array.isArray(body) && body.find((row: unknown) => pick(row, 'countryCode') === 'AT')).toEqual({
      countryCode: 'AT',
      countryNameDE: 'Österreich',
      countryNameEN: 'Austria',
      taxClassification: 'intraCommunity',
    });
  });
});

describe('the small lists (1.3)', () => {
  it('come without an envelope, except recurring templates', async () => {
    const { get } = createBench();

    expect((await get('payment-conditions')).body).toMatchObject([{ organizationDefault: true, paymentTermDuration: 14 }]);
    expect((await get('print-layouts')).body).toMatchObject([{ name: 'Standard', default: true }]);
    expect(Array.isArray((await get('posting-categories')).body)).toBe(true);
    expect((await get('recurring-templates')).body).toMatchObject({ content: [], totalElements: 0 });
  });
});
