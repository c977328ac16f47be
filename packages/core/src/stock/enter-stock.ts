import { canonicalJson } from '../kernel/canonical-json.ts';
import { sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Span } from '../model/stock.ts';
import type { Tx } from '../ports/store.ts';
import { bookCounts } from './book-counts.ts';
import { bookStock } from './book-stock.ts';
import { isInCount } from './fold-stock.ts';
import { correctionKey } from './judge-count.ts';
import { knownSkus } from './known-skus.ts';
import type { StockFaultCode } from './stock-faults.ts';

/** What a person or a program says about one SKU. */
export interface StockEntry {
  /** Units on the shelf; units that came in; a correction by so many units, up or down. */
  readonly kind: 'count' | 'receipt' | 'adjustment';
  readonly sku: string;
  readonly units: number;
  /** The same key is booked once: give it where the call may be repeated. */
  readonly key: string;
  readonly pool: string;
  /** When it was counted or happened. Absent: now, or with the count that stands where the clock was put back since. */
  readonly at?: Instant;
  /** Who says so, for the ledger. */
  readonly source: string;
}

export type Entered =
  /** `older`: the count that stands was made later, and knows of it. */
  | { readonly status: 'booked' | 'repeated' | 'older' }
  /** Nothing of this call was booked: this entry is wrong, or only another one. */
  | { readonly status: 'refused'; readonly fault: StockFaultCode }
  | { readonly status: 'not-booked' };

const unitsMax = 999_999_999;
const nameMax = 500;
/** Programs that are not type-checked may say anything. */
const kinds: readonly string[] = ['count', 'receipt', 'adjustment'];

/** Books entries in order, all of them or none. */
export async function enterStock(
  tx: Tx,
  entries: readonly StockEntry[],
  { now, allowUnknown }: { readonly now: Instant; readonly allowUnknown: boolean },
): Promise<readonly Entered[]> {
  const said = entries.map((entry) => nameFault(entry) ?? entryFault(entry, now));
  const faults = said.some(isFault) ? said : await ledgerFaults(tx, entries, allowUnknown);
  if (faults.some(isFault)) return faults.map((fault) => (fault === undefined ? { status: 'not-booked' } : { status: 'refused', fault }));
  const entered: Entered[] = [];
  for (const entry of entries) {
    const { key, pool, kind, units, source } = entry;
    const place = { pool, skuKey: keyOf(entry) };
    const [level] = await tx.stock.levels(pool, [place.skuKey]);
    const at = entry.at ?? Math.max(now, afterCount(level?.lastCount) ?? now);
    if (kind === 'count') {
      const [result] = await bookCounts(tx, [{ ...place, key, figure: units, source, notBefore: at, notAfter: at, exact: true }], { now });
      entered.push({ status: result?.status ?? 'repeated' });
    } else {
      const booked = await bookStock(tx, [{ ...place, key, kind, units, source, at }], { now });
      const moved = level === undefined || !isInCount(level, { kind, units, at, source });
      entered.push({ status: booked === 0 ? 'repeated' : moved ? 'booked' : 'older' });
    }
  }
  return entered;
}

/** The first instant of which it is sure that a count does not know of it. */
function afterCount(count: Span | undefined): Instant | undefined {
  return count === undefined || count.notBefore === count.notAfter ? count?.notAfter : count.notAfter + 1;
}

/** What stands against entries that are well said. */
async function ledgerFaults(
  tx: Tx,
  entries: readonly StockEntry[],
  allowUnknown: boolean,
): Promise<readonly (StockFaultCode | undefined)[]> {
  const known = await knownSkus(
    tx,
    entries.map((entry) => ({ pool: entry.pool, skuKey: keyOf(entry) })),
  );
  const keys = await takenKeys(tx, entries);
  return entries.map((entry, index) => {
    if (!known[index]?.isKnown && !allowUnknown) return 'SKU_UNKNOWN';
    return keys.get(entry.key) === contentOf(entry) ? undefined : 'KEY_TAKEN';
  });
}

function isFault(fault: StockFaultCode | undefined): boolean {
  return fault !== undefined;
}

/**
 * What each key stands for: what is booked under it, or else the first entry of the call that bears it. The correction of a count stands
 * under a key beside it, which must be free as well.
 */
async function takenKeys(tx: Tx, entries: readonly StockEntry[]): Promise<ReadonlyMap<string, string>> {
  const taken = new Map<string, string>();
  for (const event of await tx.stock.find(entries.map(({ key }) => key))) taken.set(event.key, contentOf({ ...event, sku: event.skuKey }));
  const beside = await tx.stock.find(entries.flatMap(({ key, kind }) => (kind === 'count' ? [correctionKey(key)] : [])));
  for (const { key } of entries)
    if (!taken.has(key) && beside.some((event) => event.key === correctionKey(key))) taken.set(key, 'a correction');
  for (const entry of entries) if (!taken.has(entry.key)) taken.set(entry.key, contentOf(entry));
  return taken;
}

/** What must not differ under one key. Its time may: who repeats a call need not know when the first one was made. */
function contentOf(entry: Pick<StockEntry, 'pool' | 'units' | 'sku'> & { readonly kind: string }): string {
  return canonicalJson([entry.pool, keyOf(entry), entry.kind, entry.units]);
}

/** What is wrong with an entry whatever the ledger knows. */
export function entryFault(
  { kind, units, at, sku: name }: Pick<StockEntry, 'kind' | 'units' | 'at' | 'sku'>,
  now: Instant,
): StockFaultCode | undefined {
  if (!kinds.includes(kind)) return 'KIND_UNKNOWN';
  if (typeof name !== 'string' || name.trim() === '') return 'SKU_MISSING';
  if (hasControls(name.trim())) return 'SKU_UNREADABLE';
  if (!Number.isFinite(units)) return 'NOT_A_FIGURE';
  if (!Number.isInteger(units)) return 'NOT_WHOLE';
  if (Math.abs(units) > unitsMax) return 'TOO_MANY_DIGITS';
  if (units < 0 && kind !== 'adjustment') return 'NEGATIVE';
  if (at !== undefined && !(Number.isFinite(at) && at >= 0)) return 'NOT_A_TIME';
  return (at ?? now) > now ? 'NOT_YET' : undefined;
}

/** A store must give back what names an entry as it was given, or the entry would not be known again. */
function nameFault({ key, pool, source }: StockEntry): StockFaultCode | undefined {
  const isName = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '' && text.length <= nameMax && !hasControls(text);
  return isName(key) && isName(pool) && isName(source) ? undefined : 'KEY_UNREADABLE';
}

/** Such as a line break that was pasted along, or half a character. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

function keyOf(entry: Pick<StockEntry, 'sku'>): string {
  return skuKey(sku(entry.sku));
}
