import type { Words } from '../kernel/problem-catalogue.ts';
import type { ListingPlanItem } from '../listings/plan-listings.ts';
import type { PairRules } from '../mapping/default-rules.ts';
import type { BufferPolicy, PlacedBuffer, ReturnsPolicy } from '../model/stock.ts';
import type { VatRateTable } from '../money/vat-rates.ts';
import type { Diagnosis, RawWebhook } from '../ports/call.ts';
import type { ChannelPort } from '../ports/channel.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { CountFromArticle, StockSourcePort } from '../ports/stock-source.ts';
import type { BackfillOptions, BackfillReport } from './backfill.ts';
import type { ExplainedWrite } from './explain-article.ts';
import type { OrderDesk } from './order-desk.ts';
import type { ProblemDesk } from './problem-desk.ts';
import type { ExplainedOrder, Replayed, ReplayOptions } from './recorded-orders.ts';
import type { FlowName, Language, PairReport } from './report.ts';
import type { RuleBook } from './rule-book.ts';
import type { StockAdvice, StockAdviceAsked, StockBound } from './stock-advice.ts';
import type { Subscribed } from './subscribe.ts';

/** One invoicing connection feeding one channel connection. */
export interface PairOptions {
  readonly merchant: string;
  /** Unique among the merchant's pairs; also names the connections where `connections` does not. */
  readonly name: string;
  readonly invoicing: InvoicingPort;
  readonly channel: ChannelPort;
  /** Connection ids for reports and records. */
  readonly connections?: { readonly invoicing: string; readonly channel: string; readonly source?: string };
  /** Cutover, ISO 8601 with offset: orders placed earlier stay the merchant's own business. */
  readonly ordersFrom: string;
  readonly timeZone?: string;
  readonly language?: Language;
  readonly flows?: { readonly listings?: boolean; readonly stock?: boolean; readonly orders?: boolean };
  readonly stock?: {
    /** Absent: counts come by hand, by file, by program or from a source alone. */
    readonly count?: CountFromArticle;
    /** Another system that keeps the stock, in place of `count`. */
    readonly source?: StockSourcePort;
    /** What this channel sells from. Absent: `default`, which all channels of a merchant share. */
    readonly pool?: string;
    /** What becomes of units by reason. Default: what surely stays here is free again, and nothing comes back by itself. */
    readonly returns?: Partial<ReturnsPolicy>;
    /** Holds for this channel. Absent: `buffers` alone say what is kept back. */
    readonly buffer?: BufferPolicy;
    /** More particular ones, such as for one SKU, and those of the merchant's pool. */
    readonly buffers?: readonly PlacedBuffer[];
  };
  /** Tax rate in percent → the channel's tax class. */
  readonly taxClasses?: Readonly<Record<string, number>>;
  readonly adoptExisting?: 'by-sku' | 'never';
  /** Become version 1 if the store holds none. */
  readonly rules?: PairRules;
  readonly contacts?: 'where-needed' | 'companies' | 'all';
  readonly markerPlace?: 'text-line' | 'remark';
  /** Orders that were paid by test payments alone. Default `exclude`. */
  readonly testOrders?: 'exclude' | 'place';
  /** After an answer that was lost: `ask` never sends again, a person decides. Default `send-again`, once a look has found nothing. */
  readonly afterDoubt?: 'send-again' | 'ask';
  /** Orders in another currency than the books': parked (the default), or converted at the merchant's exchange rates. */
  readonly otherCurrencies?: 'park' | 'convert';
  /** VAT rates beside the built-in ones: country → rates from a day on, such as `{ AT: [{ from: '2027-01-01', rates: ['20', '10'] }] }`. */
  readonly vatRates?: VatRateTable;
  /** Sends of one record without proof before a person is asked, 1 to 20. Default 6. */
  readonly attemptsMax?: number;
}

export interface SyncOptions {
  /** Only this flow, and what it cannot do without. */
  readonly flow?: FlowName;
  /**
   * Only what the inbox names: changed orders and their placing, stock with a cause. Where it names what only a whole run looks
   * at, such as a changed article, or the pair never ran, everything is done.
   */
  readonly woken?: boolean;
  /** Reads and plans, writes nothing outside. */
  readonly dryRun?: boolean;
  /** `1`: one bounded slice per flow, for a worker that must give way. Absent: until nothing is left to do at once. */
  readonly slices?: 1;
  /** Waits for work that becomes due within this time, ms. Default 0. */
  readonly waitMaxMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SyncProgress) => void;
}

export interface SyncProgress {
  readonly flow: FlowName;
  readonly step:
    | 'pull-articles'
    | 'pull-counts'
    | 'index-shelf'
    | 'publish-listings'
    | 'publish-stock'
    | 'ingest-orders'
    | 'place-sales-orders'
    | 'waiting';
  /** Records dealt with so far in this run and flow. */
  readonly processed: number;
}

export interface Plan {
  readonly id: string;
  readonly flow: 'listings';
  readonly counts: Readonly<Record<ListingPlanItem['action'], number>>;
  /** What a person should read before applying. */
  readonly warnings: readonly { readonly code: string; readonly text: Words }[];
  /** Items in order, in pages. */
  items(from: number, limit: number): Promise<readonly ListingPlanItem[]>;
}

export type Applied =
  | { readonly status: 'applied'; readonly report: PairReport }
  /** The world moved since the plan was made; nothing was written. */
  | { readonly status: 'outdated'; readonly articleIds: readonly string[] }
  | { readonly status: 'unknown-plan' };

export interface PairDiagnosis {
  readonly invoicing: SideDiagnosis;
  readonly channel: SideDiagnosis;
  /** Where another system keeps the stock. */
  readonly source?: SideDiagnosis;
  /** Findings about both together: pinned accounts, price mode, currency, tax classes. */
  readonly findings: Diagnosis['findings'];
}

export type SideDiagnosis =
  | ({ readonly reached: true } & Diagnosis)
  | { readonly reached: false; readonly code: string; readonly text: Words; readonly remedy: Words };

/** Light and stateless: all state is in the store, so any number of handles in any number of processes may name one pair. */
export interface PairHandle {
  /** Mapping rules: versions, checks, and which one counts. */
  readonly rules: RuleBook;
  /** Why the sales order of an order is as it is. Who reads people leaves a trace. */
  explain(orderId: string, access: { readonly by: string }): Promise<ExplainedOrder>;
  /** Why values of a listing, or a figure of stock, were written; newest first. */
  explainArticle(asked: { readonly of: 'listing' | 'stock'; readonly sku: string }): Promise<readonly ExplainedWrite[]>;
  /** What some rules would have sent for recorded orders, against what was sent. Has no effect and asks nobody outside. */
  replay(options: ReplayOptions): Promise<Replayed>;
  /** Orders as people look at them, and their word on those that wait for one. */
  readonly orders: OrderDesk;
  /** What a person must do, and their word that it is done. */
  readonly problems: ProblemDesk;
  sync(options?: SyncOptions): Promise<PairReport>;
  /** A stored diff; nothing is written outside. Pulls articles first. */
  plan(flow: 'listings'): Promise<Plan>;
  apply(planId: string): Promise<Applied>;
  check(): Promise<PairDiagnosis>;
  /** Takes a webhook: a genuine one is noted and makes the pair due at once. Nothing in it is believed; the next run reads. */
  receive(side: 'invoicing' | 'channel', message: RawWebhook): Promise<'woken' | 'forged' | 'no-webhooks'>;
  /** How many units of a SKU the channels of its pool may sell beyond what is there, as of the last looks. */
  stockBound(sku: string): Promise<StockBound>;
  /** The smallest buffer that keeps a limit, from demand and latency as they were seen, in one sentence. */
  adviseStock(asked: StockAdviceAsked): Promise<StockAdvice>;
  /** Has the vendor call this address; again is no change. A problem tells where it cannot be had. */
  subscribe(side: 'invoicing' | 'channel', url: string): Promise<Subscribed>;
  /**
   * After an older backup of the database was restored: everything placed before now is looked for before it is sent.
   * Answers how many intents are in doubt. To be called before the first run on the restored data.
   */
  beginEpoch(): Promise<number>;
  /** Takes over orders placed since an instant, however old; tells what it would do unless `apply` is set. */
  backfill(options: BackfillOptions): Promise<BackfillReport>;
  /** What became of an order, with its reason in words. */
  order(orderId: string): Promise<{ readonly record: OrderRecord; readonly reason?: Words } | undefined>;
}
