import { done } from '../kernel/answer.ts';
import type { Article } from '../model/article.ts';
import { type ContactDraft, isTaxed, type SalesOrderDraft, type Totals } from '../model/sales-order.ts';
import { type DecimalText, decimal, decimalText, exact, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import { stripVat, vatInGross } from '../money/vat.ts';
import type { Found, Sent } from '../ports/effect-port.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import { type DocumentState, type HeldSalesOrder, memoryDocuments } from './memory-documents.ts';
import { memoryArticleFields, memorySalesOrderFields } from './memory-fields.ts';
import { createMemoryVendor, type MemoryVendor, type MemoryVendorOptions, pageByKey } from './memory-vendor.ts';
import type { InvoicingWorld, OfficeDesk } from './ports/port-world.ts';

/** An invoicing system over plain state, with the desk from which it is run and the faults that may befall it. */
export interface MemoryInvoicing extends InvoicingWorld {
  readonly port: InvoicingPort;
}

interface BooksState extends DocumentState {
  readonly articles: Map<string, Article>;
  readonly contacts: { readonly id: string; readonly draft: ContactDraft }[];
  lastId: number;
}

/** An invoicing system in memory, for tests of those who embed the engine. It keeps the contract of the invoicing system. */
export function createMemoryInvoicing(options: MemoryVendorOptions): MemoryInvoicing {
  const vendor = createMemoryVendor('memory-books', options);
  const state: BooksState = { articles: new Map(), salesOrders: new Map(), invoices: new Map(), contacts: [], lastId: 100 };
  const connect = (): InvoicingPort => ({
    vendor: 'memory-books',
    check: (call) => vendor.read(call, () => ({ accountId: 'books', name: 'Bücher', findings: [] })),
    settings: (call) =>
      vendor.read(call, () => ({
        accountId: 'books',
        name: 'Bücher',
        smallBusiness: false,
        countries: { DE: 'home', FR: 'eu', CH: 'third-country' },
      })),
    articles: articlesOf(state, vendor),
    salesOrders: salesOrdersOf(state, vendor),
    contacts: contactsOf(state, vendor),
    documents: memoryDocuments(state, vendor),
  });
  const { requests, inject, heal, pageSize } = vendor;
  return { port: connect(), connect, requests, inject, heal, pageSize, missingId: '999999', office: officeOf(state, vendor) };
}

function articlesOf({ articles }: BooksState, vendor: MemoryVendor): InvoicingPort['articles'] {
  return {
    fields: memoryArticleFields,
    changed: ({ since, cursor }, call) =>
      vendor.read(call, () =>
        pageByKey(
          [...articles.values()].filter((article) => article.updatedAt >= since),
          { cursor, size: vendor.pageSize, keyOf: ({ id }) => [0, Number(id)] },
        ),
      ),
    read: (id, call) => vendor.read(call, () => structuredClone(articles.get(id))),
  };
}

function salesOrdersOf(state: BooksState, vendor: MemoryVendor): InvoicingPort['salesOrders'] {
  return {
    fields: memorySalesOrderFields,
    limits: { linesMax: 300, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 },
    timeoutMs: vendor.timeoutMs,
    settleMs: vendor.settleMs,
    totals: memoryTotals,
    send: (draft, call) =>
      vendor.send(call, () => {
        const id = String(++state.lastId);
        const texts = [...draft.lines.map((line) => line.name), call.marker];
        const order = { id, number: `AB${id}`, state: 'open', createdAt: vendor.now(), totals: memoryTotals(draft), texts } as const;
        state.salesOrders.set(id, { order, draft: structuredClone(draft), marker: call.marker });
        return done({ id });
      }),
    find: (sent, call) => vendor.read(call, () => foundIn([...state.salesOrders.values()], sent)),
    sweep: async (sent, call) => {
      const known = await call.known([...state.salesOrders.keys()]);
      return vendor.read(call, () => {
        const held = [...state.salesOrders.values()].filter(({ order }) => !known.has(order.id));
        const read = held.map(({ order }) => ({ made: { id: order.id }, texts: order.texts }));
        return { found: sent.map((one) => foundIn(held, one)), read };
      });
    },
    read: (id, call) => vendor.read(call, () => structuredClone(state.salesOrders.get(id)?.order)),
    link: (id) => `https://books.example/sales-orders/${encodeURIComponent(id)}`,
  };
}

function contactsOf(state: BooksState, vendor: MemoryVendor): NonNullable<InvoicingPort['contacts']> {
  const withEmail = ({ email }: ContactDraft) => state.contacts.filter(({ draft }) => email !== undefined && draft.email === email);
  return {
    timeoutMs: vendor.timeoutMs,
    settleMs: vendor.settleMs,
    visibleAfterMs: 0,
    send: (draft, call) =>
      vendor.send(call, () => {
        const id = String(++state.lastId);
        state.contacts.push({ id, draft: structuredClone(draft) });
        return done({ id });
      }),
    find: ({ draft }, call) => vendor.read(call, () => ({ marked: withEmail(draft).map(({ id }) => ({ id })), alike: [] })),
    match: (draft, call) => vendor.read(call, () => withEmail(draft).map(({ id }) => ({ id, by: 'email' as const }))),
  };
}

function officeOf(state: BooksState, { now }: MemoryVendor): OfficeDesk {
  const held = <Row>(rows: ReadonlyMap<string, Row>, id: string): Row => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`there is no record ${id}`);
    return row;
  };
  return {
    makeArticle: ({ number, title, gross }) => {
      const id = String(++state.lastId);
      const price = priceOf(gross);
      state.articles.set(id, { id, number, title, kind: 'product', unit: 'Stück', price, archived: false, updatedAt: now() });
      return id;
    },
    editArticle: (id, { gross, ...texts }) => {
      const article = held(state.articles, id);
      state.articles.set(id, { ...article, ...texts, ...(gross === undefined ? {} : { price: priceOf(gross) }), updatedAt: now() });
    },
    deleteArticle: (id) => void state.articles.delete(id),
    salesOrders: () => [...state.salesOrders.values()].map(({ order }) => ({ id: order.id, gross: order.totals.gross })),
    removeMarker: (id) => {
      const { order, draft, marker } = held(state.salesOrders, id);
      state.salesOrders.set(id, { order: { ...order, texts: order.texts.filter((text) => text !== marker) }, draft });
    },
    makeInvoice: ({ gross, name }) => {
      const id = String(++state.lastId);
      const at = now();
      state.invoices.set(id, {
        id,
        kind: 'invoice',
        number: `RE${id}`,
        state: 'open',
        createdAt: at,
        updatedAt: at,
        totalGross: gross,
        currency: 'EUR',
        related: [],
        texts: [name],
      });
      return id;
    },
    payInvoice: (id) => void state.invoices.set(id, { ...held(state.invoices, id), state: 'paid', updatedAt: now() }),
    deleteSalesOrder: (id) => void state.salesOrders.delete(id),
    contactsOf: (email) => state.contacts.filter(({ draft }) => draft.email === email).length,
  };
}

const rate = decimal(19);

function priceOf(gross: DecimalText): Article['price'] {
  return { leading: 'gross', net: stripVat(gross, rate, { places: 2 }), gross, currency: 'EUR', taxRate: rate };
}

/** Each line is rounded to the cent; the tax of a rate is taken out of the sum of its lines. */
function memoryTotals({ treatment, lines }: SalesOrderDraft): Totals {
  const taxed = isTaxed(treatment);
  const byRate = new Map<DecimalText, DecimalText[]>();
  for (const line of lines) {
    if (line.kind === 'text') continue;
    const gross = round(decimalText(exact(line.quantity).times(line.unitPriceGross)), 2);
    const key = taxed ? decimalText(exact(line.taxRate)) : decimal(0);
    byRate.set(key, [...(byRate.get(key) ?? []), gross]);
  }
  const rows = [...byRate].map(([taxRate, amounts]) => {
    const gross = sumOf(amounts);
    const tax = vatInGross(gross, taxRate, { places: 2 });
    return { rate: taxRate, gross, net: decimalText(exact(gross).minus(tax)), tax };
  });
  const [gross, net, tax] = (['gross', 'net', 'tax'] as const).map((side) => sumOf(rows.map((row) => row[side])));
  return { gross: gross ?? decimal(0), net: net ?? decimal(0), tax: tax ?? decimal(0), byRate: rows };
}

function foundIn(all: readonly HeldSalesOrder[], { marker, from, to, draft }: Sent<SalesOrderDraft>): Found<{ readonly id: string }> {
  const made = all.filter(({ order }) => order.createdAt >= from && order.createdAt <= to);
  const unmarked = made.filter((held) => held.marker === undefined && isAlike(held, draft));
  return { marked: made.filter((held) => held.marker === marker).map(idOf), alike: unmarked.map(idOf) };
}

function isAlike({ order, draft: its }: HeldSalesOrder, draft: SalesOrderDraft): boolean {
  return (
    order.totals.gross === memoryTotals(draft).gross &&
    its.placedOn === draft.placedOn &&
    its.recipient.address.name === draft.recipient.address.name
  );
}

function idOf({ order }: HeldSalesOrder): { readonly id: string } {
  return { id: order.id };
}
