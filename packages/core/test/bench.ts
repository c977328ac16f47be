import type { PairRun, PairSettings } from '../src/effects/pair-run.ts';
import { createEngine } from '../src/engine/create-engine.ts';
import type { PairHandle, PairOptions } from '../src/engine/pair-handle.ts';
import type { Json } from '../src/kernel/canonical-json.ts';
import { connectionId, merchantId, pairId } from '../src/kernel/ids.ts';
import { problemWords } from '../src/kernel/problem-catalogue.ts';
import { compileRules } from '../src/mapping/compile-rules.ts';
import { defaultRules } from '../src/mapping/default-rules.ts';
import { readRuleSet } from '../src/mapping/read-rule-set.ts';
import type { RuleSet } from '../src/mapping/rule-set.ts';
import { createMemoryEnvironment, type MemoryEnvironment } from '../src/memory/environment.ts';
import { createMemoryStore, type MemoryStore } from '../src/memory/memory-store.ts';
import { noRates } from '../src/money/exchange-rate.ts';
import { notingRates } from '../src/money/noting-rates.ts';
import type { Problem, Store, Tx } from '../src/ports/store.ts';
import { countInNote } from '../src/stock/count-in-note.ts';
import { morning } from './orders.ts';
import { createScriptedBooks, type ScriptedBooks } from './scripted-books.ts';
import { createScriptedChannel, type ScriptedChannel } from './scripted-channel.ts';

export const merchant = merchantId('acme');
export const pair = pairId('acme-main');
export const booksConnection = connectionId('acme-books');
export const shopConnection = connectionId('acme-shop');

/** A merchant's pair over the store in memory, between two scripted vendors, on a clock that the test moves. */
export interface Bench {
  readonly store: MemoryStore;
  readonly environment: MemoryEnvironment;
  readonly books: ScriptedBooks;
  readonly shop: ScriptedChannel;
  /** A run with both sides' settings as they are now. */
  run(changes?: Partial<PairRun>): PairRun;
  /** `over`: another store in front of the bench's own. */
  engine(changes?: Partial<PairOptions>, over?: Store): PairHandle;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Open problems as `CODE subject`. A problem whose words have a gap fails the test. */
  problems(): Promise<readonly string[]>;
}

export const pairSettings: PairSettings = {
  timeZone: 'Europe/Berlin',
  ordersFrom: morning - 30 * 24 * 3_600_000,
  flows: { listings: true, stock: true, orders: true },
  taxClasses: { 19: 1, 7: 2, 0: 3 },
  adoptExisting: 'by-sku',
  stock: { count: countInNote('Bestand: {count}'), buffers: [{ buffer: { kind: 'fixed', units: 0 } }] },
  contacts: 'companies',
  markerPlace: 'text-line',
  testOrders: 'exclude',
  afterDoubt: 'send-again',
  otherCurrencies: 'park',
  vatRates: {},
  attemptsMax: 6,
};

export function createBench(): Bench {
  const store = createMemoryStore();
  const environment = createMemoryEnvironment({ at: morning, seed: 1 });
  const books = createScriptedBooks(environment.clock);
  const shop = createScriptedChannel();
  const rules = defaultRules();
  const tx: Bench['tx'] = (work) => store.transaction(merchant, work);
  return {
    store,
    environment,
    books,
    shop,
    tx,
    run: (changes = {}) => ({
      merchant,
      pair,
      store,
      environment,
      invoicing: books.port,
      invoicingConnection: booksConnection,
      invoicingSettings: books.settings,
      channel: shop.port,
      channelConnection: shopConnection,
      channelSettings: shop.settings,
      sourceConnection: connectionId('warehouse'),
      settings: pairSettings,
      rules: {
        listings: { version: 1, compiled: compileRules(rules.listings) },
        stock: { version: 1, compiled: compileRules(rules.stock) },
        orders: { version: 1, compiled: compileRules(rules.orders) },
      },
      compile: (content) => compileRules(stored(content)),
      unreadable: new Set(),
      rates: notingRates(noRates),
      ratesStand: '0/',
      rulesStand: '1/0',
      call: (_side, priority) => ({ signal: new AbortController().signal, priority }),
      stopAt: Number.POSITIVE_INFINITY,
      dryRun: false,
      ...changes,
    }),
    engine: (changes = {}, over = store) =>
      createEngine({ store: over, kit: environment }).pair({
        merchant,
        name: pair,
        invoicing: books.port,
        channel: shop.port,
        connections: { invoicing: booksConnection, channel: shopConnection },
        ordersFrom: new Date(pairSettings.ordersFrom).toISOString(),
        taxClasses: pairSettings.taxClasses,
        adoptExisting: 'by-sku',
        ...(pairSettings.stock === undefined ? {} : { stock: pairSettings.stock }),
        ...changes,
      }),
    problems: async () => (await tx(({ problems }) => problems.open(pair, undefined, 1_000))).map(shown),
  };
}

function shown({ key, code, data }: Problem): string {
  const { text, remedy } = problemWords(code, data);
  const gaps = [text.de, text.en, remedy.de, remedy.en].filter((words) => words === '' || /–(?!\w)/.test(words));
  if (gaps.length > 0) throw new Error(`${code} is told with a gap: ${gaps[0]}`);
  return `${code} ${key.slice(key.indexOf('/', key.indexOf('/') + 1) + 1)}`;
}

function stored(content: Json): RuleSet {
  const read = readRuleSet(content);
  if (!read.ok) throw new Error(`these are no rules: ${JSON.stringify(read.faults)}`);
  return read.rules;
}
