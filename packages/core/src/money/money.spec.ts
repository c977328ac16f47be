import { describe, expect, it } from '@jest/globals';
import { addMoney, money } from './money.ts';

describe('Money', () => {
  it('is an amount with its currency', () => {
    expect(money('12.50', 'EUR')).toEqual({ amount: '12.5', currency: 'EUR' });
    expect(money(3, 'RON')).toEqual({ amount: '3', currency: 'RON' });
  });

  it.each(['eur', 'EURO', '', '€', 'EU1'])('refuses %j for a currency', (currency) => {
    expect(() => money('1', currency)).toThrow('not a currency code');
  });

  it('adds amounts of one currency only', () => {
    expect(addMoney(money('0.10', 'EUR'), money('0.20', 'EUR'))).toEqual(money('0.3', 'EUR'));
    expect(() => addMoney(money('1', 'EUR'), money('1', 'USD'))).toThrow('cannot add USD to EUR');
  });
});
