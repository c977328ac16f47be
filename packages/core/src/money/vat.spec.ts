import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, decimalText, Exact, exact } from './decimal.ts';
import { addVat, stripVat, vatInGross } from './vat.ts';

const cents = { places: 2 };

describe('VAT', () => {
  it.each([
    ['100', '19', '119'],
    ['10', '7', '10.7'],
    ['0.5', '19', '0.6'],
    ['84.03', '19', '100'],
    ['100', '0', '100'],
    ['-100', '19', '-119'],
    ['10', '5.5', '10.55'],
  ])('on %s net at %s %% makes %s gross', (net, rate, gross) => {
    expect(addVat(decimal(net), decimal(rate), cents)).toBe(gross);
  });

  it.each([
    ['119', '19', '100', '19'],
    ['100', '19', '84.03', '15.97'],
    ['10', '7', '9.35', '0.65'],
    ['0.01', '19', '0.01', '0'],
    ['50', '0', '50', '0'],
    ['-119', '19', '-100', '-19'],
  ])('in %s gross at %s %% leaves %s net and is %s', (gross, rate, net, tax) => {
    expect(stripVat(decimal(gross), decimal(rate), cents)).toBe(net);
    expect(vatInGross(decimal(gross), decimal(rate), cents)).toBe(tax);
  });

  it('rounds as told', () => {
    expect(stripVat(decimal('100'), decimal('19'), { places: 4 })).toBe('84.0336');
    expect(stripVat(decimal('100'), decimal('19'), { places: 2, mode: 'up' })).toBe('84.04');
    expect(addVat(decimal('0.5'), decimal('19'), { places: 2, mode: 'down' })).toBe('0.59');
  });

  const amounts = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((units) => decimalText(new Exact(units).dividedBy(100)));
  const rates = fc.constantFrom('0', '5', '5.5', '7', '19', '25', '27').map(decimal);

  it('put on what it was taken off gives the gross back within one cent', () => {
    fc.assert(
      fc.property(amounts, rates, (gross, rate) => {
        const again = addVat(stripVat(gross, rate, cents), rate, cents);
        expect(exact(again).minus(gross).abs().lessThanOrEqualTo('0.01')).toBe(true);
      }),
    );
  });

  it('taken off what it was put on gives the net back exactly, since the gross is the finer one', () => {
    fc.assert(
      fc.property(amounts, rates, (net, rate) => {
        expect(stripVat(addVat(net, rate, cents), rate, cents)).toBe(net);
      }),
    );
  });

  it('and net add up to the gross, but for a cent where both halves round', () => {
    fc.assert(
      fc.property(amounts, rates, (gross, rate) => {
        const sum = exact(stripVat(gross, rate, cents)).plus(vatInGross(gross, rate, cents));
        expect(sum.minus(gross).abs().lessThanOrEqualTo('0.01')).toBe(true);
      }),
    );
  });
});
