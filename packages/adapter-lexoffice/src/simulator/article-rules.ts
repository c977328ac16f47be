import { type Amount, grossToNet, netToGross, round2 } from './amount.ts';
import { type Detail, validationError } from './errors.ts';
import { amountOf, type Fields, fieldsOf, isAbsent, textOf } from './json.ts';
import type { ArticleInput } from './records.ts';
import type { State } from './state.ts';

const taxRates = ['0', '7', '19'];

/** Reads and checks a whole article (2.1); `ownId` is the article being replaced. Throws a 406 naming every wrong field. */
export function readArticle(state: State, body: Fields, ownId?: string): ArticleInput {
  const details: Detail[] = [];
  const refuse = (field: string, violation: string, message: string): void => {
    details.push({ field, violation, message });
  };
  const { articleLimits } = state.settings;

  const text = (field: string, max?: number): string | null => {
    const value = body[field];
    if (isAbsent(value)) return null;
    const read = textOf(value);
    if (read === undefined) refuse(field, 'TYPE', 'muss ein Text sein');
    if (max !== undefined && (read?.length ?? 0) > max) refuse(field, 'SIZE', `Länge muss kleiner-gleich ${max} sein`);
    return read ?? null;
  };
  const required = (field: string, max?: number): string => {
    const read = text(field, max);
    if (isAbsent(body[field])) refuse(field, 'NOTNULL', 'darf nicht null sein');
    else if (read?.trim() === '') refuse(field, 'NOTBLANK', 'darf nicht leer sein');
    return read ?? '';
  };

  const title = required('title', articleLimits.title);
  const unitName = required('unitName');
  const type = required('type');
  if (type !== '' && type !== 'PRODUCT' && type !== 'SERVICE') refuse('type', 'ENUM', 'muss PRODUCT oder SERVICE sein');
  const description = text('description', articleLimits.description);
  const note = text('note', articleLimits.note);
  // An empty number or GTIN is none.
  const articleNumber = text('articleNumber', articleLimits.articleNumber) || null;
  const gtin = text('gtin') || null;
  if (gtin !== null && !isGtin(gtin)) refuse('gtin', 'VALIDGTIN', 'ist keine gültige GTIN');
  if (articleNumber !== null && isTaken(state, articleNumber, ownId)) {
    // Pitfall 8: refused under a name that nobody sent.
    refuse('materialNumber', 'MATERIAL_NUMBER_ALREADY_EXISTS', 'Die Artikelnummer ist bereits vergeben.');
  }
  const price = readPrice(fieldsOf(body.price), { absent: isAbsent(body.price), decimals: state.settings.articlePriceDecimals, refuse });
  if (details.length > 0 || price === undefined) throw validationError(details);
  return { title, description, type: type === 'SERVICE' ? 'SERVICE' : 'PRODUCT', articleNumber, gtin, note, unitName, price };
}

/** Whether another article has this number. */
export function isTaken(state: State, articleNumber: string, ownId: string | undefined): boolean {
  const holder = state.articleNumbers.get(articleNumber);
  return holder !== undefined && holder !== ownId;
}

interface PriceRules {
  readonly absent: boolean;
  readonly decimals: number;
  readonly refuse: (field: string, violation: string, message: string) => void;
}

/** The side named by `leadingPrice` must be sent; the other one is computed, whatever was sent for it. */
function readPrice(price: Fields, { absent, decimals, refuse }: PriceRules): ArticleInput['price'] | undefined {
  if (absent) {
    refuse('price', 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  const leading = price.leadingPrice;
  const taxRate = amountOf(price.taxRate);
  if (isAbsent(leading)) refuse('price.leadingPrice', 'NOTNULL', 'darf nicht null sein');
  else if (leading !== 'NET' && leading !== 'GROSS') refuse('price.leadingPrice', 'ENUM', 'muss NET oder GROSS sein');
  if (taxRate === undefined) refuse('price.taxRate', 'NOTNULL', 'darf nicht null sein');
  else if (!taxRates.includes(taxRate.toString())) refuse('price.taxRate', 'TAXRATE', 'muss 0, 7 oder 19 sein');
  if (leading !== 'NET' && leading !== 'GROSS') return undefined;
  const field = leading === 'NET' ? 'netPrice' : 'grossPrice';
  const given = amountOf(price[field]);
  if (given === undefined) refuse(`price.${field}`, 'NOTNULL', 'darf nicht null sein');
  else if (given.isNegative()) refuse(`price.${field}`, 'MIN', 'muss größer-gleich 0 sein');
  else if (given.decimalPlaces() > decimals) refuse(`price.${field}`, 'DIGITS', `höchstens ${decimals} Nachkommastellen`);
  if (given === undefined || taxRate === undefined) return undefined;
  return priceOf({ given, leading, taxRate });
}

/** Both sides of a price from the leading one; the other is rounded half-up to cents (2.1). */
export function priceOf({ given, leading, taxRate }: { given: Amount; leading: 'NET' | 'GROSS'; taxRate: Amount }): ArticleInput['price'] {
  return leading === 'NET'
    ? { net: given, gross: round2(netToGross(given, taxRate)), leading, taxRate }
    : { net: round2(grossToNet(given, taxRate)), gross: given, leading, taxRate };
}

/** GTIN-8, -12, -13 or -14 with a right check digit. */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(text)) return false;
  const digits = [...text].map((digit) => Number.parseInt(digit, 10)).reverse();
  const weighted = digits.slice(1).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (weighted % 10)) % 10 === digits[0];
}
