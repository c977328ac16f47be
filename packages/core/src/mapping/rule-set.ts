import { z } from 'zod';

const step = z.discriminatedUnion('do', [
  /** Blanks at both ends go; inner runs of blanks become one. */
  z.strictObject({ do: z.literal('trim') }),
  /** Cuts to a number of characters, with an ellipsis as the last. */
  z.strictObject({ do: z.literal('truncate'), max: z.int().min(1).max(65_535) }),
  /** In place of an empty value. */
  z.strictObject({ do: z.literal('default'), value: z.string().max(10_000) }),
  /** A table; an unknown value holds the record, passes, or becomes a default. */
  z.strictObject({
    do: z.literal('lookup'),
    table: z.record(z.string().max(1_000), z.string().max(10_000)),
    unknown: z.union([z.literal('hold'), z.literal('pass'), z.strictObject({ default: z.string().max(10_000) })]),
  }),
  /** A decimal, to a number of places. */
  z.strictObject({
    do: z.literal('round'),
    places: z.int().min(0).max(10),
    mode: z.enum(['half-up', 'half-even', 'down', 'up']).default('half-up'),
  }),
  /** Gross from net; the rate in percent stands in another field. */
  z.strictObject({ do: z.literal('add-vat'), rate: z.string().max(200), places: z.int().min(0).max(10) }),
  /** Net from gross. */
  z.strictObject({ do: z.literal('strip-vat'), rate: z.string().max(200), places: z.int().min(0).max(10) }),
  /** Plain text becomes paragraphs; what looks like markup is shown, not obeyed. */
  z.strictObject({ do: z.literal('text-to-html') }),
]);

const ruleSource = z.union([
  /** The first path with a value. */
  z.strictObject({ from: z.union([z.string().max(200), z.array(z.string().max(200)).min(1).max(10)]) }),
  /** Always the same. */
  z.strictObject({ value: z.string().max(10_000) }),
  /** Text with `{path}` in it. */
  z.strictObject({ template: z.string().max(10_000) }),
  /** One of two sources, by whether a field is `true`. */
  z.strictObject({ when: z.string().max(200), take: z.string().max(200), otherwise: z.string().max(200) }),
]);

const rule = z.strictObject({
  target: z.string().max(200),
  source: ruleSource,
  steps: z.array(step).max(20).default([]),
  /** An empty result holds the record; else the field is left out. */
  required: z.boolean().default(false),
});

/** Rules of one flow: a block per kind of record, such as `document` and `line`. Data, never code. */
export const RuleSet = z.strictObject({ blocks: z.record(z.string().max(50), z.array(rule).max(100)) });
export type RuleSet = z.output<typeof RuleSet>;
export type MappingRule = RuleSet['blocks'][string][number];
export type MappingStep = MappingRule['steps'][number];
