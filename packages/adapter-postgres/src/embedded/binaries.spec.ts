import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { linkLibraries, locateBinaries } from './binaries.ts';
import { startEmbeddedPostgres } from './start.ts';

jest.setTimeout(60_000);

const debianPrograms = '/usr/lib/postgresql/15/bin';

let folder: string;
let given: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'megzo-programs-'));
  await chmod(folder, 0o711);
  given = process.env.PG_BIN;
  delete process.env.PG_BIN;
});

afterEach(async () => {
  if (given === undefined) delete process.env.PG_BIN;
  else process.env.PG_BIN = given;
  await rm(folder, { recursive: true, force: true });
});

describe('the programs of the server', () => {
  it('are those of binDir, then those of PG_BIN, then those of the package', async () => {
    for (const name of ['a', 'b', 'package/native/bin']) {
      await mkdir(join(folder, name), { recursive: true });
      for (const program of ['postgres', 'initdb']) await writeFile(join(folder, name, program), '');
    }
    const packageDir = join(folder, 'package');

    expect(await locateBinaries(undefined, packageDir)).toEqual({ bin: join(packageDir, 'native/bin'), packageDir });
    process.env.PG_BIN = join(folder, 'b');
    expect(await locateBinaries(undefined, packageDir)).toEqual({ bin: join(folder, 'b') });
    expect(await locateBinaries(join(folder, 'a'), packageDir)).toEqual({ bin: join(folder, 'a') });
  });

  it('are asked for where there are none', async () => {
    await expect(locateBinaries(undefined, join(folder, 'missing'))).rejects.toThrow(/Install without --omit=optional, or set PG_BIN/);
    await expect(locateBinaries(folder)).rejects.toThrow(`binDir is ${folder}, which does not hold the programs postgres and initdb`);
    process.env.PG_BIN = folder;
    await expect(locateBinaries(undefined)).rejects.toThrow(`PG_BIN names ${folder}, which does not hold the programs postgres and initdb`);
  });

  it('are refused with what to do when they do not run', async () => {
    for (const program of ['postgres', 'initdb']) {
      await writeFile(join(folder, program), '#!/bin/sh\necho "libssl.so.1.1: cannot open shared object file" >&2\nexit 1\n', {
        mode: 0o755,
      });
    }

    await expect(startEmbeddedPostgres({ dataDir: join(folder, 'data'), binDir: folder })).rejects.toThrow(
      /libssl\.so\.1\.1: cannot open shared object file.* set PG_BIN to programs that run on this system/,
    );
    expect(existsSync(join(folder, 'data', 'pg'))).toBe(false);
  });

  it('of PostgreSQL 15 serve as those of the package do, and their data is not opened with others', async () => {
    process.env.PG_BIN = debianPrograms;
    const dataDir = join(folder, 'data');
    const start = startEmbeddedPostgres({ dataDir, durable: false });
    if (!existsSync(debianPrograms)) {
      await expect(start).rejects.toThrow('PG_BIN names /usr/lib/postgresql/15/bin');
      return;
    }
    const server = await start;
    await server.stop();

    expect(server.version).toMatch(/^15\./);
    delete process.env.PG_BIN;
    await expect(startEmbeddedPostgres({ dataDir, durable: false })).rejects.toThrow(
      /was made by PostgreSQL 15; these programs are 18\.\S+ Set PG_BIN to the programs of PostgreSQL 15/,
    );
  });
});

describe('the links between the libraries', () => {
  const links = [{ source: 'native/lib/libicuuc.so.60.2', target: 'native/lib/libicuuc.so.60' }];

  beforeEach(async () => {
    await mkdir(join(folder, 'native', 'lib'), { recursive: true });
    await writeFile(join(folder, 'native', 'lib', 'libicuuc.so.60.2'), '');
    await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  });

  it('are made where npm left them out, by several starts at once, and again to no effect', async () => {
    expect(await Promise.all([1, 2, 3, 4].map(() => linkLibraries(folder)))).toEqual([true, true, true, true]);
    expect(await linkLibraries(folder)).toBe(true);

    expect(await readlink(join(folder, 'native', 'lib', 'libicuuc.so.60'))).toBe('libicuuc.so.60.2');
  });

  it('are none in a package without a list of them', async () => {
    await rm(join(folder, 'native', 'pg-symlinks.json'));

    expect(await linkLibraries(folder)).toBe(true);
  });
});
