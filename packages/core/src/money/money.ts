import { type DecimalText, decimal, decimalText, exact } from './decimal.ts';

/** ISO 4217, three capitals. */
export type CurrencyCode = string;

/** An amount never travels without its currency. */
export interface Money {
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
}

export function money(amount: string | number, currency: CurrencyCode): Money {
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error(`not a currency code: ${JSON.stringify(currency)}`);
  return { amount: decimal(amount), currency };
}

/** Adds two amounts of one currency; mixing currencies is our own mistake and throws. */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new Error(`cannot add ${right.currency} to ${left.currency}`);
  return { amount: decimalText(exact(left.amount).plus(right.amount)), currency: left.currency };
}
