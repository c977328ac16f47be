import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair } from '../../test/bench.ts';
import { channelOrder } from '../../test/orders.ts';
import { activate, goodsRules, unitTable } from '../../test/rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import type { Store } from '../ports/store.ts';
import type { RuleBook } from './rule-book.ts';

describe('the rule book of a pair', () => {
  let bench: Bench;
  let book: RuleBook;

  beforeEach(() => {
    bench = createBench();
    book = bench.engine().rules;
  });

  it('stores a draft as the next version, with who made it and why, and leaves it a draft', async () => {
    expect(await save(unitTable({ physical: 'Kiste' }), 'crates')).toEqual({ status: 'saved', version: 1 });

    expect(await book.list('orders')).toEqual([
      {
        ...{ flow: 'orders', version: 1, by: 'anna', at: bench.environment.clock.now(), note: 'crates', active: false },
        checked: { invoicing: 'books', channel: 'shop', faults: [] },
      },
    ]);
    expect(await book.read('orders')).toBeUndefined();
    expect(await book.read('orders', 1)).toMatchObject({ version: 1, rules: unitTable({ physical: 'Kiste' }) });
    expect(await audited()).toEqual(['anna: rules saved: orders version 1 (crates)']);
  });

  it('keeps rules of shipments like the others, and refuses targets while nothing ships', async () => {
    const shipments = (rule: object) => ({ format: 2, flow: 'shipments', blocks: { shipment: [rule] } });
    const given = { flow: 'shipments', by: 'anna', note: 'x' } as const;
    const named = shipments({ name: 'reference', source: { template: 'Bestellung {order.id}' } });

    expect(await book.save({ ...given, content: named })).toEqual({ status: 'saved', version: 1 });
    expect(await book.activate({ flow: 'shipments', version: 1, by: 'anna', why: 'x' })).toEqual({ status: 'activated', version: 1 });
    expect(await book.save({ ...given, content: shipments({ target: 'reference', source: { from: 'order.id' } }) })).toMatchObject({
      status: 'refused',
      faults: [{ block: 'shipment', target: 'reference' }],
    });
  });

  it('adds no version that says the same as the newest one', async () => {
    await save(unitTable({ physical: 'Kiste' }));

    expect(await save(JSON.parse(JSON.stringify(unitTable({ physical: 'Kiste' }))))).toEqual({ status: 'unchanged', version: 1 });
    expect(await save(unitTable({ physical: 'Dose' }))).toEqual({ status: 'saved', version: 2 });
    expect(await save(unitTable({ physical: 'Kiste' }))).toEqual({ status: 'saved', version: 3 });
  });

  it.each<[string, unknown, object]>([
    ['an unknown field, with the nearest one', goodsRules({ target: 'description2', source: { value: 'x' } }), { nearest: 'description' }],
    [
      'rules that read what is not there',
      { ...defaultRules().orders, blocks: { document: [{ target: 'title', source: { from: 'order.idd' } }] } },
      { code: 'UNKNOWN_SOURCE', block: 'document', target: 'title', nearest: 'order.id' },
    ],
    ['rules of another flow', defaultRules().listings, { field: 'flow', nearest: 'orders' }],
    ['what are no rules at all', 'x', { code: 'SHAPE' }],
  ])('refuses %s, and stores nothing', async (_what, content, fault) => {
    const refused = await save(content);

    expect(refused).toMatchObject({ status: 'refused', faults: expect.arrayContaining([expect.objectContaining(fault)]) });
    expect(book.check('orders', content)).toMatchObject({ ok: false });
    expect(await book.list('orders')).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  it('makes a version count by an act of its own, and goes back by another, each remembered', async () => {
    await save(unitTable({ physical: 'Kiste' }));
    await save(unitTable({ physical: 'Dose' }));

    expect(await activateVersion(1, 'first')).toEqual({ status: 'activated', version: 1 });
    expect(await activateVersion(2, 'better')).toEqual({ status: 'activated', version: 2, before: 1 });
    expect(await activateVersion(1, 'worse after all')).toEqual({ status: 'activated', version: 1, before: 2 });

    expect((await book.list('orders')).map(({ version, active }) => [version, active])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await book.history('orders')).map(({ version, by, why }) => [version, by, why])).toEqual([
      [1, 'berta', 'worse after all'],
      [2, 'berta', 'better'],
      [1, 'berta', 'first'],
    ]);
    expect((await book.history('orders', 1)).map(({ why }) => why)).toEqual(['worse after all']);
    expect((await audited()).at(-1)).toBe('berta: rules activated: orders version 1 (worse after all)');
  });

  it('activates nothing that is active, unknown, or chosen on another ground than what counts', async () => {
    await save(unitTable({ physical: 'Kiste' }));
    await save(unitTable({ physical: 'Dose' }));
    await activateVersion(1);

    expect(await activateVersion(1)).toEqual({ status: 'active-already', version: 1 });
    expect(await activateVersion(3)).toEqual({ status: 'unknown-version' });
    expect(await activateVersion(2, 'x', 2)).toEqual({ status: 'moved', active: 1 });
    expect(await activateVersion(2, 'x', 1)).toMatchObject({ status: 'activated' });
    expect(await book.history('orders')).toHaveLength(2);
  });

  it('lets one of two who activate at the same time win, and tells the other', async () => {
    for (const word of ['Kiste', 'Dose', 'Karton']) await save(unitTable({ physical: word }));
    await activateVersion(1);

    const both = await Promise.all([activateVersion(2, 'x', 1), activateVersion(3, 'y', 1)]);

    expect(both).toEqual([
      { status: 'activated', version: 2, before: 1 },
      { status: 'moved', active: 2 },
    ]);
  });

  it('says that nothing was activated where the store found another one to count meanwhile', async () => {
    for (const word of ['Kiste', 'Dose']) await save(unitTable({ physical: word }));
    await activateVersion(1);
    const { store } = bench;
    const beaten: Store = {
      ...store,
      transaction: (of, work) => store.transaction(of, (tx) => work({ ...tx, rules: { ...tx.rules, activate: async () => false } })),
    };
    const { rules } = bench.engine({}, beaten);
    const before = await audited();

    expect(await rules.activate({ flow: 'orders', version: 2, by: 'anna', why: 'x' })).toEqual({ status: 'moved', active: 1 });
    expect(await audited()).toEqual(before);
  });

  it('refuses to activate what cannot be read, and what a side does not take any more', async () => {
    await save(unitTable({ physical: 'Kiste' }));
    await activateVersion(1);
    const older = { pair, flow: 'orders', by: 'me', at: 0, note: '', checked: null };
    await bench.tx(({ rules }) => rules.add({ ...older, content: { format: 1 } }));
    await bench.tx(({ rules }) =>
      rules.add({ ...older, content: JSON.parse(JSON.stringify(goodsRules({ target: 'colour', source: { value: 'red' } }))) }),
    );

    expect(await activateVersion(2)).toMatchObject({ status: 'refused', faults: [{ field: 'flow' }] });
    expect(await activateVersion(3)).toMatchObject({ status: 'refused', faults: [{ code: 'UNKNOWN_TARGET', target: 'colour' }] });
    expect((await book.read('orders', 2))?.rules).toBeUndefined();
    expect((await book.history('orders')).length).toBe(1);
  });

  it('is what the next run goes by: it makes the pair due, and clears what said that its rules cannot be read', async () => {
    bench.shop.orders.set('100', channelOrder('100'));
    await activate(bench, 'orders', { format: 1 });
    await bench.environment.finish(bench.engine().sync());
    await bench.tx(({ pairs }) => pairs.due(pair, bench.environment.clock.now() + 300_000, 'set'));
    await save(unitTable({ physical: 'Kiste' }));
    expect(await activateVersion(2)).toMatchObject({ status: 'activated', before: 1 });

    expect(await bench.problems()).toEqual([]);
    expect(await bench.store.directory.due(bench.environment.clock.now(), 9)).toMatchObject([{ merchant, pair }]);
    await bench.environment.finish(bench.engine().sync());
    expect(bench.books.orders[0]?.draft.lines[0]).toMatchObject({ unit: 'Kiste' });
  });

  it('pages versions, newest first', async () => {
    for (const word of ['a', 'b', 'c']) await save(unitTable({ physical: word }));

    const versions = async (page?: { before?: number; limit?: number }) => (await book.list('orders', page)).map(({ version }) => version);
    expect([await versions({ limit: 2 }), await versions({ before: 2, limit: 2 }), await versions()]).toEqual([[3, 2], [1], [3, 2, 1]]);
  });

  it('says of the first version what its check says', async () => {
    await bench.environment.finish(bench.engine().sync());

    for (const flow of ['listings', 'stock', 'orders'] as const) {
      expect(await book.list(flow)).toMatchObject([{ version: 1, by: 'engine', active: true, checked: { faults: [] } }]);
    }
  });

  function save(content: unknown, note = 'a test') {
    return book.save({ flow: 'orders', content, by: 'anna', note });
  }

  function activateVersion(version: number, why = 'a test', expected?: number) {
    return book.activate({ flow: 'orders', version, by: 'berta', why, ...(expected === undefined ? {} : { expected }) });
  }

  async function audited(): Promise<readonly string[]> {
    return (await bench.tx(({ audit }) => audit.bySubject(pair))).map(({ by, what }) => `${by}: ${what}`);
  }
});
