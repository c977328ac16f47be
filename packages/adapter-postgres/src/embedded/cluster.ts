import { chown, lchown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { belongsToAnother, EmbeddedPostgresError, errorCode } from './errors.ts';
import type { Identity } from './identity.ts';
import { databaseName, keepLogins, type LoginRole, type Logins, loginRoles, makeLogins, readLogins } from './logins.ts';
import type { Programs } from './programs.ts';
import { runAs } from './run.ts';
import { buildFolder } from './staging.ts';

type Place = { readonly dataDir: string; readonly pgDir: string; readonly programs: Programs; readonly durable: boolean };

/** Makes the cluster at the first start, checks it at a later one. Answers the logins, which it makes once. */
export async function prepareCluster(place: Place): Promise<Logins> {
  const { dataDir, pgDir, programs } = place;
  const major = await clusterMajor(pgDir);
  if (major === undefined) {
    const logins = await keepLogins(dataDir, makeLogins());
    await buildFolder(pgDir, 0o700, (staging) => createCluster({ ...place, pgDir: staging }, logins));
    return logins;
  }
  if (major !== programs.major) {
    throw new EmbeddedPostgresError(
      `The data in ${pgDir} was made by PostgreSQL ${major}; these programs are ${programs.version}. ` +
        `Set PG_BIN to the programs of PostgreSQL ${major}, or make a backup with them and restore it into a new data folder.`,
    );
  }
  await giveTo(programs.identity, pgDir);
  const logins = await readLogins(dataDir);
  if (logins) return logins;
  // The file was lost. It is written after the passwords took effect, so that a crash between the two repeats this.
  const fresh = makeLogins();
  await bootstrap(
    place,
    loginRoles.map((role) => `ALTER ROLE ${role} PASSWORD '${fresh[role]}'`),
    fresh,
  );
  return keepLogins(dataDir, fresh);
}

async function clusterMajor(pgDir: string): Promise<number | undefined> {
  const version = await readFile(join(pgDir, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw belongsToAnother(pgDir, error);
  });
  if (version !== undefined) return Number.parseInt(version, 10);
  const content = await readdir(pgDir).catch(() => []);
  if (content.length === 0) return undefined;
  throw new EmbeddedPostgresError(
    `${pgDir} is neither empty nor a PostgreSQL cluster: move its content away or choose another data folder.`,
  );
}

async function createCluster(place: Place, logins: Logins): Promise<void> {
  const { pgDir, programs, durable } = place;
  await giveTo(programs.identity, pgDir);
  const locale = process.platform === 'darwin' ? 'C' : 'C.UTF-8';
  const made = await runAs(programs.identity, [
    join(programs.bin, 'initdb'),
    ...['-D', pgDir, '-U', 'postgres', '--encoding=UTF8', `--locale=${locale}`, '--auth=reject', '--no-instructions'],
    // Sorting that no system update can change exists since 17.
    ...(programs.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(durable ? ['--data-checksums'] : ['--no-sync']),
  ]);
  if (made.code !== 0) {
    throw new EmbeddedPostgresError(
      `The database could not be created in ${place.dataDir}: ${lastLines(made.stderr)}. ` +
        'Check free space and permissions of the folder, then start again; nothing was left half done.',
    );
  }
  await writeFile(join(pgDir, 'pg_hba.conf'), hostAccess);
  await bootstrap(place, bootstrapSql(logins), logins);
}

const hostAccess = `# Passwords only, over loopback only. The bootstrap role never logs in.
host all postgres 127.0.0.1/32 reject
host all all      127.0.0.1/32 scram-sha-256
`;

function bootstrapSql(logins: Logins): readonly string[] {
  const attributes: { readonly [role in LoginRole]: string } = {
    megzo_owner: 'CREATEROLE CREATEDB',
    megzo_service: 'NOBYPASSRLS',
    megzo_jobs: 'NOBYPASSRLS',
  };
  return [
    ...loginRoles.map((role) => `CREATE ROLE ${role} LOGIN ${attributes[role]} PASSWORD '${logins[role]}'`),
    'GRANT megzo_service, megzo_jobs TO megzo_owner WITH ADMIN OPTION',
    `CREATE DATABASE ${databaseName} OWNER megzo_owner`,
    `REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${databaseName} TO megzo_service, megzo_jobs`,
    // The job queue makes its own schema, and makes it anew after it was dropped.
    `GRANT CREATE ON DATABASE ${databaseName} TO megzo_jobs`,
  ];
}

/** Runs statements in PostgreSQL's single-user mode, which needs no password and takes none over the network. */
async function bootstrap({ pgDir, programs, durable }: Place, statements: readonly string[], logins: Logins): Promise<void> {
  const settings = ['-c', 'log_min_error_statement=panic', '-c', `fsync=${durable ? 'on' : 'off'}`];
  const command = [join(programs.bin, 'postgres'), '--single', '-D', pgDir, ...settings, 'postgres'];
  const done = await runAs(programs.identity, command, statements.map((each) => `${each}\n`).join(''));
  if (done.code === 0 && !/ (ERROR|FATAL|PANIC): /.test(done.stderr)) return;
  const text = Object.values(logins).reduce((rest, password) => rest.replaceAll(password, '***'), lastLines(done.stderr));
  throw new EmbeddedPostgresError(
    `The roles of the database in ${pgDir} could not be prepared: ${text}. Start again; it is safe to repeat.`,
  );
}

/** Hands the cluster's files over when we start under another identity than last time. */
async function giveTo(identity: Identity, folder: string): Promise<void> {
  const { owner } = identity;
  if (owner === undefined || (await stat(folder)).uid === owner.uid) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
  // The folder itself comes last: its owner says that all below was handed over.
  await chown(folder, owner.uid, owner.gid);
}

export function lastLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-5)
    .join(' | ');
}
