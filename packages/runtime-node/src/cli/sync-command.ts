import { type FlowName, flowNames, type Store } from '@megzo/core';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import type { RunnablePair } from '../container/pairs.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { choice } from './named.ts';
import { pairsMeant } from './one-pair.ts';
import { progressLines } from './progress.ts';
import { waitingOrders } from './reasons.ts';
import { type PairRun, type RunReport, runReport } from './report-json.ts';
import { pairText } from './report-text.ts';

export interface SyncCommand {
  readonly settings: Settings;
  readonly config: Config;
  readonly flow?: string;
  readonly pair?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const countsMean =
  'Processed: articles, listings with counted stock, and orders that were read because they are new or changed. Created: listings and sales orders that came to be, or were taken over. Held and parked orders are all that wait.';

/** Work that becomes due this soon is waited for. */
const waitMaxMs = 60_000;

/** Brings every pair up to date once, one after the other; a pair that fails stops none of the others. */
export async function syncCommand(command: SyncCommand, io: Io): Promise<ExitCode> {
  const flow = flowNamed(command.flow);
  const isMeant = pairsMeant(command.config, command.pair);
  const database = await openDatabase(command.settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    if (database.secretKey.made) io.err(`A secret key was made in ${database.secretKey.source}: keep a copy apart from the database.`);
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config: command.config, log: createLog('warn') });
    for (const { merchant, connection, adapter } of container.get(parts.idle)) {
      io.err(`${merchant}/${connection}: the options of this ${adapter} connection are in order; it is idle so far.`);
    }
    const startedAt = Date.now();
    const runs: PairRun[] = [];
    for (const runnable of container.get(parts.pairs).filter(isMeant)) {
      if (io.signal.aborted) break;
      runs.push(await runPair(runnable, { flow, dryRun: command.dryRun, io }));
    }
    const report = runReport(startedAt, Date.now(), runs);
    if (command.json) io.out(JSON.stringify(report));
    else await printText(report, { config: command.config, store, dryRun: command.dryRun, runs, io });
    return report.ok && !io.signal.aborted ? exitCodes.fine : exitCodes.failed;
  } finally {
    await database.close();
  }
}

interface RunOptions {
  readonly flow: FlowName | undefined;
  readonly dryRun: boolean;
  readonly io: Io;
}

async function runPair({ merchant, pair, handle }: RunnablePair, { flow, dryRun, io }: RunOptions): Promise<PairRun> {
  try {
    const report = await handle.sync({
      ...(flow === undefined ? {} : { flow }),
      dryRun,
      waitMaxMs,
      signal: io.signal,
      onProgress: progressLines(`${merchant.id}/${pair.id}`, io.err, Date.now),
    });
    return { language: merchant.language, report };
  } catch (error) {
    io.err(`${merchant.id}/${pair.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { merchant: merchant.id, pair: pair.id, broken: brokenRun(pair.id, merchant.language, error) };
  }
}

/** Not the outside's doing, so that no catalogue has words for it. */
function brokenRun(pair: string, language: 'de' | 'en', error: unknown): Extract<PairRun, { broken: unknown }>['broken'] {
  const said = error instanceof Error ? error.message : String(error);
  const words = {
    de: { text: `Der Lauf brach ab: ${said}`, remedy: 'Noch einmal starten. Bleibt der Fehler, melden Sie ihn bitte mit dem Protokoll.' },
    en: { text: `The run broke off: ${said}`, remedy: 'Start it again. If the fault stays, please report it with the log.' },
  };
  return { key: `${pair}/run`, code: 'RUN_BROKEN', ...words[language] };
}

interface Printed {
  readonly config: Config;
  readonly store: Store;
  readonly dryRun: boolean;
  readonly runs: readonly PairRun[];
  readonly io: Io;
}

async function printText(report: RunReport, { config, store, dryRun, runs, io }: Printed): Promise<void> {
  if (dryRun) {
    io.out('Dry run: nothing was written outside. Created and updated say what a run would do.');
    io.out('Stock is looked at for listings that exist; those that a run would create are not counted there.');
  }
  for (const pair of report.pairs) {
    const language = config.merchants.find(({ id }) => id === pair.merchant)?.language ?? 'de';
    const waiting = await waitingOrders(store, { merchant: pair.merchant, pair: pair.pair, language });
    const run = runs.find((one) => 'report' in one && one.report.merchant === pair.merchant && one.report.pair === pair.pair);
    const stockRequests = run !== undefined && 'report' in run ? run.report.stockRequests : undefined;
    for (const line of pairText(pair, waiting, { stockRequests })) io.out(line);
    io.out('');
  }
  if (report.pairs.length === 0) io.out('There is no pair to run.');
  else io.out(countsMean);
  io.out(report.ok ? 'Done: nothing failed.' : 'Done, but something failed: see above for what to do.');
}

function flowNamed(given: string | undefined): FlowName | undefined {
  if (given === undefined) return undefined;
  const flow = flowNames.find((name) => name === given);
  if (flow === undefined) throw new ConfigError('The arguments cannot be used:', [`--flow ${given}: ${choice(given, flowNames)}`]);
  return flow;
}
