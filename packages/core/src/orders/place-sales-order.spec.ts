import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, pairSettings } from '../../test/bench.ts';
import { address, channelOrder, morning, orderLine, people } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { EffectDriver } from '../effects/effect-driver.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { type EffectStats, runEffects } from '../effects/run-effects.ts';
import { effectKey } from '../kernel/ids.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import { snapshotRow } from '../testing/samples.ts';
import { contactDriver } from './ensure-contact.ts';
import { markDriver } from './mark-order.ts';
import { salesOrderKey } from './order-keys.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const company = people({ billing: address({ company: 'Kunde GmbH' }) });

describe('placing a sales order', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('makes one document with the order’s total, marks the order and says why it is as it is', async () => {
    await take();

    expect(await place()).toMatchObject({ done: 1 });
    await mark();

    expect(bench.books.orders).toMatchObject([{ marker: expect.stringContaining('Bestellung 1 · store-1 · '), totals: { gross: '11.9' } }]);
    expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1 });
    expect(bench.shop.marks).toMatchObject([{ order: '1', salesOrderId: 'so-1', marker: bench.books.orders[0]?.marker, gross: '11.9' }]);
    expect(await bench.problems()).toEqual([]);
    const [explanation] = await bench.tx((tx) => tx.explanations.bySubject(salesOrderKey({ vendor: 'shop', accountId: 'store-1' }, '1')));
    expect(explanation?.content).toMatchObject({ flow: 'orders', revision: 1, rules: { version: 1 }, treatment: { kind: 'domestic' } });
    expect(JSON.stringify(explanation?.content)).not.toMatch(/Muster|erika|Weg 1/);
  });

  it('keeps no personal data in ledger, problems or evidence', async () => {
    await take({ people: company });
    bench.books.script.plan('contacts.send', { kind: 'rejected', code: 'REFUSED' });
    await rounds(3);

    const rows = await bench.tx(async (tx) => [
      await tx.effects.read(effectKey(contactKeys()[0] ?? '')),
      await tx.effects.read(effectKey('shop:store-1/order/1/place-sales-order')),
      await tx.problems.open(pair, undefined, 100),
      await tx.orders.read(pair, '1'),
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Muster|Kunde GmbH|erika|Weg 1/);
  });

  it('binds lines to the article that bears their number, to none that is archived or of which there are two', async () => {
    const rows = [
      snapshotRow('1', { number: 'sku-A' }),
      snapshotRow('2', { number: 'SKU-b' }),
      snapshotRow('3', { number: 'SKU-B' }),
      snapshotRow('4', { number: 'SKU-c', archived: true }),
    ];
    await bench.tx((tx) => tx.snapshot.put(booksConnection, rows));
    await take({ lines: [orderLine('a'), orderLine('b'), orderLine('c')] });

    await place();

    const lines = bench.books.orders[0]?.draft.lines ?? [];
    expect(lines.map((line) => (line.kind === 'priced' ? line.article?.id : undefined))).toEqual(['1', undefined, undefined]);
  });

  describe('compares what came of it', () => {
    it('and tells a person where the total differs, a discount of the contact for example', async () => {
      const { totals } = bench.books.port.salesOrders;
      await take();
      const { send } = bench.books.port.salesOrders;
      bench.books.port.salesOrders.send = async (draft, call) => {
        const outcome = await send(draft, call);
        const made = bench.books.orders[0];
        if (made !== undefined) made.totals = { ...totals(draft), gross: decimal('10.71') };
        return outcome;
      };

      await place();

      expect(await record()).toMatchObject({ state: 'placed' });
      expect(await bench.problems()).toEqual(['SALES_ORDER_TOTAL_DIFFERS 1']);
    });

    it.each(['retryable', 'rejected'] as const)('and tells a person where it could not (%s)', async (kind) => {
      await take();
      bench.books.script.plan('salesOrders.read', { kind, code: 'VENDOR_FAILED' });

      await place();

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
      expect(await bench.problems()).toEqual(['SALES_ORDER_NOT_COMPARED 1']);
    });

    it('and tells a person where it is gone already', async () => {
      await take();
      const { read } = bench.books.port.salesOrders;
      bench.books.port.salesOrders.read = (_id, call) => read('another', call);

      await place();

      expect(await bench.problems()).toEqual(['SALES_ORDER_NOT_COMPARED 1']);
    });
  });

  describe('sends nothing', () => {
    it.each<[string, Partial<ChannelOrder>, string]>([
      ['at a rate that is not allowed', { lines: [orderLine('a', { rate: '20' })] }, 'TAX_RATE_NOT_ALLOWED'],
      ['whose amounts contradict each other', { totalGross: decimal('99') }, 'ORDER_SUM_DIFFERS'],
      ['whose VAT is another', { lines: [orderLine('a', { tax: decimal('3') })] }, 'VAT_DIFFERS'],
      ['with a negative amount', { lines: [orderLine('a', { gross: '-1' }), orderLine('b')] }, 'ORDER_AMOUNT_NEGATIVE'],
      ['for nobody', { people: people({ billing: address({ firstName: '', lastName: '' }) }) }, 'ORDER_WITHOUT_NAME'],
      ['to nowhere', { people: people({ billing: address({ country: 'XX' }) }) }, 'ORDER_COUNTRY_UNKNOWN'],
    ])('for an order %s, and parks it with its reason', async (_name, changes, reason) => {
      await take(changes);

      expect(await place()).toMatchObject({ done: 0, parked: 1 });

      expect(bench.books.script.count('salesOrders.send')).toBe(0);
      expect(await record()).toMatchObject({ state: 'parked', reason });
      expect(await bench.problems()).toEqual([`${reason} 1`]);
    });

    it('that its own rounding would make a cent more of', async () => {
      const { totals } = bench.books.port.salesOrders;
      bench.books.port.salesOrders.totals = (draft) => ({ ...totals(draft), gross: decimal('11.91') });
      await take();

      await place();

      expect(bench.books.orders).toEqual([]);
      expect(await bench.problems()).toEqual(['TOTALS_DIFFER 1']);
    });

    it('once the people of the order are erased', async () => {
      await take();
      const revision = await bench.tx((tx) => tx.orders.revision(pair, '1', 1));
      await bench.tx((tx) => tx.people.erase(revision?.peopleKey ?? ''));

      await place();

      expect(await bench.problems()).toEqual(['ORDER_PEOPLE_ERASED 1']);
    });

    it('more for one that is parked while another goes through', async () => {
      await take({ totalGross: decimal('99') });
      await take({}, '2');

      expect(await place()).toMatchObject({ done: 1, parked: 1 });
    });
  });

  describe('with a contact', () => {
    it('makes the contact first and names it once it can be seen', async () => {
      await take({ people: company });

      await place();
      await bench.environment.advance(3_000);
      await contact();
      await bench.environment.advance(1_999);
      await place();
      expect(bench.books.orders).toEqual([]);
      await bench.environment.advance(1);
      await place();

      expect(bench.books.orders[0]?.draft.recipient).toMatchObject({ kind: 'contact', contactId: 'contact-1' });
      expect(bench.books.orders[0]?.draft.recipient.address.name).toBe('Kunde GmbH');
    });

    it('makes one contact for two orders of one customer', async () => {
      await take({ people: company });
      await take({ people: company }, '2');

      await rounds(4);

      expect(bench.books.contacts).toHaveLength(1);
      expect(bench.books.orders).toHaveLength(2);
    });

    it('looks for the contact before it makes one', async () => {
      await take({ people: company });
      await place();
      await contact();

      expect(bench.books.script.calls.filter((call) => call.startsWith('contacts')).map((call) => call.split(' ')[0])).toEqual([
        'contacts.find',
        'contacts.send',
      ]);
    });

    it('erases the contact’s data from the vault once it is made', async () => {
      await take({ people: company });
      await place();
      await contact();

      expect(contactKeys()).toHaveLength(1);
      expect(await bench.tx((tx) => tx.people.read(contactKeys()[0] ?? '', { purpose: 'test', by: 'test', at: morning }))).toBeUndefined();
    });

    it('parks the order with the contact when that is refused, and says what to do about both', async () => {
      await take({ people: company });
      bench.books.script.plan('contacts.send', { kind: 'rejected', code: 'REFUSED' });

      await rounds(4);

      expect(await record()).toMatchObject({ state: 'parked', reason: 'CONTACT_NOT_MADE' });
      expect(await bench.problems()).toEqual(expect.arrayContaining(['CONTACT_NOT_MADE 1']));
      expect(bench.books.orders).toEqual([]);
    });

    it('needs none for a company where the merchant says so', async () => {
      await take({ people: company });

      await place({ settings: { ...pairSettings, contacts: 'where-needed' } });

      expect(bench.books.orders[0]?.draft.recipient.kind).toBe('one-time');
    });
  });

  describe('in doubt', () => {
    beforeEach(async () => {
      await take();
    });

    it('adopts what was made though the reply was lost, compares and marks it', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await place();
      await bench.environment.advance(160_000);
      await place();
      await mark();

      expect(bench.books.orders).toHaveLength(1);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
      expect(bench.books.script.count('salesOrders.read')).toBe(1);
      expect(bench.shop.marks).toHaveLength(1);
    });

    it('keeps the oldest of several and names the others', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await place();
      const [made] = bench.books.orders;
      if (made !== undefined) bench.books.orders.push({ ...made, id: 'copy' });
      await bench.environment.advance(160_000);
      await place();

      expect(await record()).toMatchObject({ salesOrderId: 'so-1' });
      const [problem] = await bench.tx((tx) => tx.problems.open(pair, undefined, 10));
      expect(problem).toMatchObject({
        code: 'SALES_ORDER_DUPLICATE',
        data: { others: 'https://books.example/copy', link: 'https://books.example/so-1' },
      });
      expect(await bench.problems()).toEqual(['SALES_ORDER_DUPLICATE 1']);
    });

    it('does not send again what was cancelled meanwhile and does not stand there', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
      await place();
      await take({ status: 'cancelled', modifiedAt: morning + 1 });
      await bench.environment.advance(160_000);
      await place();

      expect(bench.books.orders).toEqual([]);
      expect(await record()).toMatchObject({ state: 'cancelled' });
      expect(await bench.problems()).toEqual([]);
    });

    it('tells a person where it stands there though it was cancelled meanwhile', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await place();
      await take({ status: 'cancelled', modifiedAt: morning + 1 });
      await bench.environment.advance(160_000);
      await place();

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
    });

    it('asks a person where it was cancelled meanwhile and something alike stands there', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'taken', happened: false });
      const find = bench.books.port.salesOrders.find;
      await take({ status: 'open' });
      Object.assign(bench.books.port.salesOrders, {
        find: async (...given: Parameters<NonNullable<typeof find>>) => {
          await take({ status: 'cancelled', modifiedAt: morning + 1 });
          return find?.(...given);
        },
      });

      await place();

      expect(await record()).toMatchObject({ state: 'parked', reason: 'SALES_ORDER_TAKEN_BY_ANOTHER' });
      expect(await bench.problems()).toEqual(['SALES_ORDER_TAKEN_BY_ANOTHER 1']);
    });

    it('places the edited order once it is proved that nothing stands there, and asks where the first was made', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await place();
      await take({ lines: [orderLine('a', { quantity: 2, gross: '23.8' })], modifiedAt: morning + 1 });
      await bench.environment.advance(160_000);
      await place();

      expect(bench.books.orders).toHaveLength(1);
      expect(await record()).toMatchObject({ state: 'placed', placedRevision: 1 });
      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
    });
  });

  it('tells of an edit and of an order put away, where both came while its sales order was in doubt', async () => {
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
    await take();
    await place();
    await take({ archived: true, totalGross: decimal('23.8'), modifiedAt: morning + 1 });
    await bench.environment.advance(160_000);
    await place();

    expect(await record()).toMatchObject({ state: 'placed', placedRevision: 1 });
    expect((await bench.problems()).toSorted()).toEqual(['ORDER_EDITED_AFTER_PLACING 1', 'ORDER_PUT_AWAY_AFTER_PLACING 1']);
  });

  it('tells a person where the mark cannot be written, and leaves the order placed', async () => {
    await take();
    bench.shop.script.plan('marks.send', { kind: 'rejected', code: 'REFUSED' });
    await place();
    await mark();

    expect(await record()).toMatchObject({ state: 'placed' });
    expect(await bench.problems()).toEqual(['ORDER_NOT_MARKED 1']);
  });

  async function take(changes: Partial<ChannelOrder> = {}, id = '1'): Promise<void> {
    const order = channelOrder(id, changes);
    bench.shop.orders.set(id, order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function place(changes: Partial<PairRun> = {}): Promise<EffectStats> {
    const run = bench.run(changes);
    return drive(salesOrderDriver(run), run);
  }

  function contact(): Promise<EffectStats> {
    const run = bench.run();
    return drive(contactDriver(run, run.invoicing.contacts as NonNullable<typeof run.invoicing.contacts>), run);
  }

  function mark(): Promise<EffectStats> {
    const run = bench.run();
    return drive(markDriver(run, run.channel.marks as NonNullable<typeof run.channel.marks>), run);
  }

  function drive<Draft, Made>(driver: EffectDriver<Draft, Made>, run: PairRun): Promise<EffectStats> {
    return runEffects(driver, { ...run, call: run.call('invoicing', 'order'), afterDoubt: 'send-again', attemptsMax: 6 });
  }

  async function rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round += 1) {
      await contact();
      await place();
      await bench.environment.advance(5_000);
    }
  }

  /** A contact's key is its marker: the books saw it. */
  function contactKeys(): readonly string[] {
    const calls = bench.books.script.calls.filter((call) => call.startsWith('contacts.'));
    return [...new Set(calls.map((call) => call.slice(call.indexOf(' ') + 1)))];
  }

  function record(): Promise<OrderRecord | undefined> {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }
});
