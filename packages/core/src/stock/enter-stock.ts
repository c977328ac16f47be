import { sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';
import { bookCounts } from './book-counts.ts';
import { bookStock } from './book-stock.ts';
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
  /** When it was counted or happened. */
  readonly at: Instant;
  /** Who says so, for the ledger. */
  readonly source: string;
}

export type Entered =
  | { readonly status: 'booked' | 'repeated' | 'older' }
  /** Nothing of this call was booked: this entry is wrong, or only another one. */
  | { readonly status: 'refused'; readonly fault: StockFaultCode }
  | { readonly status: 'not-booked' };

const unitsMax = 999_999_999;

/** Books entries in order, all of them or none. */
export async function enterStock(
  tx: Tx,
  entries: readonly StockEntry[],
  { now, allowUnknown }: { readonly now: Instant; readonly allowUnknown: boolean },
): Promise<readonly Entered[]> {
  const known = await knownSkus(
    tx,
    entries.map((entry) => ({ pool: entry.pool, skuKey: keyOf(entry) })),
  );
  const faults = entries.map(
    (entry, index) => entryFault(entry, now) ?? (known[index]?.isKnown || allowUnknown ? undefined : 'SKU_UNKNOWN'),
  );
  if (faults.some((fault) => fault !== undefined)) {
    return faults.map((fault) => (fault === undefined ? { status: 'not-booked' } : { status: 'refused', fault }));
  }
  const entered: Entered[] = [];
  for (const entry of entries) {
    const { key, pool, kind, units, source, at } = entry;
    const place = { pool, skuKey: keyOf(entry) };
    if (kind === 'count') {
      const [result] = await bookCounts(tx, [{ ...place, key, figure: units, source, notBefore: at, notAfter: at, exact: true }], { now });
      entered.push({ status: result?.status ?? 'repeated' });
    } else {
      const booked = await bookStock(tx, [{ ...place, key, kind, units, source, at }], { now });
      entered.push({ status: booked === 0 ? 'repeated' : 'booked' });
    }
  }
  return entered;
}

/** What is wrong with an entry whatever the ledger knows. */
export function entryFault(
  { kind, units, at, sku: name }: Pick<StockEntry, 'kind' | 'units' | 'at' | 'sku'>,
  now: Instant,
): StockFaultCode | undefined {
  if (name.trim() === '') return 'SKU_MISSING';
  if (!Number.isFinite(units)) return 'NOT_A_FIGURE';
  if (!Number.isInteger(units)) return 'NOT_WHOLE';
  if (Math.abs(units) > unitsMax) return 'TOO_MANY_DIGITS';
  if (units < 0 && kind !== 'adjustment') return 'NEGATIVE';
  return at > now ? 'NOT_YET' : undefined;
}

function keyOf(entry: StockEntry): string {
  return skuKey(sku(entry.sku));
}
