import { z } from 'zod';

export const uuid = z.guid();

/** 1.2: exactly three digits of milliseconds, a zone with a colon. */
export const stamp = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:\d{2})$/, 'not a timestamp');

/** 1.2: answers use the offset of Berlin. */
export const berlinStamp = stamp.regex(/\+0[12]:00$/, 'not in Berlin time');

/** 4.9: samples of the list have no milliseconds. */
export const wholeSecond = berlinStamp.regex(/\.000/, 'has milliseconds');

export const day = z.iso.date();

/** 1.2: a JSON number, not a string and not cents. */
export function amount(decimals: number): z.ZodType<number> {
  return z.number().refine((value) => decimalsOf(value) <= decimals, `more than ${decimals} decimals`);
}

export function percentage(decimals = 2): z.ZodType<number> {
  return amount(decimals).refine((value) => value >= 0 && value <= 100, 'not a percentage');
}

export function text(max: number): z.ZodType<string> {
  return z.string().min(1).max(max);
}

/** 1.2: what is missing may be absent or null. */
export function maybe<T extends z.ZodType>(schema: T): z.ZodOptional<z.ZodNullable<T>> {
  return schema.nullish();
}

export const euro = z.literal('EUR');

/** 4.3: ISO alpha-2 and special codes such as `ES_CN`. */
export const countryCode = z.string().regex(/^[A-Z]{2}(?:_[A-Z0-9]{2})?$/);

export const taxTypes = [
  'net',
  'gross',
  'vatfree',
  'intraCommunitySupply',
  'constructionService13b',
  'externalService13b',
  'thirdPartyCountryService',
  'thirdPartyCountryDelivery',
  'photovoltaicEquipment',
] as const;

export const voucherTypes = [
  'salesinvoice',
  'salescreditnote',
  'purchaseinvoice',
  'purchasecreditnote',
  'invoice',
  'downpaymentinvoice',
  'creditnote',
  'orderconfirmation',
  'quotation',
  'deliverynote',
] as const;

export const voucherStatuses = [
  'draft',
  'open',
  'paid',
  'paidoff',
  'voided',
  'transferred',
  'sepadebit',
  'overdue',
  'accepted',
  'rejected',
  'unchecked',
] as const;

function decimalsOf(value: number): number {
  return /e-/.test(String(value)) ? Number.POSITIVE_INFINITY : (String(value).split('.')[1] ?? '').length;
}
