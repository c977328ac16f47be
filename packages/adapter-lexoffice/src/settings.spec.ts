import { describe, expect, it } from '@jest/globals';
import { countriesJson, pageJson, profileJson } from '../test/fixtures.ts';
import { aCall, type Script, scriptedVendor } from '../test/scripted-vendor.ts';

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

describe('check', () => {
  const allowed: Script = {
    'GET /v1/profile': { body: profileJson },
    'GET /v1/countries': { body: countriesJson },
    'GET /v1/articles': { body: pageJson([]) },
    'GET /v1/contacts': { body: pageJson([]) },
    'GET /v1/voucherlist': { body: pageJson([]) },
  };

  it('names the account and finds everything in order', async () => {
    const answer = await scriptedVendor(allowed).port.check(aCall());

    expect(answer).toMatchObject({ status: 'done', value: { accountId: 'aa93e8a8-2aa3-470b-b914-caad8a255dd8', name: 'Muster GmbH' } });
    expect(answer.status === 'done' && answer.value.findings.map(({ level }) => level)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it.each(['countries', 'articles', 'contacts', 'vouchers'])('says which permission a key lacks: %s', async (about) => {
    const route = about === 'vouchers' ? 'GET /v1/voucherlist' : `GET /v1/${about}`;
    const answer = await scriptedVendor({ ...allowed, [route]: { status: 403, body: { message: null } } }).port.check(aCall());
    const findings = answer.status === 'done' ? answer.value.findings : [];

    const failures = findings.filter(({ level }) => level === 'failure');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ about: `permission to read ${about}`, remedy: expect.stringContaining(about) });
  });

  it('only warns where the vendor gave no clear answer', async () => {
    const answer = await scriptedVendor({ ...allowed, 'GET /v1/articles': { status: 503, body: {} } }).port.check(aCall());

    expect(answer.status === 'done' && answer.value.findings.map(({ level }) => level)).toEqual(['ok', 'ok', 'warning', 'ok', 'ok']);
  });

  it.each([
    [['BOOKKEEPING'], 'failure'],
    [['INVOICING'], 'ok'],
    [['INVOICING_PRO'], 'ok'],
    [undefined, 'ok'],
  ])('with the features %j finds the plan: %s', async (businessFeatures, level) => {
    const body = { ...JSON.parse(profileJson), businessFeatures };
    const answer = await scriptedVendor({ ...allowed, 'GET /v1/profile': { body } }).port.check(aCall());

    expect(answer.status === 'done' && answer.value.findings[0]).toMatchObject({ level, about: 'plan' });
  });

  it('fails as a whole where the key is not known', async () => {
    const answer = await scriptedVendor({ 'GET /v1/profile': { status: 401, body: { message: 'Unauthorized' } } }).port.check(aCall());

    expect(answer).toMatchObject({ status: 'rejected', error: { code: 'UNAUTHORIZED' } });
  });
});
