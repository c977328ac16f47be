import { defaultPool } from '../effects/pair-run.ts';
import { type MerchantId, pairId, sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Environment } from '../ports/environment.ts';
import type { StockEvent, StockHolding, StockLevel } from '../ports/stock-journal.ts';
import type { Store } from '../ports/store.ts';
import { checkPattern, type PatternCheck } from '../stock/check-pattern.ts';
import { countInNote } from '../stock/count-in-note.ts';
import { type Entered, enterStock, type StockEntry } from '../stock/enter-stock.ts';
import { type ImportReport, importCounts, type StockImport } from '../stock/import-counts.ts';
import { type RebuildReport, rebuildStock } from '../stock/rebuild-stock.ts';

/** An entry, with what is filled in where it says nothing. */
export type StockEntryGiven = Pick<StockEntry, 'kind' | 'sku' | 'units'> & Partial<StockEntry>;

export interface StockShown {
  readonly pool: string;
  /** SKU keys that name the item. */
  readonly names: readonly string[];
  /** Absent: nothing was ever booked. */
  readonly level?: StockLevel;
  /** Orders that hold units of it, by order key, at most a hundred. */
  readonly holdings: readonly StockHolding[];
  /** The last events, oldest first. */
  readonly events: readonly StockEvent[];
}

/** The stock ledger of one merchant, for people and programs. */
export interface StockDesk {
  /** Books all entries or none. */
  book(entries: readonly StockEntryGiven[], options?: { readonly allowUnknown?: boolean }): Promise<readonly Entered[]>;
  show(sku: string, pool?: string): Promise<StockShown>;
  /** Counts from a file. One that is refused books nothing; one that was interrupted is given again. */
  importCounts(given: StockImport): Promise<ImportReport>;
  /** Adds up all events anew, says where the stored levels differ, and puts them right if asked to. */
  rebuild(options?: { readonly apply?: boolean; readonly onProgress?: (items: number) => void }): Promise<RebuildReport>;
  /** What a pattern would find in the notes of a pair's articles; `undefined` for a pair that never ran. */
  checkPattern(asked: { readonly pair: string; readonly pattern: string; readonly timeZone?: string }): Promise<PatternCheck | undefined>;
}

const holdersMax = 500;
const shownHolders = 100;
const shownEvents = 20;
const eventsPerRead = 1_000;

export function createStockDesk({ store, kit }: { readonly store: Store; readonly kit: Environment }, merchant: MerchantId): StockDesk {
  const now = (): Instant => kit.clock.now();
  return {
    book: (entries, { allowUnknown = false } = {}) => {
      const at = now();
      const filled = entries.map(({ pool = defaultPool, source = 'by-hand', key = `entry/${kit.ids.next()}`, ...entry }) => ({
        ...{ pool, source, key },
        ...entry,
      }));
      return store.transaction(merchant, (tx) => enterStock(tx, filled, { now: at, allowUnknown }));
    },
    show: (name, pool = defaultPool) =>
      store.transaction(merchant, async (tx) => {
        const key = skuKey(sku(name));
        const { [key]: item = key } = await tx.stock.items(pool, [key]);
        const [level] = await tx.stock.levels(pool, [key]);
        const names = (await tx.stock.names(pool, [item]))[item] ?? [];
        const holders: StockHolding[] = [];
        for (let after: string | undefined; holders.length < shownHolders; ) {
          const page: readonly StockHolding[] = await tx.stock.holders({ pool, item }, after, holdersMax);
          holders.push(...page.filter(({ allocated }) => allocated > 0));
          after = page.at(-1)?.orderKey;
          if (page.length < holdersMax) break;
        }
        let events: readonly StockEvent[] = [];
        for (let from = 0; ; from += eventsPerRead) {
          const page = await tx.stock.history({ pool, item }, from, eventsPerRead);
          events = [...events, ...page].slice(-shownEvents);
          if (page.length < eventsPerRead) break;
        }
        return { pool, names, ...(level === undefined ? {} : { level }), holdings: holders.slice(0, shownHolders), events };
      }),
    importCounts: (given) => importCounts({ store, merchant, now }, given),
    rebuild: ({ apply = false, ...options } = {}) => rebuildStock(store, merchant, { apply, ...options }),
    checkPattern: ({ pair, pattern, timeZone }) =>
      store.transaction(merchant, async (tx) => {
        const connection = (await tx.pairs.read(pairId(pair)))?.invoicing;
        if (connection === undefined) return undefined;
        const count = countInNote(pattern, timeZone === undefined ? {} : { timeZone });
        return checkPattern(tx, { connection, pattern, count });
      }),
  };
}
