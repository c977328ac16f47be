import type { Outcome } from '../../kernel/answer.ts';
import { dayIn } from '../../kernel/instant.ts';
import type { Article } from '../../model/article.ts';
import type { SalesDocumentHead } from '../../model/sales-document.ts';
import type { ContactDraft, SalesOrderDraft } from '../../model/sales-order.ts';
import { decimal } from '../../money/decimal.ts';
import type { EffectCall } from '../../ports/call.ts';
import type { ContactTarget, DocumentSource, InvoicingPort } from '../../ports/invoicing.ts';
import { cents, plainDraft } from './amounts.ts';
import type { CallBench, Ready } from './call-claims.ts';
import type { EffectBench } from './effect-bench.ts';
import type { Bench, StartWorld } from './port-claim.ts';
import type { InvoicingWorld } from './port-world.ts';
import { personalCanary } from './setting.ts';
import type { SourceBench } from './source-claims.ts';

export type InvoicingBench = Bench<InvoicingPort, InvoicingWorld>;
type Start = StartWorld<InvoicingWorld>;

export function draftOf({ now }: InvoicingBench, number: number): SalesOrderDraft {
  return plainDraft(number, dayIn('Europe/Berlin', now()));
}

/** Marker texts as the engine writes them. */
export function markerOf(number: number): string {
  return `Bestellung ${number} · shop · ${String(number).padStart(12, '0')}`;
}

export function contactsOf(port: InvoicingPort): ContactTarget {
  if (port.contacts === undefined) throw new Error('this invoicing system has no contacts');
  return port.contacts;
}

export function contactDraft(number: number): ContactDraft {
  return {
    kind: 'company',
    company: `${personalCanary} ${number} GmbH`,
    firstName: 'Erika',
    lastName: personalCanary,
    email: `${personalCanary.toLowerCase()}${number}@example.com`,
    address: { name: `${personalCanary} ${number} GmbH`, street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE' },
    allowTaxFree: false,
  };
}

export function articleSource(start: Start): SourceBench<InvoicingPort, InvoicingWorld> {
  return {
    start,
    name: 'listing articles',
    page: (bench, port, at) => port.articles.changed(at, bench.call()),
    keyOf: (item) => (item as Article).id,
    make: ({ office }, count, from) =>
      Array.from({ length: count }, (_, index) => {
        const number = from + index;
        // Titles in no order of the numbers: what is made later may stand before.
        return office.makeArticle({
          number: `ART-${number}`,
          title: `Ware ${(number * 7919) % 10_007} ${number}`,
          gross: decimal(10 + (number % 90)),
        });
      }),
    change: ({ office }, key, random) => {
      const dice = random.below(4);
      if (dice < 2) office.editArticle(key, { note: `Bestand: ${random.below(100)}`, gross: decimal(5 + random.below(50)) });
      else if (dice === 2) office.editArticle(key, { title: `Ware ${random.below(10_007)} umbenannt` });
      else office.deleteArticle(key);
      return dice === 3 ? 'may-leave' : 'stays';
    },
    underChange: 'moved',
    read: async (bench, key) => (await bench.done(bench.port.articles.read(key, bench.call()))) !== undefined,
  };
}

/** The same list while nothing but notes and prices changes. */
export function articleSourceInPlace(start: Start): SourceBench<InvoicingPort, InvoicingWorld> {
  return {
    ...articleSource(start),
    name: 'listing articles whose notes and prices change',
    change: ({ office }, key, random) => {
      office.editArticle(key, { note: `Bestand: ${random.below(100)}`, gross: decimal(5 + random.below(50)) });
      return 'stays';
    },
    underChange: 'moved',
  };
}

export function documentsOf(port: InvoicingPort): DocumentSource {
  if (port.documents === undefined) throw new Error('this invoicing system shows no documents');
  return port.documents;
}

export function documentSource(start: Start): SourceBench<InvoicingPort, InvoicingWorld> {
  return {
    start,
    name: 'listing documents',
    page: async (bench, port, at) => documentsOf(port).changed(at, bench.call()),
    keyOf: (item) => (item as SalesDocumentHead).id,
    make: ({ office }, count, from) =>
      Array.from({ length: count }, (_, index) => office.makeInvoice({ gross: cents(1000 + from + index), name: personalCanary })),
    change: ({ office }, key) => {
      office.payInvoice(key);
      return 'stays';
    },
    underChange: 'every',
  };
}

export function salesOrderEffect(start: Start): EffectBench<InvoicingPort, InvoicingWorld, SalesOrderDraft, { readonly id: string }> {
  return {
    name: 'placing sales orders',
    start,
    portOf: (port) => port.salesOrders,
    draft: async (bench, number) => draftOf(bench, number),
    marker: (_draft, number) => markerOf(number),
    // A world holds the sales orders of two drafts at the most, told apart by their totals.
    standing: (world, draft) => {
      const { gross } = world.connect().salesOrders.totals(draft);
      return world.office.salesOrders().filter((order) => order.gross === gross).length;
    },
    makeAlike: async (bench, draft) => {
      const made = await bench.done(bench.port.salesOrders.send(draft, bench.effectCall(markerOf(9))));
      bench.world.office.removeMarker(made.id);
      return made;
    },
  };
}

export function contactEffect(start: Start): EffectBench<InvoicingPort, InvoicingWorld, ContactDraft, { readonly id: string }> {
  return {
    name: 'making contacts',
    start,
    portOf: (port) => port.contacts,
    draft: async (_bench, number) => contactDraft(number),
    marker: (draft) => draft.email ?? '',
    standing: (world, draft) => world.office.contactsOf(draft.email ?? ''),
  };
}

/** Every method that the port has, each on records of its own. */
export function invoicingCalls(start: Start, port: InvoicingPort): readonly CallBench<InvoicingPort, InvoicingWorld>[] {
  let number = 0;
  type Prepare = (bench: InvoicingBench) => Promise<Ready<InvoicingPort>>;
  const read = (name: string, prepare: Prepare) => ({ name, kind: 'read', start, prepare }) as const;
  const write = (name: string, prepare: Prepare) => ({ name, kind: 'write', start, prepare }) as const;
  const onArticle = (work: (port: InvoicingPort, id: string, call: EffectCall) => Promise<Outcome<unknown>>): Prepare => {
    return async ({ world }) => {
      number += 1;
      const id = world.office.makeArticle({ number: `ONE-${number}`, title: `Ware ${number}`, gross: decimal(12) });
      return (its, call) => work(its, id, call);
    };
  };
  const onInvoice = (work: (port: InvoicingPort, id: string, call: EffectCall) => Promise<Outcome<unknown>>): Prepare => {
    return async ({ world, pass }) => {
      number += 1;
      const id = world.office.makeInvoice({ gross: cents(1000 + number), name: personalCanary });
      await pass(5_000);
      return (its, call) => work(its, id, call);
    };
  };
  const onSalesOrder = (
    work: (
      port: InvoicingPort,
      sent: { id: string; marker: string; draft: SalesOrderDraft },
      call: EffectCall,
    ) => Promise<Outcome<unknown>>,
  ): Prepare => {
    return async (bench) => {
      number += 1;
      const draft = draftOf(bench, number);
      const marker = markerOf(number);
      const { id } = await bench.done(bench.port.salesOrders.send(draft, bench.effectCall(marker)));
      await bench.pass(bench.port.salesOrders.settleMs);
      return (its, call) => work(its, { id, marker, draft }, call);
    };
  };

  return [
    read('check', async () => (its, call) => its.check(call)),
    read('settings', async () => (its, call) => its.settings(call)),
    read(
      'articles.changed',
      onArticle((its, _id, call) => its.articles.changed({ since: 0 }, call)),
    ),
    read(
      'articles.read',
      onArticle((its, id, call) => its.articles.read(id, call)),
    ),
    write('salesOrders.send', async (bench) => {
      number += 1;
      const draft = draftOf(bench, number);
      const marker = markerOf(number);
      return (its, call) => its.salesOrders.send(draft, { ...call, marker });
    }),
    read(
      'salesOrders.read',
      onSalesOrder((its, { id }, call) => its.salesOrders.read(id, call)),
    ),
    ...(port.salesOrders.find === undefined
      ? []
      : [
          read(
            'salesOrders.find',
            onSalesOrder((its, { marker, draft }, call) => {
              const sent = { marker, draft, from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 2, 4) };
              return its.salesOrders.find === undefined ? its.settings(call) : its.salesOrders.find(sent, call);
            }),
          ),
        ]),
    ...(port.salesOrders.sweep === undefined
      ? []
      : [
          read(
            'salesOrders.sweep',
            onSalesOrder((its, { marker, draft }, call) => {
              const sent = { marker, draft, from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 2, 4) };
              const { sweep } = its.salesOrders;
              return sweep === undefined ? its.settings(call) : sweep([sent], { ...call, known: async () => new Set() });
            }),
          ),
        ]),
    ...(port.contacts === undefined
      ? []
      : [
          write('contacts.send', async () => {
            const draft = contactDraft(++number);
            return (its, call) => contactsOf(its).send(draft, call);
          }),
          read('contacts.match', async () => {
            const draft = contactDraft(++number);
            return (its, call) => contactsOf(its).match(draft, call);
          }),
        ]),
    ...(port.documents === undefined
      ? []
      : [
          read(
            'documents.changed',
            onInvoice((its, _id, call) => documentsOf(its).changed({ since: Date.UTC(2026, 2, 1) }, call)),
          ),
          read(
            'documents.read',
            onInvoice((its, id, call) => documentsOf(its).read(id, call)),
          ),
          read(
            'documents.fetch',
            onInvoice((its, id, call) => documentsOf(its).fetch({ id, kind: 'invoice' }, call)),
          ),
        ]),
  ];
}
