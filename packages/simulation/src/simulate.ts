import { parseArgs } from 'node:util';
import { timeline, violationReport } from '@megzo/core/testing';
import { idleScenarios, scenarioOfSeed } from './run/batch.ts';
import { faultMatrix } from './run/fault-matrix.ts';
import { scenarioOf, scenarios } from './run/scenarios.ts';
import { tell } from './run/story.ts';
import { faultTable, matrixTable, summary } from './run/tables.ts';
import { tellOnThreads } from './run/threads.ts';
import { flashFaults, flashFigures, flashReport } from './stock/flash-figures.ts';
import { tellFlashSales } from './stock/flash-threads.ts';
import { type StockScenario, stockScenarioOf, stockScenarios } from './stock/stock-scenarios.ts';

const help = `simulate --seeds N [--from S] [--scenario NAME] [--threads T] | --replay SEED [--scenario NAME] [--times N] | --matrix
  Seeded bad days of one merchant over the real adapters and simulated vendors, judged from the vendors' side alone.
  --replay tells one day and prints what happened; with --times it is told so often and must be the same each time.
  --matrix tells a day for every call and every fault and prints how often each struck; a broken law is marked.
  Scenarios:
${scenarios.map(({ name, about }) => `    ${name.padEnd(14)}${about}`).join('\n')}
  Flash sales: seeds of one kind, with the worst that was oversold beside what was stated before it:
${stockScenarios.map(({ name, about }) => `    ${name.padEnd(24)}${about}`).join('\n')}`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    scenario: { type: 'string' },
    threads: { type: 'string' },
    replay: { type: 'string' },
    times: { type: 'string', default: '1' },
    matrix: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const flash = values.scenario === undefined ? undefined : stockScenarioOf(values.scenario);

if (values.help === true) console.log(help);
else if (flash !== undefined) process.exitCode = await sell(flash);
else if (values.matrix === true) process.exitCode = await matrix();
else if (values.replay !== undefined) process.exitCode = await replay(whole(values.replay), whole(values.times));
else process.exitCode = await simulate();

async function replay(seed: number, times: number): Promise<number> {
  const scenario = values.scenario === undefined ? scenarioOfSeed(seed) : scenarioOf(values.scenario);
  const { events, hash, violations, counts } = await tell(seed, scenario, { recording: true });
  console.log(timeline(events));
  for (const { law, about, text } of violations) console.log(`law ${law}: ${about}: ${text}`);
  let same = 1;
  for (let time = 1; time < times; time += 1) same += (await tell(seed, scenario)).hash === hash ? 1 : 0;
  console.log(`seed ${seed}, ${scenario.name}, trace ${hash}: the same in ${same} of ${times}`, counts);
  return violations.length === 0 && same === times ? 0 : 1;
}

async function matrix(): Promise<number> {
  const cells = await faultMatrix();
  console.log(matrixTable(cells));
  const bad = cells.filter(({ struck, violations }) => struck === 0 || violations.length > 0);
  for (const { endpoint, fault, violations } of bad) console.log(violationReport(`${endpoint} ${fault}`, violations));
  console.log(`${cells.length} cells, ${bad.length} never reached or with a broken law`);
  return bad.length === 0 ? 0 : 1;
}

async function sell(scenario: StockScenario): Promise<number> {
  const startedAt = Date.now();
  const seeds = values.replay === undefined ? whole(values.seeds) : 1;
  const from = whole(values.replay ?? values.from);
  const threads = values.threads === undefined ? {} : { threads: whole(values.threads) };
  const figures = flashFigures(await tellFlashSales(scenario.sale, { from, seeds, ...threads }));
  const faults = seeds === 1 ? figures.faults : flashFaults(scenario, figures);
  for (const fault of faults) console.log(fault);
  console.log(`${flashReport(scenario, figures)}\n${seeds} sales in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return faults.length === 0 ? 0 : 1;
}

async function simulate(): Promise<number> {
  const startedAt = Date.now();
  const seeds = whole(values.seeds);
  const batch = await tellOnThreads({
    from: whole(values.from),
    seeds,
    ...(values.scenario === undefined ? {} : { scenario: scenarioOf(values.scenario).name }),
    ...(values.threads === undefined ? {} : { threads: whole(values.threads) }),
    progress: (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${seeds}`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  for (const { report } of batch.broken) console.log(`${report}\n`);
  console.log(`${faultTable(batch)}\n`);
  console.log(summary(batch, Date.now() - startedAt));
  return batch.broken.length === 0 && idleScenarios(batch).length === 0 ? 0 : 1;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text) || text === '0') throw new Error(`not a whole number from 1 on: ${text}\n${help}`);
  return Number(text);
}
