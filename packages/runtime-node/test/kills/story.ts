import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { listening, makePlace, type Place, type Running, start, until } from '../processes.ts';
import { auditOrders } from './audit.ts';
import { accessToken, apiKey, markerIn, type Strike, type StrikingVendors, startStrikingVendors, storeHash } from './striking-vendors.ts';

export interface KillsPlan {
  readonly seed: number;
  readonly orders: number;
  /** Kills of the service while it creates an order confirmation, at any other request, and of its database. */
  readonly kills: { readonly creating: number; readonly anywhere: number; readonly database: number };
}

export interface KillsEnd {
  readonly faults: readonly string[];
  readonly orders: number;
  readonly made: number;
  readonly killed: { readonly service: number; readonly database: number };
  /** Kills that struck while a create was under way, as the books' journal shows: a create whose answer nobody got. */
  readonly struckWhileSending: number;
  /** Creates whose answer was lost, by strikes and by a bad line together. */
  readonly answersLost: number;
  readonly creates: number;
  /** Reads of the books that looked for what a lost answer may have made. */
  readonly lookUps: number;
}

/** Longest time for one step of the story, ms: a bound for hangs on a slow machine, no measure. */
const stepMs = 240_000;

/** A service that is killed again and again while orders come in over a line that loses answers; judged by what the vendors hold. */
export async function tellKills(plan: KillsPlan, say: (line: string) => void = () => undefined): Promise<KillsEnd> {
  const random = seededRandom(plan.seed);
  const vendors = await startStrikingVendors(plan.seed);
  const place = await makePlace();
  const config = await place.config({ merchants: [merchantAt(vendors)] });
  const strikes = shuffled(
    [
      ...Array.from({ length: plan.kills.creating }, () => 'creating' as const),
      ...Array.from({ length: plan.kills.anywhere }, () => 'anywhere' as const),
      ...Array.from({ length: plan.kills.database }, () => 'database' as const),
    ],
    random,
  );
  const killed = { service: 0, database: 0 };
  const share = Math.ceil(plan.orders / (strikes.length + 1));
  let placed = 0;
  let running: Running | undefined;
  try {
    for (const [round, kind] of strikes.entries()) {
      const count = Math.min(share, plan.orders - placed);
      vendors.placeOrders(count);
      placed += count;
      running = start(['start', '--config', config], { dataDir: place.dataDir });
      await struck(vendors, running, place, kind, random);
      killed[kind === 'database' ? 'database' : 'service'] += 1;
      say(`${round + 1} of ${strikes.length}: killed (${kind}); ${vendors.books.orderConfirmations.length} of ${placed} orders placed`);
    }
    vendors.placeOrders(plan.orders - placed);
    running = start(['start', '--config', config], { dataDir: place.dataDir });
    await until(() => vendors.books.orderConfirmations.length >= plan.orders, stepMs);
    // What a late request or an unfinished doubt would still make, it makes now.
    await until(() => settled(running as Running), stepMs);
    const faults = await auditOrders(vendors);
    return { faults, orders: plan.orders, made: vendors.books.orderConfirmations.length, killed, ...counted(vendors) };
  } finally {
    running?.child.kill('SIGTERM');
    await running?.finished;
    await vendors.close();
    await place.remove();
  }
}

/** Waits for the strike and for the end of the process. */
async function struck(
  vendors: StrikingVendors,
  running: Running,
  place: Place,
  kind: 'creating' | 'anywhere' | 'database',
  random: () => number,
): Promise<void> {
  const postmaster = kind === 'database' ? await postmasterOf(place, running) : undefined;
  vendors.plan({
    on: kind === 'anywhere' ? Math.floor(random() * 60) : 'creating',
    vendorActs: (['never', 'before', 'later'] as const)[Math.floor(random() * 3)] as Strike['vendorActs'],
    hit: () => {
      if (postmaster === undefined) running.child.kill('SIGKILL');
      else process.kill(postmaster, 'SIGKILL');
    },
  });
  await Promise.race([running.finished, until(() => running.child.exitCode !== null || running.child.signalCode !== null, stepMs)]);
}

async function postmasterOf(place: Place, running: Running): Promise<number> {
  await listening(running);
  return Number.parseInt(await readFile(join(place.dataDir, 'pg', 'postmaster.pid'), 'utf8'), 10);
}

/** The last run of the pair left nothing in doubt. */
function settled({ said }: Running): boolean {
  const last = said.err.split('\n').findLast((line) => line.includes('a pair was brought up to date'));
  return last !== undefined && /"orders\.held":0/.test(last) && /"more":false/.test(last);
}

function counted({ books, struckCreates }: StrikingVendors): Pick<KillsEnd, 'struckWhileSending' | 'answersLost' | 'creates' | 'lookUps'> {
  const creates = books.journal.filter(({ method, path }) => method === 'POST' && path.endsWith('/order-confirmations'));
  return {
    struckWhileSending: struckCreates.filter(({ marker, at }) =>
      creates.some((entry) => entry.answered === 'lost' && entry.at >= at && markerIn(JSON.stringify(entry.body)) === marker),
    ).length,
    answersLost: creates.filter(({ fault }) => fault !== undefined).length,
    creates: creates.length,
    lookUps: books.journal.filter(({ path }) => path === '/v1/voucherlist').length,
  };
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** A merchant at these vendors, at a pace that leaves the machine the limit, with a horizon that fits a story. `all`: every flow, else orders alone. */
export function merchantAt(
  { urls }: Pick<StrikingVendors, 'urls'>,
  { pace = fast, all = true }: { readonly pace?: { readonly perSecond: number; readonly burst: number }; readonly all?: boolean } = {},
) {
  const timing = { timeoutMs: 2_000, settleMs: 1_500 };
  return {
    id: 'acme',
    name: 'Acme GmbH',
    timeZone: 'Europe/Berlin',
    language: 'de',
    connections: [
      { id: 'acme-books', adapter: 'lexoffice', options: { apiKey, baseUrl: urls.books }, budget: pace, timing },
      { id: 'acme-shop', adapter: 'bigcommerce', options: { storeHash, accessToken, baseUrl: urls.shop }, budget: fast, timing },
    ],
    pairs: [
      {
        id: 'acme-main',
        invoicing: 'acme-books',
        channel: 'acme-shop',
        ordersFrom: '2020-01-01T00:00:00+01:00',
        flows: { listings: all, stock: all, orders: true },
        taxClasses: { '19': 1, '7': 2, '0': 3 },
        adoptExisting: 'by-sku',
        stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } },
      },
    ],
  };
}

const fast = { perSecond: 400, burst: 100 };
