import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { activate, unitTable } from '../../test/rules.ts';
import type { PairHandle } from '../engine/pair-handle.ts';
import { decimal } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import { salesOrderMarker } from './order-keys.ts';

/*
 * Goal: a document that a person names for an order is held against what the sales order would have come to. Method: an order that no
 * rule has an answer for is parked, and documents of several totals are named.
 */

const certificate = {
  lines: [orderLine('a', { gross: '20' })],
  totalGross: decimal('5'),
  paidByGiftCertificate: decimal('15'),
};
const fine = { lines: [orderLine('a', { gross: '11.9004' })], totalGross: decimal('11.9004') };
const unclear = {
  lines: Array.from({ length: 30 }, (_, place) => orderLine(String(place), { gross: '3.3333' })),
  totalGross: decimal('99.9'),
  paidByGiftCertificate: decimal('0.1'),
};
const contradictory = { lines: [orderLine('a', { gross: '20' })], totalGross: decimal('17') };

describe('the total of a document that a person names', () => {
  let bench: Bench;
  let engine: PairHandle;

  beforeEach(async () => {
    bench = createBench();
    await activate(bench, 'orders', unitTable({ digital: 'Lizenz' }));
    engine = bench.engine();
  });

  it.each<[string, Parameters<typeof channelOrder>[1], string, boolean]>([
    ['before the gift certificate that was taken off the total', certificate, '20', true],
    ['after it', certificate, '5', false],
    ['in whole cents, of an order with parts of one', fine, '11.9', true],
    ['a cent off', fine, '11.91', false],
    ['one of two that are possible', unclear, '99.9', true],
    ['the other one', unclear, '100', true],
    ['neither', unclear, '99.95', false],
    ['what the channel says where its items say otherwise', contradictory, '17', true],
    ['what its items say', contradictory, '20', false],
  ])('%s', async (_what, order, gross, fits) => {
    await take(order);

    const decided = await adopt(gross);

    expect(decided).toMatchObject(fits ? { status: 'decided' } : { status: 'refused', objections: [{ code: 'ADOPTED_TOTAL_DIFFERS' }] });
  });

  it.each<[string, string, boolean]>([
    ['the total, where a certificate may be part of it or not', '20', true],
    ['the total that the channel says', '15', true],
    ['none of them', '17', false],
  ])('of an order that its channel calls unclear: %s', async (_what, gross, fits) => {
    await take({
      lines: [orderLine('a', { gross: '20' })],
      totalGross: decimal('15'),
      paidByGiftCertificate: decimal('5'),
      totalUnclear: true,
    });

    expect((await adopt(gross)).status).toBe(fits ? 'decided' : 'refused');
  });

  it('is held against the total in whole cents where the order was never read in full', async () => {
    const order = channelOrder('1', { status: 'cancelled', totalGross: decimal('11.9049') });
    bench.shop.orders.set('1', order);
    bench.shop.marks.push({ order: '1', salesOrderId: 'so-1', marker: salesOrderMarker({ vendor: 'shop', accountId: 'store-1' }, '1') });
    await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
    const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
    expect(record).toMatchObject({ state: 'placed' });
    expect(record?.revision).toBeUndefined();
    await bench.tx((tx) => tx.orders.put({ ...(record as OrderRecord), salesOrderGoneAt: morning }));

    expect((await adopt('11.91')).status).toBe('refused');
    expect((await adopt('11.9')).status).toBe('decided');
  });

  describe('of an order that was edited after its sales order was made, which then was deleted', () => {
    beforeEach(async () => {
      await activate(bench, 'orders', unitTable({ physical: 'Stück' }));
      await take({});
      await bench.environment.advance(60_000);
      await take({ lines: [orderLine('a', { quantity: 2, gross: '23.8' })], modifiedAt: bench.environment.clock.now() });
      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
      const [made] = bench.books.orders.splice(0);
      await bench.tx((tx) => tx.inbox.note(pair, [{ what: 'sales-order-gone', id: made?.id ?? '', since: bench.environment.clock.now() }]));
      await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
      expect(await bench.problems()).toContain('SALES_ORDER_DELETED 1');
    });

    it('is the one that it has now; then nothing is left to tell', async () => {
      expect(await adopt('23.8')).toMatchObject({ status: 'decided' });

      expect(await bench.problems()).toEqual([]);
      expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ placedRevision: 2 });
      await lookAgain();
      expect(await bench.problems()).toEqual([]);
    });

    it('is the one that it had; then the edit is still told of', async () => {
      expect(await adopt('11.9')).toMatchObject({ status: 'decided' });

      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
      expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ placedRevision: 1 });
      await lookAgain();
      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
    });

    it('is no other one', async () => {
      expect(await adopt('12')).toMatchObject({
        status: 'refused',
        objections: [{ code: 'ADOPTED_TOTAL_DIFFERS', text: { en: expect.stringContaining('23.80') } }],
      });
    });

    /** The books tell of the document once more, and it is compared anew. */
    async function lookAgain(): Promise<void> {
      await bench.tx((tx) => tx.inbox.note(pair, [{ what: 'sales-order-gone', id: 'by-hand', since: bench.environment.clock.now() }]));
      await bench.environment.advance(600_000);
      await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
    }
  });

  it('that was sent says the order as it was sent, though an edit since then left the total as it was', async () => {
    await activate(bench, 'orders', unitTable({ physical: 'Stück' }));
    engine = bench.engine({ afterDoubt: 'ask' });
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
    await take({});
    await bench.environment.advance(600_000);
    await take({ lines: [orderLine('b')], modifiedAt: bench.environment.clock.now() });
    expect(await bench.problems()).toEqual(['SALES_ORDER_IN_DOUBT 1']);

    expect(await adopt('11.9')).toMatchObject({ status: 'decided' });

    expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed', placedRevision: 1, revision: 2 });
  });

  it('is compared in the same way when the books tell of the document later', async () => {
    await take(certificate);
    await adopt('20');
    await bench.tx((tx) => tx.inbox.note(pair, [{ what: 'sales-order-gone', id: 'by-hand', since: bench.environment.clock.now() }]));

    await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));

    expect(await bench.problems()).toEqual([]);
  });

  async function take(order: Parameters<typeof channelOrder>[1]): Promise<void> {
    bench.shop.orders.set('1', channelOrder('1', order));
    await bench.environment.finish(engine.sync({ waitMaxMs: 60_000 }));
  }

  function adopt(gross: string) {
    const totals = { gross: decimal(gross), net: decimal(gross), tax: decimal(0), byRate: [] };
    bench.books.orders.splice(0, bench.books.orders.length, { id: 'by-hand', marker: 'none', draft: { lines: [] } as never, totals });
    const choice = { choice: 'adopt', salesOrderId: 'by-hand' } as const;
    return bench.environment.finish(engine.orders.decide({ orderId: '1', choice, by: 'anna', why: 'made by hand' }));
  }
});
