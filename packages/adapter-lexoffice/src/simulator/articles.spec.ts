import { describe, expect, it } from '@jest/globals';
import { articleBody, complaints, createBench, idOf, pick } from './bench.ts';

describe('articles', () => {
  it('show exactly fourteen fields, with nulls for what is missing (2.1, 1.2)', async () => {
    const { post, get } = createBench();

    const id = idOf(await post('articles', articleBody()));
    const { body } = await get(`articles/${id}`);

    expect(body).toEqual({
      id,
      organizationId: expect.any(String),
      createdDate: '2026-11-23T10:00:00.000+01:00',
      updatedDate: '2026-11-23T10:00:00.000+01:00',
      archived: false,
      title: 'Kaffee',
      description: null,
      type: 'PRODUCT',
      articleNumber: null,
      gtin: null,
      note: null,
      unitName: 'Stück',
      price: { netPrice: 10, grossPrice: 11.9, leadingPrice: 'GROSS', taxRate: 19 },
      version: 0,
    });
  });

  it.each([
    [{ leadingPrice: 'NET', netPrice: 61.9, taxRate: 19 }, 61.9, 73.66],
    [{ leadingPrice: 'GROSS', grossPrice: 11.9, taxRate: 19 }, 10, 11.9],
    [{ leadingPrice: 'NET', netPrice: 0.5, taxRate: 7 }, 0.5, 0.54],
    [{ leadingPrice: 'GROSS', grossPrice: 9.99, netPrice: 1, taxRate: 0 }, 9.99, 9.99],
  ])('compute the other side of %j half-up (2.1)', async (price, netPrice, grossPrice) => {
    const { post, get } = createBench();

    const id = idOf(await post('articles', articleBody({ price })));

    expect(pick((await get(`articles/${id}`)).body, 'price')).toMatchObject({ netPrice, grossPrice });
  });

  it('name every missing field (2.1)', async () => {
    const { post } = createBench();

    const reply = await post('articles', {});

    expect(reply.status).toBe(406);
    expect(complaints(reply)).toEqual(['title NOTNULL', 'unitName NOTNULL', 'type NOTNULL', 'price NOTNULL']);
  });

  it.each([
    ['a lower case type (pitfall 9)', { type: 'product' }, 'type ENUM'],
    ['a blank title', { title: ' ' }, 'title NOTBLANK'],
    ['a tax rate outside 0, 7, 19', { price: { leadingPrice: 'NET', netPrice: 1, taxRate: 16 } }, 'price.taxRate TAXRATE'],
    ['a price without its leading side', { price: { leadingPrice: 'NET', grossPrice: 1, taxRate: 19 } }, 'price.netPrice NOTNULL'],
    ['a GTIN with a wrong check digit', { gtin: '4006381333932' }, 'gtin VALIDGTIN'],
    ['a GTIN of the wrong length', { gtin: '400638133393' }, 'gtin VALIDGTIN'],
    [
      'a price with more decimals than set (12.7)',
      { price: { leadingPrice: 'NET', netPrice: 1.005, taxRate: 19 } },
      'price.netPrice DIGITS',
    ],
  ])('refuse %s', async (_name, change, complaint) => {
    const { post, simulator } = createBench();

    const reply = await post('articles', articleBody(change));

    expect([reply.status, complaints(reply)]).toEqual([406, [complaint]]);
    expect(simulator.articles).toEqual([]);
  });

  it.each(['4006381333931', '96385074', '036000291452', '10614141000415'])('take the GTIN %s (2.1)', async (gtin) => {
    const { post } = createBench();

    expect((await post('articles', articleBody({ gtin }))).status).toBe(201);
  });

  it('refuse a number twice under a field that nobody sent, on POST and on PUT (pitfall 8)', async () => {
    const { post, put } = createBench();
    await post('articles', articleBody({ articleNumber: 'A-1' }));
    const other = idOf(await post('articles', articleBody({ articleNumber: 'A-2' })));

    const replies = [
      await post('articles', articleBody({ articleNumber: 'A-1' })),
      await put(`articles/${other}`, articleBody({ articleNumber: 'A-1', version: 0 })),
      await put(`articles/${other}`, articleBody({ articleNumber: 'A-2', version: 0 })),
    ];

    expect(replies.map(({ status }) => status)).toEqual([406, 406, 200]);
    expect(complaints(replies[0] as (typeof replies)[0])).toEqual(['materialNumber MATERIAL_NUMBER_ALREADY_EXISTS']);
  });

  it('replace the whole record and count the version up (1.4)', async () => {
    const { post, put, get, advance } = createBench();
    const id = idOf(await post('articles', articleBody({ note: 'Bestand: 3' })));
    advance(5000);

    const reply = await put(`articles/${id}`, articleBody({ version: 0 }));

    expect(reply.body).toMatchObject({ id, version: 1, updatedDate: '2026-11-23T10:00:05.000+01:00' });
    expect((await get(`articles/${id}`)).body).toMatchObject({ note: null, version: 1 });
  });

  it('answer a stale version with 409 and a missing one with 406 (1.4)', async () => {
    const { post, put, simulator } = createBench();
    const id = idOf(await post('articles', articleBody()));
    simulator.backOffice.editArticle(id, { title: 'Tee' });

    const stale = await put(`articles/${id}`, articleBody({ version: 0 }));
    const missing = await put(`articles/${id}`, articleBody());

    expect([stale.status, missing.status, complaints(missing)]).toEqual([409, 406, ['version NOTNULL']]);
    expect(simulator.articles[0]?.title).toBe('Tee');
  });

  it('are gone for good once deleted (2.2)', async () => {
    const { post, get, remove } = createBench();
    const id = idOf(await post('articles', articleBody()));

    const replies = [await remove(`articles/${id}`), await get(`articles/${id}`), await remove(`articles/${id}`)];

    expect(replies.map(({ status, text }) => [status, text === ''])).toEqual([
      [204, true],
      [404, false],
      [404, false],
    ]);
  });
});

describe('the article list', () => {
  it('refuses pages below 25 and above 250 (pitfall 7)', async () => {
    const { get } = createBench();

    const [small, least, most, large] = await Promise.all([24, 25, 250, 251].map((size) => get(`articles?size=${size}`)));

    expect([small?.status, least?.status, most?.status, large?.status]).toEqual([406, 200, 200, 406]);
    expect(complaints(small as NonNullable<typeof small>)).toEqual(['size MIN']);
  });

  it('pages by title with the envelope of 1.3', async () => {
    const { get, simulator } = createBench();
    simulator.seed.manyArticles(30);
    simulator.backOffice.createArticle({ title: 'AA' });

    const { body } = await get('articles?page=1&size=25');

    expect(body).toMatchObject({ first: false, last: true, totalPages: 2, totalElements: 31, numberOfElements: 6, size: 25, number: 1 });
    expect(pick(body, 'sort')).toEqual([
      { property: 'title', direction: 'ASC', ignoreCase: false, nullHandling: 'NATIVE', ascending: true },
    ]);
    expect(pick((await get('articles')).body, 'content', 0, 'title')).toBe('AA');
  });

  it('filters in full matches only, and ignores what it does not know (2.2, 1.2)', async () => {
    const { get, simulator } = createBench();
    simulator.seed.articles([
      { title: 'Kaffee', articleNumber: 'K-1', gtin: '4006381333931' },
      { title: 'Versand', articleNumber: 'K-10', type: 'SERVICE' },
    ]);
    const found = async (query: string): Promise<unknown> => pick((await get(`articles?${query}`)).body, 'totalElements');

    expect(await found('articleNumber=K-1')).toBe(1);
    expect(await found('articleNumber=K')).toBe(0);
    expect(await found('gtin=4006381333931')).toBe(1);
    expect(await found('type=SERVICE')).toBe(1);
    expect(await found('type=SERVICE&articleNumber=K-1')).toBe(0);
    expect(await found('updatedDateFrom=2030-01-01&archived=true&title=x')).toBe(2);
    expect((await get('articles?type=service')).status).toBe(400);
    expect((await get('articles?type=SERVICE&type=PRODUCT')).status).toBe(400);
  });

  it('still lists archived articles (2.1)', async () => {
    const { get, simulator } = createBench();
    const [article] = simulator.seed.articles([{ title: 'Kaffee' }]);
    simulator.backOffice.archiveArticle(article?.id ?? '');

    expect(pick((await get('articles')).body, 'content', 0, 'archived')).toBe(true);
  });

  it('ends at 10 000 rows (1.3)', async () => {
    const { get, simulator } = createBench();
    simulator.seed.manyArticles(10_001);

    const [last, beyond] = [await get('articles?size=250&page=39'), await get('articles?size=250&page=40')];

    expect(last.body).toMatchObject({ totalElements: 10_000, last: true, numberOfElements: 250 });
    expect([beyond.status, pick(beyond.body, 'message')]).toEqual([500, 'Maximum search window size exceeded']);
  });
});
