import type { OrderPeople } from '../model/order.ts';

/** Names that shops give the field; the shop's own wording, so matched loosely. */
const names = /\b(ust|ust-?id(nr)?|umsatzsteuer|vat|uid|tva|iva|btw)\b|steuer.?nummer|tax.?(id|number)/i;
/** Every member state’s ids hold two digits at least; a word such as “keine” is none. */
const shape = /^[A-Z]{2}(?=(?:\D*\d){2})[0-9A-Z+*]{2,13}$/;

/** The buyer's VAT id from the address form, in capitals without blanks; only the form is checked, not the register. */
export function vatIdOf(people: OrderPeople): string | undefined {
  for (const address of [people.billing, ...people.shipping]) {
    for (const field of address.fields) {
      const value = field.value.replaceAll(/[\s.-]/g, '').toUpperCase();
      if (names.test(field.name) && shape.test(value)) return value;
    }
  }
  return undefined;
}

/** The country that gave the id. Greece writes EL; Northern Ireland's XI counts as a member state for goods and is looked up as Ireland. */
export function vatIdCountry(vatId: string): string {
  const prefix = vatId.slice(0, 2);
  return prefix === 'EL' ? 'GR' : prefix === 'XI' ? 'IE' : prefix;
}
