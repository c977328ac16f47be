import type { OrderPeople } from '../model/order.ts';

/** Names that shops give the field; the shop's own wording, so matched loosely. */
const names = /(?<!\p{L})(ust|umsatzsteuer|vat|uid|tva|iva|btw)(?=id|nr|no|num|\P{L}|$)|steuer.?nummer|tax.?(id|number)/iu;
/** Ids of countries outside: two digits at least; a word such as “keine” is none. */
const shape = /^[A-Z]{2}(?=(?:\D*\d){2})[0-9A-Z+*]{2,13}$/;

/** What follows the prefix in each member state and in Northern Ireland: a typing error must not make a sale tax-free. */
const memberShapes: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[0-9A-Z]\d{7}[0-9A-Z]$/,
  FI: /^\d{8}$/,
  FR: /^[0-9A-Z]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[0-9A-Z+*]\d{5}[A-Z]{1,2}$|^\d{7}[+*][A-Z]$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[0-9A-Z+*]{10}\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/,
};

/** The buyer's VAT id from the address form, in capitals without blanks; only the form is checked, not the register. */
export function vatIdOf(people: OrderPeople): string | undefined {
  for (const address of [people.billing, ...people.shipping]) {
    for (const field of address.fields) {
      const value = field.value.replaceAll(/[\s.-]/g, '').toUpperCase();
      if (names.test(field.name) && hasShape(value)) return value;
    }
  }
  return undefined;
}

function hasShape(value: string): boolean {
  const prefix = value.slice(0, 2);
  return Object.hasOwn(memberShapes, prefix) ? memberShapes[prefix]?.test(value.slice(2)) === true : shape.test(value);
}

/** The country that gave the id. Greece writes EL; Northern Ireland's XI counts as a member state for goods and is looked up as Ireland. */
export function vatIdCountry(vatId: string): string {
  const prefix = vatId.slice(0, 2);
  return prefix === 'EL' ? 'GR' : prefix === 'XI' ? 'IE' : prefix;
}
