import type { Day } from '../../kernel/instant.ts';
import type { DecimalText } from '../../money/decimal.ts';
import { converted, type FoundRate } from '../../money/exchange-rate.ts';
import { type Fixed, fixed, fixedText, isNegative, type Rounding, roundFixed } from '../../money/fixed.ts';
import { grossFrom, netFrom } from '../../money/vat.ts';
import { dayOf } from '../compile-condition.ts';
import type { VatRateRow } from '../rule-set.ts';
import type { Choice, VatRate } from '../rule-step.ts';
import { asFixed, asText, type Frame, isEmpty, type Read, Refusal } from '../value.ts';
import { onDecimal } from './numbers.ts';
import type { CompiledStep, Detail, StepOf, StepScope } from './transform.ts';

export function addVat({ rate, places, mode }: StepOf<'add-vat'>, scope: StepScope): CompiledStep {
  return vatStep(vatRate(rate, scope), grossFrom, { places, mode });
}

export function stripVat({ rate, places, mode }: StepOf<'strip-vat'>, scope: StepScope): CompiledStep {
  return vatStep(vatRate(rate, scope), netFrom, { places, mode });
}

type RateOf = (frame: Frame) => Fixed | Refusal;

function vatStep(rateOf: RateOf, change: typeof grossFrom, rounding: Rounding): CompiledStep {
  return {
    run: onDecimal((value, frame) => {
      const percent = rateOf(frame);
      return percent instanceof Refusal ? percent : change(value, percent, rounding);
    }),
    detail: (_value, frame) => {
      const percent = rateOf(frame);
      return percent instanceof Refusal ? {} : { percent: fixedText(percent), ...told(rounding) };
    },
  };
}

function vatRate(rate: VatRate, scope: StepScope): RateOf {
  if ('percent' in rate) {
    const percent = fixed(rate.percent as DecimalText);
    return () => percent;
  }
  if ('from' in rate) {
    const read = scope.read(rate.from);
    return (frame) => {
      const value = read(frame);
      if (value instanceof Refusal) return value;
      if (isEmpty(value)) return new Refusal('NOT_A_NUMBER', '');
      const percent = asFixed(value);
      // Below 0 there is no such rate, and at −100 no net amount.
      return percent instanceof Refusal || !isNegative(percent) ? percent : new Refusal('NOT_A_NUMBER', asText(value));
    };
  }
  const rows = ratesByClass(scope.vatRates);
  const [country, kind, on] = [choice(rate.country, scope), choice(rate.class, scope), dayChoice(rate.on, scope)];
  return (frame) => {
    const asked = [country(frame), kind(frame), on(frame)];
    const refused = asked.find((part) => part instanceof Refusal);
    if (refused !== undefined) return refused;
    const [of, named, day] = asked as readonly string[];
    const found = rows.get(`${of} ${named}`)?.find((row) => row.from <= (day ?? ''));
    return found?.percent ?? new Refusal('VAT_RATE_MISSING', asked.join(' '));
  };
}

function told({ places, mode }: Rounding): Detail {
  return { places: String(places), mode };
}

/** Latest first. */
function ratesByClass(rows: readonly VatRateRow[]): ReadonlyMap<string, readonly { readonly from: Day; readonly percent: Fixed }[]> {
  const found = new Map<string, { from: Day; percent: Fixed }[]>();
  for (const row of rows) {
    const key = `${row.country} ${row.class}`;
    const entry = { from: row.from, percent: fixed(row.percent as DecimalText) };
    const known = found.get(key);
    if (known === undefined) found.set(key, [entry]);
    else known.push(entry);
  }
  for (const entries of found.values()) entries.sort((a, b) => (a.from < b.from ? 1 : -1));
  return found;
}

export function convertCurrency({ from, to, on, places, mode }: StepOf<'convert-currency'>, scope: StepScope): CompiledStep {
  const rounding = { places, mode };
  const [source, target, day] = [choice(from, scope), choice(to, scope), dayChoice(on, scope)];
  const find = (frame: Frame): FoundRate | 'same' | Refusal => {
    const asked = [source(frame), target(frame), day(frame)];
    const refused = asked.find((part) => part instanceof Refusal);
    if (refused !== undefined) return refused;
    const [base = '', quote = '', at = ''] = asked as readonly string[];
    if (base === quote && base !== '') return 'same';
    return frame.surroundings.rates.find({ from: base, to: quote, on: at }) ?? new Refusal('RATE_MISSING', asked.join(' '));
  };
  return {
    run: onDecimal((value, frame) => {
      const found = find(frame);
      if (found instanceof Refusal) return found;
      return found === 'same' ? roundFixed(value, rounding) : converted(value, found, rounding);
    }),
    detail: (_value, frame) => {
      const found = find(frame);
      if (found instanceof Refusal) return {};
      if (found === 'same') return { rate: '1', ...told(rounding) };
      const { base, quote, rate, validFrom, validTo, source: word } = found.rate;
      return { base, quote, rate, validFrom, ...(validTo === undefined ? {} : { validTo }), source: word, ...told(rounding) };
    },
  };
}

/** Nothing is shown as nothing, and then no rate is found for it. */
function choice(of: Choice, scope: StepScope): (frame: Frame) => string | Refusal {
  if ('value' in of) return () => of.value;
  const read: Read = scope.read(of.from);
  return (frame) => {
    const value = read(frame);
    return value instanceof Refusal ? value : isEmpty(value) ? '' : asText(value);
  };
}

function dayChoice(of: Choice, scope: StepScope): (frame: Frame) => Day | Refusal {
  if ('value' in of) return (frame) => dayOf(of.value, frame.surroundings.timeZone);
  const read = scope.read(of.from);
  return (frame) => {
    const value = read(frame);
    if (value instanceof Refusal) return value;
    return isEmpty(value) ? new Refusal('NOT_A_DATE', '') : dayOf(value, frame.surroundings.timeZone);
  };
}
