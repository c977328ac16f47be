/** The real channel against a simulated store: what the fixtures say of single answers, said of a whole conversation. */
import { describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type ChannelOrder,
  decimal,
  exact,
  type ListingDraft,
  type OrderHead,
  type Outcome,
  type Page,
  sku,
  sumOf,
} from '@megzo/core';
import { startStore } from './simulated-store.ts';
import { call, effectCall } from './wire-double.ts';

function value<T>(answer: Outcome<T>): T {
  if (answer.status !== 'done') throw answer.error;
  return answer.value;
}

async function all<T>(
  readPage: (cursor: string | undefined) => Promise<Answer<Page<T>>>,
  between: () => void = () => undefined,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = value(await readPage(cursor));
    items.push(...page.items);
    cursor = page.next;
    between();
  } while (cursor !== undefined);
  return items;
}

function withCursor<T extends object>(scan: T, cursor: string | undefined): T & { cursor?: string } {
  return cursor === undefined ? scan : { ...scan, cursor };
}

function chargedSum(order: ChannelOrder): string {
  return sumOf([...order.lines.map((line) => line.totalGross), ...order.charges.map((charge) => charge.gross)]);
}

const draft: ListingDraft = {
  sku: sku('TASSE-1'),
  name: 'Tasse',
  description: '<p>Blau</p>',
  price: decimal('11.9'),
  taxClass: 1,
  kind: 'physical',
  weight: decimal('0.35'),
  visible: true,
};

describe('a simulated store', () => {
  it('is healthy, and says what it is', async () => {
    const { channel } = startStore();

    const diagnosis = value(await channel.check(call));

    expect(diagnosis.findings.filter((finding) => finding.level !== 'ok')).toEqual([]);
    expect(value(await channel.settings(call))).toMatchObject({
      accountId: diagnosis.accountId,
      currency: 'EUR',
      pricesIncludeTax: true,
      stockLeavesAt: 'order-placed',
    });
  });

  it('names the one scope that its account lacks', async () => {
    const { channel } = startStore({ scopes: ['store_v2_information', 'store_v2_orders', 'store_v2_products', 'store_channel_listings'] });

    const { findings } = value(await channel.check(call));

    expect(findings.filter((finding) => finding.level === 'failure').map((finding) => finding.about)).toEqual(['scope store_inventory']);
  });

  it('sells what adds up to its total, at the rates of its tax classes', async () => {
    const { simulator, channel } = startStore();
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '17.89', taxClassId: 1, stock: 10 });
    simulator.seed.product({ name: 'Buch', sku: 'BUCH-1', price: '26.75', taxClassId: 2, stock: 10 });
    const id = simulator.storefront.placeOrder({
      lines: [
        { sku: 'TASSE-1', quantity: 2, wrapping: { name: 'Papier', cost: '1.50' } },
        { sku: 'BUCH-1', quantity: 1 },
      ],
      shipping: [{ method: 'DHL Paket', cost: '4.90', handling: '1.00' }],
      fees: [{ name: 'Pfand', cost: '2.00' }],
      storeCredit: '5.00',
      customerMessage: 'Bitte klingeln',
    });

    const order = value(await channel.orders.read(String(id), call));

    expect(order?.lines.map((line) => [line.sku, line.quantity, line.taxRates])).toEqual([
      ['TASSE-1', 2, ['19']],
      ['BUCH-1', 1, ['7']],
    ]);
    expect(order?.charges.map((charge) => [charge.kind, charge.gross])).toEqual([
      ['shipping', '4.9'],
      ['handling', '1'],
      ['wrapping', expect.any(String)],
      ['fee', '2'],
    ]);
    expect(order?.charges.every((charge) => charge.taxRates.length === 1)).toBe(true);
    expect(order?.paidByStoreCredit).toBe('5');
    expect(order === undefined ? '' : chargedSum(order)).toBe(order?.totalGross);
  });

  it.each([
    ['a percentage', { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] }],
    ['an amount off the order', { coupons: [{ code: 'FUENF', kind: 'per-total', amount: '5' }] }],
    ['an amount off each item', { coupons: [{ code: 'EINS', kind: 'per-item', amount: '1' }] }],
    ['cheaper shipping', { coupons: [{ code: 'PORTO', kind: 'shipping', amount: '2' }] }],
    ['free shipping', { coupons: [{ code: 'FREI', kind: 'free-shipping', amount: '0' }] }],
    ['a promotion and a manual discount', { promotions: [{ name: 'Aktion', percent: '15' }], manualDiscount: '3.33' }],
  ] as const)('sells what adds up to its total with %s', async (_case, discount) => {
    const { simulator, channel } = startStore();
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '17.89', taxClassId: 1, stock: 10 });
    simulator.seed.product({ name: 'Buch', sku: 'BUCH-1', price: '26.75', taxClassId: 2, stock: 10 });
    const lines = [
      { sku: 'TASSE-1', quantity: 3 },
      { sku: 'BUCH-1', quantity: 1 },
    ];
    const id = simulator.storefront.placeOrder({ lines, shipping: [{ cost: '4.90' }], ...discount });

    const order = value(await channel.orders.read(String(id), call));

    const apart = exact(decimal(order === undefined ? '1000' : chargedSum(order))).minus(order?.totalGross ?? 0);
    expect(apart.abs().lessThan('0.01')).toBe(true);
  });

  it('shows an order only once its lines can be read', async () => {
    const { simulator, channel, advance } = startStore({ linesReadableAfterMs: 10_000 });
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 10 });
    const id = String(simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }] }));

    const early = value(await channel.orders.read(id, call));
    const earlyQuantities = value(await channel.orders.quantities(id, call));
    advance(20_000);
    const late = value(await channel.orders.read(id, call));

    expect([early, earlyQuantities]).toEqual([undefined, undefined]);
    expect(late?.lines).toHaveLength(1);
  });

  it.each([[true], [false]])(
    'loses no order to a scan under change, whether its filters take in their second or not (%s)',
    async (inclusive) => {
      const { simulator, channel, advance } = startStore({ dateFiltersInclusive: inclusive });
      simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 10_000 });
      const placed = Array.from({ length: 600 }, (_, place) => {
        // Many orders share a second, as in a flash sale.
        if (place % 120 === 0) advance(1_000);
        return simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }] });
      });
      advance(1_000);
      const edits = [...placed];

      const heads = await all<OrderHead>(
        (cursor) => channel.orders.changed(withCursor({ since: 0 }, cursor), call),
        () => {
          advance(1_000);
          for (const id of edits.splice(0, 3)) simulator.storefront.editNotes(id, { staffNotes: 'x' });
        },
      );

      expect(new Set(heads.map((head) => Number(head.id)))).toEqual(new Set(placed));
    },
  );

  it('tells an audit every order of a span, edges included, and at connecting every open one', async () => {
    const { simulator, channel, advance } = startStore({ dateFiltersInclusive: false });
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 1_000 });
    const place = (): number => {
      const id = simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 2 }] });
      return id;
    };
    const from = Date.parse('2026-03-02T09:30:00Z');
    const ids = Array.from({ length: 260 }, place);
    advance(60_000);
    const [shipped, cancelled, unpaid, partly, review] = [place(), place(), place(), place(), place()];
    simulator.storefront.ship(shipped);
    simulator.storefront.cancel(cancelled);
    simulator.storefront.setStatus(unpaid, 7);
    simulator.storefront.refundByStatus(partly, 'part');
    simulator.storefront.setStatus(review, 12);
    simulator.storefront.startCheckout({ lines: [{ sku: 'TASSE-1', quantity: 1 }] });

    const audited = await all((cursor) => channel.orders.placed(withCursor({ from, to: from + 60_000 }, cursor), call));
    const open = await all((cursor) => channel.orders.open(withCursor({ since: from + 1e9 }, cursor), call));

    expect(audited.map((head) => Number(head.id))).toEqual(expect.arrayContaining([...ids, shipped, cancelled, unpaid, partly, review]));
    expect(new Set(open.map((head) => Number(head.id)))).toEqual(new Set([...ids, unpaid, partly, review]));
  });

  it('lists a new product once, hidden or not, and finds it again after a lost reply', async () => {
    const { simulator, channel } = startStore();
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', path: /catalog\/products$/, times: 1 });

    const sent = await channel.listings.create.send(draft, effectCall);
    const found = value((await channel.listings.create.find?.({ marker: 'TASSE-1', from: 0, to: 1, draft }, call)) as Answer<never>) as {
      marked: readonly { product: string; variant: string }[];
    };
    const again = await channel.listings.create.send(draft, effectCall);

    expect(sent.status).toBe('unknown');
    expect(found.marked).toHaveLength(1);
    expect(again.status).toBe('taken');
    expect(simulator.products()).toMatchObject([{ name: 'Tasse', sku: 'TASSE-1', price: '11.9000', taxClassId: 1, tracking: 'product' }]);
  });

  it('takes content, prices of variants and channel assignment, and lists what changed', async () => {
    const { simulator, channel, advance } = startStore();
    const ref = value(await channel.listings.create.send(draft, effectCall));
    const shirt = simulator.seed.product({
      name: 'Hemd',
      price: '30',
      variants: [
        { sku: 'HEMD-S', label: 'S' },
        { sku: 'HEMD-M', label: 'M' },
      ],
    });
    const variant = { product: String(shirt.id), variant: String(shirt.variantIds[1]) };
    advance(60_000);
    const since = Date.parse('2026-03-02T09:30:30Z');

    const rows = value(
      await channel.listings.update(
        [
          { ref, grouped: false, draft: { ...draft, price: decimal('12.3456'), name: 'Tasse, blau' }, groups: ['content', 'assignment'] },
          { ref: variant, grouped: true, draft: { ...draft, price: decimal('33.5') }, groups: ['content'] },
        ],
        call,
      ),
    );
    const changed = await all((cursor) => channel.listings.changed(withCursor({ since }, cursor), call));
    const everything = await all((cursor) => channel.listings.changed(withCursor({ since: 0 }, cursor), call));

    expect(rows.map((row) => row.outcome.status)).toEqual(['done', 'done']);
    expect(simulator.products().find((product) => product.name === 'Tasse, blau')).toMatchObject({ price: '12.3456', channelIds: [1] });
    expect(
      simulator
        .products()
        .flatMap((product) => product.variants)
        .find((one) => one.sku === 'HEMD-M')?.price,
    ).toBe('33.5000');
    expect(changed.some((listing) => listing.sku === 'TASSE-1' && !listing.grouped)).toBe(true);
    expect(everything.map((listing) => [listing.sku, listing.grouped])).toEqual([
      ['TASSE-1', false],
      ['HEMD-S', true],
      ['HEMD-M', true],
    ]);
  });

  it('takes stock absolutely, beside what it holds back, under the id by which each item is counted', async () => {
    const { simulator, channel, advance } = startStore({ inventoryLagMs: 5_000 });
    const cup = simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 50, safetyStock: 10 });
    const shirt = simulator.seed.product({
      name: 'Hemd',
      price: '30',
      variants: [
        { sku: 'HEMD-S', label: 'S', stock: 1 },
        { sku: 'HEMD-M', label: 'M' },
      ],
    });
    const refs = [cup, shirt].flatMap(({ id, variantIds }) =>
      variantIds.map((variant) => ({ product: String(id), variant: String(variant) })),
    );

    const seen = value(await channel.stock.read([...refs, { product: '999', variant: '999' }], call));
    const rows = value(
      await channel.stock.set(
        seen.map((level) => ({ seen: level, sellable: 7 })),
        call,
      ),
    );
    advance(10_000);
    const after = value(await channel.stock.read(refs, call));

    expect(seen.map((level) => [level.sellable, level.safetyStock])).toEqual([
      [40, 10],
      [1, 0],
      [0, 0],
    ]);
    expect(rows.map((row) => row.outcome.status)).toEqual(['done', 'done', 'done']);
    expect(after.map((level) => level.sellable)).toEqual([7, 7, 7]);
    expect(simulator.storefront.purchasable('TASSE-1')).toBe(7);
  });

  it('carries our mark once, and finds it after a lost reply', async () => {
    const { simulator, channel } = startStore();
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 10 });
    const order = String(simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }] }));
    const mark = { order, salesOrderId: 'e9066f04', marker: effectCall.marker };
    const sentMark = { marker: effectCall.marker, from: 0, to: 1, draft: mark };
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', path: /metafields/, times: 1 });

    const sent = await channel.marks.send(mark, effectCall);
    const found = await channel.marks.find?.(sentMark, call);
    const again = await channel.marks.send(mark, effectCall);

    expect(sent.status).toBe('unknown');
    expect(found).toMatchObject({ status: 'done', value: { marked: [{ id: expect.any(String) }] } });
    expect(again.status).toBe('taken');
    expect(simulator.metafields()).toHaveLength(1);
  });

  it('never makes a read anything else than done, retryable or rejected, whatever happens on the way', async () => {
    const { simulator, channel } = startStore();
    simulator.seed.product({ name: 'Tasse', sku: 'TASSE-1', price: '11.90', stock: 10 });
    const id = String(simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }] }));

    for (const fault of [
      { kind: 'lose-reply', when: 'before' },
      { kind: 'truncated' },
      { kind: 'html', when: 'before', status: 200 },
      { kind: 'html', when: 'before', status: 502 },
      { kind: 'status', when: 'before', status: 429 },
      { kind: 'status', when: 'before', status: 500 },
    ] as const) {
      simulator.faults.clear();
      simulator.faults.add({ fault });

      expect((await channel.orders.read(id, call)).status).toBe('retryable');
      expect((await channel.orders.changed({ since: 0 }, call)).status).toBe('retryable');
      expect((await channel.listings.changed({ since: 0 }, call)).status).toBe('retryable');
      expect((await channel.stock.read([{ product: '1', variant: '1' }], call)).status).toBe('retryable');
    }
  });
});
