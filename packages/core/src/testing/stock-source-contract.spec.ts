import { describe, expect, it } from '@jest/globals';
import { mapAnswer } from '../kernel/answer.ts';
import { sku } from '../kernel/ids.ts';
import type { RowError } from '../model/stock.ts';
import type { SourcedCount, StockSourcePort } from '../ports/stock-source.ts';
import { createMemoryStockSource } from './memory-stock-source.ts';
import { proveStockSource, stockSourceClaims } from './port-contract.ts';
import type { StartWorld } from './ports/port-claim.ts';
import { around, brokenClaims } from './ports/sabotage.ts';
import type { PortSetting } from './ports/setting.ts';
import type { StockSourceWorld } from './ports/stock-source-world.ts';

proveStockSource({ describe, it }, 'a stock source in memory', ({ environment, budget }) =>
  createMemoryStockSource({ clock: environment.clock, budget, pageSize: 12 }),
);

function broken(breaks: (port: StockSourcePort, setting: PortSetting) => StockSourcePort): StartWorld<StockSourceWorld> {
  return (setting) => {
    const world = createMemoryStockSource({ clock: setting.environment.clock, budget: setting.budget, pageSize: 8 });
    return { ...world, connect: () => breaks(world.connect(), setting) };
  };
}

type Row = SourcedCount | RowError;

/** Answers pages as it should, and something else in them. */
function rows(change: (rows: readonly Row[], since: number) => readonly Row[]): StartWorld<StockSourceWorld> {
  return broken((port) => ({
    ...port,
    changed: async (scan, call) =>
      mapAnswer(await port.changed(scan, call), (page) => ({ ...page, items: change(page.items, scan.since) })),
  }));
}

const everyCount = (change: (count: SourcedCount) => Row) => rows((page) => page.map((row) => ('reason' in row ? row : change(row))));

let asked = 0;

function another(): string {
  asked += 1;
  return String(asked);
}

/** Faults that a stock source could have: the area, the claim that must find it, what the source does. */
const faults: readonly (readonly [area: string, says: RegExp, does: string, start: StartWorld<StockSourceWorld>])[] = [
  ['counts', /kebab-case/, 'calls itself as it likes', broken((port) => ({ ...port, vendor: 'Ware House' }))],
  [
    'counts',
    /one id, whoever asks/,
    'is another account for every instance',
    broken((port) => ({
      ...port,
      check: async (call) => mapAnswer(await port.check(call), (found) => ({ ...found, accountId: another() })),
    })),
  ],
  ['counts', /what was counted and when/, 'drops the figure zero', rows((page) => page.filter((row) => 'reason' in row || row.onHand > 0))],
  [
    'counts',
    /what was counted and when/,
    'says that a count was made in an instant',
    everyCount((row) => ({ ...row, notBefore: row.notAfter })),
  ],
  ['counts', /ended before it began/, 'mixes up begin and end', everyCount((row) => ({ ...row, notBefore: row.notAfter + 1 }))],
  ['counts', /a count that was made again/, 'keeps the time of the first count', everyCount(firstTimes())],
  ['counts', /a row that cannot be read/, 'leaves out what it cannot read', rows((page) => page.filter((row) => !('reason' in row)))],
  [
    'counts',
    /a row that cannot be read/,
    'names a bad row by how often it was asked',
    rows((page) => page.map((row) => ('reason' in row ? { ...row, at: another() } : row))),
  ],
  [
    'counts',
    /a mended row/,
    'names a bad row by its place alone',
    rows((page) => page.map((row) => ('reason' in row ? { ...row, at: 'row 1' } : row))),
  ],
  [
    'listing changed counts',
    /many pages, made at one instant/,
    'ends after one page',
    broken((port) => ({
      ...port,
      changed: async (scan, call) => mapAnswer(await port.changed(scan, call), ({ items }) => ({ items })),
    })),
  ],
  [
    'the call changed',
    /does not try again/,
    'tries again',
    broken((port, setting) => around(port, (run, call) => run(call).then(() => run(call)), setting)),
  ],
];

describe('The contract of the stock source', () => {
  it.each(faults)('%s: %s finds one that %s', async (area, sentence, _does, start) => {
    const sentences = await brokenClaims(stockSourceClaims(start), area);

    expect(sentences).toContainEqual(expect.stringMatching(sentence));
  });
});

function firstTimes(): (count: SourcedCount) => Row {
  const seen = new Map<string, number>();
  return (row) => {
    const first = seen.get(row.sku) ?? row.notAfter - 3_600_000;
    seen.set(row.sku, first);
    return { ...row, sku: sku(row.sku), notBefore: first, notAfter: first };
  };
}
