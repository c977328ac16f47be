import type { ExplainedWrite } from '@megzo/core';
import { timeIn } from './time-in.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a person reads of one write to a listing or a shelf, of any record that was ever stored: unknown members are shown as they are. */
export function writeLines({ at, content }: ExplainedWrite, timeZone: string): readonly string[] {
  const { flow, rules, inputs: _inputs, values, buffer, ...rest } = members(content);
  const version = members(rules).version;
  const head = `${timeIn(timeZone, at)}  ${flow === 'stock' ? stockHead(rest) : `written by version ${shown(version ?? 'unknown')} of the listing rules`}`;
  if (flow === 'stock') return [head, ...stockLines(rest, buffer)];
  return [head, ...Object.entries({ ...members(values), ...rest }).map(([name, value]) => `    ${name} = ${shown(value)}`)];
}

function stockHead({ sku, target, shelf }: Members): string {
  return `${shown(sku)}: ${shown(target)} for sale, where the channel showed ${shown(shelf)}`;
}

function stockLines(
  { onHand, allocated, safetyStock, sku: _sku, target: _target, shelf: _shelf, ...rest }: Members,
  buffer: unknown,
): readonly string[] {
  return [
    `    ${shown(onHand)} on hand - ${shown(allocated)} held for orders - ${shown(safetyStock)} kept back, then the stock rules`,
    ...(buffer === null || buffer === undefined ? [] : [`    kept back by ${shown(buffer)}`]),
    ...Object.entries(rest).map(([name, value]) => `    ${name} = ${shown(value)}`),
  ];
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, member]) => `${name} ${shown(member)}`)
    .join(', ');
}
