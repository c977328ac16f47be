import { errorOf, type Family, type Reply, refuse } from './replies.ts';
import type { Shop } from './shop.ts';

export interface Call {
  readonly shop: Shop;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly now: number;
  /** Another request of the same lane was in flight when this one came, or is now. */
  readonly contended: boolean;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/v2/orders/:id`; a parameter matches digits only. */
  readonly path: string;
  /** Any one of these scopes opens the route; none needed where empty. Reads are also opened by the `_read_only` twin. */
  readonly scopes: readonly string[];
  /** Requests of one lane are counted while in flight (sheet 2: resources with their own concurrency limit). */
  readonly lane?: 'price-lists' | 'locations' | 'adjustments';
  readonly run: (call: Call) => Reply;
}

export interface PageAsk {
  readonly page: number;
  readonly limit: number;
}

export function idOf(call: Call, name = 'id'): number {
  return Number(call.params[name]);
}

/** `page` and `limit`; above the maximum it is 413 by the documentation, clamped by what clients saw (sheet 1.4, unknown 12.8). */
export function pageOf(call: Call, family: Family, { fallback, max: documented }: { fallback: number; max: number }): PageAsk {
  const max = family === 'v2' ? Math.min(documented, call.shop.settings.v2PageMax) : documented;
  const page = wholeNumber(call.query.get('page'), 1);
  const limit = wholeNumber(call.query.get('limit'), fallback);
  if (page === undefined || limit === undefined || page < 1 || limit < 1) {
    return refuse(errorOf(family, family === 'v2' ? 400 : 422, 'The paging parameters are invalid.'));
  }
  if (limit <= max) return { page, limit };
  if (call.shop.settings.limitAboveMax === 'clamp') return { page, limit: max };
  return refuse(errorOf(family, 413, `The limit ${limit} is above the maximum of ${max}.`));
}

export function slice<T>(rows: readonly T[], { page, limit }: PageAsk): T[] {
  return rows.slice((page - 1) * limit, page * limit);
}

/** The v3 envelope; links are query strings and absent on the edges (sheet 1.2). */
export function paged(call: Call, rows: readonly unknown[], { page, limit }: PageAsk, counted?: { totalPages: number }): Reply {
  const shown = slice(rows, { page, limit });
  const totalPages = counted?.totalPages ?? Math.ceil(rows.length / limit);
  const link = (target: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    query.set('limit', String(limit));
    return `?${query}`;
  };
  return {
    status: 200,
    body: {
      data: shown,
      meta: {
        pagination: {
          total: rows.length,
          count: shown.length,
          per_page: limit,
          current_page: page,
          total_pages: totalPages,
          links: {
            ...(page > 1 ? { previous: link(page - 1) } : {}),
            current: link(page),
            ...(page < totalPages ? { next: link(page + 1) } : {}),
          },
        },
      },
    },
  };
}

/** Cursor paging (sheet 1.4): `after=<end_cursor>`; it may not be combined with `page`. */
export function cursored<T>(call: Call, rows: readonly T[], limit: number, idOfRow: (row: T) => number): Reply {
  if (call.query.has('page')) return refuse(errorOf('v3', 422, 'Page and cursor may not be combined.'));
  const after = cursorToId(call.query.get('after'));
  const before = cursorToId(call.query.get('before'));
  const following = rows.filter((row) => (after === undefined || idOfRow(row) > after) && (before === undefined || idOfRow(row) < before));
  const shown = before === undefined ? following.slice(0, limit) : following.slice(-limit);
  const first = shown[0];
  const last = shown.at(-1);
  const more = last !== undefined && rows.some((row) => idOfRow(row) > idOfRow(last));
  const cursor = (row: T): string => Buffer.from(`id:${idOfRow(row)}`).toString('base64url');
  return {
    status: 200,
    body: {
      data: shown,
      meta: {
        cursor_pagination: {
          count: shown.length,
          per_page: limit,
          start_cursor: first === undefined ? null : cursor(first),
          end_cursor: last === undefined ? null : cursor(last),
          links: { current: `?limit=${limit}`, ...(more ? { next: `?limit=${limit}&after=${cursor(last)}` } : {}) },
        },
      },
    },
  };
}

export function list(value: string | null): string[] | undefined {
  return value === null ? undefined : value.split(',').map((part) => part.trim());
}

export function numbers(value: string | null): number[] | undefined {
  return list(value)?.map(Number);
}

function cursorToId(cursor: string | null): number | undefined {
  if (cursor === null) return undefined;
  const match = /^id:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  return match === null ? refuse(errorOf('v3', 422, 'The cursor is invalid.')) : Number(match[1]);
}

function wholeNumber(text: string | null, fallback: number): number | undefined {
  if (text === null) return fallback;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
