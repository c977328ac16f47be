import { allocate } from '../../money/allocate.ts';
import { decimalText, Exact, exact } from '../../money/decimal.ts';
import { roundExact } from '../../money/rounding.ts';
import type { Unit } from '../rule-step.ts';
import { asExact, type Frame, isEmpty, Refusal, type Value } from '../value.ts';
import { type CompiledStep, onValue, type StepOf, type StepScope } from './transform.ts';

/** Runs on the value as a decimal. */
export function onDecimal(change: (value: Exact, frame: Frame) => Value | Refusal): CompiledStep['run'] {
  return onValue((value, frame) => {
    const number = asExact(value);
    return number instanceof Refusal ? number : change(number, frame);
  });
}

export function roundTo({ places, mode }: StepOf<'round'>): CompiledStep {
  return { run: onDecimal((value) => roundExact(value, places, mode)), detail: () => ({ places: String(places), mode }) };
}

/** In the smallest step of its kind; every factor is exact. */
const factors: Readonly<Record<Unit, readonly [kind: 'mass' | 'length' | 'volume', factor: string]>> = {
  mg: ['mass', '0.001'],
  g: ['mass', '1'],
  kg: ['mass', '1000'],
  t: ['mass', '1000000'],
  oz: ['mass', '28.349523125'],
  lb: ['mass', '453.59237'],
  mm: ['length', '1'],
  cm: ['length', '10'],
  m: ['length', '1000'],
  in: ['length', '25.4'],
  ft: ['length', '304.8'],
  ml: ['volume', '1'],
  cl: ['volume', '10'],
  l: ['volume', '1000'],
};

export function sameKindOfUnit(left: Unit, right: Unit): boolean {
  return factors[left][0] === factors[right][0];
}

export function convertUnit({ from, to, places, mode }: StepOf<'convert-unit'>): CompiledStep {
  const [multiplied, divided] = [new Exact(factors[from][1]), new Exact(factors[to][1])];
  return {
    run: onDecimal((value) => roundExact(value.times(multiplied).dividedBy(divided), places, mode)),
    detail: () => ({ from, to, places: String(places), mode }),
  };
}

/** Fields without a value weigh nothing. */
export function allocateShare({ among, share, places }: StepOf<'allocate'>, scope: StepScope): CompiledStep {
  const reads = among.map((path) => scope.read(path));
  const weightsOf = (frame: Frame): readonly Exact[] | Refusal => {
    const weights: Exact[] = [];
    for (const read of reads) {
      const value = read(frame);
      if (value instanceof Refusal) return value;
      const weight = isEmpty(value) ? new Exact(0) : asExact(value);
      if (weight instanceof Refusal) return weight;
      if (weight.isNegative() && !weight.isZero()) return new Refusal('NOT_A_NUMBER', decimalText(weight));
      weights.push(weight);
    }
    return weights;
  };
  const sharesOf = (value: Exact, frame: Frame): readonly string[] | Refusal => {
    const weights = weightsOf(frame);
    if (weights instanceof Refusal) return weights;
    // A whole with more places than the shares has no exact split.
    const whole = roundExact(value, places, 'half-up');
    return allocate(decimalText(whole), weights.map(decimalText), places);
  };
  return {
    run: onDecimal((value, frame) => {
      const shares = sharesOf(value, frame);
      return shares instanceof Refusal ? shares : exact(shares[share] as Parameters<typeof exact>[0]);
    }),
    detail: (value, frame) => {
      const whole = value === undefined ? undefined : asExact(value);
      if (whole === undefined || whole instanceof Refusal) return {};
      const shares = sharesOf(whole, frame);
      return shares instanceof Refusal ? {} : { shares: shares.join(' + ') };
    },
  };
}

export function formatNumber({ language, places, group }: StepOf<'format-number'>): CompiledStep {
  const [point, separator] = language === 'de' ? [',', '.'] : ['.', ','];
  return {
    run: onDecimal((value) => {
      const text = places === undefined ? value.toFixed() : roundExact(value, places, 'half-up').toFixed(places);
      const [whole = '', decimals] = text.split('.');
      const grouped = group ? whole.replaceAll(/\B(?=(\d{3})+$)/g, separator) : whole;
      return decimals === undefined ? grouped : `${grouped}${point}${decimals}`;
    }),
  };
}
