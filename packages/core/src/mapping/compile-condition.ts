import { assertNever } from '../kernel/assert-never.ts';
import { type Day, dayIn } from '../kernel/instant.ts';
import { compareFixed, parseFixed } from '../money/fixed.ts';
import type { Condition } from './rule-set.ts';
import { asFixed, asText, type Frame, isEmpty, type Read, Refusal, type Value } from './value.ts';

export type Holds = (frame: Frame) => boolean | Refusal;

export function compileCondition(condition: Condition, read: Read): Holds {
  switch (condition.is) {
    case 'empty':
      return on(read, (value) => value === undefined);
    case 'present':
      return on(read, (value) => value !== undefined);
    case 'equal':
      return on(read, (value) => value === condition.value);
    case 'unequal':
      return on(read, (value) => value !== condition.value);
    case 'in': {
      const values = new Set(condition.values);
      return on(read, (value) => value !== undefined && values.has(value));
    }
    case 'not-in': {
      const values = new Set(condition.values);
      return on(read, (value) => value === undefined || !values.has(value));
    }
    case 'above':
    case 'at-least':
    case 'below':
    case 'at-most':
      return isDay(condition.value)
        ? comparesDay(condition.is, condition.value, read)
        : comparesNumber(condition.is, condition.value, read);
    default:
      return assertNever(condition);
  }
}

type Order = 'above' | 'at-least' | 'below' | 'at-most';

const dayPattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether a text is a day of the calendar, as `yyyy-mm-dd`. */
export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  // Only the ends of months need the calendar.
  return text.slice(8) <= '28' || new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** The day of a value that is a date or an instant. */
export function dayOf(value: Exclude<Value, undefined>, timeZone: string): Day | Refusal {
  if (typeof value === 'number') return isInstant(value) ? dayIn(timeZone, value) : new Refusal('NOT_A_DATE', String(value));
  return typeof value === 'string' && isDay(value) ? value : new Refusal('NOT_A_DATE', asText(value));
}

/** The calendar of the platform ends 100 million days from its epoch. */
function isInstant(value: number): boolean {
  return Math.abs(value) <= 8.64e15;
}

/** Text of the value; `undefined` where there is none. */
function on(read: Read, holds: (value: string | undefined) => boolean): Holds {
  return (frame) => {
    const value = read(frame);
    if (value instanceof Refusal) return value;
    return holds(isEmpty(value) ? undefined : asText(value));
  };
}

/** Nothing is neither above nor below. */
function comparesNumber(order: Order, text: string, read: Read): Holds {
  const limit = parseFixed(text);
  return (frame) => {
    const value = read(frame);
    if (value instanceof Refusal) return value;
    if (isEmpty(value)) return false;
    if (limit === undefined) return new Refusal('NOT_A_NUMBER', text);
    const number = asFixed(value);
    return number instanceof Refusal ? number : holdsFor(order, compareFixed(number, limit));
  };
}

function comparesDay(order: Order, day: Day, read: Read): Holds {
  return (frame) => {
    const value = read(frame);
    if (value instanceof Refusal) return value;
    if (isEmpty(value)) return false;
    const found = dayOf(value, frame.surroundings.timeZone);
    return found instanceof Refusal ? found : holdsFor(order, found < day ? -1 : found > day ? 1 : 0);
  };
}

function holdsFor(order: Order, compared: number): boolean {
  if (order === 'above') return compared > 0;
  if (order === 'below') return compared < 0;
  return order === 'at-least' ? compared >= 0 : compared <= 0;
}
