import type { Article } from '../model/article.ts';
import type { RowError, Span } from '../model/stock.ts';

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
