import { z } from 'zod';

/**
 * Rule sets of the first format, which had no number: blocks `listing`, or `document`, `line` and `charge`. They say in the
 * second format what they said in the first.
 */
const text = z.string().max(10_000);
const path = z.string().max(200);
const places = z.int().min(0).max(10);
const FirstStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('trim') }),
  z.strictObject({ do: z.literal('truncate'), max: z.int().min(1).max(65_535) }),
  z.strictObject({ do: z.literal('default'), value: text }),
  z.strictObject({
    do: z.literal('lookup'),
    table: z.record(z.string().max(1_000), text),
    unknown: z.union([z.literal('hold'), z.literal('pass'), z.strictObject({ default: text })]),
  }),
  z.strictObject({ do: z.literal('round'), places, mode: z.enum(['half-up', 'half-even', 'down', 'up']).default('half-up') }),
  z.strictObject({ do: z.literal('add-vat'), rate: path, places }),
  z.strictObject({ do: z.literal('strip-vat'), rate: path, places }),
  z.strictObject({ do: z.literal('text-to-html') }),
]);
const FirstSource = z.union([
  z.strictObject({ from: z.union([path, z.array(path).min(1).max(10)]) }),
  z.strictObject({ value: text }),
  z.strictObject({ template: text }),
  z.strictObject({ when: path, take: path, otherwise: path }),
]);
const FirstRule = z.strictObject({
  target: path,
  source: FirstSource,
  steps: z.array(FirstStep).max(20).default([]),
  required: z.boolean().default(false),
});
type FirstRule = z.output<typeof FirstRule>;
const FirstRuleSet = z.strictObject({ blocks: z.record(z.string().max(50), z.array(FirstRule).max(100)) });

export function isFirstFormat(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'blocks' in content && !('format' in content) && !('flow' in content);
}

/** The same rules in the second format; what is no rule set of the first is answered as it is. */
export function upgradeRules(content: unknown): unknown {
  const first = FirstRuleSet.safeParse(content);
  if (!first.success) return content;
  const { listing, document = [], line = [], charge = [], ...others } = first.data.blocks;
  if (Object.keys(others).length > 0) return content;
  if (listing !== undefined) return { format: 2, flow: 'listings', blocks: { listing: upgradeBlock(listing) } };
  const charges = upgradeBlock(charge);
  return {
    format: 2,
    flow: 'orders',
    blocks: { document: upgradeBlock(document) },
    each: { goods: upgradeBlock(line), shipping: charges, handling: charges, wrapping: charges, fee: charges },
  };
}

/** In the first format the day of the order was German text; now it is a date, and a named value writes it. */
const germanDay = { name: 'placedOn', source: { from: 'order.placedOn' }, steps: [{ do: 'format-date', language: 'de', style: 'short' }] };
const renamed: ReadonlyMap<string, string> = new Map([
  ['order.placedOn', 'named.placedOn'],
  ['order.total', 'order.totalGross'],
]);

function upgradeBlock(rules: readonly FirstRule[]): readonly object[] {
  const upgraded = rules.map((rule) => ({ ...rule, source: upgradeSource(rule.source), steps: rule.steps.map(upgradeStep) }));
  return JSON.stringify(upgraded).includes('named.placedOn') ? [germanDay, ...upgraded] : upgraded;
}

function upgradePath(name: string): string {
  return renamed.get(name.trim()) ?? name.trim();
}

function upgradeSource(source: FirstRule['source']): object {
  if ('value' in source) return source;
  if ('template' in source)
    return { template: source.template.replaceAll(/\{([^{}]+)\}/g, (_all, name: string) => `{${upgradePath(name)}}`) };
  if ('when' in source) {
    return {
      cases: [{ when: [{ field: upgradePath(source.when), is: 'equal', value: 'true' }], take: { from: upgradePath(source.take) } }],
      otherwise: { from: upgradePath(source.otherwise) },
    };
  }
  return { from: Array.isArray(source.from) ? source.from.map(upgradePath) : upgradePath(source.from) };
}

function upgradeStep(step: FirstRule['steps'][number]): object {
  return step.do === 'add-vat' || step.do === 'strip-vat' ? { ...step, rate: { from: upgradePath(step.rate) } } : step;
}
