import { parseArgs } from 'node:util';
import { advisedFaults, advisedReport, advisedScenario } from './stock/advised-window.ts';
import { flashFaults, flashFigures, flashReport } from './stock/flash-figures.ts';
import { tellFlashSales } from './stock/flash-threads.ts';
import { comparedScenarios, type StockScenario, statedScenarios } from './stock/stock-scenarios.ts';

const help = `oversell [--seeds N] [--from S] [--threads T] [--scenario NAME] | --compare
  What shops of one pool sell beyond what is there, beside what was stated before: 1,000 sales of each kind unless said otherwise.
  Ends with 1 where a sale went beyond its statement, the statement is more than 1.5 × the worst, one quiet shop is written to,
  or too much is sold more often with the advised buffer than the limit allows.
  --compare tells the same sales with absolute and with relative writes (docs/adr/0019-absolute-writes.md).`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string' },
    scenario: { type: 'string' },
    compare: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) console.log(help);
else process.exitCode = await (values.compare === true ? compare() : judge());

/** The exit code: 1 where something that must hold does not. */
async function judge(): Promise<number> {
  const scenarios = statedScenarios.filter(({ name }) => values.scenario === undefined || name === values.scenario);
  const faults: string[] = [];
  for (const scenario of scenarios) {
    const figures = await figuresOf(scenario);
    faults.push(...flashFaults(scenario, figures).map((fault) => `${scenario.name}: ${fault}`));
    console.log(`${flashReport(scenario, figures)}\n`);
  }
  if (values.scenario === undefined || values.scenario === advisedScenario.name) {
    const figures = await figuresOf(advisedScenario);
    faults.push(...advisedFaults(figures));
    console.log(`${advisedReport(figures)}\n`);
  }
  for (const fault of faults) console.log(fault);
  console.log(faults.length === 0 ? 'all holds' : `${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

async function compare(): Promise<number> {
  for (const { name, about, sale } of comparedScenarios) {
    for (const writes of ['absolute', 'relative'] as const) {
      const figures = await figuresOf({ name: `${name}, ${writes} writes`, about, sale: { ...sale, writes } });
      console.log(`${flashReport({ name: `${name}, ${writes} writes`, about, sale }, figures)}\n`);
    }
  }
  return 0;
}

async function figuresOf({ sale }: StockScenario) {
  const threads = values.threads === undefined ? {} : { threads: whole(values.threads) };
  return flashFigures(await tellFlashSales(sale, { from: whole(values.from), seeds: whole(values.seeds), ...threads }));
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text) || text === '0') throw new Error(`not a whole number from 1 on: ${text}\n${help}`);
  return Number(text);
}
