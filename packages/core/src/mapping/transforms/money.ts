import type { Day } from '../../kernel/instant.ts';
import { Exact, exact } from '../../money/decimal.ts';
import type { FoundRate } from '../../money/exchange-rate.ts';
import { roundExact } from '../../money/rounding.ts';
import { grossOf, netOf } from '../../money/vat.ts';
import { dayOf } from '../compile-condition.ts';
import type { VatRateRow } from '../rule-set.ts';
import type { Choice, VatRate } from '../rule-step.ts';
import { asExact, asText, type Frame, isEmpty, type Read, Refusal } from '../value.ts';
import { onDecimal } from './numbers.ts';
import type { CompiledStep, StepOf, StepScope } from './transform.ts';

export function addVat({ rate, places, mode }: StepOf<'add-vat'>, scope: StepScope): CompiledStep {
  return vatStep(vatRate(rate, scope), (value, percent) => roundExact(grossOf(value, percent), places, mode), { places, mode });
}

export function stripVat({ rate, places, mode }: StepOf<'strip-vat'>, scope: StepScope): CompiledStep {
  return vatStep(vatRate(rate, scope), (value, percent) => roundExact(netOf(value, percent), places, mode), { places, mode });
}

type RateOf = (frame: Frame) => Exact | Refusal;

function vatStep(
  rateOf: RateOf,
  change: (value: Exact, percent: Exact) => Exact,
  { places, mode }: { readonly places: number; readonly mode: string },
): CompiledStep {
  return {
    run: onDecimal((value, frame) => {
      const percent = rateOf(frame);
      return percent instanceof Refusal ? percent : change(value, percent);
    }),
    detail: (_value, frame) => {
      const percent = rateOf(frame);
      return percent instanceof Refusal ? {} : { percent: percent.toFixed(), places: String(places), mode };
    },
  };
}

function vatRate(rate: VatRate, scope: StepScope): RateOf {
  if ('percent' in rate) {
    const percent = new Exact(rate.percent);
    return () => percent;
  }
  if ('from' in rate) {
    const read = scope.read(rate.from);
    return (frame) => {
      const value = read(frame);
      if (value instanceof Refusal) return value;
      if (isEmpty(value)) return new Refusal('NOT_A_NUMBER', '');
      const percent = asExact(value);
      // Below 0 there is no such rate, and at −100 no net amount.
      return percent instanceof Refusal || !percent.isNegative() || percent.isZero() ? percent : new Refusal('NOT_A_NUMBER', asText(value));
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

/** Latest first. */
function ratesByClass(rows: readonly VatRateRow[]): ReadonlyMap<string, readonly { readonly from: Day; readonly percent: Exact }[]> {
  const found = new Map<string, { from: Day; percent: Exact }[]>();
  for (const row of rows) {
    const key = `${row.country} ${row.class}`;
    const entry = { from: row.from, percent: new Exact(row.percent) };
    const known = found.get(key);
    if (known === undefined) found.set(key, [entry]);
    else known.push(entry);
  }
  for (const entries of found.values()) entries.sort((a, b) => (a.from < b.from ? 1 : -1));
  return found;
}

export function convertCurrency({ from, to, on, places, mode }: StepOf<'convert-currency'>, scope: StepScope): CompiledStep {
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
      if (found === 'same') return roundExact(value, places, mode);
      const factor = exact(found.rate.rate);
      return roundExact(found.inverse ? value.dividedBy(factor) : value.times(factor), places, mode);
    }),
    detail: (_value, frame) => {
      const found = find(frame);
      if (found instanceof Refusal) return {};
      const rounding = { places: String(places), mode };
      if (found === 'same') return { rate: '1', ...rounding };
      const { base, quote, rate, validFrom, validTo, source: word } = found.rate;
      return { base, quote, rate, validFrom, ...(validTo === undefined ? {} : { validTo }), source: word, ...rounding };
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
