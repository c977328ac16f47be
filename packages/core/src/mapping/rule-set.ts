import { z } from 'zod';
import { MappingStep, Name, Path, Text } from './rule-step.ts';

/** A piece of a value. */
const Operand = z.union([
  z.strictObject({ from: Path }),
  z.strictObject({ value: Text }),
  /** Text with `{path}` in it. */
  z.strictObject({ template: Text }),
]);
export type Operand = z.output<typeof Operand>;

/** A comparison of one field. Numbers and days compare as such; a day also with an instant, in the merchant's time zone. */
const Condition = z.discriminatedUnion('is', [
  z.strictObject({ field: Path, is: z.enum(['empty', 'present']) }),
  z.strictObject({ field: Path, is: z.enum(['equal', 'unequal']), value: z.string().max(1_000) }),
  z.strictObject({ field: Path, is: z.enum(['in', 'not-in']), values: z.array(z.string().max(1_000)).min(1).max(500) }),
  z.strictObject({ field: Path, is: z.enum(['above', 'at-least', 'below', 'at-most']), value: z.string().max(40) }),
]);
export type Condition = z.output<typeof Condition>;

const Source = z.union([
  /** A field, or the first of several that has a value. */
  z.strictObject({ from: z.union([Path, z.array(Path).min(1).max(10)]) }),
  /** Always the same. */
  z.strictObject({ value: Text }),
  /** Text with `{path}` in it. */
  z.strictObject({ template: Text }),
  /** Pieces side by side; empty ones are left out, their separator too. */
  z.strictObject({ concat: z.array(Operand).min(1).max(20), separator: z.string().max(100).default('') }),
  /** The first case whose conditions all hold; else `otherwise`, else nothing. */
  z.strictObject({
    cases: z
      .array(z.strictObject({ when: z.array(Condition).min(1).max(10), take: Operand }))
      .min(1)
      .max(50),
    otherwise: Operand.optional(),
  }),
]);
export type RuleSource = z.output<typeof Source>;

const steps = z.array(MappingStep).max(20).default([]);

/** One field's way across. */
const TargetRule = z.strictObject({
  target: Path,
  source: Source,
  steps,
  /** An empty result holds the record; else the field is left out. */
  required: z.boolean().default(false),
});
/** A value that other rules of the block read as `named.x`. It is made when it is first read. */
const NamedRule = z.strictObject({ name: Name, source: Source, steps });

const Rule = z.union([TargetRule, NamedRule]);
export type MappingRule = z.output<typeof Rule>;

const block = z.array(Rule).max(200).default([]);

/** A country's rate of a class, such as `standard` or `reduced`, from a day on and until the next one begins. */
export const VatRateRow = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'two capitals, such as DE'),
  class: z.string().min(1).max(50),
  from: z.iso.date(),
  percent: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'percent, such as 19'),
});
export type VatRateRow = z.output<typeof VatRateRow>;

/** Entries of all tables of a set together. */
export const tableEntriesMax = 50_000;
const tablesMax = 500;

const beside = {
  format: z.literal(2),
  /** Tables that the merchant keeps, by name: what `lookup` finds. */
  tables: z
    .record(Name, z.record(z.string().max(200), z.string().max(2_000)))
    .default({})
    .refine((tables) => Object.keys(tables).length <= tablesMax, `at most ${tablesMax} tables`)
    .refine((tables) => entriesIn(tables) <= tableEntriesMax, `at most ${tableEntriesMax} entries in all tables together`),
  vatRates: z
    .array(VatRateRow)
    .max(2_000)
    .refine(
      (rows) => new Set(rows.map((row) => JSON.stringify([row.country, row.class, row.from]))).size === rows.length,
      'one rate for a country, class and day',
    )
    .default([]),
};

/**
 * The rules of one flow, as data: a block per record, and under `each` a block per kind of line that an order becomes.
 * Rules choose words, units, articles and treatments; amounts of order lines belong to the totals proof.
 */
export const RuleSet = z.discriminatedUnion('flow', [
  z.strictObject({ ...beside, flow: z.literal('listings'), blocks: z.strictObject({ listing: block }) }),
  z.strictObject({ ...beside, flow: z.literal('stock'), blocks: z.strictObject({ stock: block }) }),
  z.strictObject({
    ...beside,
    flow: z.literal('orders'),
    blocks: z.strictObject({ document: block }),
    each: z.strictObject({ goods: block, shipping: block, handling: block, wrapping: block, fee: block }),
  }),
  z.strictObject({ ...beside, flow: z.literal('shipments'), blocks: z.strictObject({ shipment: block }) }),
]);
export type RuleSet = z.output<typeof RuleSet>;
export type RuleFlow = RuleSet['flow'];
export type RulesOf<Flow extends RuleFlow> = Extract<RuleSet, { flow: Flow }>;
export type BlockName = 'listing' | 'stock' | 'document' | 'goods' | 'shipping' | 'handling' | 'wrapping' | 'fee' | 'shipment';

/** Every block of a set under its name, `each` blocks included. */
export function blocksOf(rules: RuleSet): readonly (readonly [BlockName, readonly MappingRule[]])[] {
  const all = { ...rules.blocks, ...('each' in rules ? rules.each : {}) };
  return Object.entries(all) as (readonly [BlockName, readonly MappingRule[]])[];
}

function entriesIn(tables: Readonly<Record<string, object>>): number {
  return Object.values(tables).reduce((sum, table) => sum + Object.keys(table).length, 0);
}
