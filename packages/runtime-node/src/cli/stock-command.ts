import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { type Config, readConfigFile } from '../config/config-file.ts';
import { readEnvironment } from '../config/environment.ts';
import { adapterRegistry } from '../container/registry.ts';
import type { ExitCode, Io } from './io.ts';
import { type ImportOptions, importCommand } from './stock/import-command.ts';
import { type Around, checkPatternCommand, type EnterOptions, enterCommand, rebuildCommand, showCommand } from './stock/ledger-commands.ts';
import type { StockOptions } from './stock/stock-place.ts';

/** `megzo stock …`: counts by file and by hand, a look at the ledger, its upkeep. */
export function registerStock(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const stock = program.command('stock').description('the stock ledger: counts by file and by hand, what it holds, and whether it adds up');

  placed(stock.command('import <file>'))
    .description('counts from a CSV file: columns SKU and Bestand, perhaps Datum and Lager. Shows what would change; books it with --apply')
    .option('--apply', 'book what was shown, all of it or nothing')
    .option('--skip-bad-rows', 'book the good rows of a file that has bad ones')
    .option('--allow-unknown', 'book SKUs that no article and no listing bears')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252; without it the mark of the file, or else UTF-8')
    .option('--counted-at <time>', 'when the rows were counted that do not say so; without it when the file was last changed')
    .action(async (file: string, options: ImportOptions) => ended(await importCommand(file, options, await around(options))));

  placed(stock.command('show <sku>'))
    .description('what the ledger knows of a SKU: units, orders that hold some, the last events')
    .action(async (sku: string, options: StockOptions) => ended(await showCommand(sku, options, await around(options))));

  for (const [name, kind, about] of [
    ['count', 'count', 'so many units are on the shelf now, sold but unshipped ones included'],
    ['receive', 'receipt', 'so many units came in'],
    ['adjust', 'adjustment', 'so many units more or, after "--", less than the ledger says'],
  ] as const) {
    placed(stock.command(`${name} <sku> <units>`))
      .description(about)
      .option('--key <key>', 'book this once, however often the command is repeated')
      .option('--allow-unknown', 'also for a SKU that no article and no listing bears')
      .action(async (sku: string, units: string, options: EnterOptions) =>
        ended(await enterCommand({ kind, sku, units }, options, await around(options))),
      );
  }

  placed(stock.command('rebuild'))
    .description('add up all events anew and say where stored levels differ; exit code 1 if some do')
    .option('--apply', 'put them right')
    .action(async (options: StockOptions & { readonly apply?: boolean }) => ended(await rebuildCommand(options, await around(options))));

  placed(stock.command('check-pattern'))
    .description('run a pattern over the notes of the articles as they were last read; books nothing')
    .option('--pattern <pattern>', 'such as "Bestand: {count}"; without it the one of the pair')
    .action(async (options: StockOptions & { readonly pattern?: string }) =>
      ended(await checkPatternCommand(options, await around(options))),
    );

  async function around({ config }: StockOptions): Promise<Around> {
    const settings = readEnvironment(io.variables);
    if (config === undefined)
      throw new ConfigError('The arguments cannot be used:', ['--config FILE is needed: it says whose stock this is']);
    const read: Config = await readConfigFile(config, { adapters: adapterRegistry, variables: io.variables });
    return { settings, config: read, io };
  }
}

function placed(command: Command): Command {
  return command
    .option('--config <file>', 'merchants, connections and pairs')
    .option('--merchant <merchant>', 'whose ledger, where the file names several')
    .option('--pair <pair>', 'the pair whose merchant and pool are meant')
    .option('--pool <pool>', 'which pool, where the merchant has several')
    .option('--json', 'print one JSON document');
}
