import { describe, expect, it } from '@jest/globals';
import type { ReturnsPolicy } from '../model/stock.ts';
import { defaultReturns, returnChoices, returnsPolicy } from './returns-policy.ts';

describe('what becomes of units by reason', () => {
  it('is the usual choice where nothing was chosen', () => {
    expect(returnsPolicy()).toEqual(defaultReturns);
    expect(returnsPolicy({ returnedUnits: 'restock' })).toEqual({ ...defaultReturns, returnedUnits: 'restock' });
    expect(Object.keys(defaultReturns)).toEqual(Object.keys(returnChoices));
  });

  it.each<[unknown, string]>([
    [{ lostOrder: 'keep' }, 'no reason lostOrder; known are cancelledOrder'],
    [{ refundedOrder: 'restock' }, 'refundedOrder must be release or keep; it is "restock"'],
    [{ toString: 'keep' }, 'no reason toString'],
  ])('cannot be %j', (chosen, message) => {
    expect(() => returnsPolicy(chosen as Partial<ReturnsPolicy>)).toThrow(message);
  });
});
