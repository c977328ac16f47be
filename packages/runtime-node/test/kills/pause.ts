import { startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { makePlace, type Running, start, until } from '../processes.ts';
import { auditOrders } from './audit.ts';
import { merchantAt } from './story.ts';
import { markerIn, startStrikingVendors } from './striking-vendors.ts';

export interface PauseEnd {
  readonly faults: readonly string[];
  readonly made: number;
  /** Orders whose create the paused process had stored as being sent, but not sent. */
  readonly heldBack: number;
  /** How long it was paused, ms. */
  readonly pausedMs: number;
  /** Creates that reached the books after it went on. */
  readonly createsAfterwards: number;
}

const orders = 12;
const stepMs = 240_000;

/**
 * A process is stopped (SIGSTOP) right after the first of several creates that it holds has left: the others wait for their
 * slot. Another process takes over once the leases end. Then the first one goes on: what it still believes to be its turn is not.
 */
export async function tellPause(command: 'sync' | 'start'): Promise<PauseEnd> {
  const vendors = await startStrikingVendors(7);
  vendors.books.faults.clear();
  const place = await makePlace();
  const server = await startEmbeddedPostgres({ dataDir: place.dataDir, durable: false });
  const started: Running[] = [];
  // One call in a second and a half: four creates that are stored as being sent wait for their slots for seconds.
  const config = await place.config({ merchants: [merchantAt(vendors, { pace: { perSecond: 0.7, burst: 1 }, all: false })] });
  const quick = await place.config({ merchants: [merchantAt(vendors, { all: false })] });
  const variables = {
    DATABASE_URL: server.url,
    DATABASE_SERVICE_URL: server.serviceUrl,
    MEGZO_SECRET_KEY: 'of-a-test-that-seals-nothing-real',
  };
  const begin = (file: string): Running => {
    const args = command === 'sync' ? ['sync', '--once', '--json', '--config', file] : ['start', '--config', file];
    const running = start(args, { dataDir: place.dataDir, variables });
    started.push(running);
    return running;
  };
  try {
    vendors.placeOrders(orders);
    let stoppedAt = 0;
    const first = begin(config);
    vendors.plan({
      on: 'creating',
      vendorActs: 'before',
      hit: () => {
        stoppedAt = Date.now();
        first.child.kill('SIGSTOP');
      },
    });
    await until(() => stoppedAt > 0, stepMs);
    vendors.books.faults.clear();

    begin(quick);
    await until(() => vendors.books.orderConfirmations.length >= orders, stepMs);
    const heldBack = createdTwiceOrLater(vendors, stoppedAt);
    const before = creates(vendors).length;
    const pausedMs = Date.now() - stoppedAt;
    first.child.kill('SIGCONT');
    // It is done with what it held when its slots have come, or at its end.
    if (command === 'sync') await first.finished;
    else await until(() => Date.now() - stoppedAt > pausedMs + 20_000, stepMs);

    return {
      faults: await auditOrders(vendors),
      made: vendors.books.orderConfirmations.length,
      heldBack,
      pausedMs,
      createsAfterwards: creates(vendors).length - before,
    };
  } finally {
    for (const { child } of started) child.kill('SIGCONT');
    for (const { child, finished } of started) {
      child.kill('SIGTERM');
      await finished;
    }
    await server.stop();
    await vendors.close();
    await place.remove();
  }
}

type Vendors = Awaited<ReturnType<typeof startStrikingVendors>>;

function creates({ books }: Vendors): Vendors['books']['journal'] {
  return books.journal.filter(({ method, path }) => method === 'POST' && path.endsWith('/order-confirmations'));
}

/** Creates that the second process sent only after the first one's lease: later than a run that finds a free row needs. */
function createdTwiceOrLater(vendors: Vendors, stoppedAt: number): number {
  return new Set(
    creates(vendors)
      .filter(({ at }) => at - stoppedAt > leaseMs)
      .map(({ body }) => markerIn(JSON.stringify(body))),
  ).size;
}

/** Pace, timeout and a reserve: how long the first process holds what it claimed. */
const leaseMs = 30_000;
