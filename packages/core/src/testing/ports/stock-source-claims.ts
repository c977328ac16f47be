import type { RowError } from '../../model/stock.ts';
import type { SourcedCount, StockSourcePort } from '../../ports/stock-source.ts';
import { equal, isTrue } from '../checks.ts';
import type { CallBench } from './call-claims.ts';
import { type Bench, type PortClaim, type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import { personalCanary } from './setting.ts';
import type { SourceBench } from './source-claims.ts';
import type { StockSourceWorld } from './stock-source-world.ts';

type Start = StartWorld<StockSourceWorld>;
type StockSourceBench = Bench<StockSourcePort, StockSourceWorld>;
type Row = SourcedCount | RowError;

const hourMs = 3_600_000;

export function countClaims(start: Start): PortClaims {
  const claims: readonly (readonly [string, (bench: StockSourceBench) => Promise<void>])[] = [
    ['come from a vendor in kebab-case', async ({ port }) => isTrue(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(port.vendor), 'vendor is kebab-case')],
    [
      'come from an account of one id, whoever asks',
      async ({ port, call, done, world }) => {
        const { accountId } = await done(port.check(call()));
        isTrue(accountId !== '', 'the account has an id');
        equal((await done(world.connect().check(call()))).accountId, accountId, 'account of another instance');
      },
    ],
    [
      'say what was counted and when',
      async (bench) => {
        const at = bench.now();
        bench.world.warehouse.count({ sku: 'A-1', onHand: 12, between: [at - 2 * hourMs, at - hourMs] });
        bench.world.warehouse.count({ sku: 'B-2', onHand: 0, between: [at - hourMs, at - hourMs] });
        equal(
          (await rowsOf(bench, 0)).map(plain).toSorted(),
          [`A-1 12 ${at - 2 * hourMs} ${at - hourMs}`, `B-2 0 ${at - hourMs} ${at - hourMs}`],
          'counts',
        );
      },
    ],
    [
      'tell a count that was made again, as of then',
      async (bench) => {
        bench.world.warehouse.count({ sku: 'A-1', onHand: 12 });
        await bench.pass(hourMs);
        const since = bench.now();
        bench.world.warehouse.count({ sku: 'A-1', onHand: 12 });
        await bench.pass(5_000);
        equal((await rowsOf(bench, since)).map(plain).at(-1), `A-1 12 ${since} ${since}`, 'the later count');
      },
    ],
    [
      'name a row that cannot be read, the same whenever it is read, beside those that can',
      async (bench) => {
        bench.world.warehouse.count({ sku: 'A-1', onHand: 12 });
        bench.world.warehouse.count({ sku: 'B-2', onHand: 7 });
        bench.world.warehouse.spoil('B-2');
        const [rows, again] = [await rowsOf(bench, 0), await rowsOf(bench, 0)];
        const bad = rows.filter((row): row is RowError => 'reason' in row);
        equal(rows.filter((row) => !('reason' in row)).length, 1, 'counts');
        equal(bad.length, 1, 'rows that cannot be read');
        isTrue(
          bad.every(({ at, reason }) => at !== '' && reason !== ''),
          'it is named, and told why',
        );
        equal(
          bad,
          again.filter((row) => 'reason' in row),
          'the same again',
        );
      },
    ],
    [
      'name a mended row as it was named while it could not be read',
      async (bench) => {
        bench.world.warehouse.spoil('B-2');
        const [bad] = await rowsOf(bench, 0);
        await bench.pass(1_000);
        bench.world.warehouse.count({ sku: 'B-2', onHand: 7 });
        const [mended] = await rowsOf(bench, 0);
        isTrue(mended !== undefined && !('reason' in mended), 'the row is mended');
        equal(mended === undefined ? '' : nameOf(mended), bad === undefined ? 'none' : nameOf(bad), 'name');
      },
    ],
    [
      'never say that a count ended before it began',
      async (bench) => {
        for (let n = 0; n < 9; n += 1) bench.world.warehouse.count({ sku: `A-${n}`, onHand: n });
        for (const row of await rowsOf(bench, 0))
          isTrue('reason' in row || row.notBefore <= row.notAfter, 'notBefore is not after notAfter');
      },
    ],
  ];
  return {
    area: 'counts',
    claims: claims.map(([says, holds]): PortClaim => ({ says, holds: () => holds(startBench<StockSourcePort, StockSourceWorld>(start)) })),
  };
}

/** The list of counts, for the claims of every paged list. */
export function countSource(start: Start): SourceBench<StockSourcePort, StockSourceWorld> {
  return {
    start,
    name: 'listing changed counts',
    page: (bench, port, at) => port.changed(at, bench.call({ priority: 'stock' })),
    keyOf: (item) => nameOf(item as Row),
    make: ({ warehouse }, count, from) =>
      Array.from({ length: count }, (_, index) => {
        const sku = `K-${from + index}`;
        warehouse.count({ sku, onHand: (from + index) % 100 });
        return sku;
      }),
    change: ({ warehouse }, key, random) => {
      warehouse.count({ sku: key, onHand: random.below(500) });
      return 'stays';
    },
    underChange: 'every',
  };
}

export function stockSourceCalls(start: Start): readonly CallBench<StockSourcePort, StockSourceWorld>[] {
  return [
    { name: 'check', kind: 'read', start, prepare: async () => (port, call) => port.check(call) },
    {
      name: 'changed',
      kind: 'read',
      start,
      prepare: async ({ world }) => {
        world.warehouse.count({ sku: personalCanary, onHand: 3 });
        return (port, call) => port.changed({ since: 0 }, call);
      },
    },
  ];
}

async function rowsOf({ port, call, done }: StockSourceBench, since: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await done(port.changed(cursor === undefined ? { since } : { since, cursor }, call({ priority: 'stock' })));
    rows.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) return rows;
  }
}

function nameOf(row: Row): string {
  return 'reason' in row ? row.at : (row.row ?? row.sku);
}

function plain(row: Row): string {
  return 'reason' in row ? `${row.at}: ${row.reason}` : `${row.sku} ${row.onHand} ${row.notBefore} ${row.notAfter}`;
}
