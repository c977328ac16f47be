import { chmod, copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Binaries, linkLibraries, locateBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { type Identity, identitiesHere } from './identity.ts';
import { runAs } from './run.ts';
import { buildFolder } from './staging.ts';

/** Programs that were seen to run, and as whom. */
export type Programs = {
  readonly bin: string;
  readonly identity: Identity;
  /** As the program says it, such as `18.4`. */
  readonly version: string;
  readonly major: number;
};

/** Finds, by trying, an identity that can enter the data folder and a place it can run the programs from. */
export async function choosePrograms(dataDir: string, binDir: string | undefined): Promise<Programs> {
  const located = await locateBinaries(binDir);
  const linked = located.packageDir === undefined || (await linkLibraries(located.packageDir));
  const reasons = new Set<string>();

  for (const identity of await identitiesHere()) {
    const entered = await runAs(identity, ['/bin/sh', '-c', 'cd "$1"', 'sh', dataDir]);
    if (entered.code !== 0) {
      reasons.add(entered.stderr.trim());
      continue;
    }
    for (const place of linked ? [useInPlace, copyBesideData] : [copyBesideData]) {
      const bin = await place(located, dataDir).catch((error: unknown) => void reasons.add(String(error)));
      if (bin === undefined) continue;
      const answer = await runAs(identity, [join(bin, 'postgres'), '--version']);
      const version = /PostgreSQL\) (\d+)\S*/.exec(answer.stdout);
      // initdb asks the kernel whether it may run the server, which a capability that lets it read does not answer with yes.
      const settings = await runAs(identity, [join(bin, 'initdb'), '--show', '-D', join(dataDir, 'pg')]);
      if (settings.code !== 0) {
        reasons.add(settings.stderr.trim() || `${join(bin, 'initdb')} --show ended with code ${settings.code}`);
        continue;
      }
      if (version) return { bin, identity, version: version[0].slice('PostgreSQL) '.length), major: Number.parseInt(version[1] ?? '', 10) };
      reasons.add(answer.stderr.trim() || `${join(bin, 'postgres')} --version ended with code ${answer.code}`);
    }
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL cannot run here with its data in ${dataDir} and its programs in ${located.bin}: ${[...reasons].filter(Boolean).join(' · ')}. ` +
      'Choose a data folder that other users may enter, start as an ordinary user who owns it, ' +
      'set PG_BIN to programs that run on this system, or set DATABASE_URL to a server (15 or newer).',
  );
}

async function useInPlace(binaries: Binaries): Promise<string | undefined> {
  return binaries.bin;
}

/**
 * A copy for a user who cannot enter the folder that holds `node_modules`, or with links that could not be made there.
 * It stands beside the data and not in a temporary folder: nobody else can plant programs there, and no clean-up takes libraries from a running server.
 */
async function copyBesideData(binaries: Binaries, dataDir: string): Promise<string | undefined> {
  const { packageDir } = binaries;
  if (packageDir === undefined) return undefined;
  const about: unknown = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
  const version = typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown';
  const copy = join(dataDir, `postgresql-${version}`);
  const bin = join(copy, 'native', 'bin');
  const complete = await stat(bin).then(
    () => true,
    () => false,
  );
  if (!complete) {
    await buildFolder(copy, 0o755, async (staging) => {
      await copyReadable(join(packageDir, 'native'), join(staging, 'native'));
      await linkLibraries(staging);
      await chmod(staging, 0o755);
    });
  }
  return bin;
}

/** Copies a folder for everybody to read. Links are left out: `linkLibraries` makes them. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, target);
      await chmod(target, ((await stat(source)).mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}
