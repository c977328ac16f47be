import type { Amount } from './amount.ts';
import { type Detail, type Refusal, regularError, validationError } from './errors.ts';
import { amountOf, isAbsent, textOf } from './json.ts';

/** Collects what is wrong with a body. Some refusals carry a message only (1.7). */
export interface Check {
  refuse(field: string, violation: string, message: string): void;
  refuseWhole(message: string): void;
  /** The 406 for what was collected, if anything was; field details win over a bare message. */
  refusal(): Refusal | undefined;
}

export function newCheck(): Check {
  const details: Detail[] = [];
  const messages: string[] = [];
  return {
    refuse: (field, violation, message) => {
      details.push({ field, violation, message });
    },
    refuseWhole: (message) => {
      messages.push(message);
    },
    refusal: () => {
      if (details.length > 0) return validationError(details);
      const [message] = messages;
      return message === undefined ? undefined : regularError(406, message);
    },
  };
}

export interface TextRule {
  readonly field: string;
  readonly max?: number;
}

export function optionalText(check: Check, value: unknown, { field, max }: TextRule): string | undefined {
  if (isAbsent(value)) return undefined;
  const text = textOf(value);
  if (text === undefined) check.refuse(field, 'TYPE', 'muss ein Text sein');
  else if (max !== undefined && text.length > max) check.refuse(field, 'SIZE', `Länge muss zwischen 0 und ${max} sein`);
  return text;
}

export function requiredText(check: Check, value: unknown, rule: TextRule): string | undefined {
  if (isAbsent(value)) check.refuse(rule.field, 'NOTNULL', 'darf nicht null sein');
  const text = optionalText(check, value, rule);
  if (text?.trim() === '') check.refuse(rule.field, 'NOTBLANK', 'darf nicht leer sein');
  return text;
}

export interface AmountRule {
  readonly field: string;
  readonly decimals: number;
  readonly min?: number;
  readonly max?: number;
}

export function optionalAmount(check: Check, value: unknown, { field, decimals, min, max }: AmountRule): Amount | undefined {
  if (isAbsent(value)) return undefined;
  const amount = amountOf(value);
  if (amount === undefined) check.refuse(field, 'TYPE', 'muss eine Zahl sein');
  else if (amount.decimalPlaces() > decimals) check.refuse(field, 'DIGITS', `höchstens ${decimals} Nachkommastellen`);
  else if (min !== undefined && amount.lessThan(min)) check.refuse(field, 'MIN', `muss größer-gleich ${min} sein`);
  else if (max !== undefined && amount.greaterThan(max)) check.refuse(field, 'MAX', `muss kleiner-gleich ${max} sein`);
  return amount;
}

export function requiredAmount(check: Check, value: unknown, rule: AmountRule): Amount | undefined {
  if (isAbsent(value)) check.refuse(rule.field, 'NOTNULL', 'darf nicht null sein');
  return optionalAmount(check, value, rule);
}

export function wholeDays(check: Check, value: unknown, field: string): number | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  check.refuse(field, 'MIN', 'muss eine ganze Zahl größer-gleich 0 sein');
  return undefined;
}

/** Only euros can be said (4.2, 4.4). */
export function checkCurrency(check: Check, value: unknown, field: string): void {
  if (isAbsent(value)) check.refuse(field, 'NOTNULL', 'darf nicht null sein');
  else if (value !== 'EUR') check.refuse(field, 'CURRENCY', 'muss EUR sein');
}
