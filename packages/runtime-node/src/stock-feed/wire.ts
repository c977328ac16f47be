import { wireId, wireInstant } from '@megzo/adapter-kit';
import { type RowError, readFigure, type SourcedCount, type Span, sku } from '@megzo/core';
import { z } from 'zod';

export const accountWire = z.object({ id: wireId, name: z.string().default('') });

/** Rows one by one: a bad one stops itself alone. */
export const pageWire = z
  .object({ rows: z.array(z.unknown()), next: z.string().min(1).nullish() })
  .transform(({ rows, next }) => ({ items: rows.map(rowOf), ...(next === null || next === undefined ? {} : { next }) }));

const rowWire = z.looseObject({ row: wireId.optional(), sku: wireId.optional() });

function rowOf(value: unknown, index: number): SourcedCount | RowError {
  const named = rowWire.safeParse(value);
  const { row, sku: name, ...said } = named.success ? named.data : ({} as z.output<typeof rowWire>);
  const at = row ?? name ?? `row ${index + 1} of a page`;
  if (name === undefined || name.trim() === '') return { at, reason: 'SKU_MISSING' };
  const onHand = figureOf(said.onHand);
  if (typeof onHand === 'string') return { at, reason: onHand };
  const span = spanOf(said);
  if (span === undefined) return { at, reason: 'NOT_A_TIME' };
  return { sku: sku(name), onHand, ...span, ...(row === undefined ? {} : { row }) };
}

/** Whole numbers come as numbers, every other one as its text. */
function figureOf(value: unknown): ReturnType<typeof readFigure> {
  if (value === undefined || value === null) return 'EMPTY';
  return typeof value === 'number' || typeof value === 'string' ? readFigure(String(value)) : 'NOT_A_FIGURE';
}

/** `countedAt`, or `countedFrom` and `countedUntil` where nobody knows it better. */
function spanOf({ countedAt, countedFrom = countedAt, countedUntil = countedAt }: Record<string, unknown>): Span | undefined {
  const [from, until] = [wireInstant.safeParse(countedFrom), wireInstant.safeParse(countedUntil)];
  return from.success && until.success && from.data <= until.data ? { notBefore: from.data, notAfter: until.data } : undefined;
}
