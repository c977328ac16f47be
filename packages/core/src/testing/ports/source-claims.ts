import type { Answer } from '../../kernel/answer.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Page } from '../../ports/call.ts';
import { equal, isTrue } from '../checks.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Bench, type PortClaim, type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import type { PortWorld } from './port-world.ts';

/** One paged list of a port, and what can happen to its rows. */
export interface SourceBench<Port, World extends PortWorld<Port>> {
  /** Such as `listing changed orders`. */
  readonly name: string;
  readonly start: StartWorld<World>;
  /** One page; `since` is when the world began. */
  readonly page: (
    bench: Bench<Port, World>,
    port: Port,
    at: { readonly since: number; readonly cursor?: string },
  ) => Promise<Answer<Page<unknown>>>;
  readonly keyOf: (item: unknown) => string;
  /** Makes so many rows and answers their keys. */
  readonly make: (world: World, count: number, from: number) => readonly string[];
  /** Something befalls one row. Answers whether it may be missing from the list now. */
  readonly change: (world: World, key: string, random: Random) => 'stays' | 'may-leave';
  /** `every`: no row that stays is omitted. `moved`: only rows whose place changed are, and reading by id still tells. */
  readonly underChange: 'every' | 'moved';
  /** Whether one row can be read by its key; for lists that may omit. */
  readonly read?: (bench: Bench<Port, World>, key: string) => Promise<boolean>;
}

const pagesMax = 400;
const changeSeeds = [1, 2, 3];

export function sourceClaims<Port, World extends PortWorld<Port>>(source: SourceBench<Port, World>): PortClaims {
  type B = Bench<Port, World>;
  const claim = (says: string, holds: (bench: B) => Promise<void>, seed = 1): PortClaim => ({
    says,
    holds: () => holds(startBench<Port, World>(source.start, seed)),
  });
  const scan = (bench: B, since: number) => scanAll(source, bench, { since, portAt: () => bench.port });

  return {
    area: source.name,
    claims: [
      claim('ends, with no row, where there is none', async (bench) => {
        equal(keysOf(source, await scan(bench, bench.now())), [], 'rows');
      }),
      claim('answers the one row that there is', async (bench) => {
        const since = bench.now();
        const keys = source.make(bench.world, 1, 0);
        await bench.pass(5_000);
        equal(keysOf(source, await scan(bench, since)), keys, 'rows');
      }),
      claim('answers every row of many pages, made at one instant', async (bench) => {
        const since = bench.now();
        const keys = source.make(bench.world, bench.world.pageSize * 2 + 7, 0);
        await bench.pass(5_000);
        const pages = await scan(bench, since);
        isTrue(pages.length > 2, 'there are many pages');
        equal([...new Set(keysOf(source, pages))].toSorted(), keys.toSorted(), 'rows');
      }),
      claim('answers every row of many pages, made one after another', async (bench) => {
        const since = bench.now();
        const keys = await makeInTime(source, bench, bench.world.pageSize + 30);
        equal([...new Set(keysOf(source, await scan(bench, since)))].toSorted(), keys.toSorted(), 'rows');
      }),
      claim('answers the same again, page by page, while nothing changes', async (bench) => {
        const since = bench.now();
        source.make(bench.world, bench.world.pageSize + 3, 0);
        await bench.pass(5_000);
        equal(await scan(bench, since), await scan(bench, since), 'pages');
      }),
      claim('goes on from a cursor that was stored as JSON, in an instance that never saw the scan', async (bench) => {
        const since = bench.now();
        source.make(bench.world, bench.world.pageSize * 2 + 7, 0);
        await bench.pass(5_000);
        const fresh = await scanAll(source, bench, { since, portAt: () => bench.world.connect(), stored: true });
        equal(fresh, await scan(bench, since), 'pages');
      }),
      claim('scans for two who take turns as it does for one', async (bench) => {
        const since = bench.now();
        source.make(bench.world, bench.world.pageSize + 3, 0);
        await bench.pass(5_000);
        const alone = await scan(bench, since);
        const [left, right] = await Promise.all([scan(bench, since), scan(bench, since)]);
        equal([left, right], [alone, alone], 'pages');
      }),
      ...changeSeeds.map((seed) =>
        claim(
          source.underChange === 'every'
            ? `misses no row under heavy change (seed ${seed})`
            : `omits only rows that moved, under heavy change (seed ${seed})`,
          (bench) => changeClaim(source, bench, seed),
          seed,
        ),
      ),
    ],
  };
}

async function changeClaim<Port, World extends PortWorld<Port>>(
  source: SourceBench<Port, World>,
  bench: Bench<Port, World>,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed);
  const since = bench.now();
  const keys = await makeInTime(source, bench, bench.world.pageSize * 2 + random.below(bench.world.pageSize));
  const staying = new Set(keys);
  const places: (readonly string[])[] = [];
  let made = keys.length;
  const remember = async (): Promise<void> => {
    if (source.underChange === 'moved') places.push(keysOf(source, await scanAll(source, bench, { since, portAt: () => bench.port })));
  };

  await remember();
  const pages = await scanAll(source, bench, {
    since,
    portAt: () => bench.port,
    between: async (page) => {
      if (page > 10) return;
      for (let change = 0; change < 1 + random.below(bench.world.pageSize / 4); change++) {
        const key = random.pick(keys);
        if (staying.has(key) && source.change(bench.world, key, random) === 'may-leave') staying.delete(key);
        if (random.percent(10)) source.make(bench.world, 1, made++);
      }
      await bench.pass(random.below(4) * 700);
      await remember();
    },
  });

  const seen = new Set(keysOf(source, pages));
  const missed = [...staying].filter((key) => !seen.has(key));
  if (source.underChange === 'every') return equal(missed, [], 'missed');
  const indexes = places.map((rows) => new Map(rows.map((key, index) => [key, index])));
  const unmoved = missed.filter((key) => indexes.every((index) => index.get(key) === indexes[0]?.get(key)));
  equal(unmoved, [], 'omitted although they never moved');
  for (const key of missed) isTrue((await source.read?.(bench, key)) === true, `what is omitted can still be read: ${key}`);
}

interface ScanAsk<Port> {
  readonly since: number;
  readonly portAt: (page: number) => Port;
  readonly stored?: boolean;
  readonly between?: (page: number) => Promise<void>;
}

/** All pages, as they came. */
async function scanAll<Port, World extends PortWorld<Port>>(
  source: SourceBench<Port, World>,
  bench: Bench<Port, World>,
  { since, portAt, stored = false, between }: ScanAsk<Port>,
): Promise<readonly (readonly unknown[])[]> {
  const pages: (readonly unknown[])[] = [];
  let cursor: string | undefined;
  do {
    const at = cursor === undefined ? { since } : { since, cursor };
    const page = await bench.done(source.page(bench, portAt(pages.length), stored ? (JSON.parse(JSON.stringify(at)) as typeof at) : at));
    pages.push(page.items);
    if (pages.length > pagesMax) throw new Error(`the scan has not ended after ${pagesMax} pages`);
    cursor = page.next;
    if (cursor !== undefined) await between?.(pages.length);
  } while (cursor !== undefined);
  return pages.map((items) => items.map((item) => JSON.parse(canonicalJson(item)) as unknown));
}

async function makeInTime<Port, World extends PortWorld<Port>>(
  source: SourceBench<Port, World>,
  bench: Bench<Port, World>,
  count: number,
): Promise<readonly string[]> {
  const keys: string[] = [];
  while (keys.length < count) {
    keys.push(...source.make(bench.world, Math.min(23, count - keys.length), keys.length));
    await bench.setting.environment.advance(1_300);
  }
  return keys;
}

function keysOf<Port, World extends PortWorld<Port>>(
  source: SourceBench<Port, World>,
  pages: readonly (readonly unknown[])[],
): readonly string[] {
  return pages.flat().map(source.keyOf);
}
