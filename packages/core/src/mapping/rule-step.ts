import { z } from 'zod';
import { roundingModes } from '../money/rounding.ts';

/** No text of a rule set is longer. */
export const textMax = 10_000;

/** A field of the record, such as `article.price.net`, or `named.x` for a named value of the same block. */
export const Path = z
  .string()
  .max(200)
  .regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$/, 'a field path, such as article.title');
export const Text = z.string().max(textMax);
/** The name of a table or of a named value. */
export const Name = z
  .string()
  .max(50)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a name of letters and digits, such as net');
const Currency = z.string().regex(/^[A-Z]{3}$/, 'three capitals, such as CHF');
const places = z.int().min(0).max(10);
const mode = z.enum(roundingModes).default('half-up');

/** A value from the record, or a fixed one. */
export const Choice = z.union([z.strictObject({ from: Path }), z.strictObject({ value: z.string().max(1_000) })]);
export type Choice = z.output<typeof Choice>;

/** Where a VAT rate comes from: fixed in percent, a field, or the rule set's `vatRates` by country, class and day. */
export const VatRate = z.union([
  z.strictObject({ percent: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'percent, such as 19') }),
  z.strictObject({ from: Path }),
  z.strictObject({ country: Choice, class: Choice, on: Choice }),
]);
export type VatRate = z.output<typeof VatRate>;

export const units = ['mg', 'g', 'kg', 't', 'oz', 'lb', 'mm', 'cm', 'm', 'in', 'ft', 'ml', 'cl', 'l'] as const;
export type Unit = (typeof units)[number];

/** The closed catalogue of transforms. Every one leaves an empty value empty, but for `default`. */
export const MappingStep = z.discriminatedUnion('do', [
  /** Blanks at both ends go; inner runs of blanks become one. */
  z.strictObject({ do: z.literal('trim') }),
  /** Cuts to a length, with an ellipsis as the last character. Counted as forms count: an emoji is two or more. */
  z.strictObject({ do: z.literal('truncate'), max: z.int().min(1).max(65_535) }),
  /** Holds the record where the value is longer: for numbers and codes, of which a part is worth nothing. */
  z.strictObject({ do: z.literal('limit'), max: z.int().min(1).max(65_535) }),
  /** In place of an empty value. */
  z.strictObject({ do: z.literal('default'), value: Text }),
  /** A table, written here or kept beside the rules under a name; an unknown value holds the record, passes, or becomes a default. */
  z.strictObject({
    do: z.literal('lookup'),
    table: z.union([z.record(z.string().max(1_000), Text), Name]),
    unknown: z.union([z.literal('hold'), z.literal('pass'), z.strictObject({ default: Text })]),
  }),
  /** A decimal, to a number of places. */
  z.strictObject({ do: z.literal('round'), places, mode }),
  /** Gross from net. */
  z.strictObject({ do: z.literal('add-vat'), rate: VatRate, places, mode }),
  /** Net from gross. */
  z.strictObject({ do: z.literal('strip-vat'), rate: VatRate, places, mode }),
  /** An amount in another currency, by the merchant's rate of that day. */
  z.strictObject({
    do: z.literal('convert-currency'),
    from: z.union([z.strictObject({ from: Path }), z.strictObject({ value: Currency })]),
    to: z.union([z.strictObject({ from: Path }), z.strictObject({ value: Currency })]),
    /** The day: a date, or an instant in the merchant's time zone. */
    on: Choice,
    places,
    mode,
  }),
  /** One share of an amount, in proportion to the amounts in several fields; all shares together are the amount. */
  z.strictObject({
    do: z.literal('allocate'),
    among: z.array(Path).min(2).max(20),
    /** Which of them, from 0. */
    share: z.int().min(0).max(19),
    places,
  }),
  z.strictObject({ do: z.literal('convert-unit'), from: z.enum(units), to: z.enum(units), places, mode }),
  /** A decimal as people write it: 1.234,50 or 1,234.50. */
  z.strictObject({
    do: z.literal('format-number'),
    language: z.enum(['de', 'en']),
    /** Exactly this many places, half-up; absent: as many as there are. */
    places: places.optional(),
    group: z.boolean().default(true),
  }),
  /** A date, or an instant in the merchant's time zone, as people write it. */
  z.strictObject({
    do: z.literal('format-date'),
    language: z.enum(['de', 'en']),
    /** 05.01.2027 · 5. Januar 2027 · Januar 2027 · 2027 · 2027-01-05 · 05.01.2027, 14:30 */
    style: z.enum(['short', 'long', 'month', 'year', 'iso', 'minute']),
  }),
  /** Plain text becomes paragraphs; what looks like markup is shown, not obeyed. */
  z.strictObject({ do: z.literal('text-to-html') }),
  /** Markup becomes plain text; the runtime lends the reader. */
  z.strictObject({ do: z.literal('html-to-text') }),
]);
export type MappingStep = z.output<typeof MappingStep>;
