import { describe, expect, it } from '@jest/globals';
import { sumOf } from '@megzo/core';
import { order, products, shippingAddresses, taxes } from '../test/order-fixtures.ts';
import { type Asked, call, channelOn, type Reply } from '../test/wire-double.ts';

/** Goods of 57.53 after all discounts and shipping of 4.90, at whatever total. */
async function read(total: string, coupons: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) {
  const { fees = [], couponReply, taxRows = taxes, ...members } = more as { fees?: unknown; couponReply?: Reply; taxRows?: unknown };
  const replies: Readonly<Record<string, Reply>> = {
    '/v2/orders/218': { body: order({ total_inc_tax: total, coupon_discount: '9.9000', fees, ...members }) },
    '/v2/orders/218/products': { body: products },
    '/v2/orders/218/taxes': { body: taxRows },
    '/v2/orders/218/shipping_addresses': { body: shippingAddresses },
    '/v2/orders/218/coupons': couponReply ?? { body: coupons },
  };
  const { channel, asked } = channelOn(({ path }: Asked): Reply => replies[path] ?? { status: 404 });
  const answer = await channel.orders.read('218', call);
  if (answer.status !== 'done' || answer.value === undefined) throw new Error(`${answer.status}: no order`);
  const { lines, charges, totalUnclear } = answer.value;
  return {
    shipping: charges.find(({ kind }) => kind === 'shipping'),
    sum: sumOf([...lines.map(({ totalGross }) => totalGross), ...charges.map(({ gross }) => gross)]),
    ...(totalUnclear === undefined ? {} : { unclear: totalUnclear }),
    asked: asked.map(({ path }) => path).filter((path) => path.endsWith('coupons')).length,
  };
}

const goods = { code: 'FUENF', amount: '5.0000', type: 2, discount: '5.0000' };
const free = { code: 'FREI', amount: '0.0000', type: 4, discount: '4.9000' };

describe('a coupon off the shipping', () => {
  it('costs no request where lines and charges make the total', async () => {
    expect(await read('62.4300', [])).toMatchObject({ asked: 0, sum: '62.43' });
  });

  it.each([
    ['without any coupon', '57.5300', { coupon_discount: '0.0000' }],
    ['where all coupons are worth less than the rest', '57.5300', { coupon_discount: '2.0000' }],
    ['without shipping', '57.0300', { shipping_cost_inc_tax: '0.0000' }],
  ])('costs no request %s', async (_case, total, more) => {
    expect((await read(total, [], more)).asked).toBe(0);
  });

  it.each(['50.0000', '63.0000', '62.4250'])('costs no request where it could not explain a total of %s', async (total) => {
    expect((await read(total, [free])).asked).toBe(0);
  });

  it.each([
    ['named by its discount', free],
    ['of no discount of its own', { ...free, discount: '0.0000' }],
  ])('that makes it free, %s, leaves nothing to charge for it', async (_case, coupon) => {
    expect(await read('57.5300', [goods, coupon])).toEqual({ asked: 1, shipping: undefined, sum: '57.53' });
  });

  it('that makes it cheaper leaves the rest, with the tax that the store put on it', async () => {
    const cheaper = { code: 'PORTO', amount: '2.0000', type: 3, discount: '2.0000' };
    const taxRows = taxes.map((row) => (row.line_item_type === 'shipping' ? { ...row, line_amount: '0.4630' } : row));

    const found = await read('60.4300', [goods, cheaper], { taxRows });

    expect(found).toMatchObject({ asked: 1, sum: '60.43', shipping: { gross: '2.9', tax: '0.463', taxRates: ['19'] } });
  });

  it.each([
    ['a coupon off the goods', '57.5300', [goods, { ...goods, discount: '4.9000' }]],
    ['another discount', '59.4300', [{ ...free, type: 3, discount: '2.5000' }]],
    ['less than all of the shipping', '59.4300', [{ ...free, discount: '0.0000' }]],
    ['no coupon at all', '57.5300', []],
  ])('is never made up from %s: the order parks', async (_case, total, coupons) => {
    expect(await read(total, coupons)).toMatchObject({ asked: 1, sum: '62.43', shipping: { gross: '4.9', tax: '0.7824' } });
  });

  it('is not told from a gift certificate of the same worth that was taken off the total: nobody knows what was charged', async () => {
    const cheaper = { code: 'PORTO', amount: '2.0000', type: 3, discount: '2.0000' };
    const certificate = { gift_certificate_amount: '2.0000' };

    expect(await read('60.4300', [goods, cheaper], certificate)).toMatchObject({ sum: '62.43', unclear: true });
    expect(await read('60.4300', [goods], certificate)).not.toHaveProperty('unclear');
    expect(await read('60.4300', [goods, cheaper], { gift_certificate_amount: '2.5000' })).toMatchObject({ sum: '60.43' });
  });

  it('leaves the order for later where the coupons cannot be read, and as it is where there are none', async () => {
    await expect(read('57.5300', [], { couponReply: { status: 503 } })).rejects.toThrow('retryable');
    expect(await read('57.5300', [], { couponReply: { status: 204 } })).toMatchObject({ sum: '62.43' });
  });
});
