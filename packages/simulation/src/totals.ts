import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { lexofficeBooks } from './totals/books.ts';
import { chargeSale } from './totals/charge-sale.ts';
import { addFigures, type Figures, noFigures, parkedPercent, parkedPercentMax } from './totals/figures.ts';
import { judgeSale } from './totals/judge-sale.ts';
import { judgeSales, type Stretch } from './totals/judge-sales.ts';
import { makeSale } from './totals/make-sale.ts';
import { sampleSale } from './totals/sample-sale.ts';
import { settleSale } from './totals/settle-sale.ts';

const help = `totals --orders N [--seed S] [--workers W] [--sample K] [--spoil K] | --replay NUMBER [--seed S]
  Orders as a store makes them, some of them wrong, through the steps that make sales orders; judged in exact fractions.
  --sample K   one order in K goes the long way too, by both simulated vendors and their adapters (default 500)
  --spoil K    one order in K is wrong in a known way (default 10)`;

/*
 * Goal: the figures that the product promises, over as many orders as patience allows. Method: the main thread hands stretches of
 * numbers to workers and adds up what they found; an order is made of the seed and its number alone, so one that fails can be had again.
 */

interface Task {
  readonly seed: number;
  readonly spoilEvery: number;
  readonly sampleEvery: number;
}

interface Report {
  readonly figures: Figures;
  readonly sampled: number;
  readonly differences: readonly string[];
}

const stretchLength = 2_500;

if (isMainThread) await main();
else work(workerData as Task);

function work({ seed, spoilEvery, sampleEvery }: Task): void {
  const books = lexofficeBooks();
  parentPort?.on('message', async (stretch: Stretch) => {
    const figures = judgeSales(stretch, { seed, books, spoilEvery });
    const differences: string[] = [];
    let sampled = 0;
    for (let number = stretch.from; number < stretch.from + stretch.count; number += 1) {
      if (number % sampleEvery !== 0) continue;
      differences.push(...(await sampleSale(makeSale(seed, number), books)));
      sampled += 1;
    }
    parentPort?.postMessage({ figures, sampled, differences } satisfies Report);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '20' },
      workers: { type: 'string', default: String(availableParallelism()) },
      sample: { type: 'string', default: '500' },
      spoil: { type: 'string', default: '10' },
      replay: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return console.log(help);
  const [orders, seed, workers, sampleEvery, spoilEvery] = [values.orders, values.seed, values.workers, values.sample, values.spoil].map(
    whole,
  ) as [number, number, number, number, number];
  if (values.replay !== undefined) {
    const number = whole(values.replay);
    console.log(JSON.stringify(makeSale(seed, number), undefined, 2));
    return console.log(judgeSale(number, { seed, books: lexofficeBooks(), spoilEvery }));
  }
  const startedAt = Date.now();
  const report = await judgeAll(orders, Math.max(1, workers), { seed, spoilEvery, sampleEvery });
  const { user, system } = process.cpuUsage();
  print(report, { seed, seconds: (Date.now() - startedAt) / 1_000, cpuSeconds: (user + system) / 1_000_000 });
  console.log(`the order path alone: ${ordersPerCpuSecond(seed)} orders per CPU second`);
  const { figures, differences } = report;
  process.exitCode = figures.faulty === 0 && differences.length === 0 && parkedPercent(figures) < parkedPercentMax ? 0 : 1;
}

async function judgeAll(orders: number, workers: number, task: Task): Promise<Report> {
  let [next, total] = [1, { figures: noFigures, sampled: 0, differences: [] } as Report];
  let shownAt = Date.now();
  const stretch = (): Stretch | undefined => {
    if (next > orders) return undefined;
    const from = next;
    next += stretchLength;
    return { from, count: Math.min(stretchLength, orders - from + 1) };
  };
  await Promise.all(
    Array.from({ length: workers }, () => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: task });
      return new Promise<void>((resolve, reject) => {
        const give = (): void => {
          const next = stretch();
          if (next === undefined) void worker.terminate().then(() => resolve());
          else worker.postMessage(next);
        };
        worker.on('error', reject);
        worker.on('message', (report: Report) => {
          total = addReports(total, report);
          if (Date.now() - shownAt > 15_000) {
            shownAt = Date.now();
            console.error(`${total.figures.orders} of ${orders} orders, ${total.figures.faulty} with a fault`);
          }
          give();
        });
        give();
      });
    }),
  );
  return total;
}

function addReports(left: Report, right: Report): Report {
  return {
    figures: addFigures(left.figures, right.figures),
    sampled: left.sampled + right.sampled,
    differences: [...left.differences, ...right.differences].slice(0, 20),
  };
}

/** Treatment, cents, draft and proof of orders that were made before. */
function ordersPerCpuSecond(seed: number): number {
  const books = lexofficeBooks();
  const made = Array.from({ length: 4_000 }, (_, index) => makeSale(seed, index + 1)).map((sale) => ({
    sale,
    order: chargeSale(sale).order,
  }));
  const before = process.cpuUsage();
  for (const { sale, order } of made) settleSale(sale, order, books);
  const { user, system } = process.cpuUsage(before);
  return Math.round((made.length * 1_000_000) / (user + system));
}

interface Spent {
  readonly seed: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

function print({ figures, sampled, differences }: Report, { seed, seconds, cpuSeconds }: Spent): void {
  const { orders, good, goodParked, free, spoiled, exchanged, items, lines, faulty } = figures;
  for (const [kind, count] of Object.entries(figures.kinds).toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    console.log(`${String(count).padStart(9)}  ${kind}`);
  }
  for (const fault of [...figures.faults, ...differences]) console.log(`FAULT: ${fault}`);
  console.log(
    `seed ${seed}: ${orders} orders in ${seconds.toFixed(0)} s, ${Math.round(orders / cpuSeconds)} per CPU second, made and judged`,
  );
  console.log(
    `${good} orders that the store computed as it should (${exchanged} of all in another currency): ${goodParked} parked, ${parkedPercent(figures)} %`,
  );
  console.log(`${free} that cost nothing and ${spoiled} wrong ones: parked for the true reason, but for the faults`);
  console.log(`${items} items in ${lines} lines, delivery addresses included`);
  console.log(`${sampled} went the long way by both simulated vendors: ${differences.length} differences`);
  console.log(`${faulty} orders with a difference or a wrong reason`);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`not a whole number above 0: ${text}\n${help}`);
  return Number(text);
}
