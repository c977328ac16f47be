import { isRecord, type RawRecord } from './raw-records.ts';
import { type Path, placeName } from './schema-faults.ts';

interface Counting {
  readonly place: Path;
  readonly pair: string;
  readonly pool: string;
  /** What is counted: the articles of one invoicing connection, or what one source keeps. */
  readonly shelf: string;
  /** Of articles: by which line of their notes. */
  readonly pattern?: string;
}

/**
 * A figure in an article's note, or in a system that keeps stock, stands for one shelf. Pairs that read the same articles must
 * read the same line of them, and pairs that read the same figures must read them into the same pool: whoever read first would
 * decide otherwise, or the same units would be sold twice.
 */
export function stockLinkFaults(pairs: readonly { readonly record: RawRecord; readonly index: number }[], at: Path): readonly string[] {
  const first = new Map<string, Counting>();
  return pairs.flatMap(({ record, index }) => {
    const counting = countingOf(record, [...at, index]);
    if (counting === undefined) return [];
    const standing = first.get(counting.shelf);
    if (standing === undefined) first.set(counting.shelf, counting);
    if (standing === undefined || (standing.pool === counting.pool && standing.pattern === counting.pattern)) return [];
    const what = standing.pool === counting.pool ? 'pattern' : 'pool';
    const where = what === 'pool' ? [...counting.place, 'stock', 'pool'] : [...counting.place, 'stock', 'count', 'pattern'];
    return [
      `${placeName(where)}: ${counting.shelf} are counted by pair "${standing.pair}" too, ${
        what === 'pool' ? `into the pool "${standing.pool}"` : `by the pattern "${standing.pattern}"`
      }; both must say the same, or one of them leaves out "count"`,
    ];
  });
}

function countingOf(pair: RawRecord, place: Path): Counting | undefined {
  const { stock, invoicing } = pair;
  if (!isRecord(stock) || !isRecord(stock.count)) return undefined;
  const { pattern, connection } = stock.count;
  const about = { place, pair: String(pair.id), pool: typeof stock.pool === 'string' ? stock.pool : 'default' };
  if (typeof connection === 'string') return { ...about, shelf: `the units of "${connection}"` };
  return typeof pattern === 'string' && typeof invoicing === 'string'
    ? { ...about, shelf: `the articles of "${invoicing}"`, pattern }
    : undefined;
}
