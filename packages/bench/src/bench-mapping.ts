import { byHand } from './mapping/by-hand.ts';
import { byJsonLogic } from './mapping/by-json-logic.ts';
import { byJsonata } from './mapping/by-jsonata.ts';
import { byRules } from './mapping/by-rules.ts';
import { differenceIn } from './mapping/difference.ts';
import { type Candidate, ordersOf } from './mapping/order.ts';
import { measure } from './measure.ts';

/** The same mapping in four ways, first compared letter by letter, then measured. Ends with 1 where a bound is missed. */
const bounds = [
  { against: 'by hand, decimal.js', least: 0.75 },
  { against: 'JSONata, decimal.js functions', least: 8 },
] as const;
const compared = 2_000;
const rounds = 7;
const roundMs = 400;

const candidates: readonly Candidate[] = [byRules(), byHand(), byJsonata(), byJsonLogic()];
const [ours] = candidates as [Candidate];

const difference = await differenceIn(candidates, ordersOf(1, compared));
if (difference !== undefined) {
  console.error(difference);
  process.exit(1);
}
console.log(`${compared} orders of 10 lines: ${candidates.length} ways, equal to the letter`);

const orders = ordersOf(2, 200);
const speeds = await measure(
  candidates.map(({ name, map }) => ({
    name,
    run: async () => {
      for (const order of orders) {
        const mapped = map(order);
        if (mapped instanceof Promise) await mapped;
      }
      return orders.length;
    },
  })),
  { rounds, roundMs, cpuMs: () => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000 },
);
const own = speeds.find(({ name }) => name === ours.name)?.perCpuSecond ?? 0;
console.log(`orders a CPU second, median of ${rounds} rounds, explanation off; node ${process.version}`);
for (const { name, perCpuSecond, spread } of speeds) {
  const ratio = (own / perCpuSecond).toFixed(2);
  console.log(
    `${name.padEnd(36)} ${Math.round(perCpuSecond).toLocaleString('en').padStart(9)}  ±${(spread * 50).toFixed(0).padStart(2)} %  ours is ${ratio} ×`,
  );
}
for (const { against, least } of bounds) {
  const ratio = own / (speeds.find(({ name }) => name === against)?.perCpuSecond ?? Number.POSITIVE_INFINITY);
  const holds = ratio >= least;
  console.log(`${holds ? 'holds ' : 'MISSED'} at least ${least} × ${against}: ${ratio.toFixed(2)}`);
  if (!holds) process.exitCode = 1;
}
