import { type Issue, legacyError, type Refusal, regularError } from './errors.ts';
import { type Fields, isFields, type Json } from './json.ts';

/** One request, taken apart. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** First segment after `/v1`. */
  readonly resource: string;
  /** The segments after the resource. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Absent on GET, HEAD and DELETE. */
  readonly bytes?: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  /** In place of a JSON body. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body as an object, or the refusal of the resource's shape with 400. */
export function bodyOf(call: Call, shape: 'legacy' | 'regular' = 'regular'): Fields {
  const issue: Issue = { i18nKey: 'bad_request_error', source: 'body' };
  const refuse = (): Refusal =>
    shape === 'legacy' ? legacyError(400, [issue]) : regularError(400, 'Die Anfrage konnte nicht gelesen werden.');
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(call.bytes));
    if (isFields(body)) return body;
  } catch {
    throw refuse();
  }
  throw refuse();
}

/** The one value of a query parameter; a filter must not occur twice (1.2). */
export function single(call: Call, name: string): string | undefined {
  const values = call.query.getAll(name);
  if (values.length > 1) throw regularError(400, `Der Parameter ${name} darf nur einmal angegeben werden.`);
  return values[0];
}

/** The public host is named whatever the simulator's own address is: nobody should follow these. */
export const publicOrigin = 'https://api.lexware.io';

export interface Acted {
  readonly id: string;
  readonly createdDate: string;
  readonly updatedDate: string;
  readonly version: number;
}

/** 4.7: what a write answers; a `Location` beside it where something was created. */
export function actionResult(call: Call, status: number, { id, createdDate, updatedDate, version }: Acted): Answer {
  const resourceUri = `${publicOrigin}/v1/${call.resource}/${id}`;
  return {
    status,
    body: { id, resourceUri, createdDate, updatedDate, version },
    ...(call.method === 'POST' ? { headers: { location: resourceUri } } : {}),
  };
}
