import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, grossPrice, idOf, lineBody, orderBody, personBody, pick } from './bench.ts';

const all = 'voucherType=orderconfirmation&voucherStatus=any';

async function numbers(bench: Bench, query: string): Promise<readonly unknown[]> {
  const { status, body } = await bench.get(`voucherlist?${query}`);
  const content = pick(body, 'content');
  return status === 200 && Array.isArray(content) ? content.map((row: unknown) => pick(row, 'voucherNumber')) : [status];
}

describe('the voucher list (4.9)', () => {
  it('shows these fields of a row and no others', async () => {
    const bench = createBench();
    bench.advance(123);
    const contactId = idOf(await bench.post('contacts', personBody()));
    const id = idOf(
      await bench.post('order-confirmations', orderBody({ voucherDate: '2026-11-23T15:30:00.000+01:00', address: { contactId } })),
    );

    const { body } = await bench.get(`voucherlist?${all}`);

    expect(pick(body, 'content')).toEqual([
      {
        id,
        voucherType: 'orderconfirmation',
        voucherStatus: 'draft',
        voucherNumber: 'AB1001',
        voucherDate: '2026-11-23T00:00:00.000+01:00',
        createdDate: '2026-11-23T10:00:00.000+01:00',
        updatedDate: '2026-11-23T10:00:00.000+01:00',
        dueDate: null,
        contactId,
        contactName: 'Erika Muster',
        totalAmount: 11.9,
        openAmount: null,
        currency: 'EUR',
        archived: false,
      },
    ]);
  });

  it('has no contact for a one-time address (3.2)', async () => {
    const bench = createBench();
    await bench.post('order-confirmations', orderBody());

    expect(pick((await bench.get(`voucherlist?${all}`)).body, 'content', 0, 'contactId')).toBeNull();
  });

  it.each([
    'voucherType=orderconfirmation',
    'voucherStatus=any',
    'voucherType=dunning&voucherStatus=any',
    'voucherType=any&voucherStatus=late',
    'voucherType=invoice&voucherStatus=overdue,open',
    `${all}&size=251`,
    `${all}&sort=contactName,ASC`,
    `${all}&createdDateFrom=23.11.2026`,
    `${all}&createdDateFrom=2026-11-23T00:00:00.000Z`,
    `${all}&voucherNumber=a&voucherNumber=b`,
  ])('refuses %s with 400', async (query) => {
    expect(await numbers(createBench(), query)).toEqual([400]);
  });

  it('keeps invoices and bookkeeping vouchers apart', async () => {
    const bench = createBench();
    await bench.post('invoices', orderBody());
    bench.simulator.backOffice.bookVoucher({ type: 'salesinvoice', status: 'open', number: 'EB-1', contactName: 'x', total: '5.00' });

    expect(await numbers(bench, 'voucherType=invoice&voucherStatus=any')).toEqual(['RE1001']);
    expect(await numbers(bench, 'voucherType=salesinvoice&voucherStatus=any')).toEqual(['EB-1']);
    expect(await numbers(bench, 'voucherType=invoice,salesinvoice&voucherStatus=draft,open&sort=voucherNumber,ASC')).toEqual([
      'EB-1',
      'RE1001',
    ]);
  });

  it('filters by status, contact and exact number', async () => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', personBody()));
    await bench.post('order-confirmations', orderBody());
    await bench.post('order-confirmations?finalize=true', orderBody({ address: { contactId } }));
    const type = 'voucherType=orderconfirmation';

    expect(await numbers(bench, `${type}&voucherStatus=draft`)).toEqual(['AB1001']);
    expect(await numbers(bench, `${type}&voucherStatus=open,paid`)).toEqual(['AB1002']);
    expect(await numbers(bench, `${all}&contactId=${contactId}`)).toEqual(['AB1002']);
    expect(await numbers(bench, `${all}&voucherNumber=AB1001`)).toEqual(['AB1001']);
    expect(await numbers(bench, `${all}&voucherNumber=AB100`)).toEqual([]);
    expect(await numbers(bench, `${all}&remark=ignored`)).toHaveLength(2);
  });

  it('sorts by voucher date, the newest first, or as asked', async () => {
    const bench = createBench();
    for (const day of ['2026-11-20', '2026-11-22', '2026-11-21']) {
      await bench.post('order-confirmations', orderBody({ voucherDate: `${day}T00:00:00.000+01:00` }));
      bench.advance(1000);
    }

    expect(await numbers(bench, all)).toEqual(['AB1002', 'AB1003', 'AB1001']);
    expect(await numbers(bench, `${all}&sort=createdDate,DESC`)).toEqual(['AB1003', 'AB1002', 'AB1001']);
    expect(await numbers(bench, `${all}&sort=voucherNumber,ASC&size=2&page=1`)).toEqual(['AB1003']);
  });

  it('takes date filters as whole German days, both ends included (1.2)', async () => {
    const bench = createBench();
    bench.advance(Date.parse('2026-11-23T23:30:00.000+01:00') - bench.now());
    await bench.post('order-confirmations', orderBody());
    bench.advance(3_600_000);
    await bench.post('order-confirmations', orderBody());

    expect(await numbers(bench, `${all}&createdDateFrom=2026-11-23&createdDateTo=2026-11-23`)).toEqual(['AB1001']);
    expect(await numbers(bench, `${all}&createdDateFrom=2026-11-24`)).toEqual(['AB1002']);
    expect(await numbers(bench, `${all}&updatedDateTo=2026-11-23`)).toEqual(['AB1001']);
    expect(await numbers(bench, `${all}&voucherDateFrom=2026-11-23&voucherDateTo=2026-11-23`)).toHaveLength(2);
  });

  it('shows what is overdue, also where open was asked for, and only until it is paid', async () => {
    const bench = createBench();
    const id = idOf(await bench.post('invoices?finalize=true', orderBody()));
    const status = async (wanted: string): Promise<unknown> =>
      pick((await bench.get(`voucherlist?voucherType=invoice&voucherStatus=${wanted}`)).body, 'content', 0, 'voucherStatus');

    expect([await status('open'), await status('overdue')]).toEqual(['open', undefined]);
    bench.advance(14 * 86_400_000);
    expect([await status('open'), await status('overdue')]).toEqual(['open', undefined]);
    bench.advance(86_400_000);
    expect([await status('open'), await status('overdue'), await status('any')]).toEqual(['overdue', 'overdue', 'overdue']);
    expect(pick((await bench.get(`invoices/${id}`)).body, 'voucherStatus')).toBe('open');
    bench.simulator.backOffice.pay(id, { kind: 'full' });
    expect([await status('any'), await status('overdue')]).toEqual(['paid', undefined]);
  });

  it('is behind the documents by the lag, for new, changed and deleted ones (12.3)', async () => {
    const bench = createBench({ settings: { listLagMs: 5000 } });
    const id = idOf(await bench.post('order-confirmations', orderBody()));
    const status = async (): Promise<unknown> => pick((await bench.get(`voucherlist?${all}`)).body, 'content', 0, 'voucherStatus');

    expect([await status(), (await bench.get(`order-confirmations/${id}`)).status]).toEqual([undefined, 200]);
    bench.advance(5000);
    expect(await status()).toBe('draft');
    bench.simulator.backOffice.finalize(id);
    expect(await status()).toBe('draft');
    bench.advance(5000);
    expect(await status()).toBe('open');
    bench.simulator.backOffice.deleteDocument(id);
    expect([await status(), (await bench.get(`order-confirmations/${id}`)).status]).toEqual(['open', 404]);
    bench.advance(5000);
    expect(await status()).toBeUndefined();
  });

  it('hides archived documents unless asked for, or as switched (12.8)', async () => {
    const bench = createBench();
    const id = idOf(await bench.post('order-confirmations', orderBody()));
    bench.simulator.backOffice.archive(id);

    expect(await numbers(bench, all)).toEqual([]);
    expect(await numbers(bench, `${all}&archived=true`)).toEqual(['AB1001']);
    expect(await numbers(bench, `${all}&archived=false`)).toEqual([]);
    bench.simulator.settings.listedByDefault = 'all';
    expect(await numbers(bench, all)).toEqual(['AB1001']);
  });

  it('ends at 10 000 rows (1.3)', async () => {
    const bench = createBench();

    expect(await numbers(bench, `${all}&size=250&page=40`)).toEqual([500]);
    expect(await numbers(bench, `${all}&size=250&page=39`)).toEqual([]);
  });

  it('counts every gross cent of mixed rates into the total', async () => {
    const bench = createBench();
    const lineItems = [lineBody({ unitPrice: grossPrice(0.01, 7) }), lineBody({ unitPrice: grossPrice(0.02, 19) })];
    await bench.post('order-confirmations', orderBody({ lineItems }));

    expect(pick((await bench.get(`voucherlist?${all}`)).body, 'content', 0, 'totalAmount')).toBe(0.03);
  });
});
