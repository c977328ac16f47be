import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';
import { pairsMeant } from './one-pair.ts';
import { timeIn } from './time-in.ts';

export interface RestoreCommand {
  readonly settings: Settings;
  readonly config: Config;
  readonly pair?: string;
  readonly json: boolean;
}

interface Restored {
  readonly merchant: string;
  readonly pair: string;
  /** From this instant on older orders are looked for before they are placed. */
  readonly at: number;
  /** The merchant's. */
  readonly timeZone: string;
  /** Intents that were not finished in the copy. */
  readonly inDoubt: number;
}

/** An instance that runs says so every ten seconds. */
const livesMs = 60_000;

/**
 * To be called after an older copy of the database was put in place and before anything runs on it: begins an epoch for every pair.
 * Refused while a service runs, which may be placing orders that the copy has forgotten. Twice is no harm.
 */
export async function restoreCommand(command: RestoreCommand, io: Io): Promise<ExitCode> {
  const isMeant = pairsMeant(command.config, command.pair);
  const database = await openDatabase(command.settings, { embedded: 'own-or-join', demoData: 'clear' });
  try {
    await refuseRunning(database);
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config: command.config, log: createLog('warn') });
    const restored: Restored[] = [];
    for (const { merchant, pair, handle } of container.get(parts.pairs).filter(isMeant)) {
      const at = Date.now();
      restored.push({ merchant: merchant.id, timeZone: merchant.timeZone, pair: pair.id, at, inDoubt: await handle.beginEpoch() });
    }
    if (command.json) io.out(JSON.stringify({ restored: restored.map(documentOf) }));
    else for (const line of linesOf(restored)) io.out(line);
    return exitCodes.fine;
  } finally {
    await database.close();
  }
}

async function refuseRunning({ kind, store }: Database): Promise<void> {
  const heardAt = await store.directory.lastHeard();
  const joined = kind === 'embedded, of a running service';
  if (!joined && (heardAt === undefined || Date.now() - heardAt > livesMs || kind === 'embedded')) return;
  const seen = heardAt === undefined ? '' : `, last heard of at ${new Date(heardAt).toISOString()}`;
  throw new ConfigError('Nothing was changed:', [
    `a service runs on this data${seen}. It may be placing orders that the restored copy has forgotten. Stop it${
      joined ? '' : ' (one that was killed counts as running for a minute)'
    }, then call restore again, then start it`,
  ]);
}

function documentOf({ merchant, pair, at, inDoubt }: Restored) {
  return { merchant, pair, epoch: new Date(at).toISOString(), inDoubt };
}

function linesOf(restored: readonly Restored[]): readonly string[] {
  if (restored.length === 0) return ['There is no pair: nothing was changed.'];
  return [
    ...restored.map(
      ({ merchant, pair, at, timeZone, inDoubt }) =>
        `${merchant}/${pair}: an epoch begins at ${timeIn(timeZone, at)}; ${inDoubt === 1 ? '1 unfinished intent is' : `${inDoubt} unfinished intents are`} in doubt.`,
    ),
    '',
    'What happens next, at the next run:',
    '  - Orders that carry our mark in the shop are taken over as placed.',
    '  - Orders from before this instant are looked for in the invoicing system before they are placed, and not before the longest',
    '    request of the lost history can be seen there, about three minutes from now. They count as held until then.',
    '  - Orders placed from now on are placed as always.',
    'Until then nothing is sent twice, and nothing is lost. Calling restore again is no harm.',
  ];
}
