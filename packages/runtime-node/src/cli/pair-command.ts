import type { PairHandle } from '@megzo/core';
import type { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { readConfigFile } from '../config/config-file.ts';
import { readEnvironment } from '../config/environment.ts';
import { nearest } from '../config/nearest.ts';
import { createContainer, parts } from '../container/container.ts';
import { adapterRegistry } from '../container/registry.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import type { ExitCode, Io } from './io.ts';
import { onePair, runningPair } from './one-pair.ts';

/** What every command on one pair is given. */
export interface PairOptions {
  readonly config?: string;
  readonly pair?: string;
  readonly by?: string;
  readonly json?: boolean;
}

/** The options of every command on one pair. */
export function withPair(command: Command): Command {
  return command
    .option('--pair <pair>', 'the pair; may be left out where there is one')
    .option('--config <file>', 'merchants, connections and pairs')
    .option('--json', 'print one JSON document');
}

export interface OnPair {
  readonly handle: PairHandle;
  readonly language: 'de' | 'en';
  /** IANA zone of the merchant. */
  readonly timeZone: string;
  /** Who does it, as it is remembered. */
  readonly by: string;
}

/** Opens database and pair for one piece of work. Nobody outside is called by that. */
export async function onPair(options: PairOptions, io: Io, work: (on: OnPair) => Promise<ExitCode>): Promise<ExitCode> {
  const settings = readEnvironment(io.variables);
  if (options.config === undefined) throw unusable('--config FILE is missing: it names the pairs');
  const config = await readConfigFile(options.config, { adapters: adapterRegistry, variables: io.variables });
  const chosen = onePair(config, options.pair);
  const database = await openDatabase(settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('warn') });
    const { handle, merchant } = runningPair(container.get(parts.pairs), chosen);
    const by = options.by ?? io.variables.USER ?? 'operator';
    return await work({ handle, language: merchant.language, timeZone: merchant.timeZone, by });
  } finally {
    await database.close();
  }
}

/** One of the words that are allowed, or a refusal with the nearest. */
export function oneOf<Word extends string>(given: string | undefined, words: readonly Word[], option: string): Word {
  const word = words.find((candidate) => candidate === given);
  if (word !== undefined) return word;
  const near = given === undefined ? undefined : nearest(given, words);
  throw unusable(`${option} ${given ?? ''}: ${near === undefined ? `one of ${words.join(', ')}` : `did you mean ${near}?`}`);
}

export function wholeNumber(given: string | undefined, option: string): number {
  if (given !== undefined && /^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw unusable(`${option} must be a whole number from 1 on${given === undefined ? '' : `; it is ${given}`}`);
}

export function unusable(fault: string): ConfigError {
  return new ConfigError('The arguments cannot be used:', [fault]);
}
