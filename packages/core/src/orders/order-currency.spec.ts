import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { address, channelOrder, charge, morning, orderLine, people } from '../../test/orders.ts';
import type { PairOptions } from '../engine/pair-handle.ts';
import { effectKey } from '../kernel/ids.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { RuleSet, type RulesOf } from '../mapping/rule-set.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';

const key = effectKey('shop:store-1/order/1/place-sales-order');
const francs = {
  base: 'EUR',
  quote: 'CHF',
  rate: decimal('0.945'),
  validFrom: '2026-03-01',
  source: 'BMF 2026-03',
  by: 'erika',
  at: morning,
} as const;
const swiss = people({ billing: address({ country: 'CH' }) });
const untaxed = orderLine('a', { gross: '100', rate: '0' });

describe('an order in another currency than the books’', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('is parked unless the merchant converts', async () => {
    sell({ currency: 'CHF' });
    await addRate();

    await sync({ otherCurrencies: 'park' });

    expect(bench.books.orders).toEqual([]);
    expect(await bench.problems()).toEqual(['ORDER_CURRENCY_UNSUPPORTED 1']);
  });

  it('is converted once, in sum, and says by which rate', async () => {
    sell({ currency: 'CHF', lines: [untaxed], charges: [charge('9', { taxRates: [decimal(0)], tax: decimal(0) })], people: swiss });
    await addRate();

    await sync();

    // 109 / 0.945 = 115.343915…, of which the line's 105.820105… and the charge's 9.523809….
    expect(bench.books.orders[0]?.totals.gross).toBe('115.34');
    expect(bench.books.orders[0]?.draft).toMatchObject({
      currency: 'EUR',
      lines: [{ unitPriceGross: '105.82' }, { unitPriceGross: '9.52' }],
    });
    const [explained] = await bench.tx((tx) => tx.explanations.bySubject(key));
    expect(explained?.content).toMatchObject({
      exchange: { inverse: true, rate: { base: 'EUR', quote: 'CHF', rate: '0.945', validFrom: '2026-03-01', source: 'BMF 2026-03' } },
    });
    expect(await bench.problems()).toEqual([]);
  });

  it('is compared with what was made of it in the books’ currency', async () => {
    sell({ currency: 'CHF', lines: [untaxed], people: swiss });
    await addRate();
    const { send, totals } = bench.books.port.salesOrders;
    bench.books.port.salesOrders.send = async (draft, call) => {
      const outcome = await send(draft, call);
      for (const made of bench.books.orders) made.totals = { ...totals(draft), gross: decimal('100') };
      return outcome;
    };

    await sync();

    expect(await bench.problems()).toEqual(['SALES_ORDER_TOTAL_DIFFERS 1']);
  });

  it('waits for a rate of its day, and goes on when there is one', async () => {
    sell({ currency: 'CHF', lines: [untaxed], people: swiss });
    await addRate({ validFrom: '2025-01-01' });

    await sync();
    expect(bench.books.orders).toEqual([]);
    expect(await bench.problems()).toEqual(['EXCHANGE_RATE_MISSING 1']);

    await addRate();
    await sync();
    expect(bench.books.orders[0]?.totals.gross).toBe('105.82');
    expect(await bench.problems()).toEqual([]);
  });

  it('is sent again at the rate that it was begun with', async () => {
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
    sell({ currency: 'CHF', lines: [untaxed], people: swiss });
    await addRate();
    await sync();
    await addRate({ rate: decimal('0.5') });

    await bench.environment.advance(200_000);
    await sync();

    expect(bench.books.orders.map(({ totals }) => totals.gross)).toEqual(['105.82']);
  });

  it('leaves orders in the books’ own currency as they are', async () => {
    sell({});
    await addRate({ base: 'EUR', quote: 'EUR' });

    await sync();

    expect(bench.books.orders[0]?.totals.gross).toBe('11.9');
    const [explained] = await bench.tx((tx) => tx.explanations.bySubject(key));
    expect(explained?.content).not.toHaveProperty('exchange');
  });

  function sell(changes: Partial<ChannelOrder>): void {
    bench.shop.orders.set('1', channelOrder('1', changes));
  }

  function addRate(changes: Partial<Record<keyof typeof francs, unknown>> = {}): Promise<void> {
    return bench.tx((tx) => tx.rates.add([{ ...francs, ...changes } as typeof francs]));
  }

  /** Contacts come first and must be seen, hence a second run a little later. */
  async function sync(options: Partial<PairOptions> = {}): Promise<void> {
    for (let run = 0; run < 2; run += 1) {
      await bench.engine({ otherCurrencies: 'convert', flows: { listings: false, stock: false, orders: true }, ...options }).sync();
      await bench.environment.advance(10_000);
    }
  }
});

describe('a tax treatment that the rules choose', () => {
  it('is written where it suits the order, and parks where it does not', async () => {
    const bench = createBench();
    const panels = orderLine('a', { rate: '0' });
    bench.shop.orders.set('1', channelOrder('1', { lines: [panels], paymentMethod: 'solar' }));
    bench.shop.orders.set('2', channelOrder('2', { paymentMethod: 'solar' }));
    bench.shop.orders.set('3', channelOrder('3', { lines: [panels], people: swiss, paymentMethod: 'solar' }));
    bench.shop.orders.set('4', channelOrder('4'));

    const shop = bench.engine({
      rules: { ...defaultRules(), orders: choosing('photovoltaics') },
      flows: { listings: false, stock: false, orders: true },
    });
    await shop.sync();
    await bench.environment.advance(10_000);
    await shop.sync();

    expect(bench.books.orders.map(({ marker, draft }) => [marker.split(' ')[1], draft.treatment.kind]).toSorted()).toEqual([
      ['1', 'photovoltaics'],
      ['4', 'domestic'],
    ]);
    expect((await bench.problems()).toSorted()).toEqual(['TAX_RATE_NOT_ALLOWED 2', 'TAX_TREATMENT_NOT_ALLOWED 3']);
  });
});

/** Chooses it for what was paid by `solar`, in lack of another field to tell such orders by. */
function choosing(treatment: string): RulesOf<'orders'> {
  const { blocks, ...rest } = defaultRules().orders;
  const rule = {
    target: 'treatment',
    source: { cases: [{ when: [{ field: 'order.paymentMethod', is: 'equal', value: 'solar' }], take: { value: treatment } }] },
  };
  return RuleSet.parse({ ...rest, blocks: { ...blocks, document: [...blocks.document, rule] } }) as RulesOf<'orders'>;
}
