/** Section 0.1 of the fact sheet, row by row. Where the engine holds the counter, the row shows why it must. */
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '@megzo/core';
import { calls, draft, effect, noticeOf, smallShop, value } from './small-shop.ts';
import { call } from './wire-double.ts';

describe('section 0.1', () => {
  it('row 1: no key makes a write idempotent, so a lost reply is in doubt, and what stands there is found', async () => {
    const { channel, simulator, order } = smallShop();
    const id = order();
    const mark = { order: String(id), salesOrderId: 'so-1', marker: 'm' };
    const document = { order: String(id), documentId: 'd', number: 'RE1', url: 'https://megzo.example/d', sha256: 'ab'.repeat(32) };
    const notice = noticeOf(id, simulator.order(id).lines[0]?.id);
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST' });

    const sent = [
      await channel.marks.send(mark, effect('m')),
      await channel.documents.send(document, effect('d')),
      await channel.shipments.send(notice, effect('s')),
      await channel.listings.create.send(draft, effect('TASSE-2')),
    ];
    simulator.faults.clear();
    const found = [
      await channel.marks.find?.({ marker: 'm', from: 0, to: 1, draft: mark }, call),
      await channel.documents.find?.({ marker: 'd', from: 0, to: 1, draft: document }, call),
      await channel.shipments.find?.({ marker: 's', from: 0, to: 1, draft: notice }, call),
      await channel.listings.create.find?.({ marker: 'TASSE-2', from: 0, to: 1, draft }, call),
    ] as readonly Answer<{ readonly marked: readonly unknown[] }>[];

    expect(sent.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(found.map((answer) => value(answer).marked.length)).toEqual([1, 1, 1, 1]);
  });

  it('row 2: a stock write that is done is accepted, and a read right after it may be old', async () => {
    const { channel, level, advance } = smallShop({ inventoryLagMs: 5_000 });
    const seen = await level();

    const rows = value(await channel.stock.set([{ seen, sellable: 7 }], call));
    const early = await level();
    advance(5_000);

    expect(rows.map((row) => row.outcome.status)).toEqual(['done']);
    expect(early.sellable).toBe(40);
    expect((await level()).sellable).toBe(7);
    expect(channel.stock.settleMs).toBeGreaterThan(5_000);
  });

  it('row 3: an absolute write overwrites what was sold in the meantime', async () => {
    const { channel, level, order } = smallShop();
    const seen = await level();
    order();

    value(await channel.stock.set([{ seen, sellable: seen.sellable }], call));

    expect((await level()).sellable).toBe(40);
  });

  it('row 3: a relative one adds up with sales, spares the safety stock, and wants a figure to begin with', async () => {
    const { channel, level, order, simulator } = smallShop();
    const fresh = simulator.seed.product({ name: 'Neu', sku: 'NEU-1', price: '1', tracking: 'product' });
    const seen = await level();
    order();

    value(await channel.move.send([{ seen, units: 5 }], effect('in')));
    const added = (await level()).sellable;
    const [unset] = value(await channel.stock.read([{ product: String(fresh.id), variant: String(fresh.variantIds[0]) }], call));
    const refused = [
      await channel.move.send([{ seen, units: -44 }], effect('out')),
      await channel.move.send(unset === undefined ? [] : [{ seen: unset, units: 1 }], effect('first')),
    ];

    expect(added).toBe(43);
    expect(refused).toMatchObject([
      { status: 'rejected', error: { details: { errors: [expect.stringContaining('enough stock')] } } },
      { status: 'rejected', error: { details: { errors: [expect.stringContaining('requires absolute adjustment before relative')] } } },
    ]);
    expect((await level()).sellable).toBe(43);
  });

  it('row 3: a relative write whose reply is lost cannot be looked up, so it is in doubt for a person', async () => {
    const { channel, level, simulator } = smallShop();
    const seen = await level();
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', times: 1 });

    const sent = await channel.move.send([{ seen, units: 5 }], effect('in'));

    expect(sent.status).toBe('unknown');
    expect(channel.move.find).toBe(undefined);
    expect((await level()).sellable).toBe(45);
  });

  it("row 4: the store's own safety stock is added to what shall be sellable, and left as it is", async () => {
    const { channel, level, simulator } = smallShop();

    value(await channel.stock.set([{ seen: await level(), sellable: 7 }], call));

    expect(simulator.inventory()).toMatchObject([{ onhand: 17, safety: 10, available: 7 }]);
  });

  it('row 5: decimal text, empty 204s and RFC 2822 dates are read exactly', async () => {
    const { channel, order } = smallShop();
    const empty = value(await channel.orders.changed({ since: 0 }, call));

    order({ shipping: [{ cost: '4.90' }] });
    const [head] = value(await channel.orders.changed({ since: 0 }, call)).items;

    expect(empty.items).toEqual([]);
    expect(head).toMatchObject({ totalGross: '28.7', placedAt: Date.parse('2026-03-02T09:30:00Z') });
  });

  it('row 6: a checkout that is not paid wakes us, and its status keeps it out', async () => {
    const { channel, simulator } = smallShop();
    value(await channel.webhooks.subscribe('https://megzo.example/w', call));
    const id = simulator.storefront.startCheckout({ lines: [{ sku: 'TASSE-1', quantity: 1 }] });

    const looks: unknown[] = [];
    await simulator.deliverDue(async (request) => {
      looks.push(...(channel.webhooks.read({ headers: Object.fromEntries(request.headers), body: await request.text() })?.look ?? []));
      return new Response();
    });
    const before = value(await channel.orders.read(String(id), call));
    simulator.storefront.finishCheckout(id);
    const after = value(await channel.orders.read(String(id), call));

    expect(looks).toContainEqual({ what: 'order', id: String(id) });
    expect([before?.status, after?.status]).toEqual(['incomplete', 'open']);
  });

  it('row 7: returns cannot be asked for; refunds, statuses and quantities tell what can be told', async () => {
    const { channel, simulator, order } = smallShop();
    const id = order();
    const line = simulator.order(id).lines[0]?.id ?? 0;
    simulator.storefront.refund(id, { items: [{ type: 'PRODUCT', itemId: line, quantity: 1 }] });

    expect(calls.filter((path) => /return|rma/i.test(path))).toEqual([]);
    expect(value(await channel.refunds.changed({ since: 0 }, call)).items).toMatchObject([{ order: String(id), totalGross: '11.9' }]);
    expect(value(await channel.orders.read(String(id), call))?.status).toBe('partially-refunded');
    expect(value(await channel.orders.quantities(String(id), call))).toMatchObject([{ ordered: 2, refunded: 1 }]);
  });

  it('row 8: a document is announced as a link, since an order holds no file', async () => {
    const { channel, simulator, order } = smallShop();
    const notice = { order: String(order()), documentId: 'd', number: 'RE1', url: 'https://megzo.example/d', sha256: 'ab'.repeat(32) };

    value(await channel.documents.send(notice, effect('d')));

    expect(channel.documents.holds).toBe('link');
    expect(simulator.metafields()).toMatchObject([
      { key: 'document_d', permissionSet: 'read', value: expect.stringContaining(notice.url) },
    ]);
  });

  it.each([true, false])('row 9: webhooks that come twice, out of order, signed or not (%s), say the same each time', async (signing) => {
    const { channel, simulator, order } = smallShop({ signing, hookChaos: { duplicate: 1, loss: 0, reorder: true, delayMs: 0 } });
    value(await channel.webhooks.subscribe('https://megzo.example/w', call));
    const id = order();

    const looks: string[] = [];
    await simulator.deliverDue(async (request) => {
      const read = channel.webhooks.read({ headers: Object.fromEntries(request.headers), body: await request.text() });
      looks.push(...(read?.look ?? [{ what: 'refused', id: '' }]).map((look) => `${look.what} ${look.id}`));
      return new Response();
    });

    expect(looks.filter((look) => look === `order ${id}`).length).toBeGreaterThan(1);
    expect(looks).not.toContain('refused ');
  });
});
