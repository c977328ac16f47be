import { fileURLToPath } from 'node:url';
import { type JournalEntry, type Served, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { createPostgresStore } from '@megzo/adapter-postgres';
import { startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import type { Called, Lane, Work } from './budget-worker.ts';
import { makePlace } from './processes.ts';
import { startWorker, workerProgram } from './worker-process.ts';

/*
 * Goal: processes that share an account stay below its limit together, use it, and serve what is urgent first. Method: Node
 * processes with a pool, a budget and an adapter each, at the adapter's own pace, call simulated vendors in this process over
 * loopback HTTP, in real time, which refuse what exceeds a bucket of 4 that 2 per second refill. Judged is what the vendors
 * saw. Every account is an experiment of its own; all run at once, in the same processes.
 */

const crowdSize = 4;
const secretKey = 'of-an-experiment-that-seals-nothing';
const workerFile = fileURLToPath(new URL('./budget-worker.ts', import.meta.url));

/** In each of the four processes; the last one hardly gets a turn, the others share them. */
const mixed = ['recovery', 'order', 'stock', 'backfill'] as const;
const flood = ['backfill', 'backfill', 'backfill', 'backfill'] as const;

/** What vendors saw, over all accounts of a kind. */
export interface Seen {
  readonly accounts: number;
  readonly calls: number;
  readonly refused: number;
  readonly refusedShare: number;
  /** Calls that an account's vendor took per second after the first one; how long processes need to get going is not the question. */
  readonly perSecond: number;
  /** Part of the 2 per second that the vendor allows. */
  readonly usedShare: number;
  /** Most calls at one account. */
  readonly callsMax: number;
}

export interface Figures {
  readonly seconds: number;
  /** Four processes, calls of four priorities, one budget. */
  readonly shared: Seen & { readonly servedByProcess: readonly number[] };
  /** The same processes flood an account with backfill, a fifth one calls with priority `order`, one call after the other. */
  readonly urgent: Seen & { readonly orders: Waits; readonly backfill: Waits };
  /** The contrast: the same as `shared`, but each process with a budget of its own. */
  readonly apart: Seen;
}

/** How long calls took; what the end cut short counts with the time that it had waited. */
export interface Waits {
  readonly served: number;
  readonly meanMs: number;
  readonly longestMs: number;
}

interface Account {
  readonly name: string;
  readonly lane: Omit<Lane, 'priority' | 'budget'>;
  readonly journal: readonly JournalEntry[];
  readonly served: Served;
}

/** @param seconds how long the vendors are called. @param accounts how many are called at once by the four with one budget. */
export async function shareBudget({ seconds, accounts }: { seconds: number; accounts: number }): Promise<Figures> {
  const place = await makePlace();
  const opened: (() => Promise<unknown>)[] = [place.remove];
  try {
    const server = await startEmbeddedPostgres({ dataDir: place.dataDir });
    opened.unshift(() => server.stop());
    const database = { url: server.url, serviceUrl: server.serviceUrl, secretKey };
    const store = await createPostgresStore(database);
    await store.migrate().finally(store.close);

    const shared = await Promise.all(Array.from({ length: accounts }, (_, number) => openAccount(`shared-${number}`)));
    const [urgent, apart] = [await openAccount('urgent'), await openAccount('apart')];
    opened.unshift(() => Promise.all([...shared, urgent, apart].map(({ served }) => served.close())));

    const crowdLanes: readonly Lane[] = [
      ...shared.flatMap(({ lane }) => mixed.map((priority) => ({ ...lane, priority, budget: 'shared' as const }))),
      ...flood.map((priority) => ({ ...urgent.lane, priority, budget: 'shared' as const })),
      ...mixed.map((priority) => ({ ...apart.lane, priority, budget: 'own' as const })),
    ];
    const program = await workerProgram(workerFile);
    const workers = Array.from({ length: crowdSize + 1 }, () => startWorker(program));
    opened.unshift(() => Promise.all(workers.map((worker) => worker.end())));
    const [fifth, ...crowd] = workers;
    await Promise.all(workers.map((worker) => worker.hears('here')));
    await Promise.all([
      ...crowd.map((worker) => worker.tell({ database, lanes: crowdLanes } satisfies Work, 'ready')),
      fifth?.tell({ database, lanes: [{ ...urgent.lane, priority: 'order', budget: 'shared' }] } satisfies Work, 'ready'),
    ]);

    const beginAt = Date.now();
    await Promise.all(workers.map((worker) => worker.tell('go', 'begun')));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const endAt = Date.now();
    const [fifthCalled = [], ...crowdCalled] = await Promise.all(workers.map((worker) => worker.ask<readonly Called[]>('stop')));

    return {
      seconds: (endAt - beginAt) / 1000,
      shared: {
        ...seenAt(shared, endAt),
        servedByProcess: crowdCalled.map((called) => served(called.filter(({ account }) => account.startsWith('shared')))),
      },
      urgent: {
        ...seenAt([urgent], endAt),
        orders: waitsOf(fifthCalled),
        backfill: waitsOf(crowdCalled.flat().filter(({ account }) => account === urgent.name)),
      },
      apart: seenAt([apart], endAt),
    };
  } finally {
    for (const close of opened) await close();
  }
}

async function openAccount(name: string): Promise<Account> {
  const apiKey = `${name}-key`;
  const settings = { rateLimit: { capacity: 4, perSecond: 2 } };
  const vendor = createLexofficeSimulator({ world: systemWorld(1), apiKey, settings });
  const [article] = vendor.seed.manyArticles(1);
  const server = await serve(vendor.handler);
  const lane = { account: name, baseUrl: server.url, apiKey, articleId: article?.id ?? '' };
  return { name, lane, journal: vendor.journal, served: server };
}

function seenAt(accounts: readonly Account[], endAt: number): Seen {
  const entries = accounts.flatMap(({ journal }) => journal);
  const refused = entries.filter(isRefused).length;
  const perSecond = accounts.reduce((sum, { journal }) => sum + rateOf(journal, endAt), 0) / accounts.length;
  return {
    accounts: accounts.length,
    calls: entries.length,
    refused,
    refusedShare: refused / entries.length,
    perSecond,
    usedShare: perSecond / 2,
    callsMax: Math.max(...accounts.map(({ journal }) => journal.length)),
  };
}

function rateOf(journal: readonly JournalEntry[], endAt: number): number {
  const taken = journal.filter((entry) => !isRefused(entry));
  const [first] = taken;
  return first === undefined ? 0 : (taken.length - 1) / ((endAt - first.at) / 1000);
}

function isRefused({ answered }: JournalEntry): boolean {
  return answered === 429;
}

function waitsOf(called: readonly Called[]): Waits {
  const times = called.map(({ tookMs }) => tookMs);
  const sum = times.reduce((one, other) => one + other, 0);
  return { served: served(called), meanMs: sum / times.length, longestMs: Math.max(...times) };
}

function served(called: readonly Called[]): number {
  return called.filter(({ came }) => came === 'served').length;
}
