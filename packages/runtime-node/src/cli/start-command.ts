import { systemClock } from '@megzo/adapter-kit';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { isForDemo, markForDemo } from '../database/demo-data.ts';
import { type Demo, startDemo } from '../demo/demo.ts';
import { type Service, startService } from '../service/start-service.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';

export interface StartCommand {
  readonly settings: Settings;
  readonly config: Config | undefined;
}

const beatMs = 5 * 60_000;
/** Without its database nothing can be finished: parts are not waited for longer than this, ms. */
const brokenStopMaxMs = 3_000;

/** Runs the service until the process is asked to end. */
export async function startCommand({ settings, config }: StartCommand, io: Io): Promise<ExitCode> {
  const wantsDemo = config === undefined && settings.databaseUrl === undefined && (await isForDemo(settings.dataDir));
  const demo = wantsDemo ? await startDemo({ clock: systemClock(), say: io.out }) : undefined;
  try {
    const service = await begin({ settings, config: config ?? demo?.config ?? { merchants: [] } }, demo);
    for (const line of welcome(service, settings, demo)) io.out(line);
    return await untilTheEnd(service, io);
  } finally {
    await demo?.stop();
  }
}

async function begin({ settings, config }: { settings: Settings; config: Config }, demo: Demo | undefined): Promise<Service> {
  if (demo === undefined) return startService({ settings, config, beatMs, logLevel: 'info', demoData: 'clear' });
  await markForDemo(settings.dataDir);
  // The table says in words what the log would say in fields.
  return startService({
    settings,
    config,
    beatMs: demo.beatMs,
    syncOptions: demo.syncOptions,
    patienceMs: 1_000,
    logLevel: 'warn',
    demoData: 'make',
    onReport: (store) => demo.onReport(store),
  });
}

function welcome({ database, pairs, url }: Service, { publicUrl, dataDir }: Settings, demo: Demo | undefined): readonly string[] {
  const { secretKey, kind } = database;
  return [
    ...(demo?.words ?? []),
    `MEGZO listens at ${url} (/healthz, /readyz) on ${kind === 'embedded' ? `an embedded database in ${dataDir}` : 'the database of DATABASE_URL'}.`,
    ...(secretKey.made ? [`A secret key was made in ${secretKey.source}. It opens sealed data: keep a copy apart from the database.`] : []),
    ...(publicUrl === undefined && demo === undefined
      ? ['MEGZO_PUBLIC_URL is unset: no webhooks and no links; changes are found at the heartbeat.']
      : []),
    ...(pairs.length === 0 ? ['No pair is configured, so there is nothing to keep in step: start with --config FILE.'] : []),
    ...(pairs.length > 0 && demo === undefined
      ? [`${pairs.length === 1 ? '1 pair is' : `${pairs.length} pairs are`} kept in step every 5 minutes.`]
      : []),
  ];
}

async function untilTheEnd(service: Service, io: Io): Promise<ExitCode> {
  const asked = new Promise<'asked'>((resolve) => {
    if (io.signal.aborted) resolve('asked');
    else io.signal.addEventListener('abort', () => resolve('asked'), { once: true });
  });
  const reason = await Promise.race([asked, service.broken]);
  if (reason === 'asked') io.err('Stopping: what is under way is finished first.');
  else io.err(`The service ends: ${reason}. Start it again.`);
  await (reason === 'asked' ? service.stop() : service.stop(brokenStopMaxMs));
  io.err('Stopped.');
  return reason === 'asked' ? exitCodes.fine : exitCodes.failed;
}
