import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type EmbeddedPostgres, joinEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';

/** Marks a data folder whose database holds the demo and nothing else: it may be cleared at any start. */
const markerName = 'this-is-the-demo';

/** Whether the demo may use a data folder: nothing was ever kept there, or only the demo. */
export async function isForDemo(dataDir: string): Promise<boolean> {
  const names = await readdir(resolve(dataDir)).catch((): string[] => []);
  return names.includes(markerName) || !names.includes('pg');
}

export async function markForDemo(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(markerOf(dataDir), 'The database in this folder holds the demo. It is made anew at each start.\n');
}

/** Before a database for real data is opened: a demo that runs there is not disturbed, and one that does not is cleared away. */
export async function refuseRunningDemo(dataDir: string): Promise<void> {
  if (!(await isMarked(dataDir))) return;
  const running = await joinEmbeddedPostgres({ dataDir, deadlineMs: 1_000 });
  if (running === undefined) return;
  throw new DemoRuns(
    `The demo runs on the data folder ${resolve(dataDir)} (process ${running.ownerPid ?? running.pid}): stop it first, or give this command another folder with MEGZO_DATA_DIR.`,
  );
}

/** The data folder serves the demo just now. */
export class DemoRuns extends Error {
  override readonly name = 'DemoRuns';
}

/** Starts the embedded server; what a demo left is cleared first. Whoever holds the server holds the folder, so nothing is cleared under another's feet. */
export async function startCleared(
  dataDir: string,
  start: () => Promise<EmbeddedPostgres>,
  keepMarker: boolean,
): Promise<EmbeddedPostgres> {
  const server = await start();
  if (!(await isMarked(dataDir))) return server;
  await server.stop();
  for (const name of ['pg', 'pg-logins.json']) await rm(join(resolve(dataDir), name), { recursive: true, force: true });
  if (!keepMarker) await rm(markerOf(dataDir), { force: true });
  return start();
}

function isMarked(dataDir: string): Promise<boolean> {
  return stat(markerOf(dataDir)).then(
    () => true,
    () => false,
  );
}

function markerOf(dataDir: string): string {
  return join(resolve(dataDir), markerName);
}
