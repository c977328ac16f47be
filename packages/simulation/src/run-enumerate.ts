import { violationReport } from '@megzo/core/testing';
import { passOneOrder } from './run/enumerate.ts';

/** The long form: a process and its successor die at every pair of points, for an order that is answered and for one that is not. */
let broken = 0;
for (const options of [{}, { lost: true }]) {
  const { points } = await passOneOrder([], options);
  const startedAt = Date.now();
  let passages = 0;
  for (let first = 1; first <= points.length; first += 1) {
    for (let second = 0; second <= points.length; second += 1) {
      const { violations } = await passOneOrder(second === 0 ? [first] : [first, second], options);
      passages += 1;
      if (violations.length === 0) continue;
      broken += 1;
      console.log(violationReport(`${first} and ${second}`, violations));
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${first} of ${points.length}`);
  }
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`${points.length} points, ${passages} passages in ${seconds.toFixed(0)} s, ${broken} broke a law`);
}
process.exitCode = broken === 0 ? 0 : 1;
