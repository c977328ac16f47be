import { FaultScript, type Handler, type JournalEntry, type SimulatorWorld, withFaults } from '@megzo/adapter-kit/simulator';

export interface StockFeedSimulatorOptions {
  readonly world: SimulatorWorld;
  readonly token: string;
  /** Most rows of a page; 100 where absent. */
  readonly pageSize?: number;
}

/** A warehouse that tells its counts, and the people in it. */
export interface StockFeedSimulator {
  readonly handler: Handler;
  readonly faults: FaultScript;
  readonly journal: JournalEntry[];
  /** Somebody counts; just now, where they do not say between when. */
  count(counted: { readonly sku: string; readonly onHand: number; readonly between?: readonly [from: number, until: number] }): void;
  /** Writes members of a row as they come, right or wrong. */
  write(name: string, members: Readonly<Record<string, unknown>>): void;
}

interface Kept {
  readonly number: number;
  readonly changedAt: number;
  readonly members: Readonly<Record<string, unknown>>;
}

export function createStockFeedSimulator({ world, token, pageSize = 100 }: StockFeedSimulatorOptions): StockFeedSimulator {
  const rows = new Map<string, Kept>();
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];

  const answer: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get('authorization') !== `Bearer ${token}`) return json(401, { message: 'who are you?' });
    if (request.method !== 'GET') return json(405, { message: 'these pages are read' });
    if (pathname.endsWith('/account')) return json(200, { id: 'warehouse-1', name: 'Lager Nord' });
    if (!pathname.endsWith('/counts')) return json(404, { message: 'no such page' });
    const since = Date.parse(searchParams.get('since') ?? '');
    if (Number.isNaN(since)) return json(400, { message: 'since is no instant' });
    const after = placeOf(searchParams.get('cursor'));
    if (after === undefined) return json(400, { message: 'cursor is none of ours' });
    const changed = [...rows.values()]
      .filter(({ changedAt, number }) => changedAt >= since && (changedAt > after[0] || (changedAt === after[0] && number > after[1])))
      .toSorted((one, other) => one.changedAt - other.changedAt || one.number - other.number);
    const page = changed.slice(0, pageSize);
    const last = page.at(-1);
    const next = changed.length > page.length && last !== undefined ? `${last.changedAt}.${last.number}` : null;
    return json(200, { rows: page.map(({ members }) => members), next });
  };

  const write: StockFeedSimulator['write'] = (name, members) =>
    void rows.set(name, { number: rows.get(name)?.number ?? rows.size, changedAt: world.clock.now(), members });

  return {
    handler: withFaults(answer, { world, faults, journal }),
    ...{ faults, journal, write },
    count: ({ sku, onHand, between: [from, until] = [world.clock.now(), world.clock.now()] }) =>
      write(sku, { sku, onHand, countedFrom: new Date(from).toISOString(), countedUntil: new Date(until).toISOString() }),
  };
}

function placeOf(cursor: string | null): readonly [number, number] | undefined {
  if (cursor === null) return [Number.NEGATIVE_INFINITY, 0];
  const parts = /^(\d+)\.(\d+)$/.exec(cursor);
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2])];
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
