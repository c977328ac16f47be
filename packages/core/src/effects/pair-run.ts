import type { Json } from '../kernel/canonical-json.ts';
import type { ConnectionId, MerchantId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import type { PlacedBuffer, ReturnsPolicy } from '../model/stock.ts';
import type { NotingRates } from '../money/noting-rates.ts';
import type { VatRateTable } from '../money/vat-rates.ts';
import type { Call, Priority } from '../ports/call.ts';
import type { ChannelPort } from '../ports/channel.ts';
import type { Environment } from '../ports/environment.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { CountFromArticle, StockSourcePort } from '../ports/stock-source.ts';
import type { Store, Tx } from '../ports/store.ts';

/** Whom a run calls: the two sides of the pair, and where stock is counted elsewhere the system that counts. */
export type CalledSide = 'invoicing' | 'channel' | 'source';

/** What a merchant chose for a pair. */
export interface PairSettings {
  readonly timeZone: string;
  readonly ordersFrom: Instant;
  readonly flows: { readonly listings: boolean; readonly stock: boolean; readonly orders: boolean };
  /** Tax rate in percent → the channel's tax class. Given it is the confirmation that listings may be written. */
  readonly taxClasses: Readonly<Record<string, number>>;
  readonly adoptExisting: 'by-sku' | 'never';
  readonly stock?: StockSettings;
  /** For whom a contact is made beside those whose tax treatment demands one. */
  readonly contacts: 'where-needed' | 'companies' | 'all';
  readonly markerPlace: 'text-line' | 'remark';
  readonly afterDoubt: 'send-again' | 'ask';
  /** What becomes of orders that were paid in another currency than the books'. */
  readonly otherCurrencies: 'park' | 'convert';
  /** VAT rates beside the built-in ones, by country and day. */
  readonly vatRates: VatRateTable;
  /** What becomes of orders that were only paid by test payments. */
  readonly testOrders: 'exclude' | 'place';
  /** Sends of one record without proof before a person is asked. */
  readonly attemptsMax: number;
}

export interface StockSettings {
  /** Absent: counts come by hand, by file, by program or from a source alone. */
  readonly count?: CountFromArticle;
  /** Another system that keeps the stock. */
  readonly source?: StockSourcePort;
  readonly buffers: readonly PlacedBuffer[];
  /** What the channel sells from. Absent: the one that all channels of a merchant share. */
  readonly pool?: string;
  readonly returns?: ReturnsPolicy;
}

/** The pool that channels share unless they are given another. */
export const defaultPool = 'default';

export function poolOf({ stock }: Pick<PairSettings, 'stock'>): string {
  return stock?.pool ?? defaultPool;
}

/** One run of a pair: what every flow is given. Settings were read at its start and hold until its end. */
export interface PairRun {
  readonly merchant: MerchantId;
  readonly pair: PairId;
  readonly store: Store;
  readonly environment: Environment;
  readonly invoicing: InvoicingPort;
  readonly invoicingConnection: ConnectionId;
  readonly invoicingSettings: InvoicingSettings;
  readonly channel: ChannelPort;
  readonly channelConnection: ConnectionId;
  readonly channelSettings: ChannelSettings;
  /** Names the system that keeps the stock, where there is one. */
  readonly sourceConnection: ConnectionId;
  readonly settings: PairSettings;
  readonly rules: { readonly listings: ActiveRules; readonly stock: ActiveRules; readonly orders: ActiveRules };
  /** Flows whose stored rules cannot be read: nothing is mapped for them. */
  readonly unreadable: ReadonlySet<FlowRules>;
  /** The merchant's exchange rates as of the start of the run. */
  readonly rates: NotingRates;
  /** Names the rates that stand: where it is another one, a conversion may come out otherwise. */
  readonly ratesStand: string;
  /** Names what orders are mapped by: rules and rates. Another one may find an answer where this one had none. */
  readonly rulesStand: string;
  /** Stored rules made ready for this merchant's records; equal ones are compiled once. `undefined`: they cannot be read. */
  compile(content: Json): CompiledRules | undefined;
  /** A call for one side; the side is whom its requests are counted for. */
  call(side: CalledSide, priority: Priority): Call;
  /** A slice starts no call after this instant. */
  readonly stopAt: Instant;
  /** A person said that orders from this instant on are ours, though placed before the cutover. */
  readonly backfilledFrom?: Instant;
  /** Reads and judges, writes nothing outside. */
  readonly dryRun: boolean;
}

export type FlowRules = 'listings' | 'stock' | 'orders';

export interface ActiveRules {
  readonly version: number;
  readonly compiled: CompiledRules;
}

/** What became of records, one count per record and slice. */
export interface FlowStats {
  readonly processed: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly held: number;
  readonly parked: number;
  readonly failed: number;
}

/** A bounded piece of a flow. */
export interface Slice {
  readonly stats: FlowStats;
  /** More can be done at once. */
  readonly more: boolean;
  /** When more can be done, if something waits. */
  readonly nextAt?: Instant;
  /** What stopped it: the account is refused, the line is down. The rest of the work goes on in a later run. */
  readonly failure?: SliceFailure;
  /** Of a dry run: problems that a run would raise. */
  readonly foreseen?: readonly ForeseenProblem[];
}

export interface ForeseenProblem {
  readonly code: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface SliceFailure {
  readonly side: CalledSide;
  readonly error: SyncError;
}

export const noStats: FlowStats = { processed: 0, created: 0, updated: 0, unchanged: 0, held: 0, parked: 0, failed: 0 };

export function addStats(left: FlowStats, right: Partial<FlowStats>): FlowStats {
  return {
    processed: left.processed + (right.processed ?? 0),
    created: left.created + (right.created ?? 0),
    updated: left.updated + (right.updated ?? 0),
    unchanged: left.unchanged + (right.unchanged ?? 0),
    held: left.held + (right.held ?? 0),
    parked: left.parked + (right.parked ?? 0),
    failed: left.failed + (right.failed ?? 0),
  };
}

/** What a problem of this pair is called: one per code and record. */
export function problemKey(run: Pick<PairRun, 'pair'>, code: string, subject: string): string {
  return `${run.pair}/${code}/${subject}`;
}

export async function raiseProblem(
  tx: Tx,
  run: Pick<PairRun, 'pair' | 'environment'>,
  problem: { readonly code: string; readonly subject: string; readonly data: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.problems.raise({
    key: problemKey(run, problem.code, problem.subject),
    pair: run.pair,
    code: problem.code,
    data: problem.data,
    raisedAt: run.environment.clock.now(),
  });
}
