import { describe, expect, it } from '@jest/globals';
import { dhlOptionsSchema } from './options.ts';

const valid = { apiKey: 'key', apiSecret: 'secret', user: 'system-user', password: 'word', billingNumbers: ['33333333330102'] };

function faultsOf(options: unknown): readonly string[] {
  const result = dhlOptionsSchema.safeParse(options);
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('DHL options', () => {
  it('accepts one billing number of each product', () => {
    const billingNumbers = ['01', '07', '53', '54', '62', '66'].map((procedure) => `3333333333${procedure}A1`);

    expect(faultsOf({ ...valid, billingNumbers, sandbox: true, baseUrl: 'https://api-sandbox.dhl.com' })).toEqual([]);
  });

  it.each([
    ['one character too few', '3333333333010'],
    ['one character too many', '333333333301022'],
    ['blanks', '3333333333 0102'],
    ['letters in place of the procedure', '3333333333AB02'],
  ])('refuses a billing number with %s', (_, number) => {
    expect(faultsOf({ ...valid, billingNumbers: [number] })).toEqual([
      expect.stringContaining('billingNumbers.0: a billing number has 14 characters'),
    ]);
  });

  it('names the procedures when a billing number has an unknown one', () => {
    expect(faultsOf({ ...valid, billingNumbers: ['33333333339902'] })).toEqual([expect.stringContaining('01 (DHL Paket)')]);
  });

  it('refuses no billing number at all, empty credentials and unknown members', () => {
    expect(faultsOf({ ...valid, billingNumbers: [] })).toHaveLength(1);
    expect(faultsOf({ ...valid, password: '' })).toHaveLength(1);
    expect(faultsOf({ ...valid, passwort: 'word' })).toHaveLength(1);
  });
});
