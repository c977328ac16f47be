import { defaultPool, type Engine, type StockDesk } from '@megzo/core';
import { ConfigError } from '../../config/config-error.ts';
import type { Config, MerchantConfig } from '../../config/config-file.ts';
import type { Settings } from '../../config/environment.ts';
import { nearest } from '../../config/nearest.ts';
import { createContainer, parts } from '../../container/container.ts';
import { openDatabase } from '../../database/open-database.ts';
import { createLog } from '../../observability/log.ts';
import type { Io } from '../io.ts';

/** What every stock command is told. */
export interface StockOptions {
  readonly config?: string;
  readonly merchant?: string;
  readonly pair?: string;
  readonly pool?: string;
  readonly json?: boolean;
}

export interface StockPlaceChosen {
  readonly merchant: MerchantConfig;
  readonly pool: string;
  /** All pools that a pair of the merchant sells from. */
  readonly pools: readonly string[];
}

/** Whose ledger, and which pool of it. The one merchant of a file, the one pool of a merchant need not be named. */
export function choosePlace(config: Config, { merchant: named, pair, pool }: StockOptions): StockPlaceChosen {
  const { merchants } = config;
  const ofPair = pair === undefined ? undefined : merchants.find(({ pairs }) => pairs.some(({ id }) => id === pair));
  if (pair !== undefined && ofPair === undefined) {
    throw refused(
      `--pair ${pair}`,
      pair,
      merchants.flatMap(({ pairs }) => pairs.map(({ id }) => id)),
    );
  }
  const only = merchants.length === 1 ? merchants[0] : undefined;
  const merchant = named === undefined ? (ofPair ?? only) : merchants.find(({ id }) => id === named);
  if (merchant === undefined) {
    const ids = merchants.map(({ id }) => id);
    if (named !== undefined) throw refused(`--merchant ${named}`, named, ids);
    throw new ConfigError('The arguments cannot be used:', [
      `--merchant or --pair is needed, since the file names several: ${ids.join(', ')}`,
    ]);
  }
  if (ofPair !== undefined && ofPair !== merchant) {
    throw new ConfigError('The arguments cannot be used:', [`--pair ${pair}: merchant ${merchant.id} has no such pair`]);
  }
  const pools = [...new Set(merchant.pairs.map(({ stock }) => stock?.pool ?? defaultPool))];
  if (pools.length === 0) pools.push(defaultPool);
  const pairPool = merchant.pairs.find(({ id }) => id === pair)?.stock?.pool ?? (pair === undefined ? undefined : defaultPool);
  const chosen = pool ?? pairPool ?? (pools.length === 1 ? pools[0] : undefined);
  if (chosen === undefined)
    throw new ConfigError('The arguments cannot be used:', [`--pool is needed, since ${merchant.id} has several: ${pools.join(', ')}`]);
  if (!pools.includes(chosen)) throw refused(`--pool ${chosen}`, chosen, pools);
  return { merchant, pool: chosen, pools };
}

function refused(argument: string, given: string, known: readonly string[]): ConfigError {
  const near = nearest(given, known);
  const hint = near === undefined ? `known are ${known.join(', ') || 'none'}` : `did you mean ${near}?`;
  return new ConfigError('The arguments cannot be used:', [`${argument}: there is none of that name; ${hint}`]);
}

/** Opens the database, hands out the merchant's desk, and closes it whatever happens. */
export async function atDesk<T>(
  {
    settings,
    config,
    merchant,
    io,
  }: { readonly settings: Settings; readonly config: Config; readonly merchant: MerchantConfig; readonly io: Io },
  work: (desk: StockDesk) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    if (database.secretKey.made) io.err(`A secret key was made in ${database.secretKey.source}: keep a copy apart from the database.`);
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('warn') });
    const engine: Engine = container.get(parts.engine);
    return await work(engine.stock(merchant.id));
  } finally {
    await database.close();
  }
}
