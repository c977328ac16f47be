import { assertNever } from '../../kernel/assert-never.ts';
import { dayOf } from '../compile-condition.ts';
import type { Value } from '../value.ts';
import { Refusal } from '../value.ts';
import { type CompiledStep, onValue, type StepOf } from './transform.ts';

const months = {
  de: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const;

/** Words and order are ours, so that every machine writes the same; the platform only knows the time zones. */
export function formatDate({ language, style }: StepOf<'format-date'>): CompiledStep {
  return {
    run: onValue((value, { surroundings: { timeZone } }) => {
      const day = dayOf(value, timeZone);
      if (day instanceof Refusal) return day;
      const [year = '', month = '', date = ''] = day.split('-');
      const short = language === 'de' ? `${date}.${month}.${year}` : `${date}/${month}/${year}`;
      const name = months[language][Number(month) - 1] ?? '';
      switch (style) {
        case 'short':
          return short;
        case 'long':
          return language === 'de' ? `${Number(date)}. ${name} ${year}` : `${Number(date)} ${name} ${year}`;
        case 'month':
          return `${name} ${year}`;
        case 'year':
          return year;
        case 'iso':
          return day;
        case 'minute':
          return minuteOf(value, timeZone, short);
        default:
          return assertNever(style);
      }
    }),
    detail: (_value, { surroundings }) => ({ timeZone: surroundings.timeZone }),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A day without a time has no minute. */
function minuteOf(value: Value, timeZone: string, day: string): string | Refusal {
  if (typeof value !== 'number') return new Refusal('NOT_A_DATE', String(value));
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return `${day}, ${clock.format(value)}`;
}
