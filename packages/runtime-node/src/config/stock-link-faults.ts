import { isRecord, type RawRecord } from './raw-records.ts';
import { type Path, placeName } from './schema-faults.ts';

interface Counting {
  readonly place: Path;
  readonly pair: string;
  readonly pool: string;
  readonly pattern: string;
}

/**
 * A figure in an article's note stands for one shelf. Pairs that read the same articles must read the same line of them,
 * and into the same pool: whoever read first would decide otherwise.
 */
export function stockLinkFaults(pairs: readonly { readonly record: RawRecord; readonly index: number }[], at: Path): readonly string[] {
  const first = new Map<string, Counting>();
  return pairs.flatMap(({ record, index }) => {
    const counting = countingOf(record, [...at, index]);
    if (counting === undefined || typeof record.invoicing !== 'string') return [];
    const standing = first.get(record.invoicing);
    if (standing === undefined) first.set(record.invoicing, counting);
    if (standing === undefined || (standing.pool === counting.pool && standing.pattern === counting.pattern)) return [];
    const what = standing.pool === counting.pool ? 'pattern' : 'pool';
    const where = what === 'pool' ? [...counting.place, 'stock', 'pool'] : [...counting.place, 'stock', 'count', 'pattern'];
    return [
      `${placeName(where)}: the articles of "${record.invoicing}" are counted by pair "${standing.pair}" too, ${
        what === 'pool' ? `into the pool "${standing.pool}"` : `by the pattern "${standing.pattern}"`
      }; both must say the same, or one of them leaves out "count"`,
    ];
  });
}

function countingOf(pair: RawRecord, place: Path): Counting | undefined {
  const { stock } = pair;
  if (!isRecord(stock) || !isRecord(stock.count) || typeof stock.count.pattern !== 'string') return undefined;
  const pool = typeof stock.pool === 'string' ? stock.pool : 'default';
  return { place, pair: String(pair.id), pool, pattern: stock.count.pattern };
}
