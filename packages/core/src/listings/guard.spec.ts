import { describe, expect, it } from '@jest/globals';
import { createBench } from '../../test/bench.ts';
import type { ListingDraft } from '../model/listing.ts';
import { decimal } from '../money/decimal.ts';
import { article } from '../testing/samples.ts';
import { implausible } from './guard.ts';
import { listingDraft } from './plan-listings.ts';

describe('the guard of prices', () => {
  it.each([
    ['10', '10', undefined],
    ['30', '10', undefined],
    ['30.0001', '10', 'PRICE_JUMPED'],
    ['3', '10', undefined],
    ['2.9999', '10', 'PRICE_JUMPED'],
    ['100', undefined, undefined],
    ['100', '0', undefined],
    ['0', '10', 'PRICE_NOT_POSITIVE'],
    ['0', undefined, 'PRICE_NOT_POSITIVE'],
    ['-1', '10', 'PRICE_NOT_POSITIVE'],
  ])('a price of %s after %s: %s', (price, last, reason) => {
    expect(implausible(at(price), last === undefined ? undefined : at(last))?.reason).toBe(reason);
  });

  it('names both prices', () => {
    expect(implausible(at('100'), at('10'))?.data).toEqual({ price: '100.00', last: '10.00' });
  });

  it('goes by the factors that it is given', () => {
    expect(implausible(at('12'), at('10'), { factorMin: '0.9', factorMax: '1.1' })?.reason).toBe('PRICE_JUMPED');
    expect(implausible(at('11'), at('10'), { factorMin: '0.9', factorMax: '1.1' })).toBeUndefined();
  });
});

function at(price: string): ListingDraft {
  const made = listingDraft(createBench().run(), article('1'));
  if (!made.ok) throw new Error(made.reason);
  return { ...made.draft, price: decimal(price) };
}
