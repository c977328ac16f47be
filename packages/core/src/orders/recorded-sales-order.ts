import { canonicalJson, contentHash, type Json } from '../kernel/canonical-json.ts';
import { skuKey } from '../kernel/ids.ts';
import { dayIn } from '../kernel/instant.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import { type Buyer, buyerOf } from '../mapping/records.ts';
import type { Article } from '../model/article.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { InvoicingSettings, SalesOrderDraft, TaxTreatment } from '../model/sales-order.ts';
import { isZero } from '../money/decimal.ts';
import type { ExchangeRate, FoundRate } from '../money/exchange-rate.ts';
import type { VatRateTable } from '../money/vat-rates.ts';
import type { SalesOrderLimits, SalesOrderTarget } from '../ports/invoicing.ts';
import { chosenTreatment } from './chosen-treatment.ts';
import type { ContactPolicy } from './order-contact.ts';
import { bookCurrency, booksRate } from './order-currency.ts';
import type { OrderSteps } from './order-steps.ts';
import { type ProvedDraft, provedDraft } from './proved-draft.ts';
import { deliveriesBeside } from './sales-order-draft.ts';
import type { Treated } from './tax-treatment.ts';

/** What a sales order is made from beside the order itself. */
export interface SalesOrderFacts {
  readonly order: ChannelOrder;
  /** SKU key → the article it sells. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly settings: InvoicingSettings;
  /** VAT rates that the merchant keeps. */
  readonly vatRates: VatRateTable;
  /** The rate by which an order of another currency is converted. */
  readonly exchange?: FoundRate;
  readonly timeZone: string;
  readonly markerPlace: SalesOrderDraft['markerPlace'];
}

/** How the order is taxed, from its facts and from what the rules choose. */
export function treatedBy(
  { order, articles, settings, vatRates, timeZone }: SalesOrderFacts,
  rules: CompiledRules,
  { taxTreatment }: Pick<OrderSteps, 'taxTreatment'>,
): Treated {
  const chosen = chosenTreatment(rules, order, timeZone);
  if (chosen !== undefined && 'reason' in chosen) return chosen;
  const untaxed = order.lines.filter(({ sku }) => {
    const article = sku === undefined ? undefined : articles.get(skuKey(sku));
    return article !== undefined && isZero(article.price.taxRate);
  });
  const untaxedLines = new Set(untaxed.map(({ id }) => id));
  const on = dayIn(timeZone, order.placedAt);
  return taxTreatment(order, { settings, untaxedLines, on, vatRates, ...(chosen === undefined ? {} : { chosen: chosen.kind }) });
}

export interface DraftBy {
  readonly treated: Extract<Treated, { readonly ok: true }>;
  readonly contactId: string | undefined;
  readonly rules: CompiledRules;
  readonly limits: SalesOrderLimits;
  readonly totals: SalesOrderTarget['totals'];
}

/** The draft that the facts give under these rules, proved. The one way to it: sending, explaining and replaying take it. */
export function draftedBy(facts: SalesOrderFacts, { treated, contactId, rules, limits, totals }: DraftBy, steps: OrderSteps): ProvedDraft {
  const { order, articles, exchange, timeZone, markerPlace } = facts;
  const contact = contactId === undefined ? {} : { contactId };
  return provedDraft(
    {
      order,
      treated,
      ...(exchange === undefined ? {} : { exchange: booksRate(exchange) }),
      currency: bookCurrency,
      totals,
      limits,
      ...contact,
      articles,
      rules,
      timeZone,
      markerPlace,
    },
    steps,
  );
}

/**
 * What is stored with every send: enough to make the same draft again. What is large and shared by many stands under its
 * hash; people stand in the vault.
 */
export interface SalesOrderRecord {
  readonly flow: 'orders';
  readonly format: 2;
  readonly revision: number;
  readonly rules: { readonly version: number; readonly hash: string };
  /** Key in the vault. */
  readonly people: string;
  /** What rules read of them. It names nobody and stays when they are erased, as the tax treatment does. */
  readonly buyer: Buyer;
  /** Countries of the addresses beside the bill's that goods went to. Absent: none, or it was not recorded. */
  readonly deliveries?: readonly string[];
  readonly contact: string | null;
  /** For whom contacts were made. */
  readonly contacts: ContactPolicy;
  readonly treatment: TaxTreatment;
  readonly timeZone: string;
  readonly markerPlace: SalesOrderDraft['markerPlace'];
  readonly limits: SalesOrderLimits;
  /** Hash of the invoicing system's settings. */
  readonly settings: string;
  /** SKU key → hash of the article as it was. */
  readonly articles: Readonly<Record<string, string>>;
  /** VAT rates that the merchant kept, where there were any. */
  readonly vatRates?: VatRateTable;
  /** The rate by which the order was converted, where it was. */
  readonly exchange?: FoundRate;
  /** Exchange rates that rules found. */
  readonly rates: readonly ExchangeRate[];
  /** SHA-256 of the draft as canonical JSON. */
  readonly draft: string;
}

export interface RecordedWith {
  readonly facts: SalesOrderFacts;
  readonly revision: { readonly revision: number; readonly peopleKey: string };
  readonly contacts: ContactPolicy;
  readonly rules: { readonly version: number; readonly compiled: CompiledRules };
  readonly by: DraftBy;
  readonly rates: readonly ExchangeRate[];
  readonly draft: SalesOrderDraft;
}

/** The record of a send, and what it refers to by hash. */
export function recordSalesOrder({ facts, revision, contacts, rules, by, rates, draft }: RecordedWith): {
  readonly record: SalesOrderRecord;
  readonly kept: readonly Json[];
} {
  const articles = [...facts.articles].map(([key, article]) => ({ key, article: article as unknown as Json }));
  const settings = facts.settings as unknown as Json;
  const deliveries = deliveriesBeside(facts.order.people).map(({ country }) => country);
  const record: SalesOrderRecord = {
    flow: 'orders',
    format: 2,
    revision: revision.revision,
    rules: { version: rules.version, hash: rules.compiled.hash },
    people: revision.peopleKey,
    buyer: buyerOf(facts.order.people),
    ...(deliveries.length === 0 ? {} : { deliveries }),
    contact: by.contactId ?? null,
    contacts,
    treatment: by.treated.treatment,
    timeZone: facts.timeZone,
    markerPlace: facts.markerPlace,
    limits: by.limits,
    settings: contentHash(settings),
    articles: Object.fromEntries(articles.map(({ key, article }) => [key, contentHash(article)])),
    ...(Object.keys(facts.vatRates).length === 0 ? {} : { vatRates: facts.vatRates }),
    ...(facts.exchange === undefined ? {} : { exchange: facts.exchange }),
    rates,
    draft: draftHash(draft),
  };
  return { record, kept: [settings, ...articles.map(({ article }) => article)] };
}

export function draftHash(draft: SalesOrderDraft): string {
  return contentHash(draft);
}

/** A draft as text: equal drafts are equal bytes. */
export function draftText(draft: SalesOrderDraft): string {
  return canonicalJson(draft);
}
