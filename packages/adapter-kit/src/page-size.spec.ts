import { describe, expect, it } from '@jest/globals';
import { couldBeFull } from './page-size.ts';

describe('a page', () => {
  it.each([
    [250, true],
    [251, true],
    [249, false],
    [50, false],
    [0, false],
  ])('of %i rows where 250 were asked for could be full: %s', (rows, full) => {
    expect(couldBeFull(rows, { pageSize: 250 })).toBe(full);
  });

  it.each([
    [50, true],
    [100, true],
    [49, false],
    [120, false],
    [0, false],
  ])('of %i rows from a server that fills fifties could be full: %s', (rows, full) => {
    expect(couldBeFull(rows, { pageSize: 250, pageUnit: 50 })).toBe(full);
  });
});
