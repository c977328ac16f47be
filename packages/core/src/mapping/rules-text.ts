import type { Json } from '../kernel/canonical-json.ts';
import type { RuleSet } from './rule-set.ts';

/** Members in the order in which a person reads them; what is not named here comes after, by name. */
const memberOrder = [
  ...['format', 'flow', 'blocks', 'each', 'tables', 'vatRates'],
  ...['listing', 'stock', 'document', 'goods', 'shipping', 'handling', 'wrapping', 'fee', 'shipment'],
  ...['target', 'name', 'source', 'steps', 'required'],
  ...['do', 'when', 'field', 'is', 'value', 'values', 'take', 'from', 'to', 'template', 'concat', 'separator', 'cases', 'otherwise'],
  ...['table', 'unknown', 'rate', 'country', 'class', 'on', 'percent', 'places', 'mode'],
];
const places = new Map(memberOrder.map((name, place) => [name, place]));

/** Longest line that is not broken up. */
const widthMax = 120;

/**
 * Rules as a file for people and their reviews: one rule a line where it fits, members in a fixed order, what goes without
 * saying left out. Equal rules give equal text, and the text read again gives the rules.
 */
export function rulesText(rules: RuleSet): string {
  return `${printed(withoutDefaults(rules) as Json, '', false)}\n`;
}

function withoutDefaults(rules: RuleSet): unknown {
  const { tables, vatRates, ...rest } = rules;
  return {
    ...rest,
    blocks: mapMembers(rules.blocks, ruleDefaults),
    ...('each' in rules ? { each: mapMembers(rules.each, ruleDefaults) } : {}),
    ...(Object.keys(tables).length === 0 ? {} : { tables }),
    ...(vatRates.length === 0 ? {} : { vatRates }),
  };
}

type Rules = readonly { readonly steps: readonly unknown[] }[];

function ruleDefaults(rules: Rules): readonly object[] {
  return rules.map(({ steps, ...rule }) => {
    const { required, ...rest } = rule as { readonly required?: boolean };
    return { ...rest, ...(steps.length === 0 ? {} : { steps }), ...(required === true ? { required } : {}) };
  });
}

function mapMembers(members: Readonly<Record<string, Rules>>, change: (rules: Rules) => readonly object[]): object {
  return Object.fromEntries(Object.entries(members).map(([name, rules]) => [name, change(rules)]));
}

/** `byName`: below a table the members are a merchant's words, which know no order of ours. */
function printed(value: Json, indent: string, byName: boolean): string {
  const flat = onOneLine(value, byName);
  if (indent.length + flat.length <= widthMax && indent !== '') return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item: Json) => `${inner}${printed(item, inner, byName)}`).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return flat;
  const members = membersOf(value as { readonly [key: string]: Json }, byName);
  if (members.length === 0) return '{}';
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${printed(member, inner, byName || isTable(name))}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function onOneLine(value: Json, byName: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => onOneLine(item, byName)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = membersOf(value as { readonly [key: string]: Json }, byName);
  if (members.length === 0) return '{}';
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${onOneLine(member, byName || isTable(name))}`).join(', ')} }`;
}

function isTable(name: string): boolean {
  return name === 'table' || name === 'tables';
}

function membersOf(value: { readonly [key: string]: Json }, byName: boolean): readonly (readonly [string, Json])[] {
  const place = (name: string): number => (byName ? 0 : (places.get(name) ?? memberOrder.length));
  return Object.entries(value).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
}
