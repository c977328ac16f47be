/**
 * Goal: a rule that the check lets pass can rely on what core and this adapter publish of orders, and what it writes is taken.
 * Method: orders of every kind that the simulated store knows are read through the real adapter, and the records that rules
 * read are held against the fields; a listing at every limit is written.
 */
import { describe, expect, it } from '@jest/globals';
import {
  type ChannelOrder,
  channelRecord,
  chargeRecord,
  checkRules,
  defaultRules,
  lineRecord,
  orderRecord,
  type RuleFields,
  ruleFields,
} from '@megzo/core';
import { fieldFaults } from '@megzo/core/testing';
import { draft, effect, smallShop, value } from './small-shop.ts';
import { call } from './wire-double.ts';

const invoicing = { articles: { fields: [] }, salesOrders: { fields: [] } };

describe('the fields of orders', () => {
  it('are true of every order that can be read', async () => {
    const { orders, fields } = await manyOrders();

    for (const order of orders) {
      const record = { order: orderRecord(order, 'Europe/Berlin') };
      expect(fieldFaults(fields.document?.sources ?? [], record)).toEqual([]);
      for (const line of order.lines)
        expect(fieldFaults(fields.goods?.sources ?? [], { ...record, line: lineRecord(line, undefined) })).toEqual([]);
      for (const charge of order.charges) {
        expect(fieldFaults(fields[charge.kind]?.sources ?? [], { ...record, charge: chargeRecord(charge) })).toEqual([]);
      }
    }
  });

  it('all occur, and so do all kinds of lines and charges', async () => {
    const { orders, fields } = await manyOrders();

    const records = orders.flatMap((order) => [
      { order: orderRecord(order, 'Europe/Berlin') },
      ...order.lines.map((line) => ({ line: lineRecord(line, undefined) })),
      ...order.charges.map((charge) => ({ charge: chargeRecord(charge) })),
    ]);
    const published = [...(fields.goods?.sources ?? []), ...(fields.shipping?.sources ?? [])];
    const missing = published.filter(({ path }) =>
      records.every((record) => fieldFaults([{ path, type: 'text', required: true }], record)[0] === `${path} is missing`),
    );
    expect(missing).toEqual([]);
    expect(new Set(orders.flatMap(({ charges }) => charges.map(({ kind }) => kind)))).toEqual(
      new Set(['shipping', 'handling', 'wrapping', 'fee']),
    );
  });
});

describe('the fields of listings', () => {
  it('are taken at their limits', async () => {
    const { channel } = smallShop();

    const made = await channel.listings.create.send({ ...draft, name: 'n'.repeat(250) }, effect(draft.sku));

    expect(made.status).toBe('done');
    expect(
      (await channel.listings.create.send({ ...draft, sku: 'LANG' as typeof draft.sku, name: 'n'.repeat(251) }, effect('LANG'))).status,
    ).toBe('rejected');
  });

  it('of the shop itself are true', async () => {
    const { channel } = smallShop();
    const settings = value(await channel.settings(call));
    const shop = (ruleFields({ invoicing, channel }).listing?.sources ?? []).filter(({ path }) => path.startsWith('channel.'));

    expect(shop.length).toBeGreaterThan(2);
    expect(fieldFaults(shop, { channel: channelRecord(settings) })).toEqual([]);
  });
});

it('the default rules for stock fit the fields', () => {
  expect(checkRules(defaultRules().stock, ruleFields({ invoicing, channel: smallShop().channel }))).toEqual([]);
});

async function manyOrders(): Promise<{ readonly orders: readonly ChannelOrder[]; readonly fields: RuleFields }> {
  const shop = smallShop();
  shop.simulator.seed.product({ name: 'Hemd', price: '30', tracking: 'none', variants: [{ sku: 'HEMD-S', label: 'S' }] });
  const ids = [
    shop.order({ lines: [{ sku: 'HEMD-S', quantity: 1 }] }),
    shop.order({
      lines: [{ sku: 'TASSE-1', quantity: 3, wrapping: { name: 'Papier', cost: '1.50' } }],
      shipping: [{ method: 'DHL Paket', cost: '4.90', handling: '1.00' }],
      fees: [{ name: 'Pfand', cost: '2.00' }],
      coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }],
      manualDiscount: '0.50',
      storeCredit: '1.00',
      customerMessage: 'Bitte klingeln',
    }),
    shop.order({ payment: { kind: 'offline' }, billing: { company: 'Kunde GmbH' } }),
    shop.order({ lines: [{ custom: { name: 'Datei', digital: true }, price: '5.00', quantity: 1 }], shipTo: [] }),
    shop.order({ lines: [{ custom: { name: 'x'.repeat(500), sku: 'S'.repeat(200) }, price: '0.3333', quantity: 7 }] }),
    shop.order({ currency: 'USD', shownCurrency: 'EUR' }),
    shop.order({ lines: [{ sku: 'TASSE-1', quantity: 2 }], coupons: [{ code: 'EINS', kind: 'per-item', amount: '1' }] }),
  ];
  const orders: ChannelOrder[] = [];
  for (const id of ids) {
    const order = value(await shop.channel.orders.read(String(id), call));
    if (order === undefined) throw new Error(`no order ${id}`);
    orders.push(order);
  }
  return { orders, fields: ruleFields({ invoicing, channel: shop.channel }) };
}
