import { done } from '../src/kernel/answer.ts';
import { dayIn } from '../src/kernel/instant.ts';
import type { Article } from '../src/model/article.ts';
import type { ContactDraft, InvoicingSettings, SalesOrder, SalesOrderDraft, Totals } from '../src/model/sales-order.ts';
import { type DecimalText, decimal, decimalText, exact, isZero, sumOf } from '../src/money/decimal.ts';
import { round } from '../src/money/rounding.ts';
import { vatInGross } from '../src/money/vat.ts';
import type { Clock } from '../src/ports/environment.ts';
import type { InvoicingPort } from '../src/ports/invoicing.ts';
import { memoryArticleFields, memorySalesOrderFields } from '../src/testing/memory-fields.ts';
import { createScript, failedEffect, failedRead, type Script } from './script.ts';

export interface MadeOrder {
  readonly id: string;
  readonly marker: string;
  readonly draft: SalesOrderDraft;
  totals: Totals;
}

/** An invoicing system of a few lines, with a script of troubles. What it made is public. */
export interface ScriptedBooks {
  readonly port: InvoicingPort;
  readonly script: Script;
  readonly articles: Map<string, Article>;
  /** Articles that its list steps over, as a list paged by number does. */
  readonly unlisted: Set<string>;
  readonly orders: MadeOrder[];
  readonly contacts: { readonly id: string; readonly marker: string; readonly draft: ContactDraft }[];
  settings: InvoicingSettings;
}

const pageSize = 3;

export function createScriptedBooks(clock: Clock): ScriptedBooks {
  const script = createScript();
  const books: ScriptedBooks = {
    script,
    articles: new Map(),
    unlisted: new Set(),
    orders: [],
    contacts: [],
    settings: {
      accountId: 'organisation-1',
      name: 'Acme GmbH',
      smallBusiness: false,
      countries: { DE: 'home', AT: 'eu', FR: 'eu', CH: 'third-country' },
    },
    port: {
      vendor: 'books',
      check: () => Promise.resolve(done({ accountId: books.settings.accountId, name: books.settings.name, findings: [] })),
      settings: async (call) => {
        call.count?.('read');
        const trouble = script.next('settings');
        return trouble === undefined ? done(books.settings) : failedRead(trouble);
      },
      articles: {
        fields: memoryArticleFields,
        changed: async ({ cursor = '0' }, call) => {
          call.count?.('read');
          const trouble = script.next('articles.changed', cursor);
          if (trouble !== undefined) return failedRead(trouble);
          const from = Number.parseInt(cursor, 10);
          const listed = [...books.articles.values()].filter(({ id }) => !books.unlisted.has(id));
          const next = from + pageSize;
          return done({ items: listed.slice(from, next), ...(next < listed.length ? { next: String(next) } : {}) });
        },
        read: async (id, call) => {
          call.count?.('read');
          const trouble = script.next('articles.read', id);
          return trouble === undefined ? done(books.articles.get(id)) : failedRead(trouble);
        },
      },
      salesOrders: {
        timeoutMs: 40_000,
        settleMs: 90_000,
        fields: memorySalesOrderFields,
        limits: { linesMax: 300, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 },
        totals: totalsOf,
        link: (id) => `https://books.example/${id}`,
        send: async (draft, call) => {
          if (!call.maySend()) throw new Error('the doubles are never late');
          call.count?.('write');
          const made: MadeOrder = { id: `so-${books.orders.length + 1}`, marker: call.marker, draft, totals: totalsOf(draft) };
          const trouble = script.next('salesOrders.send', call.marker);
          if (trouble !== undefined) return failedEffect(trouble, () => books.orders.push(made));
          books.orders.push(made);
          return done({ id: made.id });
        },
        find: async ({ marker }, call) => {
          call.count?.('read');
          const trouble = script.next('salesOrders.find', marker);
          if (trouble !== undefined) return failedRead(trouble);
          return done({ marked: books.orders.filter((made) => made.marker === marker).map(({ id }) => ({ id })), alike: [] });
        },
        read: async (id, call) => {
          call.count?.('read');
          const trouble = script.next('salesOrders.read', id);
          if (trouble !== undefined) return failedRead(trouble);
          const made = books.orders.find((order) => order.id === id);
          return done(made && seen(made, clock));
        },
      },
      contacts: {
        timeoutMs: 40_000,
        settleMs: 90_000,
        visibleAfterMs: 2_000,
        match: () => Promise.resolve(done([])),
        send: async (draft, call) => {
          call.count?.('write');
          const made = { id: `contact-${books.contacts.length + 1}`, marker: call.marker, draft };
          const trouble = script.next('contacts.send', call.marker);
          if (trouble !== undefined) return failedEffect(trouble, () => books.contacts.push(made));
          books.contacts.push(made);
          return done({ id: made.id });
        },
        find: async ({ marker }, call) => {
          call.count?.('read');
          const trouble = script.next('contacts.find', marker);
          if (trouble !== undefined) return failedRead(trouble);
          return done({ marked: books.contacts.filter((made) => made.marker === marker).map(({ id }) => ({ id })), alike: [] });
        },
      },
    },
  };
  return books;
}

function seen({ id, marker, draft, totals }: MadeOrder, clock: Clock): SalesOrder {
  const texts = [...draft.lines.map((line) => line.name), marker];
  return { id, number: `AB-${dayIn('Europe/Berlin', clock.now())}`, state: 'open', createdAt: clock.now(), totals, texts };
}

/** Gross documents: a line is quantity × price, to the cent; tax is taken out of the gross sum of each rate. */
export function totalsOf(draft: SalesOrderDraft): Totals {
  const lines = draft.lines.flatMap((line) => (line.kind === 'priced' ? [line] : []));
  const rates = [...new Set(lines.map(({ taxRate }) => taxRate))];
  const byRate = rates.map((rate) => {
    const gross = sumOf(
      lines.filter(({ taxRate }) => taxRate === rate).map((line) => round(decimalText(exact(line.quantity).times(line.unitPriceGross)), 2)),
    );
    const tax: DecimalText = isZero(rate) ? decimal(0) : vatInGross(gross, rate, { places: 2 });
    return { rate, gross, tax, net: decimalText(exact(gross).minus(tax)) };
  });
  const sum = (part: 'gross' | 'net' | 'tax'): DecimalText => sumOf(byRate.map((rate) => rate[part]));
  return { gross: sum('gross'), net: sum('net'), tax: sum('tax'), byRate };
}
