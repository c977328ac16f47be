import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errors.ts';
import { isAlive } from './process.ts';

const open = new Set<string>();

/**
 * Fills a folder beside `folder` and gives it that name when complete, so that a crash never leaves half of one.
 * Of several processes that do so at once one wins; the others' work is dropped, and all find the folder complete.
 */
export async function buildFolder(folder: string, mode: number, fill: (staging: string) => Promise<void>): Promise<void> {
  await dropAbandoned(folder);
  const staging = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  open.add(staging);
  try {
    await mkdir(staging, { mode });
    await fill(staging);
    await rename(staging, folder).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    open.delete(staging);
    await rm(staging, { recursive: true, force: true });
  }
}

/** Removes what processes that are gone left half done. In a container our own number may have been theirs. */
async function dropAbandoned(folder: string): Promise<void> {
  const start = `${basename(folder)}.new-`;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(folder), name);
    const pid = Number.parseInt(name.slice(start.length), 10);
    const abandoned = pid === process.pid ? !open.has(path) : !(await isAlive(pid));
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
}
