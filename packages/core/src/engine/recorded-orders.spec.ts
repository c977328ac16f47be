import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair } from '../../test/bench.ts';
import { address, channelOrder, charge, morning, orderLine, people } from '../../test/orders.ts';
import { randomOrder } from '../../test/random-orders.ts';
import { activate, inFrancs, unitTable } from '../../test/rules.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { decimal } from '../money/decimal.ts';
import { contactDriver } from '../orders/ensure-contact.ts';
import { salesOrderKey } from '../orders/order-keys.ts';
import { salesOrderDriver } from '../orders/place-sales-order.ts';
import type { SalesOrderRecord } from '../orders/recorded-sales-order.ts';
import { takeOrder } from '../orders/take-order.ts';
import { seededRandom } from '../testing/random.ts';
import { rate, snapshotRow } from '../testing/samples.ts';
import type { PairHandle } from './pair-handle.ts';
import type { ReplayedOrder } from './recorded-orders.ts';

const count = 1_000;

describe('a thousand recorded orders', () => {
  let bench: Bench;
  let engine: PairHandle;
  let placed: readonly string[];

  beforeAll(async () => {
    bench = createBench();
    engine = bench.engine();
    const articles = Array.from({ length: 20 }, (_, place) =>
      snapshotRow(String(place), { number: `SKU-${place}`, unit: place % 3 === 0 ? 'Pack' : 'Stück', title: `Artikel ${place}` }),
    );
    await bench.tx((tx) => tx.snapshot.put(booksConnection, articles));
    await bench.environment.finish(engine.sync());
    const random = seededRandom('recorded orders');
    for (let id = 1; id <= count; id += 1) {
      const order = randomOrder(String(id), random);
      bench.shop.orders.set(order.id, order);
      await takeOrder(bench.run(), headOf(order), { baseline: false });
    }
    await placeAll();
    // What the shop and the books hold now is not what they held then.
    await bench.tx((tx) =>
      tx.snapshot.put(
        booksConnection,
        articles.map((row) => snapshotRow(row.article.id, { ...row.article, title: 'Neu', unit: 'kg' })),
      ),
    );
    placed = await idsPlaced();
  }, 120_000);

  it('are nearly all placed', () => {
    expect(placed.length).toBeGreaterThan(0.9 * count);
  });

  it('recompute from their explanations and the vault to what was handed over, byte for byte', async () => {
    const sent = new Map(bench.books.orders.map((order) => [order.id, order]));
    for (const orderId of placed) {
      const answer = await engine.explain(orderId, { by: 'me' });

      if (answer.status !== 'explained') throw new Error(`${orderId}: ${answer.status}`);
      const made = sent.get(answer.salesOrderId ?? '');
      expect(answer.explained.recomputed).toBe('equal');
      expect(canonicalJson(answer.remade?.draft)).toBe(canonicalJson(made?.draft));
      expect(answer.remade?.marker).toBe(made?.marker);
    }
  });

  it('differ in nothing when they are replayed on the version that they were sent by', async () => {
    const told: ReplayedOrder[] = [];

    const replayed = await engine.replay({ since: 0, rules: 1, by: 'me', onOrder: (order) => told.push(order) });

    expect(told).toEqual([]);
    expect(replayed).toMatchObject({ status: 'replayed', looked: placed.length, equal: placed.length });
  });

  it('differ, field by field, in what other rules write, and in nothing else', async () => {
    const changed = new Set<string>();
    const orders = new Set<string>();

    const replayed = await engine.replay({
      since: 0,
      rules: { content: unitTable({ physical: 'Kiste' }) },
      by: 'me',
      onOrder: (order) => {
        orders.add(order.orderId);
        if (order.status === 'changed') for (const { path, now } of order.changes) changed.add(`${path.replace(/\d+/, 'n')} ${now}`);
      },
    });

    expect(replayed).toMatchObject({ status: 'replayed', looked: placed.length, counts: { changed: orders.size } });
    expect([...changed]).toEqual(['lines[n].unit Kiste']);
  });

  it('name orders that other rules have no answer for', async () => {
    const told: ReplayedOrder[] = [];

    await engine.replay({
      since: 0,
      rules: { content: unitTable({ digital: 'Lizenz' }) },
      by: 'me',
      limit: 5,
      onOrder: (order) => told.push(order),
    });

    expect(told).toHaveLength(5);
    expect(told[0]).toMatchObject({ status: 'no-answer', reason: 'MAPPING_VALUE_UNKNOWN', data: { target: 'unit', value: 'physical' } });
  });

  it('are those placed since an instant, and as many as were asked for', async () => {
    const since = morning - 10 * 24 * 3_600_000;
    const younger = placed.filter((id) => (bench.shop.orders.get(id)?.placedAt ?? 0) >= since);

    expect(await engine.replay({ since, rules: 1, by: 'me' })).toMatchObject({ looked: younger.length });
    expect(await engine.replay({ since: 0, rules: 1, by: 'me', limit: 7 })).toMatchObject({ looked: 7, equal: 7 });
  });

  it('are replayed without a call to anybody outside, and without a change beside the trace of who looked', async () => {
    const calls = [...bench.books.script.calls, ...bench.shop.script.calls].length;
    const [before, explained] = [await states(), await bench.tx((tx) => tx.effects.count(pair, 'place-sales-order'))];

    await engine.replay({ since: 0, rules: { content: unitTable({ physical: 'Kiste' }) }, by: 'me', limit: 50 });

    expect([...bench.books.script.calls, ...bench.shop.script.calls]).toHaveLength(calls);
    expect([await states(), await bench.tx((tx) => tx.effects.count(pair, 'place-sales-order'))]).toEqual([before, explained]);
    const [first = ''] = placed;
    const trace = await bench.tx((tx) => tx.audit.bySubject(`shop:store-1/order/${first}/people/1`));
    expect(trace.at(-1)).toMatchObject({ by: 'me', what: expect.stringContaining('replay rules') });
  });

  it('whose people were erased are counted and named, and explained by the key of what is gone', async () => {
    const [first = ''] = placed;
    const key = `shop:store-1/order/${first}/people/1`;
    await bench.tx((tx) => tx.people.erase(key));
    const told: ReplayedOrder[] = [];

    const replayed = await engine.replay({ since: 0, rules: 1, by: 'me', onOrder: (order) => told.push(order) });
    const answer = await engine.explain(first, { by: 'me' });

    expect(told).toEqual([{ orderId: first, status: 'people-erased' }]);
    expect(replayed).toMatchObject({ counts: { 'people-erased': 1 }, equal: placed.length - 1 });
    if (answer.status !== 'explained') throw new Error(answer.status);
    expect(answer.explained.recomputed).toBe('people-erased');
    expect(answer.explained.fields.find(({ path }) => path === 'recipient.address.street')).toMatchObject({ value: key, by: 'people' });
    expect(answer.explained.fields.find(({ path }) => path === 'lines[0].name')).toMatchObject({ by: 'rule' });
    expect(answer.remade).toBeUndefined();
  });

  it('whose people were erased are explained by the countries that the rules read, and by whether a business bought', async () => {
    const own = createBench();
    const document = ['billingCountry', 'deliveryCountry', 'business'].map((field) => `{order.${field}}`).join(' ');
    const rules = { ...defaultRules().orders, blocks: { document: [{ target: 'remark', source: { template: document } }] } };
    await activate(own, 'orders', rules);
    const abroad = people({ billing: address({ country: 'AT', company: 'Muster GmbH' }), shipping: [address()] });
    own.shop.orders.set('1', channelOrder('1', { people: abroad }));
    own.shop.orders.set('2', channelOrder('2'));
    const handle = own.engine();
    await own.environment.finish(handle.sync());
    // The contact of the business is made first.
    await own.environment.advance(10 * 60_000);
    await own.environment.finish(handle.sync());
    for (const id of ['1', '2']) await own.tx((tx) => tx.people.erase(`shop:store-1/order/${id}/people/1`));

    const told = await Promise.all(['1', '2'].map((id) => handle.explain(id, { by: 'me' })));

    const remarks = told.map((answer) => answer.status === 'explained' && answer.explained.fields.find(({ path }) => path === 'remark'));
    expect(remarks).toMatchObject([{ value: 'AT DE true' }, { value: 'DE DE false' }]);
  });

  it.each<[string, Parameters<typeof channelOrder>[1]]>([
    ['two lines of one rate and a fee that names none', { lines: [orderLine('a'), orderLine('b')], charges: [unrated('fee')] }],
    ['a charge of another rate than the line, without a name', { lines: [orderLine('a', { rate: '7' })], charges: [unrated('shipping')] }],
    ['a delivery elsewhere', { people: people({ shipping: [address({ lastName: 'Anders', street: 'Hof 3' })] }) }],
    [
      'deliveries to two addresses abroad',
      {
        lines: [orderLine('a', { rate: '0' })],
        people: people({ shipping: ['Eins', 'Zwei'].map((lastName) => address({ country: 'CH', lastName })) }),
      },
    ],
    [
      'a business abroad',
      {
        lines: [orderLine('a', { rate: '0' })],
        people: people({ billing: address({ country: 'AT', company: 'K GmbH', fields: [{ name: 'UID', value: 'ATU12345678' }] }) }),
      },
    ],
  ])('whose people were erased keep every field and amount of their explanation: %s', async (_what, changes) => {
    const own = createBench();
    own.shop.orders.set('1', channelOrder('1', changes));
    const handle = own.engine();
    for (let run = 0; run < 2; run += 1) {
      await own.environment.finish(handle.sync());
      await own.environment.advance(10 * 60_000);
    }
    const before = await handle.explain('1', { by: 'me' });
    await own.tx((tx) => tx.people.erase('shop:store-1/order/1/people/1'));
    const after = await handle.explain('1', { by: 'me' });

    if (before.status !== 'explained' || after.status !== 'explained') throw new Error(`${before.status}, ${await own.problems()}`);
    expect([before.explained.recomputed, after.explained.recomputed]).toEqual(['equal', 'people-erased']);
    expect(after.explained.fields.map(({ path }) => path)).toEqual(before.explained.fields.map(({ path }) => path));
    expect(after.explained.amounts).toEqual(before.explained.amounts);
    expect(after.explained.taxedBy).toEqual(before.explained.taxedBy);
  });

  function unrated(kind: 'fee' | 'shipping') {
    return charge('5.95', { kind, taxRates: [], tax: decimal('0.95') });
  }

  it('are refused for rules that are none, and for a version that is none', async () => {
    expect(await engine.replay({ since: 0, rules: 99, by: 'me' })).toEqual({ status: 'unknown-version' });
    expect(await engine.replay({ since: 0, rules: { content: {} }, by: 'me' })).toMatchObject({ status: 'refused' });
  });

  async function placeAll(): Promise<void> {
    const run = bench.run();
    const { contacts } = run.invoicing;
    const drive = { ...run, call: run.call('invoicing', 'order'), afterDoubt: 'send-again' as const, attemptsMax: 6 };
    for (let round = 0; round < 4; round += 1) {
      await bench.environment.finish(runEffects(salesOrderDriver(run), drive));
      if (contacts !== undefined) await bench.environment.finish(runEffects(contactDriver(run, contacts), drive));
      await bench.environment.advance(60_000);
    }
  }

  async function idsPlaced(): Promise<readonly string[]> {
    return (await bench.tx((tx) => tx.orders.page(pair, 'placed', undefined, 2 * count))).map(({ orderId }) => orderId);
  }

  async function states(): Promise<unknown> {
    return bench.tx((tx) => tx.orders.count(pair));
  }
});

describe('explaining an order', () => {
  it('names every field with its rule, inputs, steps and rounding, the tax, the amounts and the contact', async () => {
    const bench = createBench();
    const order = { ...randomOrder('1', seededRandom(1)) };
    bench.shop.orders.set('1', order);
    await activate(bench, 'orders', unitTable({ physical: 'Kiste' }));
    await bench.environment.finish(bench.engine().sync({ waitMaxMs: 60_000 }));

    const answer = await bench.engine().explain('1', { by: 'me' });

    if (answer.status !== 'explained') throw new Error(answer.status);
    const { fields, amounts, treatment, rules, contact } = answer.explained;
    expect(rules.version).toBe(1);
    expect(treatment.kind).toBe('domestic');
    expect(contact).toMatchObject({ policy: 'companies' });
    expect(fields.find(({ path }) => path === 'introduction')).toMatchObject({
      by: 'rule',
      rule: { block: 'document', inputs: { 'order.id': '1' }, named: [{ name: 'day', steps: [{ do: 'format-date' }] }] },
    });
    expect(fields.find(({ path }) => path === 'lines[0].unit')).toMatchObject({
      value: 'Kiste',
      rule: { block: 'goods', inputs: { 'line.kind': 'physical' }, steps: [{ do: 'lookup', input: 'physical', output: 'Kiste' }] },
    });
    expect(amounts?.items.length).toBe(order.lines.length + order.charges.length);
    expect(amounts?.made).toBe(amounts?.due);
    const draft = answer.remade?.draft;
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
    expect(fields.filter(({ path }) => path.startsWith('lines['))).toHaveLength(
      (draft?.lines ?? []).reduce(
        (sum, line) => sum + Object.entries(line).filter(([name, value]) => name !== 'kind' && value !== undefined).length,
        0,
      ),
    );
  });

  it('says of an order that waits that nothing was sent, and of a strange one that it is unknown', async () => {
    const bench = createBench();
    bench.shop.orders.set('1', { ...randomOrder('1', seededRandom(1)), totalGross: decimal('1') });
    await bench.environment.finish(bench.engine().sync());

    expect(await bench.engine().explain('1', { by: 'me' })).toMatchObject({
      status: 'nothing-sent',
      record: { reason: 'ORDER_SUM_DIFFERS' },
    });
    expect(await bench.engine().explain('2', { by: 'me' })).toEqual({ status: 'unknown-order' });
  });

  it('uses the exchange rates that its rules found, whatever rates came later', async () => {
    const bench = createBench();
    bench.shop.orders.set('1', channelOrder('1'));
    await activate(bench, 'orders', inFrancs());
    await bench.tx(({ rates }) => rates.add([rate('CHF', '2026-03-01'), rate('USD', '2026-03-01')]));
    await bench.environment.finish(bench.engine().sync());
    await bench.tx(({ rates }) => rates.add([rate('CHF', '2026-03-01', { rate: decimal('0.5') })]));

    const answer = await bench.engine().explain('1', { by: 'me' });

    expect(bench.books.orders[0]?.draft.lines[0]).toMatchObject({ description: '13.22' });
    expect(answer).toMatchObject({ status: 'explained', explained: { recomputed: 'equal' } });
    const key = salesOrderKey({ vendor: 'shop', accountId: 'store-1' }, '1');
    const [stored] = await bench.tx((tx) => tx.explanations.bySubject(key));
    expect(stored?.content).toMatchObject({
      rates: [{ base: 'CHF', quote: 'EUR', rate: '0.9', validFrom: '2026-03-01', source: 'a test' }],
    });
  });

  it('is replayed with the rates of its time, for what was asked then, and with later ones for all else', async () => {
    const bench = createBench();
    bench.shop.orders.set('1', channelOrder('1'));
    const version = await activate(bench, 'orders', inFrancs());
    await bench.tx(({ rates }) => rates.add([rate('CHF', '2026-03-01')]));
    await bench.environment.finish(bench.engine().sync());
    const placedOn = bench.books.orders[0]?.draft.placedOn ?? '';
    await bench.tx(({ rates }) =>
      rates.add([rate('CHF', placedOn, { rate: decimal('0.5') }), rate('USD', placedOn, { rate: decimal('0.5') })]),
    );
    const told: ReplayedOrder[] = [];

    expect(await bench.engine().replay({ since: 0, rules: version, by: 'me' })).toMatchObject({ looked: 1, equal: 1 });
    await bench.engine().replay({ since: 0, rules: { content: inFrancs('USD') }, by: 'me', onOrder: (order) => told.push(order) });

    expect(told).toMatchObject([{ status: 'changed', changes: [{ path: 'lines[0].description', sent: '13.22', now: '23.8' }] }]);
  });

  it('recomputes what was recorded before lines had limits of length', async () => {
    const bench = createBench();
    bench.shop.orders.set('1', channelOrder('1'));
    await bench.environment.finish(bench.engine().sync());
    const key = salesOrderKey({ vendor: 'shop', accountId: 'store-1' }, '1');
    await bench.tx(async (tx) => {
      const [sent] = await tx.explanations.bySubject(key);
      const row = await tx.effects.read(key);
      if (sent === undefined || row === undefined) throw new Error('it was sent a moment ago');
      const { limits: _limits, ...content } = sent.content as unknown as SalesOrderRecord;
      const older = { ...content, limits: { linesMax: 300, priceDecimals: 4 } } as unknown as Json;
      const explanation = await tx.explanations.put(key, older, sent.at);
      const pin = { ...(row.pin as Record<string, Json>), explanation };
      await tx.effects.note(key, { at: sent.at, what: 'as it was recorded earlier' }, { ...row, pin });
    });

    expect(await bench.engine().explain('1', { by: 'me' })).toMatchObject({ status: 'explained', explained: { recomputed: 'equal' } });
  });

  it('uses the rules of its version, whatever counts now', async () => {
    const bench = createBench();
    bench.shop.orders.set('1', randomOrder('1', seededRandom(1)));
    await bench.environment.finish(bench.engine().sync({ waitMaxMs: 60_000 }));
    await activate(bench, 'orders', unitTable({ physical: 'Kiste' }));

    const answer = await bench.engine().explain('1', { by: 'me' });

    expect(answer).toMatchObject({ status: 'explained', explained: { recomputed: 'equal', rules: { version: 1 } } });
    expect(defaultRules().orders.format).toBe(2);
  });
});
