import type { Instant } from '../kernel/instant.ts';
import type { Article } from '../model/article.ts';
import type { RowError } from '../model/stock.ts';

/** A figure that rides on an article already pulled: no extra call. */
export interface FigureInArticle {
  readonly onHand: number;
  /** When it was counted, where the article says so. */
  readonly countedAt?: Instant;
}

/** Pure. `undefined`: the article says nothing about stock. */
export type CountFromArticle = (article: Article) => FigureInArticle | RowError | undefined;
