import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, errorCode } from './errors.ts';

/** The three roles that log in; values are passwords. The bootstrap superuser `postgres` has none and cannot log in. */
export type Logins = { readonly [role in LoginRole]: string };
export type LoginRole = (typeof loginRoles)[number];
export const loginRoles = ['megzo_owner', 'megzo_service', 'megzo_jobs'] as const;
export const databaseName = 'megzo';

export type Urls = {
  /** Owns the database and may create roles and databases; no superuser. */
  readonly url: string;
  /** Owns nothing and is bound by row-level security. */
  readonly serviceUrl: string;
  /** Bound by row-level security too; may create the schema of the job queue. */
  readonly jobsUrl: string;
};

export function makeLogins(): Logins {
  return { megzo_owner: makePassword(), megzo_service: makePassword(), megzo_jobs: makePassword() };
}

/** The stored logins, or undefined before the first start. Throws EmbeddedPostgresError when they cannot be read. */
export async function readLogins(dataDir: string): Promise<Logins | undefined> {
  const file = loginsFile(dataDir);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new EmbeddedPostgresError(`${file} cannot be read (${errorCode(error)}): run this as the user who started the service first.`);
  });
  if (text === undefined) return undefined;
  const logins = parseLogins(text);
  if (logins) return logins;
  throw new EmbeddedPostgresError(`${file} is damaged: remove it while the service is stopped, the next start makes new passwords.`);
}

/** Stores logins for good, readable by us alone. Where another process was first, its logins are the answer. */
export async function keepLogins(dataDir: string, logins: Logins): Promise<Logins> {
  const file = loginsFile(dataDir);
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(logins, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link appears complete and never replaces a file that is there.
    await link(draft, file).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readLogins(dataDir)) ?? logins;
}

export function urlsOf(logins: Logins, port: number): Urls {
  return {
    url: urlOf('megzo_owner', logins, port),
    serviceUrl: urlOf('megzo_service', logins, port),
    jobsUrl: urlOf('megzo_jobs', logins, port),
  };
}

function urlOf(role: LoginRole, logins: Logins, port: number): string {
  return `postgresql://${role}:${logins[role]}@127.0.0.1:${port}/${databaseName}`;
}

/** Letters, digits, `-` and `_` only: it stands in addresses and in SQL as it is. */
function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

function parseLogins(text: string): Logins | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLogins(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLogins(value: unknown): value is Logins {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map(Object.entries(value));
  return loginRoles.every((role) => {
    const password: unknown = entries.get(role);
    return typeof password === 'string' && /^[\w-]{16,}$/.test(password);
  });
}

function loginsFile(dataDir: string): string {
  return join(dataDir, 'pg-logins.json');
}
