import type { Json } from '../kernel/canonical-json.ts';
import type { ConnectionId, MerchantId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OrderPeople } from '../model/order.ts';
import type { ContactDraft } from '../model/sales-order.ts';
import type { ArticleSnapshot, Bindings, ShelfIndex } from './catalog-records.ts';
import type { EffectLedger } from './effect-ledger.ts';
import type { Inbox } from './inbox.ts';
import type { OrderRecords } from './order-records.ts';
import type { ExchangeRates } from './rate-records.ts';
import type { RuleSets } from './rule-records.ts';
import type { StockJournal } from './stock-journal.ts';

/** All that is remembered. One implementation in memory, one on PostgreSQL, one contract for both. */
export interface Store {
  /**
   * One merchant's rows, one transaction of a merchant after another. Commits when `work` resolves, rolls back when it
   * rejects. Only store calls are awaited inside.
   */
  transaction<T>(merchant: MerchantId, work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly directory: Directory;
}

/** What must be known before a merchant is. */
export interface Directory {
  /** Binds (vendor, account) to a merchant; answers the merchant that holds it, which may be another. */
  claimAccount(account: { readonly vendor: string; readonly accountId: string }, merchant: MerchantId): Promise<MerchantId>;
  /** Pairs whose next run is due, earliest first. */
  due(at: Instant, limit: number): Promise<readonly DuePair[]>;
  /** This instance lives; instances not heard of for `deadAfterMs` are answered and forgotten. */
  alive(instance: string, at: Instant, deadAfterMs: number): Promise<readonly string[]>;
  /** When an instance was last heard of, whichever it was; `undefined`: none ever was. */
  lastHeard(): Promise<Instant | undefined>;
}

export interface DuePair {
  readonly merchant: MerchantId;
  readonly pair: PairId;
  readonly dueAt: Instant;
}

export interface Tx {
  readonly pairs: Pairs;
  readonly rules: RuleSets;
  readonly rates: ExchangeRates;
  readonly cursors: Cursors;
  readonly runs: Runs;
  readonly snapshot: ArticleSnapshot;
  readonly shelf: ShelfIndex;
  readonly bindings: Bindings;
  readonly plans: Plans;
  readonly stock: StockJournal;
  readonly orders: OrderRecords;
  readonly effects: EffectLedger;
  readonly inbox: Inbox;
  readonly explanations: Explanations;
  readonly problems: Problems;
  readonly people: PersonVault;
  readonly audit: Audit;
}

/** A pair as remembered. Handles are made from code or configuration; this row pins what must not change silently. */
export interface PairRow {
  readonly pair: PairId;
  readonly invoicing: ConnectionId;
  readonly channel: ConnectionId;
  /** Pinned at the first check: credentials of another organisation are refused. */
  readonly invoicingAccount?: string;
  readonly channelAccount?: string;
  /** Pinned at the first read; a change parks price writes. */
  readonly pricesIncludeTax?: boolean;
  /** The pool that its channel sells from, as of the last run. Absent: it never ran. */
  readonly pool?: string;
  /** Orders placed before this instant look before their first send: a backup was restored. */
  readonly epoch?: Instant;
}

export interface Pairs {
  read(pair: PairId): Promise<PairRow | undefined>;
  put(row: PairRow): Promise<void>;
  list(): Promise<readonly PairRow[]>;
  /** When the pair shall run next; commits with the rest. `earlier`: only if that is sooner than what stands. */
  due(pair: PairId, at: Instant, mode: 'set' | 'earlier'): Promise<void>;
  /** Forgets when it shall run; a pair that is no longer configured does not stay due. */
  notDue(pair: PairId): Promise<void>;
}

/** Where a scan stands. Moves only in the transaction that stores what it read. */
export interface Cursors {
  read(pair: PairId, name: string): Promise<Json | undefined>;
  write(pair: PairId, name: string, value: Json): Promise<void>;
}

/** One holder per lane at a time, such as one inventory writer per store. */
export interface Runs {
  /** A fence to end with, or `undefined` while another holds the lane. */
  begin(lane: string, at: Instant, leaseMs: number): Promise<number | undefined>;
  /** `false`: the lane was lost meanwhile. */
  extend(lane: string, fence: number, at: Instant, leaseMs: number): Promise<boolean>;
  end(lane: string, fence: number): Promise<void>;
}

export interface PlanRow {
  readonly id: string;
  readonly pair: PairId;
  readonly flow: string;
  readonly createdAt: Instant;
  readonly appliedAt?: Instant;
}

export interface PlanItemRow {
  readonly position: number;
  readonly content: Json;
}

/** Stored diffs. A plan can be printed, and can be empty. */
export interface Plans {
  add(plan: PlanRow): Promise<void>;
  addItems(planId: string, items: readonly PlanItemRow[]): Promise<void>;
  read(planId: string): Promise<PlanRow | undefined>;
  /** Items by position from `from`. */
  items(planId: string, from: number, limit: number): Promise<readonly PlanItemRow[]>;
  applied(planId: string, at: Instant): Promise<void>;
}

/** Why a value was written outside: rule version, inputs, settings, rates. Personal values stand as vault keys. */
export interface Explanations {
  /** By content hash; the same content is stored once. Answers the hash. */
  put(subject: string, content: Json, at: Instant): Promise<string>;
  bySubject(subject: string): Promise<readonly { readonly hash: string; readonly content: Json; readonly at: Instant }[]>;
  /** Stores what explanations refer to by its hash, such as an article as it was. Answers the hashes in the order given. */
  keep(contents: readonly Json[]): Promise<readonly string[]>;
  /** What stands under these hashes; a hash that is not known is left out. */
  byHash(hashes: readonly string[]): Promise<readonly { readonly hash: string; readonly content: Json }[]>;
}

/** Something a person must do. Raised once per key, cleared when gone. */
export interface Problem {
  readonly key: string;
  readonly pair: PairId;
  readonly code: string;
  /** Fills the words of the catalogue. No personal data. */
  readonly data: Readonly<Record<string, string>>;
  readonly raisedAt: Instant;
}

export interface Problems {
  /** `false`: it stood already; its code and data are brought up to date, its instant stays. */
  raise(problem: Problem): Promise<boolean>;
  clear(key: string): Promise<boolean>;
  /** `undefined`: nothing is wrong there. */
  read(key: string): Promise<Problem | undefined>;
  /** Open ones by key after `after`. */
  open(pair: PairId, after: string | undefined, limit: number): Promise<readonly Problem[]>;
}

/** What the vault holds about people. */
export type PersonalData =
  | { readonly kind: 'order'; readonly people: OrderPeople }
  | { readonly kind: 'contact'; readonly contact: ContactDraft };

/** Personal data, sealed where it rests, with an end date. */
export interface PersonVault {
  put(key: string, data: PersonalData, endsAt: Instant): Promise<void>;
  /** `undefined`: never there or erased. Every read that finds something leaves a trace in the audit. */
  read(key: string, access: { readonly purpose: string; readonly by: string; readonly at: Instant }): Promise<PersonalData | undefined>;
  erase(key: string): Promise<boolean>;
  /** Erases what ended; answers how much. */
  eraseEnded(at: Instant, limit: number): Promise<number>;
}

export interface AuditEntry {
  readonly at: Instant;
  readonly by: string;
  readonly what: string;
  readonly subject: string;
}

/** Who did or saw what. Append-only. */
export interface Audit {
  add(entry: AuditEntry): Promise<void>;
  bySubject(subject: string): Promise<readonly AuditEntry[]>;
}
