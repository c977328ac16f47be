import {
  type Article,
  type BooksRate,
  type ChannelOrder,
  type CompiledRules,
  compileRules,
  decimal,
  defaultRules,
  type InvoicingSettings,
  type SalesOrderDraft,
  type SalesOrderTarget,
  type Totals,
} from '@megzo/core';
import { type OrderSteps, orderSteps, provedDraft } from '@megzo/core/testing';
import type { Sale } from './sale.ts';
import { countries } from './scenarios.ts';

/** What the product makes of an order: a draft that it would send, or the reason why it parks. */
export type Settled =
  | { readonly placed: true; readonly treatment: SalesOrderDraft['treatment']; readonly draft: SalesOrderDraft; readonly totals: Totals }
  | { readonly placed: false; readonly reason: string };

export interface Books {
  readonly target: Pick<SalesOrderTarget, 'totals' | 'limits'>;
  readonly rules: CompiledRules;
  readonly articles: ReadonlyMap<string, Article>;
}

export function booksWith(target: Books['target']): Books {
  return { target, rules: compileRules(defaultRules().orders), articles: articlesOf() };
}

/** The order path without store, network and contact: the very steps that ship, in the order in which they are taken. */
export function settleSale(sale: Sale, order: ChannelOrder, books: Books, steps: OrderSteps = orderSteps): Settled {
  const untaxedLines = new Set(sale.untaxed.map((index) => String(index + 1)));
  const treated = steps.taxTreatment(order, { settings: settingsOf(sale), untaxedLines, on: sale.on });
  if (!treated.ok) return { placed: false, reason: treated.reason };
  const exchange: BooksRate | undefined = sale.exchange && { rate: decimal(sale.exchange.rate), inverse: sale.exchange.inverse };
  const proved = provedDraft(
    {
      order,
      treated,
      ...(exchange === undefined ? {} : { exchange }),
      currency: 'EUR',
      totals: books.target.totals,
      limits: books.target.limits,
      articles: books.articles,
      rules: books.rules,
      timeZone: 'Europe/Berlin',
      markerPlace: 'text-line',
    },
    steps,
  );
  if (!proved.ok) return { placed: false, reason: proved.reason };
  return { placed: true, treatment: treated.treatment, draft: proved.draft, totals: proved.totals };
}

function settingsOf({ merchant }: Sale): InvoicingSettings {
  return { accountId: 'books', name: 'Acme GmbH', ...merchant, countries };
}

/** Every third SKU is an article of the books. */
function articlesOf(): ReadonlyMap<string, Article> {
  const numbers = Array.from({ length: 10 }, (_, index) => `SKU-${index * 3}`);
  return new Map(
    numbers.map((number) => [
      number.toLowerCase(),
      {
        id: `article-${number}`,
        number,
        title: number,
        unit: 'Stück',
        kind: 'product',
        archived: false,
        updatedAt: 0,
        price: { leading: 'gross', net: decimal('10'), gross: decimal('11.9'), currency: 'EUR', taxRate: decimal('19') },
      } as Article,
    ]),
  );
}
