import { allocate } from '../../money/allocate.ts';
import type { DecimalText } from '../../money/decimal.ts';
import { type Fixed, fixed, fixedText, isNegative, isTooLarge, parseFixed, roundFixed, timesOver } from '../../money/fixed.ts';
import type { Unit } from '../rule-step.ts';
import { asFixed, type Frame, isEmpty, Refusal, type Value } from '../value.ts';
import { type CompiledStep, onValue, type StepOf, type StepScope } from './transform.ts';

/** Runs on the value as a decimal. */
export function onDecimal(change: (value: Fixed, frame: Frame) => Value | Refusal): CompiledStep['run'] {
  return onValue((value, frame) => {
    const number = asFixed(value);
    if (number instanceof Refusal) return number;
    const changed = change(number, frame);
    return isFixed(changed) && isTooLarge(changed) ? new Refusal('TOO_LONG', fixedText(changed)) : changed;
  });
}

function isFixed(value: Value | Refusal): value is Fixed {
  return typeof value === 'object' && !(value instanceof Refusal);
}

export function roundTo({ places, mode }: StepOf<'round'>): CompiledStep {
  const rounding = { places, mode };
  return { run: onDecimal((value) => roundFixed(value, rounding)), detail: () => ({ places: String(places), mode }) };
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
  const ratio = [factorOf(from), factorOf(to)] as const;
  const rounding = { places, mode };
  return {
    run: onDecimal((value) => timesOver(value, ratio, rounding)),
    detail: () => ({ from, to, places: String(places), mode }),
  };
}

function factorOf(unit: Unit): Fixed {
  return fixed(factors[unit][1] as DecimalText);
}

/** Fields without a value weigh nothing. */
export function allocateShare({ among, share, places }: StepOf<'allocate'>, scope: StepScope): CompiledStep {
  const reads = among.map((path) => scope.read(path));
  const sharesOf = (value: Fixed, frame: Frame): readonly DecimalText[] | Refusal => {
    const weights: DecimalText[] = [];
    for (const read of reads) {
      const found = read(frame);
      if (found instanceof Refusal) return found;
      const weight = isEmpty(found) ? parseFixed('0') : asFixed(found);
      if (weight === undefined || weight instanceof Refusal) return weight ?? new Refusal('NOT_A_NUMBER', '');
      if (isNegative(weight)) return new Refusal('NOT_A_NUMBER', fixedText(weight));
      weights.push(fixedText(weight));
    }
    // A whole with more places than the shares has no exact split.
    return allocate(fixedText(roundFixed(value, { places, mode: 'half-up' })), weights, places);
  };
  return {
    run: onDecimal((value, frame) => {
      const shares = sharesOf(value, frame);
      if (shares instanceof Refusal) return shares;
      const own = shares[share];
      return own === undefined ? undefined : fixed(own);
    }),
    detail: (value, frame) => {
      const whole = value === undefined ? undefined : asFixed(value);
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
      const text = fixedText(places === undefined ? value : roundFixed(value, { places, mode: 'half-up' }));
      const [whole = '', decimals = ''] = text.split('.');
      const grouped = group ? whole.replaceAll(/\B(?=(\d{3})+$)/g, separator) : whole;
      const written = decimals.padEnd(places ?? 0, '0');
      return written === '' ? grouped : `${grouped}${point}${written}`;
    }),
  };
}
