import { describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type Article,
  decimal,
  type Found,
  type Outcome,
  type Page,
  type SalesDocumentHead,
  type SalesOrderDraft,
} from '@megzo/core';
import fc from 'fast-check';
import { allowedCalls } from '../src/client.ts';
import { aDraft, aLine } from './fixtures.ts';
import { aCall, anEffectCall } from './scripted-vendor.ts';
import { type SimulatedAccount, simulatedAccount } from './simulated-account.ts';

const marker = 'Bestellung 100 · shop · 0123456789ab';

function made<T>(outcome: Outcome<T>): T {
  if (outcome.status !== 'done') throw outcome.error;
  return outcome.value;
}

/** Without the article line, whose article would have to be there. */
function simpleDraft(changes: Partial<SalesOrderDraft> = {}): SalesOrderDraft {
  return aDraft({
    lines: [aLine({ quantity: decimal('2') }), aLine({ name: 'Buch', unitPriceGross: decimal('10.7'), taxRate: decimal('7') })],
    ...changes,
  });
}

async function place(account: SimulatedAccount, draft: SalesOrderDraft, its = marker): Promise<string> {
  return made(await account.port.salesOrders.send(draft, anEffectCall(its))).id;
}

async function find(account: SimulatedAccount, from: number, draft: SalesOrderDraft): Promise<Answer<Found<{ id: string }>>> {
  const { find: look } = account.port.salesOrders;
  if (look === undefined) throw new Error('sales orders can be found');
  return look({ marker, from, to: account.now(), draft }, aCall());
}

describe('a simulated account', () => {
  it('is checked and tells its settings', async () => {
    const { port, simulator } = simulatedAccount();

    const diagnosis = made(await port.check(aCall()));
    const settings = made(await port.settings(aCall()));

    expect(diagnosis.accountId).toBe(simulator.profile.organizationId);
    expect(diagnosis.findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(settings).toMatchObject({
      accountId: simulator.profile.organizationId,
      countries: { DE: 'home', FR: 'eu', CH: 'third-country' },
    });
  });

  it.each([
    ['countries:read', 'countries'],
    ['articles:read', 'articles'],
    ['contacts:read', 'contacts'],
    ['voucherlist:read', 'vouchers'],
  ])('without the permission %s says so', async (denied, about) => {
    const { port } = simulatedAccount({ settings: { denied: [denied] } });

    const { findings } = made(await port.check(aCall()));

    expect(findings.filter(({ level }) => level === 'failure').map((finding) => finding.about)).toEqual([`permission to read ${about}`]);
  });

  it.each([
    ['invoices:read', 'invoices'],
    ['credit-notes:read', 'credit notes'],
    ['delivery-notes:read', 'delivery notes'],
    ['payments:read', 'payments'],
    ['event-subscriptions:read', 'event subscriptions'],
  ])('without the permission %s warns', async (denied, about) => {
    const { port } = simulatedAccount({ settings: { denied: [denied] } });

    const { findings } = made(await port.check(aCall()));

    expect(findings.filter(({ level }) => level !== 'ok')).toMatchObject([{ level: 'warning', about: `permission to read ${about}` }]);
  });

  it('lists all of its articles, and reads one', async () => {
    const { port, simulator } = simulatedAccount();
    simulator.seed.manyArticles(612);
    const seen: Article[] = [];
    let cursor: string | undefined;
    do {
      const page: { items: readonly Article[]; next?: string } = made(
        await port.articles.changed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, aCall()),
      );
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);

    expect(new Set(seen.map((article) => article.number)).size).toBe(612);
    expect(made(await port.articles.read(seen[300]?.id ?? '', aCall()))).toEqual(seen[300]);
  });

  it('paces a burst of calls below the vendor’s limit', async () => {
    const { port, simulator } = simulatedAccount();
    for (let call = 0; call < 20; call += 1) await port.settings(aCall());

    expect(simulator.journal.map((entry) => entry.answered)).toEqual(Array.from({ length: 40 }, () => 200));
  });
});

describe('a sales order in a simulated account', () => {
  it('stands there finalised, with the sums proved beforehand', async () => {
    const account = simulatedAccount();
    const [article] = account.simulator.seed.manyArticles(1);
    const draft = aDraft({ lines: [aLine({ article: { id: article?.id ?? '', kind: 'product' } }), aLine({ taxRate: decimal('7') })] });

    const id = await place(account, draft);

    expect(made(await account.port.salesOrders.read(id, aCall()))).toMatchObject({
      id,
      state: 'open',
      number: expect.stringMatching(/^AB/),
      totals: account.port.salesOrders.totals(draft),
    });
  });

  it('has the sums proved beforehand, whatever the amounts', async () => {
    const amount = fc
      .integer({ min: 1, max: 9_999_999 })
      .map((units) => decimal(`${Math.trunc(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`));
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 30 }), unitPriceGross: amount, taxRate: fc.constantFrom('0', '7', '19') });
    const account = simulatedAccount({ settings: { rateLimit: 'off', zeroPriceLines: 'accept' } });

    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (lines) => {
        const draft = simpleDraft({
          lines: lines.map(({ quantity, unitPriceGross, taxRate }) =>
            aLine({ quantity: decimal(quantity), unitPriceGross, taxRate: decimal(taxRate) }),
          ),
        });
        const back = made(await account.port.salesOrders.read(await place(account, draft), aCall()));

        expect(back?.totals).toEqual(account.port.salesOrders.totals(draft));
      }),
      { numRuns: 40 },
    );
  });

  it('is written without tax for a small business', async () => {
    const account = simulatedAccount({ organization: { smallBusiness: true, taxType: 'vatfree' } });
    const draft = simpleDraft({ treatment: { kind: 'small-business' }, lines: [aLine({ taxRate: decimal('0') })] });

    const id = await place(account, draft);

    expect(made(await account.port.salesOrders.read(id, aCall()))?.totals).toEqual(account.port.salesOrders.totals(draft));
  });

  it('is refused with field paths where a rate is none', async () => {
    const account = simulatedAccount();
    const outcome = await account.port.salesOrders.send(simpleDraft({ lines: [aLine({ taxRate: decimal('13') })] }), anEffectCall(marker));

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
    expect(account.simulator.orderConfirmations).toEqual([]);
  });
});

describe('a lost answer in a simulated account', () => {
  const draft = simpleDraft();

  it.each([
    ['lost after the act', { kind: 'lose-reply', when: 'after' }, 1],
    ['lost before the act', { kind: 'lose-reply', when: 'before' }, 0],
    ['a gateway timeout after the act', { kind: 'status', when: 'after', status: 504, afterMs: 30_000 }, 1],
    ['a 500 after the act', { kind: 'status', when: 'after', status: 500 }, 1],
    ['a 500 before the act', { kind: 'status', when: 'before', status: 500 }, 0],
    ['a truncated answer', { kind: 'truncated' }, 1],
    ['an error page after the act', { kind: 'html', when: 'after', status: 502 }, 1],
  ] as const)('%s is in doubt, and one look tells', async (_, fault, documents) => {
    const account = simulatedAccount();
    account.simulator.faults.add({ fault, method: 'POST', times: 1 });
    const from = account.now();

    const outcome = await account.port.salesOrders.send(draft, anEffectCall(marker));
    account.advance(account.port.salesOrders.settleMs);
    const found = made(await find(account, from, draft));

    expect(outcome.status).toBe('unknown');
    expect(found).toEqual({ marked: account.simulator.orderConfirmations.map(({ id }) => ({ id })), alike: [] });
    expect(found.marked).toHaveLength(documents);
  });

  it.each(['active', 'all'] as const)(
    'is found though a person archived it, where the list shows %s by default',
    async (listedByDefault) => {
      const account = simulatedAccount({ settings: { listedByDefault } });
      const from = account.now();
      const id = await place(account, draft);
      account.simulator.backOffice.archive(id);
      account.advance(account.port.salesOrders.settleMs);

      expect(made(await find(account, from, draft)).marked).toEqual([{ id }]);
    },
  );

  it('is found under a draft made back by a person, and alike once the marker’s line is gone', async () => {
    const account = simulatedAccount();
    const from = account.now();
    const id = await place(account, draft);
    account.simulator.backOffice.backToDraft(id);
    account.advance(account.port.salesOrders.settleMs);

    expect(made(await find(account, from, draft))).toEqual({ marked: [{ id }], alike: [] });

    account.simulator.backOffice.editTexts(id, { withoutTextLines: true });
    account.advance(account.port.salesOrders.settleMs);

    expect(made(await find(account, from, draft))).toEqual({ marked: [], alike: [{ id }] });
  });

  it('is found in the remark too, and not confused with the order of the same customer beside it', async () => {
    const account = simulatedAccount();
    const from = account.now();
    await place(account, draft, 'Bestellung 99 · shop · ffffffffffff');
    const id = await place(account, { ...draft, markerPlace: 'remark', remark: 'Danke & bis bald <3' });
    account.advance(account.port.salesOrders.settleMs);

    expect(made(await find(account, from, draft))).toEqual({ marked: [{ id }], alike: [] });
  });
});

describe('documents of a simulated account', () => {
  it.each(['active', 'all'] as const)(
    'are found by their change, archived or not, where the list shows %s by default',
    async (listedByDefault) => {
      const { simulator, documents, port, ...account } = simulatedAccount({ settings: { listedByDefault } });
      const orderId = await place({ simulator, documents, port, ...account }, simpleDraft());
      const invoice = simulator.backOffice.pursueToInvoice(orderId, { linked: true });
      simulator.backOffice.archive(orderId);
      account.advance(port.salesOrders.settleMs);

      const found = new Map<string, SalesDocumentHead>();
      let cursor: string | undefined;
      do {
        const page: Page<SalesDocumentHead> = made(await documents.changed({ since: account.now(), ...(cursor && { cursor }) }, aCall()));
        for (const head of page.items) found.set(head.id, head);
        cursor = page.next;
      } while (cursor !== undefined);

      expect([...found.keys()].sort()).toEqual([orderId, `invoice/${invoice.id}`].sort());
      const read = made(await documents.read(`invoice/${invoice.id}`, aCall()));
      expect(read).toMatchObject({
        related: [{ id: orderId, kind: 'sales-order' }],
        number: invoice.number,
        totalGross: found.get(orderId)?.totalGross,
      });
      expect(read?.updatedAt).toBeGreaterThanOrEqual(found.get(`invoice/${invoice.id}`)?.updatedAt ?? Number.POSITIVE_INFINITY);
    },
  );

  it('are read again after a person set one back: without payment, and without a file', async () => {
    const account = simulatedAccount();
    const { id } = account.simulator.backOffice.pursueToInvoice(await place(account, simpleDraft()), { linked: true });
    const invoice = { id: `invoice/${id}`, kind: 'invoice' } as const;

    expect(made(await account.documents.read(invoice.id, aCall()))).toMatchObject({ state: 'open', payment: { openAmount: '34.5' } });
    const file = made(await account.documents.fetch(invoice, aCall()));
    account.simulator.backOffice.backToDraft(id);

    expect(Buffer.from(file.bytes).subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.name).toMatch(/^Rechnung_RE\d+\.pdf$/);
    expect(made(await account.documents.read(invoice.id, aCall()))).not.toHaveProperty('payment');
    expect(await account.documents.fetch(invoice, aCall())).toMatchObject({ status: 'rejected' });
  });

  it.each([
    ['lost', { kind: 'lose-reply', when: 'after' }],
    ['cut in the middle', { kind: 'truncated' }],
    ['a page for people', { kind: 'html', when: 'before', status: 200 }],
  ] as const)('whose file is %s may be fetched again', async (_name, fault) => {
    const account = simulatedAccount();
    const { id } = account.simulator.backOffice.pursueToInvoice(await place(account, simpleDraft()), { linked: true });
    account.simulator.faults.add({ fault, path: /file$/, times: 1 });
    const invoice = { id: `invoice/${id}`, kind: 'invoice' } as const;

    expect(await account.documents.fetch(invoice, aCall())).toMatchObject({ status: 'retryable' });
    expect(await account.documents.fetch(invoice, aCall())).toMatchObject({ status: 'done' });
  });
});

describe('a contact in a simulated account', () => {
  const company = {
    kind: 'company',
    company: 'Müller & Söhne <100%_echt>',
    firstName: 'Änne',
    lastName: 'Müller',
    email: 'aenne_mueller@example.com',
    vatId: 'ATU12345678',
    address: { name: 'Müller & Söhne', street: 'Ring 1', zip: '1010', city: 'Wien', country: 'AT' },
    allowTaxFree: true,
  } as const;

  it('is matched by e-mail address, and by VAT id where the address is another one', async () => {
    const account = simulatedAccount();
    const { id } = made(await account.contacts.send(company, anEffectCall()));
    account.advance(account.contacts.visibleAfterMs);

    expect(made(await account.contacts.match(company, aCall()))).toEqual([{ id, by: 'email' }]);
    expect(made(await account.contacts.match({ ...company, email: 'other@example.com' }, aCall()))).toEqual([{ id, by: 'vat-id' }]);
    expect(made(await account.contacts.match({ ...company, email: 'aenne_mueller@example.co' }, aCall()))).toEqual([{ id, by: 'vat-id' }]);
    expect(made(await account.contacts.match({ ...company, email: 'aennexmueller@example.com', vatId: 'ATU99999999' }, aCall()))).toEqual(
      [],
    );
  });

  it('receives an intra-community supply and an export under the address of the order', async () => {
    const account = simulatedAccount();
    const { id: contactId } = made(await account.contacts.send(company, anEffectCall()));
    account.advance(account.contacts.visibleAfterMs);
    const recipient = { kind: 'contact', contactId, address: { ...company.address, street: 'Gasse 2' } } as const;
    const lines = [aLine({ taxRate: decimal('0') })];

    const id = await place(account, simpleDraft({ treatment: { kind: 'intra-community-supply' }, recipient, lines }));

    expect(made(await account.port.salesOrders.read(id, aCall()))?.totals).toMatchObject({ gross: '11.9', net: '11.9', tax: '0' });
    expect(JSON.stringify(account.simulator.orderConfirmations[0])).toContain('Gasse 2');
  });

  it('may be tried again after a fight for one customer number, and stands there once', async () => {
    const account = simulatedAccount({ settings: { contactNumberRaceMs: 3000 } });
    const other = { ...company, company: 'Andere GmbH', email: 'andere@example.com', vatId: 'ATU99999999' };
    made(await account.contacts.send(other, anEffectCall()));

    expect(await account.contacts.send(company, anEffectCall())).toMatchObject({ status: 'retryable', error: { code: 'CONFLICT' } });

    account.advance(3000);
    made(await account.contacts.send(company, anEffectCall()));
    expect(account.simulator.contacts).toHaveLength(2);
  });

  it('named too early makes the document be refused, not doubtful', async () => {
    const account = simulatedAccount({ settings: { contactLagMs: 10_000 } });
    const { id: contactId } = made(await account.contacts.send(company, anEffectCall()));
    const recipient = { kind: 'contact', contactId, address: company.address } as const;

    expect(await account.port.salesOrders.send(simpleDraft({ recipient }), anEffectCall(marker))).toMatchObject({ status: 'rejected' });
    expect(account.simulator.orderConfirmations).toEqual([]);
  });
});

describe('everything that was called', () => {
  it('is on the allow-list, and no fiscal document was made', async () => {
    const account = simulatedAccount();
    const from = account.now();
    const { id } = account.simulator.seed.manyArticles(30)[0] ?? { id: '' };
    await account.port.check(aCall());
    await account.port.settings(aCall());
    await account.port.articles.changed({ since: 0 }, aCall());
    await account.port.articles.read(id, aCall());
    await account.port.salesOrders.read(await place(account, simpleDraft()), aCall());
    await find(account, from, simpleDraft());

    const allowed = new Set(allowedCalls.map(({ method, path }) => `${method} ${path}`));
    const called = account.simulator.journal.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}$/, '{id}')}`);
    expect(called.filter((call) => !allowed.has(call))).toEqual([]);
    expect(called).toContain('POST /v1/order-confirmations');
    expect(account.simulator.invoices).toEqual([]);
    expect(account.simulator.creditNotes).toEqual([]);
  });
});
