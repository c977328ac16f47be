import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, idOf, orderBody } from './bench.ts';

async function invoiced(): Promise<{ bench: Bench; id: string; payments: () => Promise<unknown> }> {
  const bench = createBench();
  const id = idOf(await bench.post('invoices?finalize=true', orderBody()));
  return { bench, id, payments: async () => (await bench.get(`payments/${id}`)).body };
}

describe('payments (5.1)', () => {
  it('of an open invoice show all of it as open revenue, without a date', async () => {
    const { payments } = await invoiced();

    expect(await payments()).toEqual({
      openAmount: 11.9,
      currency: 'EUR',
      paymentStatus: 'openRevenue',
      voucherType: 'invoice',
      voucherStatus: 'open',
      paymentItems: [],
    });
  });

  it('show parts, and the date once all is paid', async () => {
    const { bench, id, payments } = await invoiced();

    bench.simulator.backOffice.pay(id, { kind: 'part', amount: '1.90' });
    expect(await payments()).toMatchObject({ openAmount: 10, voucherStatus: 'open' });
    expect(await payments()).not.toHaveProperty('paidDate');
    bench.simulator.backOffice.pay(id, { kind: 'full' });

    expect(await payments()).toMatchObject({
      openAmount: 0,
      paymentStatus: 'balanced',
      voucherStatus: 'paid',
      paidDate: '2026-11-23T10:00:00.000+01:00',
      paymentItems: [
        { paymentItemType: 'manualPayment', amount: 1.9, postingDate: '2026-11-23T00:00:00.000+01:00' },
        { paymentItemType: 'manualPayment', amount: 10 },
      ],
    });
  });

  it('name a cash discount, always with positive amounts', async () => {
    const { bench, id, payments } = await invoiced();

    bench.simulator.backOffice.pay(id, { kind: 'discount', discountPercentage: '3' });

    expect(await payments()).toMatchObject({
      openAmount: 0,
      paymentItems: [
        { paymentItemType: 'manualPayment', amount: 11.54 },
        { paymentItemType: 'cashDiscount', amount: 0.36 },
      ],
    });
  });

  it('of a voided invoice are balanced at 0', async () => {
    const { bench, id, payments } = await invoiced();

    bench.simulator.backOffice.void(id);

    expect(await payments()).toMatchObject({ openAmount: 0, paymentStatus: 'balanced', voucherStatus: 'voided' });
  });

  it('lose their date when a paid invoice is voided', async () => {
    const { bench, id, payments } = await invoiced();
    bench.simulator.backOffice.pay(id, { kind: 'full' });

    bench.simulator.backOffice.void(id);

    expect(await payments()).not.toHaveProperty('paidDate');
  });

  it('are refused with 406 for drafts and where there is no payment data', async () => {
    const { bench, id } = await invoiced();
    const order = idOf(await bench.post('order-confirmations?finalize=true', orderBody()));
    bench.simulator.backOffice.creditInvoice(id, { linked: true });
    const [credit] = bench.simulator.creditNotes;
    const draft = idOf(await bench.post('invoices', orderBody()));

    const statuses = await Promise.all([order, credit?.id, draft, 'unknown'].map(async (of) => (await bench.get(`payments/${of}`)).status));

    expect(statuses).toEqual([406, 406, 406, 404]);
  });

  it('of a credit note that stands alone are open revenue until a person settles it (6)', async () => {
    const { bench } = await invoiced();
    const id = idOf(await bench.post('credit-notes?finalize=true', orderBody()));

    expect((await bench.get(`payments/${id}`)).body).toMatchObject({
      openAmount: 11.9,
      paymentStatus: 'openRevenue',
      voucherStatus: 'open',
    });
    bench.simulator.backOffice.pay(id, { kind: 'full' });
    expect((await bench.get(`payments/${id}`)).body).toMatchObject({ paymentStatus: 'balanced', voucherStatus: 'paidoff' });
  });

  it('cannot be written (5.1)', async () => {
    const { bench, id } = await invoiced();

    expect((await bench.post(`payments/${id}`, { amount: 1 })).status).toBe(404);
  });
});
