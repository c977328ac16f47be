import { PostgresStoreError } from '@megzo/adapter-postgres';
import { EmbeddedPostgresError } from '@megzo/adapter-postgres/embedded';
import type { Language, SideDiagnosis } from '@megzo/core';
import type { Config } from '../config/config-file.ts';
import type { Settings } from '../config/environment.ts';
import { createContainer, parts } from '../container/container.ts';
import type { RunnablePair } from '../container/pairs.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { createLog } from '../observability/log.ts';
import { type ExitCode, exitCodes, type Io } from './io.ts';

export interface DoctorCommand {
  readonly settings: Settings;
  readonly config: Config | undefined;
  readonly json: boolean;
}

/** One thing looked at. */
export interface Check {
  readonly where: string;
  readonly level: 'ok' | 'warning' | 'failure';
  readonly about: string;
  readonly remedy?: string;
}

/** Looks at everything that must be right before the service can work, and says what to do about what is not. Writes nothing outside. */
export async function doctorCommand(command: DoctorCommand, io: Io): Promise<ExitCode> {
  const checks: Check[] = [];
  function found(check: Check): void {
    checks.push(check);
    if (!command.json) for (const line of checkLines(check)) io.out(line);
  }
  for (const check of environmentChecks(command.settings)) found(check);
  await checkInside(command, found);
  const ok = checks.every(({ level }) => level !== 'failure');
  if (command.json) io.out(JSON.stringify({ ok, checks }));
  else io.out(ok ? 'Nothing stands in the way.' : 'Something stands in the way: see the lines marked "failure".');
  return ok ? exitCodes.fine : exitCodes.failed;
}

type Found = (check: Check) => void;

function environmentChecks({ publicUrl, host, port, dataDir, databaseUrl }: Settings): readonly Check[] {
  const where = 'environment';
  return [
    { where, level: 'ok', about: `the service listens on ${host}:${port}` },
    {
      where,
      level: 'ok',
      about: databaseUrl === undefined ? `an embedded database in ${dataDir}` : 'the database that DATABASE_URL names',
    },
    publicUrl === undefined
      ? {
          where,
          level: 'warning',
          about: 'no public address: no webhooks, and no links to documents; changes are found at the heartbeat',
          remedy: 'Set MEGZO_PUBLIC_URL to the address under which vendors reach this service.',
        }
      : { where, level: 'ok', about: `vendors and browsers reach the service at ${publicUrl}` },
  ];
}

async function checkInside({ settings, config }: DoctorCommand, found: Found): Promise<void> {
  let database: Database;
  try {
    database = await openDatabase(settings, { embedded: 'own-or-join', demoData: 'keep' });
  } catch (error) {
    found(databaseFailure(error));
    return;
  }
  try {
    await checkDatabase(database, found);
    if (config === undefined) {
      found({ where: 'configuration', level: 'warning', about: 'no connection is configured', remedy: 'Name a file with --config FILE.' });
      return;
    }
    const { store } = database;
    const container = createContainer({ store, budget: store.budget, config, log: createLog('error') });
    for (const { merchant, connection, adapter } of container.get(parts.idle)) {
      found({
        where: `${merchant}/${connection}`,
        level: 'ok',
        about: `the options of this ${adapter} connection are in order; it is idle so far`,
      });
    }
    for (const runnable of container.get(parts.pairs)) await checkPair(runnable, found);
  } finally {
    await database.close();
  }
}

function databaseFailure(error: unknown): Check {
  const known = error instanceof PostgresStoreError || error instanceof EmbeddedPostgresError;
  const said = error instanceof Error ? error.message : String(error);
  const remedy = known
    ? 'Mend what the message says, then look again.'
    : 'Check DATABASE_URL: address, login, password, and that the server runs.';
  return { where: 'database', level: 'failure', about: said, remedy };
}

async function checkDatabase({ store, kind, secretKey, ownServiceLogin }: Database, found: Found): Promise<void> {
  const where = 'database';
  try {
    const { serverVersion, login, role, schema } = await store.ready();
    found({ where, level: 'ok', about: `PostgreSQL ${serverVersion} (${kind})` });
    found({ where, level: 'ok', about: `the service logs in as ${login} and acts as ${role}` });
    if (!ownServiceLogin) {
      found({
        where,
        level: 'warning',
        about: 'the service shares the login that owns the schema',
        remedy: `Give ${role} a login of its own in DATABASE_SERVICE_URL, so that the running service never holds the owner's password.`,
      });
    }
    found({ where, level: 'ok', about: `the schema is current (${schema})` });
    found({
      where: 'secret key',
      level: 'ok',
      about: `from ${secretKey.source}${secretKey.made ? ', made just now: keep a copy apart from the database' : ''}`,
    });
  } catch (error) {
    found(databaseFailure(error));
  }
}

async function checkPair({ merchant, pair, handle }: RunnablePair, found: Found): Promise<void> {
  const where = `${merchant.id}/${pair.id}`;
  try {
    const { invoicing, channel, source, findings } = await handle.check();
    checkSide(`${merchant.id}/${pair.invoicing}`, invoicing, merchant.language, found);
    checkSide(`${merchant.id}/${pair.channel}`, channel, merchant.language, found);
    if (source !== undefined && pair.stock?.count?.from === 'source')
      checkSide(`${merchant.id}/${pair.stock.count.connection}`, source, merchant.language, found);
    for (const finding of findings) found({ where, ...finding });
  } catch (error) {
    found({ where, level: 'failure', about: error instanceof Error ? error.message : String(error), remedy: 'Please report this fault.' });
  }
}

function checkSide(where: string, side: SideDiagnosis, language: Language, found: Found): void {
  if (!side.reached) {
    found({ where, level: 'failure', about: side.text[language], remedy: side.remedy[language] });
    return;
  }
  found({ where, level: 'ok', about: `account ${side.name === '' ? side.accountId : `${side.name} (${side.accountId})`}` });
  for (const finding of side.findings) found({ where, ...finding });
}

function checkLines({ where, level, about, remedy }: Check): readonly string[] {
  return [`${level.padEnd(8)} ${where}: ${about}`, ...(remedy === undefined ? [] : [`         -> ${remedy}`])];
}
