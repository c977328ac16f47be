import { type JournalEntry, seededRandom } from '@megzo/adapter-kit/simulator';
import { type BigcommerceSettings, type BigcommerceSimulator, createBigcommerceSimulator, type HookFetch } from '../src/simulator/index.ts';
import { type Answered, answerFaults } from './sheet-schemas/index.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed, or undefined where the body is empty. */
  readonly json: unknown;
}

export interface Harness {
  readonly simulator: BigcommerceSimulator;
  /** Moves the virtual clock. */
  advance(ms: number): void;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  put(path: string, body: unknown): Promise<Reply>;
  remove(path: string, body?: unknown): Promise<Reply>;
  request(path: string, init: RequestInit): Promise<Reply>;
  readonly journal: readonly JournalEntry[];
}

export const START = Date.parse('2026-03-02T09:30:00Z');

/** A store under a virtual clock, and the plainest of clients. */
export function startStore({
  settings = {},
  fetch,
  seed = 1,
}: {
  settings?: Partial<BigcommerceSettings>;
  fetch?: HookFetch;
  seed?: number;
} = {}): Harness {
  let now = START;
  const sleepers: { at: number; wake: () => void }[] = [];
  const world = {
    clock: {
      now: () => now,
      sleep: (ms: number) => new Promise<void>((resolve) => sleepers.push({ at: now + ms, wake: resolve })),
    },
    random: seededRandom(seed),
  };
  const simulator = createBigcommerceSimulator({
    world,
    storeHash: 'abc123',
    accessToken: 'token',
    clientSecret: 'client-secret',
    settings,
    ...(fetch === undefined ? {} : { fetch }),
  });
  const request = async (path: string, init: RequestInit): Promise<Reply> => {
    const headers = {
      'x-auth-token': 'token',
      accept: 'application/json',
      'content-type': 'application/json',
      ...(init.headers as object),
    };
    const response = await simulator.handler(new Request(`https://api.example/stores/abc123${path}`, { ...init, headers }));
    const text = await response.text();
    // A demo on loopback departs from the sheet on purpose.
    if (!simulator.settings.insecureHookDestinations)
      assertFits(init.method ?? 'GET', path, { status: response.status, headers: response.headers, body: text });
    return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : parsed(text) };
  };
  return {
    simulator,
    journal: simulator.journal,
    advance(ms) {
      now += ms;
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.at <= now) sleeper.wake();
        else sleepers.push(sleeper);
      }
    },
    request,
    get: (path) => request(path, { method: 'GET' }),
    post: (path, body) => request(path, { method: 'POST', body: JSON.stringify(body) }),
    put: (path, body) => request(path, { method: 'PUT', body: JSON.stringify(body) }),
    remove: (path, body) => request(path, { method: 'DELETE', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  };
}

/** Every answer of the simulator that a spec sees fits the fact sheet. */
function assertFits(method: string, path: string, answered: Answered): void {
  const [plain = ''] = path.split('?');
  const faults = answerFaults({ method, path: plain }, answered);
  if (faults.length > 0) throw new Error(`${method} ${path} → ${answered.status} ${answered.body.slice(0, 400)}\n${faults.join('\n')}`);
}

export type Row = Readonly<Record<string, unknown>>;

export function rows(reply: Reply): readonly Row[] {
  const { json } = reply;
  if (Array.isArray(json)) return json as Row[];
  const { data } = (json ?? { data: [] }) as { data: Row[] };
  return data;
}

export function row(reply: Reply): Row {
  const json = reply.json as { data?: Row } & Row;
  return json.data ?? json;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
