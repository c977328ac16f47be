import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareCluster } from './cluster.ts';
import { EmbeddedPostgresError, EmbeddedPostgresHeld, errorCode } from './errors.ts';
import { awaitRelease, holderOf } from './lock-file.ts';
import { type Urls, urlsOf } from './logins.ts';
import { choosePrograms } from './programs.ts';
import { type RunningServer, ServerGaveUp, type ServerOptions, startServer } from './server.ts';

export type EmbeddedPostgresOptions = {
  /** The cluster is its folder `pg`; the passwords are its `pg-logins.json`. Made when missing. */
  readonly dataDir: string;
  /** Folder of `postgres` and `initdb`; default: the environment's `PG_BIN`, then the npm package of this platform. */
  readonly binDir?: string;
  /** `false` for tests: faster, and a power cut may lose everything. */
  readonly durable?: boolean;
  /** Takes the server's log, line by line; it holds no statements and no values. */
  readonly log?: (line: string) => void;
};

export type EmbeddedPostgres = Urls & RunningServer & { readonly version: string };

/**
 * Starts a PostgreSQL server of our own on the data folder and waits until it takes connections (first start about a second).
 * It ends with `stop()`, and with this process however that ends. Call it from the main thread: its end is what the kernel watches.
 *
 * Throws EmbeddedPostgresHeld when a server already runs on the folder, EmbeddedPostgresError with a remedy for all else.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { durable = true, log = () => undefined } = options;
  const dataDir = resolve(options.dataDir);
  const pgDir = join(dataDir, 'pg');
  await makeDataDir(dataDir);
  await awaitRelease(pgDir);
  const programs = await choosePrograms(dataDir, options.binDir);
  const logins = await prepareCluster({ dataDir, pgDir, programs, durable });
  const server = await startOrSayWhoHolds({ programs, pgDir, durable, log });
  return { ...urlsOf(logins, server.port), ...server, version: programs.version };
}

async function makeDataDir(dataDir: string): Promise<void> {
  // A server that root starts runs as another user, who must be able to pass through; listing the folder stays ours.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(dataDir, { recursive: true, mode }).catch((error: unknown) => {
    throw new EmbeddedPostgresError(`The data folder ${dataDir} cannot be made (${errorCode(error)}): create it, or set MEGZO_DATA_DIR.`);
  });
}

async function startOrSayWhoHolds(options: ServerOptions): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (error) {
    if (!(error instanceof ServerGaveUp)) throw error;
    // Two first starts at once: the other one was faster.
    const holder = error.message.includes('postmaster.pid') ? await holderOf(options.pgDir) : undefined;
    if (holder) throw new EmbeddedPostgresHeld(options.pgDir, holder);
    throw new EmbeddedPostgresError(`${error.message}. ${remedyFor(error.message)}`, { cause: error });
  }
}

function remedyFor(message: string): string {
  if (message.includes('No space left')) return 'Free some space on the disk of the data folder and start again.';
  if (message.includes('Permission denied')) return 'Give the data folder to the user who starts the service, then start again.';
  if (/PANIC|invalid|corrupt/.test(message)) return 'The files look damaged: keep a copy of the data folder and restore the last backup.';
  return 'Start again; if it repeats, set DATABASE_URL to a server of your own or restore the last backup into a new data folder.';
}
