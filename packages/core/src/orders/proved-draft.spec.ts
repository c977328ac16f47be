import { describe, expect, it } from '@jest/globals';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import { totalsOf } from '../../test/scripted-books.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import { orderSteps } from './order-steps.ts';
import { type ProvedDraft, type ProvedFacts, provedDraft } from './proved-draft.ts';

describe('a proved draft', () => {
  const lines = [
    orderLine('a', { quantity: 3, gross: '10.004', tax: decimal('1.6') }),
    orderLine('b', { quantity: 101, gross: '1.504', tax: decimal('0.24') }),
    orderLine('c', { gross: '0' }),
  ];
  const fee = charge('1', { kind: 'fee', name: 'Pfand', taxRates: [decimal(7)], tax: decimal('0.07') });
  const order: Partial<ChannelOrder> = { lines, charges: [charge('4.904'), fee] };

  it('comes with how its amounts came about: charged, in cents, moved, and written', () => {
    const made = drafted(order);

    expect(made.ok && made.draft.lines.length).toBe(6);
    expect(made.explanation).toEqual({
      charged: '17.412',
      due: '17.41',
      made: '17.41',
      rates: [
        { rate: '19', charged: '16.412', due: '16.41', made: '16.41', taxCharged: '2.62', taxMade: '2.62' },
        { rate: '7', charged: '1', due: '1', made: '1', taxCharged: '0.07', taxMade: '0.07' },
      ],
      items: [
        { item: 'line/a', rate: '19', charged: '10.004', due: '10.01', moved: '0.01', how: 'fine-price', lines: [priced('3', '3.3367')] },
        {
          item: 'line/b',
          rate: '19',
          charged: '1.504',
          due: '1.5',
          moved: '0',
          how: 'split',
          lines: [priced('49', '0.02'), priced('52', '0.01')],
        },
        { item: 'line/c', rate: '19', charged: '0', due: '0', moved: '0', how: 'gift', lines: [] },
        { item: 'shipping/1', rate: '19', charged: '4.904', due: '4.9', moved: '0', how: 'whole-cents', lines: [priced('1', '4.9')] },
        { item: 'fee/2', rate: '7', charged: '1', due: '1', moved: '0', how: 'whole-cents', lines: [priced('1', '1')] },
      ],
    });
  });

  it('says in the books’ currency what is due, and in the channel’s what was charged', () => {
    const made = drafted(
      { lines: [orderLine('a', { gross: '100' })], currency: 'CHF' },
      { exchange: { rate: decimal('0.945'), inverse: true } },
    );

    expect(made).toMatchObject({
      ok: true,
      draft: { currency: 'EUR', lines: [{ unitPriceGross: '105.82' }] },
      explanation: { charged: '100', due: '105.82', made: '105.82', items: [{ charged: '100', due: '105.82', moved: '0' }] },
    });
  });

  it('says how far it came where none can be made', () => {
    const uneven: ProvedFacts['totals'] = (draft) => ({ ...totalsOf(draft), gross: decimal('17.4') });

    expect(drafted({ ...order, totalGross: decimal('20') })).toMatchObject({ ok: false, reason: 'ORDER_SUM_DIFFERS' });
    expect(drafted(order, { limits: { linesMax: 3, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 } })).toMatchObject({
      reason: 'ORDER_TOO_LONG',
      explanation: { due: '17.41', items: [{ item: 'line/a', due: '10.01' }, {}, {}, {}, {}] },
    });
    expect(drafted(order, { totals: uneven })).toMatchObject({
      reason: 'TOTALS_DIFFER',
      data: {
        charged: '17.41',
        salesOrder: '17.40',
        list: 'Ware a 10.004 → 10.01; Ware b 1.504 → 1.50; Ware c 0.00 → 0.00; shipping 4.904 → 4.90; Pfand 1.00 → 1.00',
      },
      explanation: { due: '17.41', made: '17.4', items: [{ lines: [priced('3', '3.3367')] }, {}, {}, {}, {}] },
    });
  });
});

function priced(quantity: string, unitPriceGross: string): { quantity: string; unitPriceGross: string } {
  return { quantity, unitPriceGross };
}

function drafted(changes: Partial<ChannelOrder>, facts: Partial<ProvedFacts> = {}): ProvedDraft {
  return provedDraft(
    {
      order: channelOrder('1', changes),
      treated: { ok: true, treatment: { kind: 'domestic' }, rates: [decimal(19), decimal(7)] },
      currency: 'EUR',
      totals: totalsOf,
      limits: { linesMax: 300, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 },
      articles: new Map(),
      rules: compileRules(defaultRules().orders),
      timeZone: 'Europe/Berlin',
      markerPlace: 'text-line',
      ...facts,
    },
    orderSteps,
  );
}
