import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning } from '../../test/orders.ts';
import { pairId } from '../kernel/ids.ts';
import { problemCodes } from '../kernel/problem-catalogue.ts';
import { isSettledByWord } from '../kernel/settled-by-word.ts';
import type { ProblemDesk, Settlement } from './problem-desk.ts';

describe('what a person must do', () => {
  let bench: Bench;
  let desk: ProblemDesk;

  beforeEach(() => {
    bench = createBench();
    desk = bench.engine().problems;
  });

  it('is listed by key, in words, and says whether a word ends it', async () => {
    await stands('SALES_ORDER_DUPLICATE', { order: '7', link: 'a', others: 'b' });
    await stands('ARTICLE_WITHOUT_SKU');

    const all = await desk.list({ limit: 9 });

    expect(all.map(({ code, settledByWord, raisedAt }) => [code, settledByWord, raisedAt])).toEqual([
      ['ARTICLE_WITHOUT_SKU', undefined, morning],
      ['SALES_ORDER_DUPLICATE', true, morning],
    ]);
    expect(all[1]?.remedy.en).toContain('This one counts: a');
    const [first] = await desk.list({ limit: 1 });
    expect(await desk.list({ limit: 9, after: first?.key ?? '' })).toEqual(all.slice(1));
  });

  it.each(problemCodes.filter(isSettledByWord))('is settled by a word, which the audit keeps: %s', async (code) => {
    await stands(code);

    expect(await settle(code)).toEqual({ status: 'settled' });

    expect(await bench.problems()).toEqual([]);
    expect(await bench.tx((tx) => tx.audit.bySubject(`${pair}/${code}/1`))).toEqual([
      { at: morning, by: 'anna', what: `problem settled: ${code} (archived it)`, subject: `${pair}/${code}/1` },
    ]);
    expect(await settle(code)).toMatchObject({ status: 'refused', code: 'PROBLEM_NOT_KNOWN' });
  });

  it.each(['ORDER_MARKED_OTHERWISE', 'TOTALS_DIFFER', 'CONNECTION_UNREACHABLE'])(
    'goes with its cause and not by a word: %s',
    async (code) => {
      await stands(code);

      expect(await settle(code)).toMatchObject({ status: 'refused', code: 'PROBLEM_NOT_SETTLED_BY_WORD' });

      expect(await desk.list({ limit: 9 })).toMatchObject([{ code }]);
      expect(await bench.tx((tx) => tx.audit.bySubject(`${pair}/${code}/1`))).toEqual([]);
    },
  );

  it.each([
    ['nobody', { by: ' ', why: 'archived it' }],
    ['no reason', { by: 'anna', why: '' }],
  ])('is not settled by a word of %s', async (_what, word) => {
    await stands('SALES_ORDER_DUPLICATE');

    expect(await desk.settle({ key: `${pair}/SALES_ORDER_DUPLICATE/1`, ...word })).toMatchObject({
      status: 'refused',
      code: 'WORD_UNSIGNED',
    });
    expect(await desk.list({ limit: 9 })).toHaveLength(1);
  });

  it('is of its own pair alone', async () => {
    const key = 'other/SALES_ORDER_DUPLICATE/1';
    const other = pairId('other');
    await bench.tx((tx) => tx.problems.raise({ key, pair: other, code: 'SALES_ORDER_DUPLICATE', data: {}, raisedAt: morning }));

    expect(await desk.settle({ key, by: 'anna', why: 'x' })).toMatchObject({ status: 'refused', code: 'PROBLEM_NOT_KNOWN' });
    expect(await bench.tx((tx) => tx.problems.read(key))).toBeDefined();
  });

  it('that a mark could not be written is tried again once a person has mended it, and stands again if that was not it', async () => {
    bench.shop.orders.set('1', channelOrder('1'));
    bench.shop.script.plan('marks.send', { kind: 'rejected', code: 'REFUSED' }, { times: 2 });
    await sync();
    expect(await bench.problems()).toEqual(['ORDER_NOT_MARKED 1']);

    await settle('ORDER_NOT_MARKED');
    await sync();
    expect(await bench.problems()).toEqual(['ORDER_NOT_MARKED 1']);
    await settle('ORDER_NOT_MARKED');
    await sync();

    expect(await bench.problems()).toEqual([]);
    expect(bench.shop.marks).toMatchObject([{ order: '1', salesOrderId: 'so-1' }]);
  });

  async function stands(code: string, data: Readonly<Record<string, string>> = { order: '1' }): Promise<void> {
    await bench.tx((tx) => tx.problems.raise({ key: `${pair}/${code}/1`, pair, code, data, raisedAt: morning }));
  }

  function settle(code: string): Promise<Settlement> {
    return desk.settle({ key: `${pair}/${code}/1`, by: 'anna', why: 'archived it' });
  }

  async function sync(): Promise<void> {
    await bench.environment.finish(bench.engine().sync({ waitMaxMs: 60_000 }));
  }
});
