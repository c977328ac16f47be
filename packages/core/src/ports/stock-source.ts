import type { Article } from '../model/article.ts';
import type { RowError, Span, StockCount } from '../model/stock.ts';
import type { ChangeSource, Connected } from './call.ts';

/** A figure that rides on an article already pulled: no extra call. */
export interface FigureInArticle {
  readonly onHand: number;
  /** When it was counted, where the article says so. */
  readonly counted?: Span;
}

/** Pure. `undefined`: the article says nothing about stock. */
export interface CountFromArticle {
  (article: Article): FigureInArticle | RowError | undefined;
  /** Names the way of reading: under another one all articles are read again. */
  readonly key?: string;
}

/** A count as a source tells it. */
export interface SourcedCount extends StockCount {
  /** What a `RowError` about the same row would name as `at`. Absent: its SKU. */
  readonly row?: string;
}

/**
 * Another system that keeps the merchant's stock, such as a warehouse or an ERP. Reads only.
 *
 * A row is a count: the units that are physically there, sold but unshipped ones included, and between which instants that was so.
 * Rows may repeat and come in any order, of one SKU too: the count that was made last stands, and the same row again is no
 * news. A figure that was wrong is put right by a count of a later time. A row that cannot be read is answered as an error in
 * its place, never left out; `at` names it by the source's own stable name of the row, so that it can be found there.
 */
export interface StockSourcePort extends Pick<Connected, 'vendor' | 'check'>, ChangeSource<SourcedCount | RowError> {}
