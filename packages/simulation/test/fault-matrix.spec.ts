import { describe, expect, it } from '@jest/globals';
import { violationReport } from '@megzo/core/testing';
import { faultNames } from '../src/line/fault-catalogue.ts';
import { endpoints, faultMatrix } from '../src/run/fault-matrix.ts';
import { scenarios } from '../src/run/scenarios.ts';
import { tell } from '../src/run/story.ts';
import { storeEndpoint } from '../src/world/simulation.ts';

/** Goal: no fault of any call breaks a law. Method: a day for each call and fault; a cell that was never reached fails. */
describe('every call of the order path and of stock', () => {
  it('is named: no scenario makes another one', async () => {
    const met = new Set<string>();
    for (const scenario of scenarios) for (const cell of (await tell(1, scenario)).struck.keys()) met.add(cell.split(' | ')[0] as string);

    expect([...met].filter((endpoint) => ![...endpoints, storeEndpoint].includes(endpoint))).toEqual([]);
    expect(met.size).toBeGreaterThan(15);
  }, 600_000);

  it.each(endpoints)(
    '%s survives every fault',
    async (endpoint) => {
      const cells = await faultMatrix(faultNames.map((fault) => [endpoint, fault] as const));

      expect(cells.map(({ fault, violations }) => (violations.length === 0 ? '' : violationReport(fault, violations))).join('')).toBe('');
      expect(cells.filter(({ struck }) => struck === 0).map(({ fault }) => fault)).toEqual([]);
      expect(cells).toHaveLength(16);
    },
    600_000,
  );
});
