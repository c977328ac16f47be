import { describe, expect, it } from '@jest/globals';
import { violationReport } from '@megzo/core/testing';
import { storeFaultNames } from '../src/line/store-faults.ts';
import { passOneOrder } from '../src/run/enumerate.ts';

/**
 * Goal: the database may fail anywhere. Method: one order is taken in, placed and marked while answers are lost, and each transaction of
 * the process fails once in every way; the process is told of it and goes on.
 */
describe.each(storeFaultNames)('a transaction that is %s', (fault) => {
  it('costs a run and no law, whichever it is', async () => {
    const broken: string[] = [];
    const { transactions } = await passOneOrder([], { lost: true });
    for (let transaction = 1; transaction <= transactions; transaction += 1) {
      const { violations } = await passOneOrder([], { lost: true, storeFault: { fault, transaction } });
      if (violations.length > 0) broken.push(violationReport(`transaction ${transaction}`, violations));
    }

    expect(broken.join('\n')).toBe('');
    expect(transactions).toBeGreaterThan(60);
  }, 600_000);
});
