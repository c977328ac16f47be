import { regularError } from './errors.ts';
import type { Json } from './json.ts';

/** 1.3: nothing behind the 10 000th row can be reached, and more are not counted. */
export const windowRows = 10_000;

export interface PageRequest {
  readonly page: number;
  readonly size: number;
}

export interface Sort {
  readonly property: string;
  readonly direction: 'ASC' | 'DESC';
}

/** A whole number of a query parameter; the fallback where it is absent or no such number. */
export function wholeNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number.parseInt(text, 10) : fallback;
}

export function pageOf<Row>(rows: readonly Row[], { page, size }: PageRequest): readonly Row[] {
  if ((page + 1) * size > windowRows) throw regularError(500, 'Maximum search window size exceeded');
  return rows.slice(page * size, (page + 1) * size);
}

export interface EnvelopeInput extends PageRequest, Sort {
  readonly total: number;
  readonly content: readonly Json[];
}

export function envelope({ content, total, page, size, property, direction }: EnvelopeInput): Json {
  const totalElements = Math.min(total, windowRows);
  const totalPages = Math.ceil(totalElements / size);
  return {
    content,
    first: page === 0,
    last: page >= totalPages - 1,
    totalPages,
    totalElements,
    numberOfElements: content.length,
    size,
    number: page,
    sort: [{ property, direction, ascending: direction === 'ASC', ignoreCase: false, nullHandling: 'NATIVE' }],
  };
}
