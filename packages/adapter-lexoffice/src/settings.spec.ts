import { describe, expect, it } from '@jest/globals';
import { countriesJson, profileJson } from '../test/fixtures.ts';
import { aCall, scriptedVendor } from '../test/scripted-vendor.ts';

function settingsWith(profile: Readonly<Record<string, unknown>>) {
  const body = { ...JSON.parse(profileJson), ...profile };
  return scriptedVendor({ 'GET /v1/profile': { body }, 'GET /v1/countries': { body: countriesJson } }).port.settings(aCall());
}

describe('settings', () => {
  it('tell the organisation, its tax status and the class of each country', async () => {
    expect(await settingsWith({})).toEqual({
      status: 'done',
      value: {
        accountId: 'aa93e8a8-2aa3-470b-b914-caad8a255dd8',
        name: 'Muster GmbH',
        smallBusiness: false,
        distanceSales: 'destination',
        // A class unknown to us is left out, so that nobody taxes by a guess.
        countries: { DE: 'home', AT: 'eu', NO: 'third-country' },
      },
    });
  });

  it.each([
    [{ smallBusiness: true, taxType: 'net' }, true],
    [{ smallBusiness: false, taxType: 'vatfree' }, true],
    [{ smallBusiness: undefined, taxType: 'vatfree' }, true],
    [{ smallBusiness: undefined, taxType: 'gross' }, false],
    [{ smallBusiness: null, taxType: null }, false],
  ])('of %j say small business: %j', async (profile, smallBusiness) => {
    expect(await settingsWith(profile)).toMatchObject({ value: { smallBusiness } });
  });

  it.each([
    ['ORIGIN', 'origin'],
    ['DESTINATION', 'destination'],
  ])('translate the principle %s', async (distanceSalesPrinciple, distanceSales) => {
    expect(await settingsWith({ distanceSalesPrinciple })).toMatchObject({ value: { distanceSales } });
  });

  it.each([undefined, null, 'SOMETHING'])('name no principle where the account says %j', async (distanceSalesPrinciple) => {
    const answer = await settingsWith({ distanceSalesPrinciple });

    expect(answer).toMatchObject({ status: 'done' });
    expect(answer.status === 'done' && 'distanceSales' in answer.value).toBe(false);
  });

  it('hand on what went wrong with either call', async () => {
    const refused = scriptedVendor({ 'GET /v1/profile': { status: 401, body: { message: 'Unauthorized' } } });
    const failed = scriptedVendor({ 'GET /v1/profile': { body: profileJson }, 'GET /v1/countries': { status: 500, body: {} } });

    expect(await refused.port.settings(aCall())).toMatchObject({ status: 'rejected', error: { code: 'UNAUTHORIZED' } });
    expect(await failed.port.settings(aCall())).toMatchObject({ status: 'retryable', error: { code: 'VENDOR_FAILED' } });
  });
});
