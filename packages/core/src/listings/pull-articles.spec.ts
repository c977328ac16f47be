import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench } from '../../test/bench.ts';
import type { PairRun, Slice } from '../effects/pair-run.ts';
import type { Article } from '../model/article.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import { article } from '../testing/samples.ts';
import { pullArticles } from './pull-articles.ts';

describe('pulling articles', () => {
  let bench: Bench;
  let told: string[];

  beforeEach(() => {
    bench = createBench();
    told = [];
    for (let n = 1; n <= 7; n += 1) put(article(`a${n}`));
  });

  it('reads all pages into the snapshot and tells of each once', async () => {
    expect(await pull()).toMatchObject({ more: false });

    expect(Object.keys(await snapshot())).toHaveLength(7);
    expect(told).toEqual(['new a1', 'new a2', 'new a3', 'new a4', 'new a5', 'new a6', 'new a7']);
    expect(bench.books.script.calls).toEqual(['articles.changed 0', 'articles.changed 3', 'articles.changed 6']);
  });

  it('tells of nothing that did not change, and confirms that it was seen', async () => {
    await pull();
    told.length = 0;
    await bench.environment.advance(1_000);

    await pull();

    expect(told).toEqual([]);
    expect((await snapshot()).a1?.seenAt).toBe(bench.environment.clock.now());
  });

  it('tells of a change with what stood before', async () => {
    await pull();
    told.length = 0;
    put(article('a2', { title: 'Neu' }));
    await bench.environment.advance(1_000);

    await pull();

    expect(told).toEqual(['Artikel a2 → Neu']);
  });

  it('reads an article singly that the list stepped over, before it counts as gone', async () => {
    await pull();
    told.length = 0;
    await bench.environment.advance(1_000);
    bench.books.unlisted.add('a3');

    await pull();

    expect(bench.books.script.calls.filter((call) => call.startsWith('articles.read'))).toEqual(['articles.read a3']);
    expect((await snapshot()).a3?.article.archived).toBe(false);
    expect(told).toEqual([]);
  });

  it('archives an article that is gone, once, and never asks for it again', async () => {
    await pull();
    told.length = 0;
    await bench.environment.advance(1_000);
    bench.books.articles.delete('a3');

    await pull();
    await bench.environment.advance(1_000);
    await pull();

    expect((await snapshot()).a3?.article.archived).toBe(true);
    expect(told).toEqual(['archived a3']);
    expect(bench.books.script.count('articles.read')).toBe(1);
  });

  it('takes back what came back', async () => {
    await pull();
    await bench.environment.advance(1_000);
    bench.books.articles.delete('a3');
    await pull();
    await bench.environment.advance(1_000);
    put(article('a3'));

    await pull();

    expect((await snapshot()).a3?.article.archived).toBe(false);
  });

  it('reads many that the list did not name, in pieces', async () => {
    for (let n = 8; n <= 130; n += 1) put(article(`a${n}`));
    await pull();
    await bench.environment.advance(1_000);
    for (let n = 8; n <= 130; n += 1) bench.books.articles.delete(`a${n}`);

    let slices = 0;
    for (let more = true; more; slices += 1) {
      ({ more } = await pull());
      if (slices > 5) throw new Error('never ends');
    }

    expect(slices).toBe(3);
    expect(Object.values(await snapshot()).filter((row) => row?.article.archived)).toHaveLength(123);
  });

  it('says which article cannot be read, keeps what it knew of it, and takes it back once it can', async () => {
    await pull();
    const readAt = bench.environment.clock.now();
    await bench.environment.advance(1_000);
    bench.books.unlisted.add('a3');
    bench.books.script.plan('articles.read', { kind: 'rejected', code: 'REFUSED' }, { about: 'a3' });

    expect(await pull()).toMatchObject({ more: false });
    expect(await bench.problems()).toEqual(['ARTICLE_UNREADABLE a3']);
    expect((await snapshot()).a3).toMatchObject({ article: { archived: false }, seenAt: readAt });

    await bench.environment.advance(1_000);
    expect(await pull()).toMatchObject({ more: false });
    expect(await bench.problems()).toEqual([]);
    expect((await snapshot()).a3?.seenAt).toBe(bench.environment.clock.now());
  });

  it('leaves the problem standing while the article stays unreadable', async () => {
    await pull();
    bench.books.unlisted.add('a3');
    bench.books.script.plan('articles.read', { kind: 'rejected', code: 'REFUSED' }, { about: 'a3', times: 2 });
    for (let run = 0; run < 2; run += 1) {
      await bench.environment.advance(1_000);
      await pull();
    }

    expect(bench.books.script.count('articles.read')).toBe(2);
    expect(await bench.problems()).toEqual(['ARTICLE_UNREADABLE a3']);
  });

  it('finds what is gone behind more unreadable articles than one piece holds', async () => {
    for (let n = 100; n < 220; n += 1) put(article(`b${n}`));
    put(article('c1'));
    await pull();
    await bench.environment.advance(1_000);
    for (let n = 100; n < 220; n += 1) {
      bench.books.unlisted.add(`b${n}`);
      bench.books.script.plan('articles.read', { kind: 'rejected', code: 'REFUSED' }, { about: `b${n}` });
    }
    bench.books.articles.delete('c1');

    let slices = 0;
    for (let more = true; more; slices += 1) {
      ({ more } = await pull());
      if (slices > 5) throw new Error('never ends');
    }

    expect((await snapshot()).c1?.article.archived).toBe(true);
    expect(bench.books.script.count('articles.read')).toBe(121);
    expect(await bench.problems()).toHaveLength(120);
    bench.books.unlisted.clear();
    await pull();
    expect(await bench.problems()).toEqual([]);
  });

  it.each([
    ['articles.changed', '3'],
    ['articles.read', 'a3'],
  ])('stops where %s fails, keeps what it read, and goes on there', async (call, about) => {
    await pull();
    await bench.environment.advance(1_000);
    bench.books.unlisted.add('a3');
    bench.books.script.plan(call, { kind: 'retryable', code: 'UNREACHABLE' }, { about });

    expect(await pull()).toMatchObject({ failure: { side: 'invoicing', error: { code: 'UNREACHABLE' } }, more: false });
    bench.books.script.clear();
    expect((await pull()).failure).toBeUndefined();

    expect(bench.books.script.calls[0]).toBe(`${call} ${about}`);
    expect(Object.keys(await snapshot())).toHaveLength(7);
  });

  it('takes nothing for gone because its list failed', async () => {
    await pull();
    await bench.environment.advance(1_000);
    bench.books.script.plan('articles.changed', { kind: 'retryable', code: 'UNREACHABLE' }, { about: '3' });
    await pull();

    expect(Object.values(await snapshot()).some((row) => row?.article.archived)).toBe(false);
  });

  it('stops when time is up and goes on at the page where it stood', async () => {
    await pull({ stopAt: bench.environment.clock.now() });
    expect(bench.books.script.calls).toEqual([]);

    const { changed } = bench.books.port.articles;
    bench.books.port.articles.changed = async (...given) => {
      await bench.environment.advance(10_000);
      return changed(...given);
    };
    expect(await pull({ stopAt: bench.environment.clock.now() + 15_000 })).toMatchObject({ more: true });
    bench.books.script.clear();
    await pull();

    expect(bench.books.script.calls).toEqual(['articles.changed 6']);
  });

  it('stores a page with what was told of it, or neither', async () => {
    const failing = pullArticles(bench.run(), () => Promise.reject(new Error('no room')));

    await expect(failing).rejects.toThrow('no room');
    expect(await snapshot()).toEqual({});
  });

  it('takes an article that two pages name once', async () => {
    const { changed } = bench.books.port.articles;
    bench.books.port.articles.changed = async (...given) => {
      const page = await changed(...given);
      return page.status === 'done' ? { ...page, value: { ...page.value, items: [...page.value.items, ...page.value.items] } } : page;
    };

    await pull();

    expect(told).toHaveLength(7);
  });

  function put(one: Article): void {
    bench.books.articles.set(one.id, one);
  }

  function pull(changes: Partial<PairRun> = {}): Promise<Slice> {
    return pullArticles(bench.run(changes), async (_tx, { before, now }) => {
      if (before === undefined) told.push(`new ${now.article.id}`);
      else if (now.article.archived && !before.article.archived) told.push(`archived ${now.article.id}`);
      else told.push(`${before.article.title} → ${now.article.title}`);
    });
  }

  async function snapshot(): Promise<Partial<Record<string, SnapshotRow>>> {
    const rows = await bench.tx((tx) => tx.snapshot.page(booksConnection, undefined, 1_000));
    return Object.fromEntries(rows.map((row) => [row.article.id, row]));
  }
});
