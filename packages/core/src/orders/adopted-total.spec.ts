import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, orderLine } from '../../test/orders.ts';
import { activate, unitTable } from '../../test/rules.ts';
import type { PairHandle } from '../engine/pair-handle.ts';
import { decimal } from '../money/decimal.ts';

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
    bench.books.orders.push({ id: 'by-hand', marker: 'none', draft: { lines: [] } as never, totals });
    const choice = { choice: 'adopt', salesOrderId: 'by-hand' } as const;
    return bench.environment.finish(engine.orders.decide({ orderId: '1', choice, by: 'anna', why: 'made by hand' }));
  }
});
