import {
  type FieldSpec,
  parseDecimal,
  type SalesOrderDraft,
  type SalesOrderLimits,
  type SalesOrderLine,
  taxTreatmentKinds,
} from '@megzo/core';
import { needsContact } from './tax-conditions.ts';

const textMax = { title: 25, introduction: 2000, remark: 2000, deliveryTerms: 255 } as const;
const lineTextMax = { name: 255, description: 2000 } as const;
/** 4 decimals of quantities and unit prices (sheet 4.4); 300 lines, the marker's text line included (sheet 4.2). */
export const salesOrderLimits: SalesOrderLimits = {
  linesMax: 300,
  priceDecimals: 4,
  nameMax: lineTextMax.name,
  descriptionMax: lineTextMax.description,
};
const { linesMax, priceDecimals: decimalsMax } = salesOrderLimits;

/** What a mapping rule may write, block and target: texts, and the tax treatment. Amounts belong to the totals proof, quantities to the order. */
export const salesOrderFields: readonly FieldSpec[] = [
  { path: 'document.title', type: 'text', lengthMax: textMax.title },
  { path: 'document.introduction', type: 'text', lengthMax: textMax.introduction },
  { path: 'document.remark', type: 'text', lengthMax: textMax.remark },
  { path: 'document.deliveryTerms', type: 'text', lengthMax: textMax.deliveryTerms },
  // Absent: the treatment that follows from the order. One that is chosen is checked against the order all the same.
  { path: 'document.treatment', type: 'text', values: taxTreatmentKinds },
  { path: 'line.name', type: 'text', required: true, lengthMax: lineTextMax.name },
  { path: 'line.description', type: 'text', lengthMax: lineTextMax.description },
  { path: 'line.unit', type: 'text', required: true },
  { path: 'charge.name', type: 'text', required: true, lengthMax: lineTextMax.name },
  { path: 'charge.unit', type: 'text', required: true },
];

/** Why a draft cannot be sent: the field, and the limit that it breaks. The values themselves are personal and are not told. */
export interface Breach {
  readonly field: string;
  readonly limit: string;
}

/**
 * The first limit of the vendor that a finished draft breaks (marker included); `undefined`: none. A breach is a mistake on our
 * side, found before the vendor answers 406 to the whole document.
 */
export function breachOf(draft: SalesOrderDraft): Breach | undefined {
  return breachOfHead(draft) ?? breachOfTexts(draft) ?? first(draft.lines.map((line, index) => breachOfLine(line, `lines[${index}]`)));
}

function breachOfHead({ currency, treatment, recipient, lines }: SalesOrderDraft): Breach | undefined {
  if (currency !== 'EUR') return { field: 'currency', limit: 'EUR' };
  if (needsContact(treatment) && recipient.kind !== 'contact') return { field: 'recipient', limit: 'contact' };
  if (!lines.some((line) => line.kind === 'priced')) return { field: 'lines', limit: 'at least 1' };
  if (lines.length > linesMax) return { field: 'lines', limit: `at most ${linesMax}` };
  return first([missing('recipient.name', recipient.address.name), missing('recipient.country', recipient.address.country)]);
}

function breachOfTexts(draft: SalesOrderDraft): Breach | undefined {
  return first(Object.entries(textMax).map(([field, max]) => tooLong(field, draft[field as keyof typeof textMax], max)));
}

function breachOfLine(line: SalesOrderLine, at: string): Breach | undefined {
  const texts = first([
    tooLong(`${at}.name`, line.name, lineTextMax.name),
    tooLong(`${at}.description`, line.description, lineTextMax.description),
  ]);
  if (texts !== undefined) return texts;
  if (line.kind === 'text') return missing(`${at}.name`, `${line.name}${line.description ?? ''}`);
  return first([
    missing(`${at}.name`, line.name),
    missing(`${at}.unit`, line.unit),
    tooFine(`${at}.quantity`, line.quantity),
    tooFine(`${at}.unitPriceGross`, line.unitPriceGross),
  ]);
}

function missing(field: string, text: string): Breach | undefined {
  return text.trim() === '' ? { field, limit: 'not empty' } : undefined;
}

function tooLong(field: string, text: string | undefined, max: number): Breach | undefined {
  return text !== undefined && text.length > max ? { field, limit: `at most ${max} characters` } : undefined;
}

function tooFine(field: string, value: string): Breach | undefined {
  const decimals = parseDecimal(value)?.split('.')[1] ?? '';
  return decimals.length > decimalsMax ? { field, limit: `at most ${decimalsMax} decimals` } : undefined;
}

function first(breaches: readonly (Breach | undefined)[]): Breach | undefined {
  return breaches.find((breach) => breach !== undefined);
}
