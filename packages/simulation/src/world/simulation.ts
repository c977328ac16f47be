import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import {
  type BigcommerceSimulator,
  type BigcommerceSimulatorOptions,
  createBigcommerceSimulator,
} from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom as seededShare } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions } from '@megzo/adapter-lexoffice/simulator';
import type { ChannelPort, PairHandle, PairOptions, RateBudget, Store } from '@megzo/core';
import { createMemoryStore, type MemoryStore, seededIds, unlimitedBudget } from '@megzo/core/memory';
import {
  type AwaitPoint,
  composeEngine,
  createScheduler,
  createTrace,
  engineSteps,
  type Scheduler,
  type SimulatedWorker,
  seededRandom,
  workerStore,
} from '@megzo/core/testing';
import { carryOver, type Strike } from '../line/carry.ts';
import type { FaultName } from '../line/fault-catalogue.ts';
import { failingStore, type StoreFaultName } from '../line/store-faults.ts';
import type { Bug, Ports } from './mutant.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** When the world begins, ms since the epoch. */
  readonly at: number;
  /** Keeps the events for a timeline; the hash of the trace is kept always. */
  readonly recording?: boolean;
  readonly books?: LexofficeSimulatorOptions['settings'];
  readonly shop?: BigcommerceSimulatorOptions['settings'];
  readonly orderPageSize?: number;
  readonly pair?: Partial<PairOptions>;
  /** Shared by all processes; calls never wait where absent. */
  readonly budget?: (scheduler: Scheduler) => RateBudget;
  readonly kills?: (point: AwaitPoint) => boolean;
  /** Statements inside transactions are points, too. */
  readonly statements?: boolean;
  readonly strike?: (endpoint: string) => Strike | undefined;
  /** Asked once for each transaction of each process. */
  readonly storeStrike?: (process: string) => StoreFaultName | undefined;
  readonly latencyMs?: (endpoint: string) => number;
  /** What a vendor makes of a body, where it does not take it as it is. */
  readonly altered?: (endpoint: string, body: string) => string;
  readonly bug?: Bug;
}

/** One running process: a worker, and the pair as it sees it. */
export interface Process {
  readonly worker: SimulatedWorker;
  readonly pair: PairHandle;
  readonly channel: ChannelPort;
  readonly store: Store;
}

/** One merchant, simulated vendors and any number of processes, on one scheduler. */
export interface Simulation {
  readonly scheduler: Scheduler;
  readonly books: LexofficeSimulator;
  readonly shop: BigcommerceSimulator;
  readonly memory: MemoryStore;
  /** How often each fault struck each endpoint; without fault under `none`. */
  readonly struck: Map<string, number>;
  /** Bodies of the requests for a new order confirmation that left, whatever became of them. */
  readonly asked: { readonly at: number; readonly body: string; readonly fault: FaultName | undefined }[];
  start(name: string, died?: () => void): Process;
}

export const merchant = 'acme';
export const pairName = 'acme-shop';
export const hookSecret = 'a-secret-of-our-own';
/** Under this name the database is counted among what is struck. */
export const storeEndpoint = 'store transaction';
const storeHash = 'abc123';

export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, at, bug = {} } = options;
  const scheduler = createScheduler({
    at,
    random: seededRandom(`schedule/${seed}`),
    trace: createTrace({ recording: options.recording ?? false }),
    ...(options.kills === undefined ? {} : { kills: options.kills }),
  });
  const world = { clock: scheduler.clock, random: seededShare(seed) };
  const books = createLexofficeSimulator({
    world,
    apiKey: 'books-key',
    settings: { rateLimit: 'off', countries: ['DE', 'AT', 'CH'], ...options.books },
  });
  const shop = createBigcommerceSimulator({
    world,
    storeHash,
    accessToken: 'shop-token',
    clientSecret: 'shop-secret',
    settings: { quota: 'off', ...options.shop },
  });
  const memory = createMemoryStore();
  const struck = new Map<string, number>();
  const asked: { readonly at: number; readonly body: string; readonly fault: FaultName | undefined }[] = [];
  const planted = new Map<string, unknown>();
  const shared = options.budget?.(scheduler) ?? unlimitedBudget();
  const budget = bug.budget?.(shared) ?? shared;

  function storeStruck(name: string): StoreFaultName | undefined {
    const fault = options.storeStrike?.(name);
    count(struck, storeEndpoint, fault);
    if (fault !== undefined) scheduler.trace.note({ at: scheduler.clock.now(), who: name, what: `store (${fault})` });
    return fault;
  }

  function start(name: string, died: () => void = () => {}): Process {
    const worker = scheduler.worker(name, () => {
      memory.kill(name);
      died();
    });
    const kit = createKit({
      clock: worker.clock,
      ids: seededIds(`${seed}/${name}`),
      budget: budgetOf(budget, worker),
      carry: carryOver(
        {
          clock: scheduler.clock,
          handlers: { books: books.handler, shop: shop.handler },
          strike: options.strike ?? (() => undefined),
          latencyMs: options.latencyMs ?? (() => 0),
          ...(options.altered === undefined ? {} : { altered: options.altered }),
          seen: (endpoint, fault, body) => {
            count(struck, endpoint, fault);
            if (endpoint === 'books POST order-confirmations') asked.push({ at: scheduler.clock.now(), body: body ?? '', fault });
          },
        },
        worker,
      ),
    });
    const known = { clock: worker.clock, memory: planted };
    const database = failingStore(memory.connect(name), () => storeStruck(name));
    const reached = workerStore(database, worker, { statements: options.statements ?? false });
    const store = bug.store?.(reached, known) ?? reached;
    const real: Ports = {
      invoicing: createLexofficeInvoicing({ apiKey: 'books-key', baseUrl: 'https://books.example' }, kit),
      channel: createBigcommerceChannel(
        {
          storeHash,
          accessToken: 'shop-token',
          clientSecret: 'shop-secret',
          webhookSecret: hookSecret,
          baseUrl: 'https://shop.example',
          orderPageSize: options.orderPageSize ?? 250,
        },
        kit,
      ),
    };
    const ports = bug.ports?.(real, { ...known, store: reached }) ?? real;
    const here = { ...known, store: reached, ports: real };
    const steps = bug.steps?.(engineSteps, here) ?? engineSteps;
    const handle = composeEngine({ store, kit }, steps).pair({
      merchant,
      name: pairName,
      invoicing: ports.invoicing,
      channel: ports.channel,
      ordersFrom: '2025-01-01T00:00:00+01:00',
      taxClasses: { 19: 1, 7: 2, 0: 3 },
      adoptExisting: 'by-sku',
      flows: { listings: false, stock: false, orders: true },
      ...options.pair,
    });
    return { worker, pair: bug.handle?.(handle, here) ?? handle, channel: ports.channel, store };
  }

  return { scheduler, books, shop, memory, struck, asked, start };
}

function budgetOf(budget: RateBudget, worker: SimulatedWorker): RateBudget {
  return {
    // Sends wait at a point of their own: between it and the first byte stands nothing but the self-fence.
    slot: (pace, call) => ('maySend' in call ? worker.call('budget send', () => budget.slot(pace, call)) : budget.slot(pace, call)),
    saw: (pace, limit) => budget.saw(pace, limit),
  };
}

function count(struck: Map<string, number>, endpoint: string, fault: FaultName | StoreFaultName | undefined): void {
  const cell = `${endpoint} | ${fault ?? 'none'}`;
  struck.set(cell, (struck.get(cell) ?? 0) + 1);
}
