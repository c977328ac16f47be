import { expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { addLatency, quantile, readLatency } from './stock-latency.ts';

it('of what runs took the latest are kept, each kind for itself', async () => {
  const { tx } = createBench();
  await tx((one) => addLatency(one, pair, { told: range(0, 300), writing: [1] }));
  await tx((one) => addLatency(one, pair, { told: range(300, 450), writing: [] }));
  await tx((one) => addLatency(one, pair, { told: [], writing: range(0, 400) }));
  await tx((one) => addLatency(one, pair, { told: [], writing: [] }));

  expect(await tx((one) => readLatency(one, pair))).toEqual({ told: range(50, 450), writing: range(0, 400) });
});

it.each<[readonly number[], number, number | undefined]>([
  [[], 0.5, undefined],
  [[7], 0.01, 7],
  [[3, 1, 2], 1, 3],
  [[3, 1, 2], 0.5, 2],
  [range(0, 100), 0.99, 98],
])('the quantile of %j at %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
