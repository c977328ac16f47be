import type { ConnectionId, PairId, Sku } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Article } from '../model/article.ts';
import type { FieldGroup, Listing, ListingDraft, ListingRef } from '../model/listing.ts';

/** An article as last read. */
export interface SnapshotRow {
  readonly article: Article;
  readonly hash: string;
  /** When this state was last confirmed by a read. */
  readonly seenAt: Instant;
}

/** The last known state of the invoicing system's articles, per connection. */
export interface ArticleSnapshot {
  readMany(connection: ConnectionId, ids: readonly string[]): Promise<readonly SnapshotRow[]>;
  /** By number, compared as SKU key; several rows can carry one key. */
  bySku(connection: ConnectionId, skuKeys: readonly string[]): Promise<readonly SnapshotRow[]>;
  put(connection: ConnectionId, rows: readonly SnapshotRow[]): Promise<void>;
  /** Confirms unchanged rows. */
  touch(connection: ConnectionId, ids: readonly string[], seenAt: Instant): Promise<void>;
  /** Ids of rows last confirmed before an instant: the full listing did not name them. */
  unseenSince(connection: ConnectionId, before: Instant, limit: number): Promise<readonly string[]>;
  /** Rows by id after `after`. */
  page(connection: ConnectionId, after: string | undefined, limit: number): Promise<readonly SnapshotRow[]>;
  remove(connection: ConnectionId, ids: readonly string[]): Promise<void>;
  count(connection: ConnectionId): Promise<number>;
}

/** What stands on the channel, whoever made it: tells what to adopt and what would clash. Per channel connection. */
export interface ShelfIndex {
  put(connection: ConnectionId, listings: readonly Listing[]): Promise<void>;
  bySku(connection: ConnectionId, skuKeys: readonly string[]): Promise<readonly Listing[]>;
  /** By name, compared without case. */
  byName(connection: ConnectionId, names: readonly string[]): Promise<readonly Listing[]>;
  remove(connection: ConnectionId, refs: readonly ListingRef[]): Promise<void>;
}

export const bindingStates = ['bound', 'creating', 'parked', 'ignored'] as const;

/** What an article became on the channel. One per pair and article. */
export interface Binding {
  readonly pair: PairId;
  readonly articleId: string;
  /** `ignored`: nothing is published for it and nothing is wrong, such as an archived article that was never listed. */
  readonly state: (typeof bindingStates)[number];
  readonly reason?: string;
  readonly reasonData?: Readonly<Record<string, string>>;
  readonly sku?: Sku;
  readonly ref?: ListingRef;
  readonly grouped: boolean;
  /** Hash of everything the last evaluation depended on: article, rules, settings. Equal: nothing to do. */
  readonly inputsHash: string;
  /** Hash per field group as last written. */
  readonly published: Readonly<Partial<Record<FieldGroup, string>>>;
  /** What was last written, for diffs and plausibility. */
  readonly draft?: ListingDraft;
  readonly stock?: StockBinding;
}

/** What the channel was last told about stock, and what is suspicious. */
export interface StockBinding {
  /** Published quantity: what the channel was last told, or last seen to show. */
  readonly published: number;
  /** Buffer and listing as of the last decision: another key is a changed target, not drift. */
  readonly targetKey: string;
  /** When the last write was accepted; a look before the settle time may still show the shelf before it. */
  readonly writtenAt?: Instant;
  /** Until then it may not be applied yet. Absent: nothing was written, or by an older version of this program. */
  readonly settlesAt?: Instant;
  /** A write had no answer and may land until then: nothing is written before. */
  readonly inDoubtUntil?: Instant;
  /** A difference seen once: written only after it was seen again, at least 60 s later. */
  readonly drift?: {
    readonly seen: number;
    readonly at: Instant;
    /** It showed more than was right by what was known then: what sold there since was read is no part of it. */
    readonly over?: true;
  };
  /** Units sold there around the last write: until then the shelf is lowered and not raised. */
  readonly rush?: { readonly units: number; readonly until: Instant };
  /** The figure that is in doubt: so many may be on the shelf once more. */
  readonly inDoubt?: number;
  /** When the channel refused the target. */
  readonly refusedAt?: Instant;
  /** Rises with every holder of the store's lane: what an earlier one found out is not stored over what a later one did. */
  readonly version?: number;
}

export interface Bindings {
  readMany(pair: PairId, articleIds: readonly string[]): Promise<readonly Binding[]>;
  bySku(pair: PairId, skuKeys: readonly string[]): Promise<readonly Binding[]>;
  byRef(pair: PairId, refs: readonly ListingRef[]): Promise<readonly Binding[]>;
  put(bindings: readonly Binding[]): Promise<void>;
  /** Those that have a SKU and a listing, whatever their state, by article id after `after`: a parked listing still sells. */
  pageListed(pair: PairId, after: string | undefined, limit: number): Promise<readonly Binding[]>;
  /** Every pair of the merchant that lists one of the SKUs, once per SKU key. */
  listing(skuKeys: readonly string[]): Promise<readonly { readonly pair: PairId; readonly skuKey: string }[]>;
  remove(pair: PairId, articleIds: readonly string[]): Promise<void>;
  count(pair: PairId): Promise<Readonly<Partial<Record<Binding['state'], number>>>>;
}
