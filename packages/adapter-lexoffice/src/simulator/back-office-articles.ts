import { Amount } from './amount.ts';
import { isGtin, isTaken, priceOf } from './article-rules.ts';
import { addArticle, removeArticle, replaceArticle } from './articles.ts';
import type { ArticleInput, ArticleRecord } from './records.ts';
import type { State } from './state.ts';

/** The price a person enters: one side, as a decimal text such as `19.90`. */
export type EnteredPrice = { readonly gross: string } | { readonly net: string };

export interface EnteredArticle {
  readonly title: string;
  readonly articleNumber?: string;
  readonly type?: 'PRODUCT' | 'SERVICE';
  readonly description?: string;
  readonly note?: string;
  readonly gtin?: string;
  /** `Stück` where absent. */
  readonly unitName?: string;
  /** 11.90 gross where absent. */
  readonly price?: EnteredPrice;
  /** Percent; 19 where absent. */
  readonly taxRate?: 0 | 7 | 19;
}

/** What a person does with articles in the app. */
export interface ArticleOffice {
  createArticle(entered: EnteredArticle): ArticleRecord;
  createArticles(entered: readonly EnteredArticle[]): readonly ArticleRecord[];
  editArticle(id: string, change: Partial<EnteredArticle>): ArticleRecord;
  archiveArticle(id: string, archived?: boolean): ArticleRecord;
  deleteArticle(id: string): void;
}

export function articleOffice(state: State): ArticleOffice {
  const createArticle = (entered: EnteredArticle): ArticleRecord => {
    refuseBadKeys(state, entered);
    return addArticle(state, enteredToInput(entered), 'person');
  };
  return {
    createArticle,
    createArticles: (list) => list.map(createArticle),
    editArticle: (id, change) => {
      refuseBadKeys(state, change, id);
      const { price, taxRate, ...plain } = change;
      const before = state.articles.get(id)?.price;
      if (before === undefined) throw new Error(`there is no article ${id}`);
      const isPriced = price !== undefined || taxRate !== undefined;
      const side = { given: before.leading === 'NET' ? before.net : before.gross, leading: before.leading };
      const rate = taxRate === undefined ? before.taxRate : new Amount(taxRate);
      const entered = price === undefined ? side : sideOf(price);
      return replaceArticle(state, id, {
        change: { ...plain, ...(isPriced ? { price: priceOf({ ...entered, taxRate: rate }) } : {}) },
        by: 'person',
      });
    },
    archiveArticle: (id, archived = true) => replaceArticle(state, id, { change: { archived }, by: 'person' }),
    deleteArticle: (id) => removeArticle(state, id, 'person'),
  };
}

function enteredToInput({ price, taxRate, ...entered }: EnteredArticle): ArticleInput {
  return {
    title: entered.title,
    description: entered.description ?? null,
    type: entered.type ?? 'PRODUCT',
    articleNumber: entered.articleNumber ?? null,
    gtin: entered.gtin ?? null,
    note: entered.note ?? null,
    unitName: entered.unitName ?? 'Stück',
    price: priceOf({ ...sideOf(price ?? { gross: '11.90' }), taxRate: new Amount(taxRate ?? 19) }),
  };
}

function sideOf(price: EnteredPrice): { given: Amount; leading: 'NET' | 'GROSS' } {
  return 'gross' in price ? { given: new Amount(price.gross), leading: 'GROSS' } : { given: new Amount(price.net), leading: 'NET' };
}

/** The app guards its keys as the API does. */
function refuseBadKeys(state: State, { articleNumber, gtin }: Partial<EnteredArticle>, ownId?: string): void {
  if (gtin !== undefined && !isGtin(gtin)) throw new Error(`${gtin} is no GTIN`);
  if (articleNumber !== undefined && isTaken(state, articleNumber, ownId)) throw new Error(`article number ${articleNumber} is taken`);
}
