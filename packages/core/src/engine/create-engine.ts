import { type CalledSide, type PairRun, type PairSettings, problemKey } from '../effects/pair-run.ts';
import { connectionId, merchantId, pairId } from '../kernel/ids.ts';
import { problemWords } from '../kernel/problem-catalogue.ts';
import { indexShelf } from '../listings/index-shelf.ts';
import { type ListingPlanItem, planListings } from '../listings/plan-listings.ts';
import { createRuleCompiler } from '../mapping/compile-rules.ts';
import { requiringTargets } from '../mapping/required-targets.ts';
import { ruleFields } from '../mapping/rule-fields.ts';
import type { LentTransforms } from '../mapping/value.ts';
import { type VatRateTable, vatRateFault } from '../money/vat-rates.ts';
import { beginEpoch } from '../orders/begin-epoch.ts';
import type { Call } from '../ports/call.ts';
import type { Environment } from '../ports/environment.ts';
import type { Store } from '../ports/store.ts';
import { pullCounted } from '../stock/pull-counted.ts';
import { createRuleTaker } from './active-rules.ts';
import { backfill } from './backfill.ts';
import { connectionWords } from './connection-words.ts';
import { diagnose } from './diagnose.ts';
import { type EngineSteps, engineSteps } from './engine-steps.ts';
import { explainArticle } from './explain-article.ts';
import { applyListingsPlan, storeListingsPlan } from './listings-plan.ts';
import { noteWakeUps } from './note-wake-ups.ts';
import { openRun, type PairParts } from './open-run.ts';
import { createOrderDesk } from './order-desk.ts';
import type { PairHandle, PairOptions, Plan, SyncOptions } from './pair-handle.ts';
import { createProblemDesk } from './problem-desk.ts';
import { explainOrder, replayOrders } from './recorded-orders.ts';
import type { CallCount, FlowName, PairReport } from './report.ts';
import { flowNames } from './report.ts';
import { createRuleBook } from './rule-book.ts';
import { adviseStock, stockBound } from './stock-advice.ts';
import { createStockDesk, type StockDesk } from './stock-desk.ts';
import { stockSettingsOf } from './stock-settings.ts';
import { subscribeWebhooks } from './subscribe.ts';
import { PairSync, type RunResult } from './sync.ts';
import { readWake, refuseWake, settleWake, type Wake } from './wake.ts';

export interface Engine {
  /** A light, stateless handle; making it calls nobody. Throws where the options contradict themselves. */
  pair(options: PairOptions): PairHandle;
  /** The stock ledger of a merchant, which all of its pairs share. */
  stock(merchant: string): StockDesk;
}

/** The only composition root: what an embedder calls, and all that a container has to gather for. */
export function createEngine(parts: EngineParts): Engine {
  return composeEngine(parts, engineSteps);
}

export interface EngineParts {
  readonly store: Store;
  readonly kit: Environment;
  /** What mapping rules may use beside core's own transforms. */
  readonly transforms?: LentTransforms;
}

/** The same engine around steps that are handed in. Only simulations hand in others than the ones that ship. */
export function composeEngine({ store, kit, transforms = {} }: EngineParts, steps: EngineSteps): Engine {
  const compileRules = createRuleCompiler();
  const takeRules = createRuleTaker();
  return {
    pair: (options) => createPair({ store, environment: kit, steps, compileRules, takeRules, transforms }, options),
    stock: (merchant) => createStockDesk({ store, kit }, merchantId(merchant)),
  };
}

type Composed = Pick<PairParts, 'store' | 'environment' | 'steps' | 'compileRules' | 'takeRules' | 'transforms'>;

function createPair({ store, environment, compileRules, ...composed }: Composed, options: PairOptions): PairHandle {
  const {
    invoicing = `${options.name}-invoicing`,
    channel = `${options.name}-channel`,
    source = `${options.name}-source`,
  } = options.connections ?? {};
  const parts: PairParts = {
    merchant: merchantId(options.merchant),
    pair: pairId(options.name),
    store,
    environment,
    invoicing: options.invoicing,
    channel: options.channel,
    connections: { invoicing, channel, source },
    settings: settingsOf(options),
    rules: options.rules,
    compileRules: requiringTargets(compileRules, ruleFields(options)),
    ...composed,
  };
  return {
    rules: createRuleBook(parts),
    explain: (orderId, { by }) => explainOrder(parts, orderId, by),
    explainArticle: (asked) => explainArticle(parts, asked),
    replay: (replayOptions) => replayOrders(parts, replayOptions),
    problems: createProblemDesk(parts),
    orders: createOrderDesk(parts, () => callsOf({}).call('invoicing', 'order')),
    sync: (syncOptions = {}) => sync(parts, syncOptions),
    plan: () => plan(parts),
    apply: (planId) =>
      applyListingsPlan(parts, planId, {
        open: () => openRun(parts, callsOf({}).call, false),
        sync: () => sync(parts, { flow: 'listings' }),
      }),
    check: () => diagnose(parts, callsOf({}).call),
    receive: async (side, message) => {
      const reader = parts[side].webhooks;
      if (reader === undefined) return 'no-webhooks';
      const read = reader.read(message);
      if (read === undefined) return 'forged';
      if (read.look.length > 0) {
        await store.transaction(parts.merchant, (tx) => noteWakeUps(tx, parts, read.look));
      }
      return 'woken';
    },
    stockBound: (sku) => stockBound(parts, sku),
    adviseStock: (asked) => adviseStock(parts, asked),
    subscribe: (side, url) => subscribeWebhooks(parts, side, url, callsOf({}).call(side, 'backfill')),
    beginEpoch: () => restored(parts),
    backfill: (backfillOptions) => backfill(parts, backfillOptions),
    order: (orderId) =>
      store.transaction(parts.merchant, async (tx) => {
        const record = await tx.orders.read(parts.pair, orderId);
        if (record === undefined) return undefined;
        const data = { order: orderId, ...record.reasonData };
        return record.reason === undefined ? { record } : { record, reason: problemWords(record.reason, data).text };
      }),
  };
}

function settingsOf(options: PairOptions): PairSettings {
  const ordersFrom = Date.parse(options.ordersFrom);
  if (Number.isNaN(ordersFrom) || !/([zZ]|[+-]\d{2}:\d{2})$/.test(options.ordersFrom)) {
    throw new Error(
      `ordersFrom must be an ISO 8601 instant with an offset, such as 2027-01-01T00:00:00+01:00; it is ${JSON.stringify(options.ordersFrom)}`,
    );
  }
  const { listings = true, stock = options.stock !== undefined, orders = true } = options.flows ?? {};
  return {
    timeZone: options.timeZone ?? 'Europe/Berlin',
    ordersFrom,
    flows: { listings, stock, orders },
    taxClasses: options.taxClasses ?? {},
    adoptExisting: options.adoptExisting ?? 'never',
    ...(options.stock === undefined ? {} : { stock: stockSettingsOf(options.name, options.stock) }),
    contacts: options.contacts ?? 'companies',
    markerPlace: options.markerPlace ?? 'text-line',
    testOrders: options.testOrders ?? 'exclude',
    afterDoubt: options.afterDoubt ?? 'send-again',
    otherCurrencies: options.otherCurrencies ?? 'park',
    vatRates: vatRatesOf(options),
    attemptsMax: attemptsMaxOf(options),
  };
}

function vatRatesOf({ vatRates = {} }: PairOptions): VatRateTable {
  const fault = vatRateFault(vatRates);
  if (fault !== undefined) throw new Error(`vatRates cannot be used: ${fault}`);
  return vatRates;
}

function attemptsMaxOf({ attemptsMax = 6 }: PairOptions): number {
  if (Number.isInteger(attemptsMax) && attemptsMax >= 1 && attemptsMax <= 20) return attemptsMax;
  throw new Error(`attemptsMax must be a whole number from 1 to 20; it is ${attemptsMax}`);
}

interface Calls {
  readonly call: PairRun['call'];
  readonly counts: Record<CalledSide, { read: number; write: number }>;
}

function callsOf({ signal }: Pick<SyncOptions, 'signal'>): Calls {
  const counts: Calls['counts'] = { invoicing: { read: 0, write: 0 }, channel: { read: 0, write: 0 }, source: { read: 0, write: 0 } };
  const used = signal ?? new AbortController().signal;
  const call = (side: CalledSide, priority: Call['priority']): Call => ({
    signal: used,
    priority,
    count: (request) => {
      counts[side][request] += 1;
    },
  });
  return { call, counts };
}

/** A run that finds nothing new in this many waits in a row leaves the rest to the next one. */
const idleRoundsMax = 3;

async function sync(parts: PairParts, options: SyncOptions): Promise<PairReport> {
  const { clock } = parts.environment;
  const startedAt = clock.now();
  const { call, counts } = callsOf(options);
  const flows = new Set<FlowName>(
    flowNames.filter((flow) => parts.settings.flows[flow] && (options.flow === undefined || options.flow === flow)),
  );
  const wake = await readWake(parts, options);
  const opened = await openRun(parts, call, options.dryRun ?? false, wake.whole ? 'fresh' : 'known');
  if (opened.status === 'closed') {
    await parts.store.transaction(parts.merchant, (tx) => refuseWake(tx, parts.pair));
    const failures = opened.failures.map(({ side, error }) => ({ flow: [...flows][0] ?? ('orders' as const), side, error }));
    const failed = { processed: 0, created: 0, updated: 0, unchanged: 0, held: 0, parked: 0, failed: 1 };
    return report(parts, options, {
      startedAt,
      wake,
      flows,
      counts,
      result: {
        stats: { listings: failed, stock: failed, orders: failed },
        failures,
        more: false,
        nextAt: undefined,
        audit: undefined,
        stock: undefined,
        foreseen: [],
      },
    });
  }
  const work = new PairSync(opened.run, options, opened.silent, parts.steps);
  const pass = (due: ReadonlySet<FlowName>, waited: boolean): Promise<void> =>
    wake.whole ? work.pass(due, waited) : work.wake(due, waited);
  await pass(flows, false);
  let idle = 0;
  let seen = '';
  while (options.slices !== 1 && options.signal?.aborted !== true) {
    const { more, nextAt, stats, failures } = work.result();
    const dueInMs = more ? 0 : nextAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, nextAt - clock.now());
    if (dueInMs > (options.waitMaxMs ?? 0) || failures.length > 0 || options.dryRun === true) break;
    const now = JSON.stringify(stats);
    idle = now === seen ? idle + 1 : 0;
    seen = now;
    if (idle >= idleRoundsMax) break;
    if (dueInMs > 0) options.onProgress?.({ flow: 'orders', step: 'waiting', processed: stats.orders.processed });
    await clock.sleep(dueInMs, options.signal);
    await pass(new Set([...work.waiting()].filter((flow) => flows.has(flow))), true);
  }
  return report(parts, options, { startedAt, wake, flows, counts, result: work.result() });
}

interface Ran {
  readonly startedAt: number;
  readonly wake: Wake;
  readonly flows: ReadonlySet<FlowName>;
  readonly counts: Calls['counts'];
  readonly result: RunResult;
}

const problemsMax = 500;
const erasedMax = 500;

async function report(parts: PairParts, options: SyncOptions, { startedAt, wake, flows, counts, result }: Ran): Promise<PairReport> {
  const { connections, store, merchant, pair, environment } = parts;
  const failures = result.failures.map(({ flow, side, error }) => {
    const words = connectionWords(error, connections[side]);
    return { flow, connection: connections[side], side, error, code: words.code, text: words.text, remedy: words.remedy };
  });
  const sides: readonly CalledSide[] = ['invoicing', 'channel', ...(parts.settings.stock?.source === undefined ? [] : ['source' as const])];
  const open = await store.transaction(merchant, async (tx) => {
    for (const side of sides) {
      const key = `${pair}/connection/${connections[side]}`;
      const failure = failures.find((candidate) => candidate.side === side);
      // A side that was not asked has not answered.
      if (failure === undefined) {
        if (wake.whole || counts[side].read + counts[side].write > 0) await tx.problems.clear(key);
      } else {
        const data = { connection: connections[side], code: failure.error.code };
        await tx.problems.raise({ key, pair, code: failure.code, data, raisedAt: environment.clock.now() });
      }
    }
    await settleWake(tx, pair, wake, { startedAt, options, result });
    // Personal data whose time is over goes with the next run, a bounded piece at a time.
    await tx.people.eraseEnded(environment.clock.now(), erasedMax);
    return tx.problems.open(pair, undefined, problemsMax);
  });
  const calls: Record<string, CallCount> = Object.fromEntries(sides.map((side) => [connections[side], { ...counts[side] }]));
  const standing = new Set(open.map(({ key }) => key));
  const foreseen = result.foreseen
    .map(({ code, subject, data }) => ({ key: problemKey(parts, code, subject), code, ...problemWords(code, data) }))
    .filter(({ key }) => !standing.has(key));
  const reported = [...flows].map((name) => ({ name, ...result.stats[name] }));
  return {
    merchant: parts.merchant,
    pair,
    startedAt,
    finishedAt: environment.clock.now(),
    ok: failures.length === 0 && reported.every((flow) => flow.failed === 0),
    dryRun: options.dryRun ?? false,
    whole: wake.whole,
    flows: reported,
    calls,
    problems: open.map(({ key, code, data }) => ({ key, code, ...problemWords(code, data) })),
    ...(options.dryRun === true ? { foreseen } : {}),
    failures: failures.map(({ flow, connection, error, text, remedy }) => ({ flow, connection, error, text, remedy })),
    more: result.more,
    ...(result.nextAt === undefined ? {} : { nextAt: result.nextAt }),
    ...(result.audit === undefined ? {} : { audit: result.audit }),
    ...(result.stock === undefined ? {} : { stockRequests: result.stock }),
  };
}

/** A stored diff of the listings, after fresh reads of both sides. */
async function plan(parts: PairParts): Promise<Plan> {
  const { call } = callsOf({});
  const opened = await openRun(parts, call, true);
  if (opened.status === 'closed') throw opened.failures[0]?.error ?? new Error('the pair cannot run');
  const { run } = opened;
  const { listings } = run.channel;
  if (run.unreadable.has('listings'))
    throw new Error('the active rules of listings cannot be read: save them anew, or activate another version');
  if (listings === undefined) throw new Error('this channel takes no listings');
  const pulled = await pullCounted(run);
  const indexed = pulled.failure === undefined ? await indexShelf(run, listings) : pulled;
  if (indexed.failure !== undefined) throw indexed.failure.error;
  return storeListingsPlan(run, (tx, rows, bindings): Promise<readonly ListingPlanItem[]> => planListings(run, tx, rows, bindings));
}

function restored({ connections, ...parts }: PairParts): Promise<number> {
  const { store, merchant, environment } = parts;
  const pair = { ...parts, invoicingConnection: connectionId(connections.invoicing), channelConnection: connectionId(connections.channel) };
  const at = environment.clock.now();
  return store.transaction(merchant, (tx) => beginEpoch(tx, pair, { at, by: 'operator', why: 'a backup was restored' }));
}
