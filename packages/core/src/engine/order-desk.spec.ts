import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { effectKey } from '../kernel/ids.ts';
import { decimal } from '../money/decimal.ts';
import type { OrderChoice } from '../orders/decide-order.ts';
import { salesOrderMarker } from '../orders/order-keys.ts';
import { salesOrderDriver } from '../orders/place-sales-order.ts';
import { takeOrder } from '../orders/take-order.ts';
import type { Decided, OrderDesk } from './order-desk.ts';

const key = effectKey('shop:store-1/order/1/place-sales-order');
const account = { vendor: 'shop', accountId: 'store-1' };

/** An order whose sales order is in doubt and whose merchant wants to be asked, so that it is parked; nothing stands there. */
describe('a person’s word on an order', () => {
  let bench: Bench;
  let desk: OrderDesk;

  beforeEach(async () => {
    bench = createBench();
    desk = bench.engine().orders;
    await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
    await take();
    await place();
    await bench.environment.advance(200_000);
    await place('ask');
    bench.books.script.clear();
  });

  it('is asked for in a list, with the reason in words', async () => {
    const [entry, ...others] = await desk.list({ state: 'parked', limit: 9 });

    expect(others).toEqual([]);
    expect(entry).toMatchObject({ record: { orderId: '1', reason: 'SALES_ORDER_IN_DOUBT' } });
    expect(entry?.reason?.de).toMatch(/Bestellung 1/);
    expect(await desk.list({ state: 'parked', after: '1', limit: 9 })).toEqual([]);
  });

  it('has before it every attempt and what was seen, and nothing personal', async () => {
    const file = await desk.show('1');

    expect(file?.effect?.evidence.map(({ what }) => what)).toEqual(['sending', 'no answer', 'looks', 'parked']);
    expect(file?.remedy?.en).toMatch(/./);
    expect(JSON.stringify(file)).not.toMatch(/Muster|erika|Weg 1/);
    expect(await desk.show('77')).toBeUndefined();
  });

  describe('that it stands there', () => {
    it('adopts what fits, marks the order, and keeps who said so and why', async () => {
      stands('so-9');

      expect(await decide({ choice: 'adopt', salesOrderId: 'so-9' })).toEqual({ status: 'decided' });

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-9', placedRevision: 1 });
      expect(await bench.tx((tx) => tx.effects.read(key))).toMatchObject({ state: 'done', result: 'so-9' });
      expect(await bench.tx((tx) => tx.effects.count(pair, 'mark-order'))).toEqual({ intended: 1 });
      expect(await bench.problems()).toEqual([]);
      expect((await desk.show('1'))?.audit).toEqual([{ at: now(), by: 'anna', what: 'order decided: adopt (looked it up)', subject: key }]);
    });

    it('is refused where there is none of that id', async () => {
      await refuses({ choice: 'adopt', salesOrderId: 'so-9' }, ['ADOPTED_SALES_ORDER_MISSING'], { evenForced: true });
    });

    it('is refused where it cannot be read', async () => {
      stands('so-9');
      bench.books.script.plan('salesOrders.read', { kind: 'retryable', code: 'UNREACHABLE' }, { times: 2 });

      await refuses({ choice: 'adopt', salesOrderId: 'so-9' }, ['ADOPTED_SALES_ORDER_UNREAD'], { evenForced: true });
    });

    it('is refused where it is another order’s', async () => {
      await take('2');
      await place();

      await refuses({ choice: 'adopt', salesOrderId: 'so-1' }, ['ADOPTED_SALES_ORDER_TAKEN'], { evenForced: true });
    });

    it.each([
      ['its total differs', { gross: '10.71' }, ['ADOPTED_TOTAL_DIFFERS']],
      ['it carries another order’s marker', { marker: salesOrderMarker(account, '2') }, ['ADOPTED_SALES_ORDER_MARKED']],
      [
        'both speak against it',
        { gross: '10.71', marker: salesOrderMarker(account, '2') },
        ['ADOPTED_SALES_ORDER_MARKED', 'ADOPTED_TOTAL_DIFFERS'],
      ],
    ])('is refused where %s, unless the person insists', async (_why, changes, codes) => {
      stands('so-9', changes);
      const choice = { choice: 'adopt', salesOrderId: 'so-9' } as const;

      await refuses(choice, codes, { evenForced: false });

      expect(await decide(choice, true)).toEqual({ status: 'decided' });
      expect((await desk.show('1'))?.audit[0]?.what).toBe('order decided: adopt (looked it up (insisted))');
    });
  });

  it.each([
    ['nobody', { by: '', why: 'looked it up' }],
    ['no reason', { by: 'anna', why: '\n' }],
  ])('is not taken from %s', async (_what, word) => {
    expect(await desk.decide({ orderId: '1', choice: { choice: 'drop' }, ...word })).toMatchObject({
      status: 'refused',
      objections: [{ code: 'WORD_UNSIGNED' }],
    });
    expect(await record()).toMatchObject({ state: 'parked' });
  });

  it('that it does not stand there lets the next run make it', async () => {
    expect(await decide({ choice: 'create' })).toEqual({ status: 'decided' });
    await place();

    expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
    expect(bench.books.orders).toHaveLength(1);
  });

  it('that it shall never be made holds, whatever happens to the order', async () => {
    expect(await decide({ choice: 'drop' })).toEqual({ status: 'decided' });
    await take('1', { modifiedAt: morning + 5, lines: [orderLine('a', { quantity: 2, gross: '23.8' })] });
    await place();

    expect(await record()).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
    expect(bench.books.orders).toEqual([]);
  });

  it.each([
    ['dropped', { choice: 'drop' }, { state: 'excluded', reason: 'ORDER_DROPPED' }],
    ['adopted as made by hand', { choice: 'adopt', salesOrderId: 'so-9' }, { state: 'placed', salesOrderId: 'so-9' }],
  ] as const)('is taken where the intent was withdrawn before the order was parked: %s', async (_what, choice, becomes) => {
    await take('5');
    await take('5', { modifiedAt: morning + 5, currency: 'USD' });
    stands('so-9');

    expect(await desk.decide({ orderId: '5', choice, by: 'anna', why: 'looked it up', force: true })).toEqual({ status: 'decided' });

    expect(await bench.tx((tx) => tx.orders.read(pair, '5'))).toMatchObject(becomes);
    expect(await bench.problems()).not.toContainEqual(expect.stringContaining('ORDER_CURRENCY_UNSUPPORTED'));
  });

  it('cannot make what was parked before anything was intended', async () => {
    await take('6', { currency: 'USD' });

    expect(await desk.decide({ orderId: '6', choice: { choice: 'create' }, by: 'anna', why: 'x', force: true })).toMatchObject({
      status: 'refused',
      objections: [{ code: 'ORDER_NOT_TO_CREATE' }],
    });
  });

  it('is refused once it was said, and where nobody waits for it', async () => {
    await decide({ choice: 'drop' });

    await refuses({ choice: 'create' }, ['ORDER_NOT_TO_DECIDE'], { evenForced: true });
    expect(await desk.decide({ orderId: '77', choice: { choice: 'drop' }, by: 'anna', why: 'x' })).toMatchObject({
      status: 'refused',
      objections: [{ code: 'ORDER_NOT_KNOWN' }],
    });
  });

  it('gives one sales order to one order, whoever says so at the same time', async () => {
    await take('2', { currency: 'USD' });
    stands('so-9');

    const said = await Promise.all(
      ['1', '2'].map((orderId) => desk.decide({ orderId, choice: { choice: 'adopt', salesOrderId: 'so-9' }, by: 'anna', why: 'x' })),
    );

    expect(said.map(({ status }) => status).sort()).toEqual(['decided', 'refused']);
    expect(said).toContainEqual(
      expect.objectContaining({ canForce: false, objections: [expect.objectContaining({ code: 'ADOPTED_SALES_ORDER_TAKEN' })] }),
    );
    expect(await bench.tx((tx) => tx.effects.byResult('place-sales-order', ['so-9']))).toHaveLength(1);
  });

  describe('whose mark names another sales order', () => {
    beforeEach(async () => {
      stands('so-9');
      await decide({ choice: 'adopt', salesOrderId: 'so-9' });
      stands('so-10');
    });

    it('says which of them counts', async () => {
      const code = 'ORDER_MARKED_OTHERWISE';
      await bench.tx((tx) => tx.problems.raise({ key: `${pair}/${code}/1`, pair, code, data: { order: '1' }, raisedAt: now() }));

      await refuses({ choice: 'drop' }, ['ORDER_NOT_TO_DECIDE'], { evenForced: true });
      expect(await decide({ choice: 'adopt', salesOrderId: 'so-10' })).toEqual({ status: 'decided' });

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-10' });
      expect(await bench.problems()).toEqual([]);
    });

    it('is not asked where mark and ledger agree', async () => {
      await refuses({ choice: 'adopt', salesOrderId: 'so-10' }, ['ORDER_NOT_TO_DECIDE'], { evenForced: true });
    });
  });

  it('is written into the mark', async () => {
    stands('so-9');

    expect(await decide({ choice: 'adopt', salesOrderId: 'so-9' })).toEqual({ status: 'decided' });

    expect(await bench.tx((tx) => tx.effects.count(pair, 'mark-order'))).toEqual({ intended: 1 });
  });

  describe('whose sales order was deleted', () => {
    beforeEach(async () => {
      stands('so-9');
      await decide({ choice: 'adopt', salesOrderId: 'so-9' });
      bench.books.orders.length = 0;
      const gone = await record();
      if (gone !== undefined) await bench.tx((tx) => tx.orders.put({ ...gone, salesOrderGoneAt: now() }));
    });

    it('says so in words', async () => {
      expect((await desk.show('1'))?.reason?.en).toMatch(/was deleted/);
    });

    it('never makes it again', async () => {
      await refuses({ choice: 'create' }, ['SALES_ORDER_NOT_MADE_AGAIN'], { evenForced: true });
    });

    it('adopts one that a person made by hand', async () => {
      stands('so-10');

      expect(await decide({ choice: 'adopt', salesOrderId: 'so-10' })).toEqual({ status: 'decided' });

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-10' });
      expect(await record()).not.toHaveProperty('salesOrderGoneAt');
    });

    it('drops it for good', async () => {
      expect(await decide({ choice: 'drop' })).toEqual({ status: 'decided' });
      await take('1', { modifiedAt: morning + 5 });
      await place();

      expect(await record()).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
      expect(await bench.problems()).toEqual([]);
      expect(bench.books.orders).toEqual([]);
    });
  });

  async function refuses(choice: OrderChoice, codes: readonly string[], { evenForced }: { readonly evenForced: boolean }): Promise<void> {
    const before = await record();
    const decided = await decide(choice);

    expect(decided).toMatchObject({ status: 'refused', canForce: !evenForced });
    const objections = decided.status === 'refused' ? decided.objections : [];
    expect(objections.map(({ code }) => code)).toEqual(codes);
    for (const { text, remedy } of objections) expect([text.de, text.en, remedy.de, remedy.en].join(' ')).not.toMatch(/–(?!\w)/);
    if (evenForced) expect(await decide(choice, true)).toEqual(decided);
    expect(await record()).toEqual(before);
  }

  function stands(id: string, { gross = '11.9', marker = 'Danke' }: { readonly gross?: string; readonly marker?: string } = {}): void {
    const totals = { gross: decimal(gross), net: decimal('10'), tax: decimal('1.9'), byRate: [] };
    bench.books.orders.push({ id, marker, draft: { lines: [] } as never, totals });
  }

  function decide(choice: OrderChoice, force = false): Promise<Decided> {
    return desk.decide({ orderId: '1', choice, by: 'anna', why: 'looked it up', force });
  }

  async function take(id = '1', changes: Parameters<typeof channelOrder>[1] = {}): Promise<void> {
    const order = channelOrder(id, changes);
    bench.shop.orders.set(id, order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function place(afterDoubt: 'send-again' | 'ask' = 'send-again'): Promise<unknown> {
    const run = bench.run();
    return runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt, attemptsMax: 6 });
  }

  function record() {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }

  function now(): number {
    return bench.environment.clock.now();
  }
});
