import { describe, expect, it } from '@jest/globals';
import type { Finding } from '@megzo/core';
import { countriesJson, pageJson, profileJson } from '../test/fixtures.ts';
import { aCall, type Reply, type Script, scriptedVendor } from '../test/scripted-vendor.ts';
import { publicKeyPem } from '../test/signing-keys.ts';
import type { LexofficeOptions } from './index.ts';

const organizationId = 'aa93e8a8-2aa3-470b-b914-caad8a255dd8';
const nobody = '00000000-0000-4000-8000-000000000000';
const missing: Reply = { status: 404, body: {} };

const allowed: Script = {
  'GET /v1/profile': { body: profileJson },
  'GET /v1/countries': { body: countriesJson },
  'GET /v1/articles': { body: pageJson([]) },
  'GET /v1/contacts': { body: pageJson([]) },
  'GET /v1/voucherlist': { body: pageJson([]) },
  [`GET /v1/order-confirmations/${nobody}`]: missing,
  [`GET /v1/invoices/${nobody}`]: missing,
  [`GET /v1/credit-notes/${nobody}`]: missing,
  [`GET /v1/delivery-notes/${nobody}`]: missing,
  [`GET /v1/payments/${nobody}`]: missing,
  'GET /v1/event-subscriptions': { body: { content: [] } },
};
const withWebhooks = { organizationId, webhookPublicKeys: [publicKeyPem] };

async function findingsOf(changes: Script = {}, options: Partial<LexofficeOptions> = {}): Promise<readonly Finding[]> {
  const answer = await scriptedVendor({ ...allowed, ...changes }, options).port.check(aCall());
  if (answer.status !== 'done') throw answer.error;
  return answer.value.findings;
}

function profileWith(changes: object): Script {
  return { 'GET /v1/profile': { body: { ...JSON.parse(profileJson), ...changes } } };
}

describe('check', () => {
  it('names the account, finds everything in order, and says how many calls that takes', async () => {
    const vendor = scriptedVendor(allowed);
    const answer = await vendor.port.check(aCall());

    expect(answer).toMatchObject({ status: 'done', value: { accountId: organizationId, name: 'Muster GmbH' } });
    expect(answer.status === 'done' && answer.value.findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(vendor.seen).toHaveLength(10);
  });

  it.each([
    ['countries', 'failure', 'GET /v1/countries'],
    ['articles', 'failure', 'GET /v1/articles'],
    ['contacts', 'failure', 'GET /v1/contacts'],
    ['vouchers', 'failure', 'GET /v1/voucherlist'],
    ['order confirmations', 'failure', `GET /v1/order-confirmations/${nobody}`],
    ['invoices', 'warning', `GET /v1/invoices/${nobody}`],
    ['credit notes', 'warning', `GET /v1/credit-notes/${nobody}`],
    ['delivery notes', 'warning', `GET /v1/delivery-notes/${nobody}`],
    ['payments', 'warning', `GET /v1/payments/${nobody}`],
    ['event subscriptions', 'warning', 'GET /v1/event-subscriptions'],
  ])('says that a key lacks the permission to read %s: %s', async (about, level, route) => {
    const findings = await findingsOf({ [route]: { status: 403, body: { message: null } } }, withWebhooks);

    expect(findings.filter((finding) => finding.level !== 'ok')).toEqual([
      { level, about: `permission to read ${about}`, remedy: expect.stringContaining(`Make a new API key that may read ${about}`) },
    ]);
  });

  it('asks for the right to webhooks only where they are used', async () => {
    const about = 'permission to read event subscriptions';

    expect((await findingsOf()).map((finding) => finding.about)).not.toContain(about);
    expect((await findingsOf({}, withWebhooks)).map((finding) => finding.about)).toContain(about);
  });

  it.each([404, 406])('takes a %i for the payment of nothing as the right to read payments', async (status) => {
    const findings = await findingsOf({ [`GET /v1/payments/${nobody}`]: { status, body: {} } });

    expect(findings.at(-1)).toEqual({ level: 'ok', about: 'permission to read payments' });
  });

  it('only warns where the vendor gave no clear answer', async () => {
    const findings = await findingsOf({ 'GET /v1/articles': { status: 503, body: {} } });

    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      { level: 'warning', about: 'permission to read articles', remedy: expect.stringContaining('again') },
    ]);
  });

  it.each([
    [['BOOKKEEPING'], 'failure'],
    [['INVOICING'], 'ok'],
    [['INVOICING_PRO'], 'ok'],
    [undefined, 'ok'],
  ])('with the features %j finds the plan: %s', async (businessFeatures, level) => {
    const findings = await findingsOf(profileWith({ businessFeatures }));

    expect(findings.find(({ about }) => about === 'plan')).toMatchObject({ level });
  });

  it.each([
    [organizationId, 'ok'],
    [organizationId.toUpperCase(), 'ok'],
    ['bb93e8a8-2aa3-470b-b914-caad8a255dd8', 'failure'],
  ])('finds a key of another organisation than %s: %s', async (expected, level) => {
    const findings = await findingsOf({}, { organizationId: expected });

    expect(findings.find(({ about }) => about === 'account')).toMatchObject({ level });
  });

  it('says nothing of the account where none is expected', async () => {
    expect((await findingsOf()).some(({ about }) => about === 'account')).toBe(false);
  });
});

describe('the age of a key', () => {
  async function ageOf(created: unknown): Promise<Finding | undefined> {
    return (await findingsOf(profileWith({ created }))).find(({ about }) => about === 'age of the key');
  }

  it('is no matter in an account that is younger than a key can grow', async () => {
    expect(await ageOf({ date: '2024-09-01T00:00:00.000+02:00' })).toEqual({ level: 'ok', about: 'age of the key' });
  });

  it.each([{ date: '2024-05-04T00:00:00.000+02:00' }, { date: 'long ago' }, {}, null, undefined])(
    'cannot be known with %j: the person is told to note the day',
    async (created) => {
      expect(await ageOf(created)).toEqual({ level: 'ok', about: 'age of the key', remedy: expect.stringContaining('24 months') });
    },
  );

  it('is named among the reasons where the key is refused', async () => {
    const vendor = scriptedVendor({ 'GET /v1/profile': { status: 401, body: { message: 'Unauthorized' } } });

    expect(await vendor.port.check(aCall())).toMatchObject({
      status: 'rejected',
      error: { code: 'UNAUTHORIZED', message: expect.stringContaining('24 months'), details: { status: 401 } },
    });
    expect(vendor.seen).toHaveLength(1);
  });
});
