import { expect, it } from '@jest/globals';
import { measure } from './measure.ts';

it('counts what is done per CPU second, and answers the median of the rounds', async () => {
  let cpu = 0;
  const work = (name: string, costMs: number) => ({
    name,
    run: () => {
      cpu += costMs;
      return 10;
    },
  });

  const [quick, slow] = await measure([work('quick', 1), work('slow', 4)], { rounds: 7, roundMs: 100, cpuMs: () => cpu });

  expect(quick).toEqual({ name: 'quick', perCpuSecond: 10_000, spread: 0 });
  expect(slow).toEqual({ name: 'slow', perCpuSecond: 2_500, spread: 0 });
});

it('lets no round of one way alone tell', async () => {
  let cpu = 0;
  let runs = 0;
  const uneven = {
    name: 'uneven',
    run: () => {
      runs += 1;
      // One round in seven is slow.
      cpu += runs === 3 ? 1_000 : 100;
      return 1;
    },
  };

  const [speed] = await measure([uneven], { rounds: 7, roundMs: 100, cpuMs: () => cpu });

  expect(speed?.perCpuSecond).toBe(10);
});
