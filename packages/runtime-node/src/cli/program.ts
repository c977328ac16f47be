import { PostgresStoreError } from '@megzo/adapter-postgres';
import { EmbeddedPostgresError } from '@megzo/adapter-postgres/embedded';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { type Config, readConfigFile } from '../config/config-file.ts';
import { readEnvironment } from '../config/environment.ts';
import { adapterRegistry } from '../container/registry.ts';
import { DemoRuns } from '../database/demo-data.ts';
import { secondStartMessage } from '../database/open-database.ts';
import { EncodingFault } from '../stock-file/encoding.ts';
import { StockFileFault } from '../stock-file/read-stock-file.ts';
import { backfillCommand } from './backfill-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { addExplainCommands } from './explain-command.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { addOrdersCommand } from './orders-command.ts';
import { addProblemsCommand } from './problems-command.ts';
import { runReport } from './report-json.ts';
import { restoreCommand } from './restore-command.ts';
import { addRuleCommands } from './rules-command.ts';
import { registerStockAdvice } from './stock-advice-command.ts';
import { registerStock } from './stock-command.ts';
import { syncCommand } from './sync-command.ts';

interface Options {
  readonly config?: string;
  readonly flow?: string;
  readonly pair?: string;
  readonly once?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly since?: string;
  readonly apply?: boolean;
}

/** Carries out one command line and answers with what the process exits. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = new Command('megzo')
    .description('Keeps an invoicing system and a sales channel in step.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });

  program
    .command('start')
    .description('run the service: heartbeat and HTTP. Without --config and on a fresh data folder it shows a demo')
    .option('--config <file>', 'merchants, connections and pairs')
    .action(async (options: Options) => {
      const settings = readEnvironment(io.variables);
      const config = await configOf(options, io);
      const { startCommand } = await import('./start-command.ts');
      code = await startCommand({ settings, config }, io);
    });

  program
    .command('sync')
    .description('bring every pair up to date once; exit code 0 if nothing failed, 1 if something did, 2 for unusable settings')
    .option('--once', 'needed: the service itself keeps in step without end')
    .option('--flow <flow>', 'only this flow: listings, stock or orders')
    .option('--pair <pair>', 'only this pair')
    .option('--dry-run', 'read and plan, write nothing outside')
    .option('--json', 'print one JSON document')
    .option('--config <file>', 'merchants, connections and pairs')
    .action(async (options: Options) => {
      const { flow, pair, dryRun = false, json = false } = options;
      const startedAt = Date.now();
      try {
        if (options.once !== true) {
          throw new ConfigError('The arguments cannot be used:', ['sync needs --once; "megzo start" keeps in step without end']);
        }
        const config = await configOf(options, io);
        if (config === undefined)
          throw new ConfigError('The arguments cannot be used:', ['sync needs --config FILE: nothing is connected yet']);
        const settings = readEnvironment(io.variables);
        const chosen = { ...(flow === undefined ? {} : { flow }), ...(pair === undefined ? {} : { pair }) };
        code = await syncCommand({ settings, config, dryRun, json, ...chosen }, io);
      } catch (error) {
        // A program that reads the result always finds one document; what went wrong stands on standard error.
        if (json) io.out(JSON.stringify({ ...runReport(startedAt, Date.now(), []), ok: false }));
        throw error;
      }
    });

  program
    .command('doctor')
    .description('look at environment, database, accounts and pairs, and say what to do; exit code 1 if something stands in the way')
    .option('--json', 'print one JSON document')
    .option('--config <file>', 'merchants, connections and pairs')
    .action(async (options: Options) => {
      const settings = readEnvironment(io.variables);
      const config = await configOf(options, io);
      code = await doctorCommand({ settings, config, json: options.json ?? false }, io);
    });

  program
    .command('backfill')
    .description(
      'take over orders from before the cutover; says what it would do unless --apply is given, and goes on where it was cut off',
    )
    .option('--since <day>', 'orders placed from then on, such as 2026-01-01 or 2026-01-01T00:00:00+01:00')
    .option('--pair <pair>', 'the pair; needed where there is more than one')
    .option('--apply', 'place them')
    .option('--json', 'print one JSON document')
    .option('--config <file>', 'merchants, connections and pairs')
    .action(async (options: Options) => {
      const { since, pair, apply = false, json = false } = options;
      const config = await neededConfig(options, io, 'backfill');
      code = await backfillCommand({ settings: readEnvironment(io.variables), config, since, pair, apply, json }, io);
    });

  program
    .command('restore')
    .description(
      'after an older copy of the database was put in place, and before anything runs on it: nothing that it forgot is made twice',
    )
    .option('--pair <pair>', 'only this pair')
    .option('--json', 'print one JSON document')
    .option('--config <file>', 'merchants, connections and pairs')
    .action(async (options: Options) => {
      const { pair, json = false } = options;
      const config = await neededConfig(options, io, 'restore');
      const settings = readEnvironment(io.variables);
      code = await restoreCommand({ settings, config, json, ...(pair === undefined ? {} : { pair }) }, io);
    });
  addOrdersCommand(program, {
    io,
    settings: () => readEnvironment(io.variables),
    config: (file) => configOf(file === undefined ? {} : { config: file }, io),
    ended: (ended) => {
      code = ended;
    },
  });
  addProblemsCommand(program, io, (ended) => {
    code = ended;
  });
  addRuleCommands(program, io, (ended) => {
    code = ended;
  });
  addExplainCommands(program, io, (ended) => {
    code = ended;
  });

  registerStock(program, io, (ended) => {
    code = ended;
  });
  registerStockAdvice(program, io, (ended) => {
    code = ended;
  });

  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return failure(error, io);
  }
  return code;
}

async function configOf({ config }: Options, io: Io): Promise<Config | undefined> {
  return config === undefined ? undefined : readConfigFile(config, { adapters: adapterRegistry, variables: io.variables });
}

async function neededConfig(options: Options, io: Io, command: string): Promise<Config> {
  const config = await configOf(options, io);
  if (config !== undefined) return config;
  throw new ConfigError('The arguments cannot be used:', [`${command} needs --config FILE: nothing is connected yet`]);
}

function failure(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.unusable;
  if (error instanceof ConfigError) {
    io.err(error.message);
    return exitCodes.unusable;
  }
  const known =
    error instanceof StockFileFault ||
    error instanceof EncodingFault ||
    error instanceof PostgresStoreError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DemoRuns;
  io.err(secondStartMessage(error) ?? (error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error)));
  return exitCodes.failed;
}
