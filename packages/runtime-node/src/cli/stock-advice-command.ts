import type { Language, StockAdvice, StockBound } from '@megzo/core';
import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { type Config, readConfigFile } from '../config/config-file.ts';
import { readEnvironment, type Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import { adapterRegistry } from '../container/registry.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { onePair, runningPair } from './one-pair.ts';

interface AdviseOptions {
  readonly config?: string;
  readonly pair?: string;
  readonly limit: string;
  readonly windowSeconds?: string;
  readonly json?: boolean;
}

/** `megzo stock advise`: which buffer is enough, and what may be oversold now. To be registered after other commands on stock. */
export function registerStockAdvice(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  const stock = program.commands.find((command) => command.name() === 'stock') ?? program.command('stock');
  stock
    .command('advise <sku>')
    .description('the smallest buffer that keeps a limit, from demand and latency as they were seen, and what may be oversold now')
    .option('--config <file>', 'merchants, connections and pairs')
    .option('--pair <pair>', 'the pair whose pool it is; needed where there are several')
    .option(
      '--limit <share>',
      'the chance that more is sold than is there while the other channels do not know of a sale; 0.0001 is once in 10,000 times',
      '0.0001',
    )
    .option('--window-seconds <seconds>', 'from a sale until the other channels know; without it as measured')
    .option('--json', 'print one JSON document')
    .action(async (sku: string, options: AdviseOptions) => {
      const settings = readEnvironment(io.variables);
      if (options.config === undefined) {
        throw new ConfigError('The arguments cannot be used:', ['stock advise needs --config FILE: it says whose stock this is']);
      }
      const config = await readConfigFile(options.config, { adapters: adapterRegistry, variables: io.variables });
      ended(await advise(sku, options, { settings, config, io }));
    });
}

interface Around {
  readonly settings: Settings;
  readonly config: Config;
  readonly io: Io;
}

async function advise(sku: string, options: AdviseOptions, { settings, config, io }: Around): Promise<ExitCode> {
  const chosen = onePair(config, options.pair, 'stock advise');
  const limit = numberOf('--limit', options.limit);
  const window = options.windowSeconds === undefined ? {} : { windowMs: numberOf('--window-seconds', options.windowSeconds) * 1_000 };
  const database = await openDatabase(settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('warn') });
    const { handle, merchant } = runningPair(container.get(parts.pairs), chosen);
    const bound = await handle.stockBound(sku);
    const advice = await handle.adviseStock({ sku, limit, ...window }).catch((error: unknown) => {
      if (error instanceof RangeError) throw new ConfigError('There is no advice:', [error.message]);
      throw error;
    });
    if (options.json === true) io.out(JSON.stringify({ ...advice, words: advice.words[merchant.language], now: bound }));
    else for (const line of adviceLines(advice, bound, merchant.language)) io.out(line);
    return exitCodes.fine;
  } finally {
    await database.close();
  }
}

export function adviceLines(advice: StockAdvice, bound: StockBound, language: Language): readonly string[] {
  const { units, words, measured } = advice;
  const german = language === 'de';
  const basis = german
    ? measured > 0
      ? `Das Zeitfenster wurde an ${measured} Verkäufen gemessen.`
      : 'Das Zeitfenster ist nicht gemessen.'
    : measured > 0
      ? `The window was measured on ${measured} sales.`
      : 'The window was not measured.';
  return [
    german ? `Empfohlener Puffer: ${units}` : `Advised buffer: ${units}`,
    words[language],
    basis,
    ...(bound.bound === undefined ? [] : [boundLine(bound, german)]),
  ];
}

function boundLine({ free = 0, channels, bound = 0 }: StockBound, german: boolean): string {
  const shown = channels.map(({ channel, shown: units }) => `${channel} ${units}`).join(', ');
  return german
    ? `Jetzt: ${free} frei; gezeigt: ${shown || 'nichts'}; höchstens ${bound} zu viel verkaufbar.`
    : `Now: ${free} free; shown: ${shown || 'nothing'}; at most ${bound} may be sold beyond that.`;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new ConfigError('The arguments cannot be used:', [`${name} ${text}: must be a number, such as 0.0001`]);
  }
  return value;
}
