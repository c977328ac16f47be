import { readArticle } from './article-rules.ts';
import { type Answer, actionResult, bodyOf, type Call, single } from './call.ts';
import { type Detail, notFound, regularError, validationError } from './errors.ts';
import { type Actor, emit } from './events.ts';
import { isAbsent, type Json } from './json.ts';
import { envelope, pageOf, wholeNumber } from './paging.ts';
import type { ArticleInput, ArticleRecord } from './records.ts';
import { newId, now, type State } from './state.ts';
import { toStamp } from './time.ts';

export function answerArticles(state: State, call: Call): Answer | undefined {
  const [id, ...more] = call.rest;
  if (more.length > 0) return undefined;
  if (id === undefined) {
    if (call.method === 'GET') return listArticles(state, call);
    if (call.method !== 'POST') return undefined;
    const article = addArticle(state, readArticle(state, bodyOf(call)), 'api');
    return actionResult(call, state.settings.articleCreatedStatus, actedOn(article));
  }
  const article = state.articles.get(id);
  if (article === undefined) return undefined;
  switch (call.method) {
    case 'GET':
      return { status: 200, body: articleToJson(state, article) };
    case 'PUT': {
      const body = bodyOf(call);
      if (isAbsent(body.version)) throw validationError([{ violation: 'NOTNULL', field: 'version', message: 'darf nicht null sein' }]);
      const input = readArticle(state, body, id);
      // 1.4: articles answer a stale version with 409, contacts with 406.
      if (body.version !== article.version) throw regularError(409, 'Der Artikel wurde zwischenzeitlich geändert.');
      return actionResult(call, 200, actedOn(replaceArticle(state, id, { change: input, by: 'api' })));
    }
    case 'DELETE':
      removeArticle(state, id, 'api');
      return { status: 204 };
    default:
      return undefined;
  }
}

function actedOn({ id, createdAt, updatedAt, version }: ArticleRecord): {
  id: string;
  createdDate: string;
  updatedDate: string;
  version: number;
} {
  return { id, createdDate: toStamp(createdAt), updatedDate: toStamp(updatedAt), version };
}

export function addArticle(state: State, input: ArticleInput, by: Actor): ArticleRecord {
  const at = now(state);
  const article: ArticleRecord = { ...input, id: newId(state), createdAt: at, updatedAt: at, archived: false, version: 0 };
  put(state, article);
  emit(state, 'article.created', { resourceId: article.id, by });
  return article;
}

function put(state: State, article: ArticleRecord): void {
  const before = state.articles.get(article.id)?.articleNumber ?? null;
  if (before !== null) state.articleNumbers.delete(before);
  state.articles.set(article.id, article);
  if (article.articleNumber !== null) state.articleNumbers.set(article.articleNumber, article.id);
}

export interface ArticleChange {
  readonly change: Partial<ArticleInput> & { readonly archived?: boolean };
  readonly by: Actor;
}

export function replaceArticle(state: State, id: string, { change, by }: ArticleChange): ArticleRecord {
  const article = state.articles.get(id);
  if (article === undefined) throw notFound('articles');
  const changed: ArticleRecord = { ...article, ...change, updatedAt: now(state), version: article.version + 1 };
  put(state, changed);
  emit(state, 'article.changed', { resourceId: id, by });
  return changed;
}

/** 2.2: a hard delete; a later GET or DELETE finds nothing. */
export function removeArticle(state: State, id: string, by: Actor): void {
  const article = state.articles.get(id);
  if (article === undefined) throw notFound('articles');
  state.articles.delete(id);
  if (article.articleNumber !== null) state.articleNumbers.delete(article.articleNumber);
  emit(state, 'article.deleted', { resourceId: id, by });
}

/** 2.2: filters match in full; there is no text search and no filter for `archived` or `updatedDate`, and an unknown one changes nothing. */
function listArticles(state: State, call: Call): Answer {
  const { pageFloor } = state.settings;
  const page = Math.max(wholeNumber(single(call, 'page'), 0), 0);
  const size = wholeNumber(single(call, 'size'), 25);
  const problem = sizeProblem(size, pageFloor);
  if (problem !== undefined) throw validationError([problem]);
  const articleNumber = single(call, 'articleNumber');
  const gtin = single(call, 'gtin');
  const type = single(call, 'type');
  if (type !== undefined && type !== 'PRODUCT' && type !== 'SERVICE') throw regularError(400, `Ungültiger Wert für type: ${type}`);
  const direction = single(call, 'sort')?.toLowerCase() === 'title,desc' ? 'DESC' : 'ASC';
  const rows = [...state.articles.values()].filter(
    (article) =>
      (articleNumber === undefined || article.articleNumber === articleNumber) &&
      (gtin === undefined || article.gtin === gtin) &&
      (type === undefined || article.type === type),
  );
  const sign = direction === 'ASC' ? 1 : -1;
  rows.sort((a, b) => sign * (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const content = pageOf(rows, { page, size }).map((article) => articleToJson(state, article));
  return { status: 200, body: envelope({ content, total: rows.length, page, size, property: 'title', direction }) };
}

function sizeProblem(size: number, floor: number): Detail | undefined {
  if (size < floor) return { violation: 'MIN', field: 'size', message: `muss größer-gleich ${floor} sein` };
  if (size > 250) return { violation: 'MAX', field: 'size', message: 'muss kleiner-gleich 250 sein' };
  return undefined;
}

/** 1.2: articles show what they lack as explicit nulls. */
export function articleToJson(state: State, article: ArticleRecord): Json {
  const { createdAt, updatedAt, price, ...plain } = article;
  return {
    ...plain,
    organizationId: state.profile.organizationId,
    createdDate: toStamp(createdAt),
    updatedDate: toStamp(updatedAt),
    price: { netPrice: price.net, grossPrice: price.gross, leadingPrice: price.leading, taxRate: price.taxRate },
  };
}
