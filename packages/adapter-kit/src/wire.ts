import { type DecimalText, decimalText, Exact, type Instant } from '@megzo/core';
import { z } from 'zod';

const scalar = z.union([z.int(), z.string()]);

/** A decimal that came as a whole number or as text (`parseJson` gives both); an exponent is written out. */
export const wireDecimal: z.ZodType<DecimalText> = scalar.transform((value, context) => {
  const text = String(value).trim();
  if (/^-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?$/.test(text)) {
    const plain = new Exact(text);
    // Beyond 40 digits it is no amount, and arithmetic would round it.
    if (plain.precision(true) <= 40 && plain.decimalPlaces() <= 30) return decimalText(plain);
  }
  return refuse(context, 'not a decimal');
});

/** An id that came as a whole number or as text. */
export const wireId: z.ZodType<string> = scalar.transform((value, context) => {
  const id = String(value);
  return id === '' ? refuse(context, 'empty id') : id;
});

const isoInstant = z.iso.datetime({ offset: true });

/** ISO 8601 with an offset, `Z`, `+01:00` or `+0100`, as ms since the epoch. */
export const wireInstant: z.ZodType<Instant> = z.string().transform((text, context) => {
  const normal = text.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const at = isoInstant.safeParse(normal).success ? Date.parse(normal) : Number.NaN;
  return Number.isNaN(at) ? refuse(context, 'not an instant') : at;
});

/** RFC 2822, such as `Tue, 05 Mar 2019 21:40:11 +0000`, as ms since the epoch. */
export const wireRfc2822: z.ZodType<Instant> = z.string().transform((text, context) => {
  const at = rfc2822ToInstant(text.trim());
  return at === undefined ? refuse(context, 'not an instant') : at;
});

/** The same where a date may be missing: empty text, `null` and absent are `undefined`. */
export const wireRfc2822Maybe: z.ZodType<Instant | undefined> = z
  .union([z.literal(''), z.null(), wireRfc2822])
  .transform((value) => (value === '' || value === null ? undefined : value))
  .optional();

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const rfc2822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (?:GMT|UTC|UT|Z|([+-])(\d{2})(\d{2}))$/;

function rfc2822ToInstant(text: string): Instant | undefined {
  const match = rfc2822.exec(text);
  if (match === null) return undefined;
  const [day, year, hour, minute, second, offsetHours, offsetMinutes] = [1, 3, 4, 5, 6, 8, 9].map((group) => Number(match[group] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const month = months.indexOf(match[2] ?? '');
  if (month < 0 || hour > 23 || minute > 59 || second > 60 || offsetMinutes > 59) return undefined;
  const local = Date.UTC(year, month, day, hour, minute, second);
  // A 30th of February would roll over into March.
  if (new Date(Date.UTC(year, month, day)).getUTCDate() !== day) return undefined;
  const offsetMs = (offsetHours * 60 + offsetMinutes) * 60_000;
  return match[7] === '-' ? local + offsetMs : local - offsetMs;
}

function refuse(context: z.core.$RefinementCtx<unknown>, message: string): never {
  // The value itself stays out: issues end up in errors.
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
}
