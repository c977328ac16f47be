import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder } from '../../test/orders.ts';
import { activate, inFrancs, unitTable } from '../../test/rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { decimal } from '../money/decimal.ts';
import type { Store, Tx } from '../ports/store.ts';
import { article, rate } from '../testing/samples.ts';
import type { PairReport } from './report.ts';

const older = { format: 1, blocks: [] };

describe('rules that a run takes up', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
    bench.books.articles.set('1', article('1', { note: 'Bestand: 3' }));
    bench.shop.orders.set('100', channelOrder('100'));
  });

  it('are the active ones at its start, and the given or default ones become version 1', async () => {
    await sync();
    await activate(bench, 'orders', unitTable({ physical: 'Kiste' }));
    bench.shop.orders.set('101', channelOrder('101'));
    await sync();

    expect(bench.books.orders.map(({ draft }) => draft.lines[0])).toMatchObject([{ unit: 'Stück' }, { unit: 'Kiste' }]);
    expect(await bench.tx(({ rules }) => rules.activations(pair, 'orders', 9))).toMatchObject([
      { version: 2, before: 1, by: 'me' },
      { version: 1, by: 'engine', why: 'the rules that this pair began with' },
    ]);
  });

  it.each([
    ['orders', { orders: 0, listings: 1, stock: 1 }],
    ['listings', { orders: 1, listings: 0, stock: 0 }],
    ['stock', { orders: 1, listings: 1, stock: 0 }],
  ])('park %s if they cannot be read, while the other flows go on', async (flow, done) => {
    await activate(bench, flow, older);

    const report = await sync();

    expect(report.ok).toBe(true);
    expect(await bench.problems()).toEqual([`RULES_UNREADABLE ${flow}`]);
    expect(report.problems[0]).toMatchObject({ text: { en: expect.stringContaining(`“${flow}” (version 1)`) } });
    expect({ orders: bench.books.orders.length, listings: bench.shop.shelf.size, stock: bench.shop.sellable.size }).toEqual(done);
    expect(report.nextAt).toBeUndefined();
  });

  it('are read again once a readable version counts, and what waited goes on', async () => {
    await activate(bench, 'orders', older);
    const engine = bench.engine();
    await bench.environment.finish(engine.sync());
    await activate(bench, 'orders', defaultRules().orders);

    await bench.environment.finish(engine.sync());

    expect(bench.books.orders).toHaveLength(1);
    expect(await bench.problems()).toEqual([]);
  });

  it('are read and compiled once per version', async () => {
    const reads: string[] = [];
    const handle = bench.engine({}, noting(bench.store, reads));
    await bench.environment.finish(handle.sync());
    reads.length = 0;

    await bench.environment.finish(handle.sync());
    await bench.environment.finish(handle.sync());
    expect(reads).toEqual([]);

    await activate(bench, 'orders', unitTable({ physical: 'Kiste' }));
    await bench.environment.finish(handle.sync());
    expect(reads).toEqual(['orders 2']);
  });

  it('hold an article of which a field that must be written is blank, though no rule demands it', async () => {
    const { listings } = defaultRules();
    const trusting = listings.blocks.listing.map((rule) => ('target' in rule ? { ...rule, required: false } : rule));
    await activate(bench, 'listings', { ...listings, blocks: { listing: trusting } });
    bench.books.articles.set('1', article('1', { title: ' ' }));

    await sync();

    expect(await bench.problems()).toEqual(['MAPPING_WITHOUT_ANSWER 1']);
    expect(bench.shop.shelf.size).toBe(0);
  });

  it('see the rates that the merchant has at the start of the run', async () => {
    await activate(bench, 'orders', inFrancs());
    const engine = bench.engine();
    const first = await bench.environment.finish(engine.sync());
    await bench.tx(({ rates }) => rates.add([rate('CHF', '2026-03-01', { validTo: '2026-03-31' })]));
    const second = await bench.environment.finish(engine.sync());

    expect(first.problems).toMatchObject([
      { code: 'MAPPING_RATE_MISSING', text: { en: expect.stringContaining('“description” lacks an exchange rate: EUR CHF 2026-03-02') } },
    ]);
    expect(second.problems).toEqual([]);
    expect(bench.books.orders[0]?.draft.lines[0]).toMatchObject({ description: '13.22' });
  });

  it('see the rates of an older copy of the database, and those added to it, as many as there are of the lost ones', async () => {
    await activate(bench, 'orders', inFrancs());
    const engine = bench.engine();
    await bench.environment.finish(engine.sync());
    const copy = bench.store.backup();
    const noteRate = (of: string, at: number): Promise<void> =>
      bench.tx(({ rates }) => rates.add([rate('CHF', '2026-03-01', { validTo: '2026-03-31', rate: decimal(of), at })]));
    await noteRate('0.9', 1);
    await bench.environment.finish(engine.sync());
    bench.store.restore(copy);
    await noteRate('0.5', 2);
    bench.shop.orders.set('101', channelOrder('101', { modifiedAt: bench.environment.clock.now() }));

    await bench.environment.finish(engine.sync());
    // A lost piece of history is waited out before anything is sent.
    await bench.environment.advance(10 * 60_000);
    await bench.environment.finish(engine.sync());

    expect(bench.books.orders.at(-1)?.draft.lines[0]).toMatchObject({ description: '23.8' });
  });

  function sync(): Promise<PairReport> {
    return bench.environment.finish(bench.engine().sync());
  }
});

/** The store, with every read of rules written down. */
function noting(store: Store, reads: string[]): Store {
  const noted = (tx: Tx): Tx => ({
    ...tx,
    rules: {
      ...tx.rules,
      read: (of, flow, version) => {
        reads.push(`${flow} ${version}`);
        return tx.rules.read(of, flow, version);
      },
    },
  });
  return { ...store, transaction: (merchant, work) => store.transaction(merchant, (tx) => work(noted(tx))) };
}
