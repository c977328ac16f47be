import { createPostgresStore, type PostgresStore } from '@megzo/adapter-postgres';
import { type EmbeddedPostgres, EmbeddedPostgresHeld, joinEmbeddedPostgres, startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import type { Settings } from '../config/environment.ts';
import { refuseRunningDemo, startCleared } from './demo-data.ts';
import { type SecretKey, secretKeyOf } from './secret-key.ts';

export interface Database {
  readonly store: PostgresStore;
  readonly kind: 'server' | 'embedded' | 'embedded, of a running service';
  /** For the job queue, which must not be bound by row-level security. */
  readonly jobsUrl: string;
  readonly secretKey: SecretKey;
  /** A login of its own for the service's role. */
  readonly ownServiceLogin: boolean;
  /** Settles when an embedded server that we started is gone, asked or not; never otherwise. */
  readonly ended: Promise<{ readonly expected: boolean }>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `own`: an embedded server that runs already is an error, since two services on one folder would both beat. */
  readonly embedded: 'own' | 'own-or-join';
  /** What becomes of a demo's data in the folder: made anew for the demo, cleared away for real data, or left for a look. */
  readonly demoData: 'make' | 'clear' | 'keep';
}

type Settled = Pick<Settings, 'databaseUrl' | 'databaseServiceUrl' | 'dataDir' | 'secretKey' | 'pgBin'>;

/** Reaches the database that the environment names, or the embedded one, with its schema up to date. */
export async function openDatabase(settings: Settled, options: OpenOptions): Promise<Database> {
  const reached = await reach(settings, options);
  let store: PostgresStore | undefined;
  try {
    const secretKey = await secretKeyOf(settings);
    const { kind, url, serviceUrl, jobsUrl, ended } = reached;
    store = await createPostgresStore({ url, serviceUrl, ...(jobsUrl === undefined ? {} : { jobsUrl }), secretKey: secretKey.key });
    await store.migrate();
    // A role that could see every merchant, or another key than the sealed data's, is found out before anything runs.
    await store.ready();
    return {
      store,
      kind,
      jobsUrl: store.jobsUrl,
      secretKey,
      ownServiceLogin: reached.ownServiceLogin,
      ended,
      close: closer(store, reached.stop),
    };
  } catch (error) {
    await closer(store, reached.stop)();
    throw error;
  }
}

interface Reached extends Pick<Database, 'kind' | 'ownServiceLogin' | 'ended'> {
  readonly url: string;
  readonly serviceUrl: string;
  /** A login of its own for the queue; absent where the migrating login acts for it. */
  readonly jobsUrl?: string;
  readonly stop: () => Promise<void>;
}

const never = new Promise<never>(() => undefined);

async function reach(settings: Settled, options: OpenOptions): Promise<Reached> {
  const { databaseUrl, databaseServiceUrl } = settings;
  if (databaseUrl !== undefined) {
    return {
      kind: 'server',
      url: databaseUrl,
      serviceUrl: databaseServiceUrl ?? databaseUrl,
      ownServiceLogin: databaseServiceUrl !== undefined,
      ended: never,
      stop: async () => undefined,
    };
  }
  if (options.demoData === 'clear') await refuseRunningDemo(settings.dataDir);
  const joined = options.embedded === 'own-or-join' ? await joinEmbeddedPostgres({ dataDir: settings.dataDir }) : undefined;
  if (joined !== undefined) {
    return { ...joined, kind: 'embedded, of a running service', ownServiceLogin: true, ended: never, stop: async () => undefined };
  }
  const server = await startWith(settings, options);
  return { ...server, kind: 'embedded', ownServiceLogin: true, ended: server.ended, stop: () => server.stop() };
}

function startWith(settings: Settled, { demoData }: OpenOptions): Promise<EmbeddedPostgres> {
  const start = () => startServer(settings);
  return demoData === 'keep' ? start() : startCleared(settings.dataDir, start, demoData === 'make');
}

function startServer({ dataDir, pgBin }: Settled): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, ...(pgBin === undefined ? {} : { binDir: pgBin }) });
}

function closer(store: PostgresStore | undefined, stop: () => Promise<void>): () => Promise<void> {
  return async () => {
    await store?.close();
    await stop();
  };
}

/** Says who holds the data folder, for a second start. */
export function secondStartMessage(error: unknown): string | undefined {
  if (!(error instanceof EmbeddedPostgresHeld)) return undefined;
  const who = error.ownerPid === undefined ? `PostgreSQL process ${error.pid}` : `process ${error.ownerPid}`;
  return (
    `The service runs on this data folder already: ${who}, since ${error.startedAt.toISOString()}. ` +
    'Stop it first, or give this one another folder with MEGZO_DATA_DIR.'
  );
}
