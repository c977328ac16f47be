import type { Fields } from './json.ts';

/** What a route answers. No body means an empty one. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API family decides the shape of errors (sheet 1.5). */
export type Family = 'v2' | 'v3' | 'inventory';

/** Thrown anywhere below a route to answer with an error at once. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

export const DOCS_TYPE = '/api-docs/getting-started/api-status-codes';

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

export function noContent(): Reply {
  return { status: 204 };
}

export function single(data: unknown, status = 200): Reply {
  return { status, body: { data, meta: {} } };
}

/** A v2 list: a bare array, 204 without body where it is empty (sheet 1.3). */
export function v2List(rows: readonly unknown[]): Reply {
  return rows.length === 0 ? noContent() : ok(rows);
}

export function v2Error(status: number, message: string, details?: Fields): Reply {
  return { status, body: [{ status, message, ...(details === undefined ? {} : { details }) }] };
}

export function v3Error(status: number, title: string, errors: Fields = {}): Reply {
  return { status, body: { status, title, type: DOCS_TYPE, errors } };
}

/** Inventory and locations: the same members as `application/problem+json` (sheet 1.5). */
export function problem(status: number, title: string, errors: Fields = {}): Reply {
  return { ...v3Error(status, title, errors), contentType: 'application/problem+json' };
}

export function errorOf(family: Family, status: number, text: string, errors: Fields = {}): Reply {
  if (family === 'v2') return v2Error(status, text);
  return family === 'v3' ? v3Error(status, text, errors) : problem(status, text, errors);
}

export function notFound(family: Family): Reply {
  return errorOf(family, 404, 'The requested resource was not found.');
}

/** Literal text of sheet 1.5. */
export function tooMany(max: number): Reply {
  return v3Error(413, `The request payload is too large. The maximum items allowed in the array is ${max}.`);
}

/** Literal text of sheet 1.5: v2 answers 400 whenever a read-only field is sent. */
export function readOnlyField(field: string): Reply {
  return v2Error(400, `The field '${field}' cannot be written to. Please remove it from your request before trying again.`);
}

export function refuse(reply: Reply): never {
  throw new Refusal(reply);
}
