import { seededRandom } from '@megzo/adapter-kit/simulator';
import type { Fields } from './json.ts';
import { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions } from './simulator.ts';

/** An answer, taken apart for a spec. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly body: unknown;
}

/** A simulator on a clock that only a spec moves. */
export interface Bench {
  readonly simulator: LexofficeSimulator;
  readonly advance: (ms: number) => void;
  readonly now: () => number;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  remove(path: string): Promise<Reply>;
  send(method: string, path: string, init?: RequestInit): Promise<Reply>;
}

export const benchKey = 'bench-key';

/** No rate limit and no lag unless asked for; it is 2026-11-23 10:00 in Berlin. */
export function createBench(options: Partial<LexofficeSimulatorOptions> = {}): Bench {
  let at = Date.parse('2026-11-23T10:00:00.000+01:00');
  const advance = (ms: number): void => {
    at += ms;
  };
  const clock = {
    now: () => at,
    sleep: async (ms: number) => advance(ms),
  };
  const simulator = createLexofficeSimulator({
    world: { clock, random: seededRandom(7) },
    apiKey: benchKey,
    ...options,
    settings: { rateLimit: 'off', contactLagMs: 0, listLagMs: 0, ...options.settings },
  });
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Reply> => {
    const headers = new Headers({ authorization: `Bearer ${benchKey}` });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const answer = await simulator.handler(new Request(`https://api.lexware.io/v1/${path}`, { ...init, method, headers }));
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
  };
  const sendJson = (method: string, path: string, body: unknown): Promise<Reply> =>
    send(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return {
    simulator,
    advance,
    now: clock.now,
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body) => sendJson('POST', path, body),
    put: (path, body) => sendJson('PUT', path, body),
    remove: (path) => send('DELETE', path),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands at a path inside JSON; undefined where there is nothing. */
export function pick(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

/** The id that an action result names. */
export function idOf(reply: Reply): string {
  const id = pick(reply.body, 'id');
  if (typeof id !== 'string') throw new Error(`no id in ${reply.status} ${reply.text}`);
  return id;
}

/** Fields that a regular refusal complains about, as `field VIOLATION`. */
export function complaints(reply: Reply): readonly string[] {
  const details = pick(reply.body, 'details');
  return Array.isArray(details)
    ? details.map((detail: unknown) => `${String(pick(detail, 'field'))} ${String(pick(detail, 'violation'))}`)
    : [];
}

/** Sources that a legacy refusal complains about, as `source i18nKey`. */
export function issues(reply: Reply): readonly string[] {
  const list = pick(reply.body, 'IssueList');
  return Array.isArray(list) ? list.map((issue: unknown) => `${String(pick(issue, 'source'))} ${String(pick(issue, 'i18nKey'))}`) : [];
}

/** A body that every rule accepts: one gross line of 11.90, one-time address, no shipping. */
export function orderBody(change: Fields = {}): Fields {
  return {
    voucherDate: '2026-11-23T00:00:00.000+01:00',
    address: { name: 'Erika Muster', street: 'Hauptstr. 1', zip: '79098', city: 'Freiburg', countryCode: 'DE' },
    lineItems: [lineBody()],
    totalPrice: { currency: 'EUR' },
    taxConditions: { taxType: 'gross' },
    shippingConditions: { shippingType: 'none' },
    ...change,
  };
}

export function lineBody(change: Fields = {}): Fields {
  return {
    type: 'custom',
    name: 'Kaffee',
    quantity: 1,
    unitName: 'Stück',
    unitPrice: { currency: 'EUR', grossAmount: 11.9, taxRatePercentage: 19 },
    ...change,
  };
}

export function netPrice(netAmount: number, taxRatePercentage: number): Fields {
  return { currency: 'EUR', netAmount, taxRatePercentage };
}

export function grossPrice(grossAmount: number, taxRatePercentage: number): Fields {
  return { currency: 'EUR', grossAmount, taxRatePercentage };
}

export function articleBody(change: Fields = {}): Fields {
  return {
    title: 'Kaffee',
    type: 'PRODUCT',
    unitName: 'Stück',
    price: { leadingPrice: 'GROSS', grossPrice: 11.9, taxRate: 19 },
    ...change,
  };
}

export function personBody(change: Fields = {}): Fields {
  return { version: 0, roles: { customer: {} }, person: { firstName: 'Erika', lastName: 'Muster' }, ...change };
}

export function companyBody(company: Fields, change: Fields = {}): Fields {
  return { version: 0, roles: { customer: {} }, company: { name: 'Muster GmbH', ...company }, ...change };
}
