import { describe, expect, it } from '@jest/globals';
import { publicKeyPem } from '../test/signing-keys.ts';
import * as adapter from './index.ts';
import { settle } from './options.ts';

const organizationId = 'aa93e8a8-2aa3-470b-b914-caad8a255dd8';

describe('options', () => {
  it('need nothing but a key', () => {
    expect(settle({ apiKey: 'key' })).toEqual({
      apiKey: 'key',
      baseUrl: 'https://api.lexware.io',
      budget: { perSecond: 1.6, burst: 2 },
      timeoutMs: 40_000,
      settleMs: 90_000,
    });
  });

  it('take each other value as given, without a slash at the end of the address', () => {
    const options = {
      apiKey: 'key',
      baseUrl: 'http://127.0.0.1:4010/',
      budget: { perSecond: 4, burst: 1 },
      timing: { timeoutMs: 500, settleMs: 0 },
    };

    expect(settle(options)).toEqual({
      apiKey: 'key',
      baseUrl: 'http://127.0.0.1:4010',
      budget: { perSecond: 4, burst: 1 },
      timeoutMs: 500,
      settleMs: 0,
    });
    expect(settle({ apiKey: 'key', timing: { timeoutMs: 500 } })).toMatchObject({ timeoutMs: 500, settleMs: 90_000 });
  });

  it.each([
    {},
    { apiKey: '' },
    { apiKey: 'two words' },
    { apiKey: 'line\nbreak' },
    { apiKey: 'key', baseUrl: 'api.lexware.io' },
    { apiKey: 'key', baseUrl: 'ftp://api.lexware.io' },
    { apiKey: 'key', budget: { perSecond: 0, burst: 2 } },
    { apiKey: 'key', budget: { perSecond: 1.6, burst: 0 } },
    { apiKey: 'key', timing: { timeoutMs: 0 } },
    { apiKey: 'key', retries: 3 },
    { apiKey: 'key', organizationId: 'ours' },
    { apiKey: 'key', organizationId, webhookPublicKeys: ['no key'] },
    { apiKey: 'key', organizationId, webhookPublicKeys: [publicKeyPem.replace('M', '')] },
    { apiKey: 'key', organizationId, webhookPublicKeys: publicKeyPem },
  ])('refuse %j', (options) => {
    expect(adapter.lexofficeOptionsSchema.safeParse(options).success).toBe(false);
  });
});

describe('keys for webhooks', () => {
  it('are events of one organisation', () => {
    expect(settle({ apiKey: 'key', organizationId, webhookPublicKeys: [publicKeyPem] })).toMatchObject({
      organizationId,
      events: { publicKeys: [publicKeyPem], accountId: organizationId },
    });
  });

  it('are refused without one, because the same key signs the events of every account', () => {
    const { error } = adapter.lexofficeOptionsSchema.safeParse({ apiKey: 'key', webhookPublicKeys: [publicKeyPem] });

    expect(error?.issues).toMatchObject([{ path: ['organizationId'], message: expect.stringContaining('share the key') }]);
  });

  it.each([{ organizationId }, { organizationId, webhookPublicKeys: [] }, { webhookPublicKeys: [] }])('are none with %j', (options) => {
    expect(settle({ apiKey: 'key', ...options })).not.toHaveProperty('events');
  });
});

describe('the package', () => {
  it('exports the adapter, its options and the event reader, nothing else', () => {
    expect(Object.keys(adapter).sort()).toEqual(['createLexofficeInvoicing', 'lexofficeOptionsSchema', 'readEventMessage']);
  });
});
