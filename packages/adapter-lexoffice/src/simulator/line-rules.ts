import { grossToNet, netToGross, round4, zero } from './amount.ts';
import { type Check, checkCurrency, optionalAmount, optionalText, requiredAmount, requiredText } from './check.ts';
import type { DocumentKind } from './document-kinds.ts';
import { type Fields, fieldsOf, isAbsent } from './json.ts';
import type { DocumentLine } from './records.ts';
import type { State } from './state.ts';
import { lineAmount, type Side } from './totals.ts';

export interface LineContext {
  readonly kind: DocumentKind;
  readonly side: Side;
}

const lineTypes = ['custom', 'material', 'service', 'text'] as const;

/** 1 to 300 lines (4.2). */
export function readLines(state: State, check: Check, { value, ...context }: LineContext & { readonly value: unknown }): DocumentLine[] {
  if (isAbsent(value)) check.refuse('lineItems', 'NOTNULL', 'darf nicht null sein');
  const items = Array.isArray(value) ? value : [];
  if (!isAbsent(value) && (items.length < 1 || items.length > 300))
    check.refuse('lineItems', 'SIZE', 'Anzahl muss zwischen 1 und 300 sein');
  return items.map((item: unknown, index) => readLine(state, check, { fields: fieldsOf(item), path: `lineItems[${index}]`, ...context }));
}

interface LinePlace extends LineContext {
  readonly fields: Fields;
  readonly path: string;
}

function readLine(state: State, check: Check, { fields, path, kind, side }: LinePlace): DocumentLine {
  const type = lineTypes.find((known) => known === fields.type);
  if (isAbsent(fields.type)) check.refuse(`${path}.type`, 'NOTNULL', 'darf nicht null sein');
  // Pitfall 9: lower case here, upper case on articles.
  else if (type === undefined) check.refuse(`${path}.type`, 'ENUM', `muss einer der Werte ${lineTypes.join(', ')} sein`);
  const name = optionalText(check, fields.name, { field: `${path}.name`, max: 255 });
  const description = optionalText(check, fields.description, { field: `${path}.description`, max: 2000 });
  const texts = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
  if (type === 'text') {
    if (!name?.trim() && !description?.trim()) check.refuse(`${path}.name`, 'NOTBLANK', 'Name oder Beschreibung ist erforderlich');
    return { type, ...texts };
  }
  if (isAbsent(fields.name)) check.refuse(`${path}.name`, 'NOTNULL', 'darf nicht null sein');
  else if (name?.trim() === '') check.refuse(`${path}.name`, 'NOTBLANK', 'darf nicht leer sein');
  const id = readArticleId(state, check, { fields, path, type });
  const isSigned = state.settings.negativeAmounts === 'accept';
  const quantity = requiredAmount(check, fields.quantity, { field: `${path}.quantity`, decimals: 4, ...(isSigned ? {} : { min: 0 }) });
  if (quantity?.isZero()) check.refuse(`${path}.quantity`, 'MIN', 'muss größer als 0 sein');
  const unitName = requiredText(check, fields.unitName, { field: `${path}.unitName` });
  const unitPrice = readUnitPrice(state, check, { fields, path, kind, side });
  // 6: line discounts of credit notes are ignored.
  const discount =
    kind === 'creditNote'
      ? undefined
      : optionalAmount(check, fields.discountPercentage, { field: `${path}.discountPercentage`, decimals: 2, min: 0, max: 100 });
  const amount =
    quantity === undefined || unitPrice === undefined
      ? undefined
      : lineAmount({ quantity, unit: unitPrice[side], discountPercentage: discount ?? zero });
  const isChoice = kind === 'quotation';
  return {
    type: type ?? 'custom',
    ...texts,
    ...(id === undefined ? {} : { id }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unitName === undefined ? {} : { unitName }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    ...(discount === undefined ? {} : { discountPercentage: discount }),
    ...(amount === undefined ? {} : { amount }),
    ...(isChoice && fields.optional === true ? { optional: true } : {}),
    ...(isChoice && fields.alternative === true ? { alternative: true } : {}),
  };
}

interface ArticlePlace {
  readonly fields: Fields;
  readonly path: string;
  readonly type: DocumentLine['type'] | undefined;
}

/** An article must stand behind material and service, and must not behind custom (4.4). Nothing of it is copied. */
function readArticleId(state: State, check: Check, { fields, path, type }: ArticlePlace): string | undefined {
  if (type === 'custom') {
    if (!isAbsent(fields.id)) check.refuseWhole('Freie Positionen dürfen keine id enthalten.');
    return undefined;
  }
  if (type === undefined) return undefined;
  const id = requiredText(check, fields.id, { field: `${path}.id` });
  if (id === undefined) return undefined;
  const article = state.articles.get(id);
  const { archivedReferences, lineTypeFollowsArticle } = state.settings;
  if (article === undefined) check.refuse(`${path}.id`, 'INVALID', 'Der Artikel existiert nicht.');
  else if (article.archived && archivedReferences === 'refuse') check.refuse(`${path}.id`, 'INVALID', 'Der Artikel ist archiviert.');
  else if (lineTypeFollowsArticle && (article.type === 'SERVICE') !== (type === 'service')) {
    check.refuse(`${path}.type`, 'INVALID', 'Der Positionstyp passt nicht zum Artikel.');
  }
  return id;
}

/** Net or gross as the tax type says, never both; the other side is computed (4.4). */
function readUnitPrice(state: State, check: Check, { fields, path, kind, side }: LinePlace): DocumentLine['unitPrice'] {
  const field = `${path}.unitPrice`;
  if (isAbsent(fields.unitPrice)) {
    if (kind !== 'deliveryNote') check.refuse(field, 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  const price = fieldsOf(fields.unitPrice);
  checkCurrency(check, price.currency, `${field}.currency`);
  const [wanted, other] = side === 'gross' ? ['grossAmount', 'netAmount'] : ['netAmount', 'grossAmount'];
  if (!isAbsent(price[other])) check.refuse(`${field}.${other}`, 'INVALID', `nur ${wanted} ist bei dieser Steuerart erlaubt`);
  const { negativeAmounts, zeroPriceLines } = state.settings;
  const isSigned = negativeAmounts === 'accept';
  const given = requiredAmount(check, price[wanted], { field: `${field}.${wanted}`, decimals: 4, ...(isSigned ? {} : { min: 0 }) });
  if (given?.isZero() && zeroPriceLines === 'refuse' && kind !== 'deliveryNote') {
    check.refuse(`${field}.${wanted}`, 'MIN', 'muss größer als 0 sein');
  }
  const rate = requiredAmount(check, price.taxRatePercentage, { field: `${field}.taxRatePercentage`, decimals: 2, min: 0, max: 100 });
  if (given === undefined || rate === undefined) return undefined;
  return side === 'gross'
    ? { gross: given, net: round4(grossToNet(given, rate)), rate }
    : { net: given, gross: round4(netToGross(given, rate)), rate };
}
