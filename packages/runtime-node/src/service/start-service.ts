import { systemClock } from '@megzo/adapter-kit';
import type { PairReport, Store, SyncOptions } from '@megzo/core';
import type { FastifyInstance } from 'fastify';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import { withHookSecrets } from '../container/hook-secrets.ts';
import type { RunnablePair } from '../container/pairs.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { createReadiness } from '../http/readiness.ts';
import { createHttpServer } from '../http/server.ts';
import { webhookSecrets } from '../http/webhook-secret.ts';
import { createLog, type LogLevel } from '../observability/log.ts';
import { type Heartbeat, startHeartbeat } from '../worker/heartbeat.ts';
import { repeat } from '../worker/repeat.ts';
import { subscribeAll, subscribeEveryMs } from './subscribe.ts';

export interface ServiceOptions {
  readonly settings: Settings;
  readonly config: Config;
  readonly beatMs: number;
  readonly logLevel: LogLevel;
  readonly demoData: 'make' | 'clear';
  /** These three as in `HeartbeatOptions`. */
  readonly syncOptions?: SyncOptions;
  readonly patienceMs?: number;
  readonly onReport?: (store: Store) => (pair: RunnablePair, report: PairReport) => Promise<void>;
}

export interface Service {
  readonly database: Database;
  readonly pairs: readonly RunnablePair[];
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Settles with the reason when the service can work no more without having been stopped. */
  readonly broken: Promise<string>;
  /** Ends all parts one after the other; a part that takes longer than this, ms, is left behind. */
  stop(partMaxMs?: number): Promise<void>;
}

/** Database, HTTP, heartbeat, in this order; what was started is stopped again if a later step fails. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { settings, config, beatMs } = options;
  const log = createLog(options.logLevel);
  const ends: (() => Promise<unknown>)[] = [];
  async function stop(partMaxMs = stopMaxMs): Promise<void> {
    for (const end of ends.splice(0).reverse()) {
      await inTime(end(), partMaxMs).catch((error: unknown) => log.warn('a part did not stop in order', { error: String(error) }));
    }
  }
  try {
    const database = await openDatabase(settings, { embedded: 'own', demoData: options.demoData });
    ends.push(() => database.close());
    const { store } = database;
    const { publicUrl } = settings;
    const secrets = webhookSecrets(database.secretKey.key);
    const announced = publicUrl === undefined ? config : withHookSecrets(config, secrets);
    const container = createContainer({ store, budget: store.budget, config: announced, log });
    const pairs = container.get(parts.pairs);
    for (const { merchant, connection, adapter } of container.get(parts.idle)) {
      log.info('the options of this connection are in order; it is idle so far', { merchant, connection, adapter });
    }

    let heartbeat: Heartbeat | undefined;
    const server = createHttpServer(
      createReadiness(store, () => heartbeat),
      { pairs: () => (heartbeat === undefined ? undefined : pairs), secrets, log },
    );
    ends.push(() => server.close());
    const url = await listen(server, settings);

    heartbeat = await startHeartbeat({
      store,
      clock: systemClock(),
      log,
      beatMs,
      pairs,
      jobsUrl: database.jobsUrl,
      alone: database.kind === 'embedded',
      ...(options.syncOptions === undefined ? {} : { syncOptions: options.syncOptions }),
      ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
      ...(options.onReport === undefined ? {} : { onReport: options.onReport(store) }),
    });
    ends.push(() => heartbeat?.stop() ?? Promise.resolve());
    if (publicUrl !== undefined) {
      const subscribing = { pairs, publicUrl, secrets, log };
      const announcing = repeat(subscribeEveryMs, () => subscribeAll(subscribing), { clock: systemClock(), log });
      ends.push(() => announcing.stop());
    }
    const lost = database.ended.then(() => 'the embedded database ended; it recovers by itself at the next start');
    return { database, pairs, url, broken: Promise.race([lost, heartbeat.broken]), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The longest that one part may take to stop, ms: more than a slice under way. What hangs longer waits for something that is gone. */
const stopMaxMs = 40_000;

async function inTime(work: Promise<unknown>, maxMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${maxMs / 1000} s`)), maxMs);
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function listen(server: FastifyInstance, { host, port }: Settings): Promise<string> {
  return server.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'another program listens there' : `the system answered ${error.code}`;
    throw new ConfigError('The service cannot listen:', [`${host}:${port}: ${why}; set PORT (and HOST) to a free one`]);
  });
}
