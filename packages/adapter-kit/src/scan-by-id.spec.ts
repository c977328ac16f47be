import { describe, expect, it } from '@jest/globals';
import { type Answer, done, type Page } from '@megzo/core';
import { callError } from './call-error.ts';
import { scanById } from './scan-by-id.ts';

const options = { idOf: (row: number) => row, pageSize: 50 };

function readFrom(rows: readonly number[]): (minId: number) => Promise<Answer<readonly number[]>> {
  return async (minId) => done(rows.filter((id) => id >= minId).slice(0, 50));
}

async function scanAll(read: (minId: number) => Promise<Answer<readonly number[]>>, between: () => void = () => {}): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const answer: Answer<Page<number>> = await scanById(cursor === undefined ? {} : { cursor }, read, options);
    if (answer.status !== 'done') throw answer.error;
    seen.push(...answer.value.items);
    cursor = answer.value.next;
    between();
  } while (cursor !== undefined);
  return seen;
}

describe('scanById', () => {
  it('sees each row once and in order', async () => {
    const rows = Array.from({ length: 317 }, (_, index) => 100 + index * 3);

    expect(await scanAll(readFrom(rows))).toEqual(rows);
  });

  it('ends after a full last page', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => index + 1);

    expect(await scanAll(readFrom(rows))).toEqual(rows);
  });

  it('loses nothing when rows that were read are deleted', async () => {
    let rows = Array.from({ length: 200 }, (_, index) => index + 1);
    const all = [...rows];

    const seen = await scanAll(
      (minId) => readFrom(rows)(minId),
      () => {
        rows = rows.slice(20);
      },
    );

    expect(seen).toEqual(all);
  });

  it('starts again with a cursor that it cannot read', async () => {
    const answer = await scanById({ cursor: 'x' }, readFrom([1, 2]), options);

    expect(answer).toEqual(done({ items: [1, 2] }));
  });

  it('hands a failure on', async () => {
    const failure = { status: 'retryable', error: callError('NO_ANSWER') } as const;

    expect(await scanById({}, async () => failure, options)).toBe(failure);
  });

  it.each([[[3, 2]], [[2, 2]], [[1]]])('does not trust a list that is not in order: %j', async (rows) => {
    const answer = await scanById({ cursor: '2' }, async () => done(rows), options);

    expect(answer).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });
});
