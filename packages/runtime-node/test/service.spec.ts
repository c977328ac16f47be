import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { listening, makePlace, type Place, type Running, run, start, until } from './processes.ts';
import { merchantAt, startVendors, type Vendors } from './vendors.ts';

/* `megzo start` as a real process: its database, its HTTP, its heartbeat, and its end in order and out of order. */

jest.setTimeout(120_000);

let vendors: Vendors;
let place: Place;
let file: string;
const started: Running[] = [];

beforeAll(async () => {
  vendors = await startVendors('dienst');
  place = await makePlace();
  file = await place.config({ merchants: [merchantAt(vendors)] });
});

afterEach(async () => {
  for (const { child, finished } of started.splice(0)) {
    child.kill('SIGTERM');
    await finished;
  }
});

afterAll(async () => {
  await vendors.close();
  await place.remove();
});

function startService(): Running {
  const running = start(['start', '--config', file], { dataDir: place.dataDir });
  started.push(running);
  return running;
}

function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );
}

/** Whether every paid order of the store has its one order confirmation. */
function allPlaced(): boolean {
  return vendors.books.orderConfirmations.length === vendors.shop.orders().filter(({ statusId }) => statusId === 11).length;
}

describe('megzo start', () => {
  it('keeps pairs in step by itself, says that it is ready, and ends in order', async () => {
    const running = startService();
    const url = await listening(running);

    await until(allPlaced);
    await until(async () => (await statusOf(`${url}/readyz`)) === 200);

    expect(await statusOf(`${url}/healthz`)).toBe(200);
    expect((await stat(join(place.dataDir, 'secret-key'))).mode & 0o777).toBe(0o600);

    running.child.kill('SIGTERM');
    const { code, err } = await running.finished;

    expect(code).toBe(0);
    expect(err).toContain('Stopped.');
    expect(err).not.toMatch(/Unhandled|level":50/);
    await expect(readFile(join(place.dataDir, 'pg', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('is refused a second time on one data folder, naming who holds it and since when', async () => {
    const running = startService();
    await listening(running);

    const second = await run(['start', '--config', file], { dataDir: place.dataDir });

    expect(second.code).toBe(1);
    expect(second.err).toContain(`process ${running.child.pid}, since ${new Date().toISOString().slice(0, 10)}`);
    expect(second.err).toContain('MEGZO_DATA_DIR');
  });

  it('shares its database with other commands', async () => {
    const url = await listening(startService());
    await until(async () => (await statusOf(`${url}/readyz`)) === 200);

    const doctor = await run(['doctor', '--config', file], { dataDir: place.dataDir });

    expect({ code: doctor.code, out: doctor.out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('embedded, of a running service'),
    });
    expect(await statusOf(`${url}/readyz`)).toBe(200);
  });

  it('works again after it was killed, and takes up what was due', async () => {
    const first = startService();
    await listening(first);
    // An order in flight would rightly wait for its horizon: minutes.
    await until(allPlaced);
    first.child.kill('SIGKILL');
    await first.finished;
    vendors.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });

    const url = await listening(startService());

    await until(allPlaced);
    await until(async () => (await statusOf(`${url}/readyz`)) === 200);
  });

  it('ends with an error where its database is killed, and works at the next start', async () => {
    const running = startService();
    await listening(running);
    const lock = await readFile(join(place.dataDir, 'pg', 'postmaster.pid'), 'utf8');

    process.kill(Number.parseInt(lock, 10), 'SIGKILL');
    const { code, err } = await running.finished;
    const url = await listening(startService());

    expect(code).toBe(1);
    expect(err).toMatch(/The service ends: .*Start it again/);
    await until(async () => (await statusOf(`${url}/readyz`)) === 200);
  });

  it('goes on with the other pairs where one always fails', async () => {
    const broken = { ...merchantAt(vendors, { apiKey: 'not-the-key' }), id: 'aaa-broken' };
    vendors.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    const running = start(['start', '--config', await place.config({ merchants: [broken, merchantAt(vendors)] })], {
      dataDir: place.dataDir,
    });
    started.push(running);
    await listening(running);
    // The store's account belongs to the merchant who was there first; the newcomer is told so and stops nobody.
    await until(() => /"merchant":"aaa-broken".*"ok":false/.test(running.said.err));

    await until(() => /"merchant":"dienst".*"ok":true/.test(running.said.err));
    await until(allPlaced);

    expect(running.said.err).not.toMatch(/"merchant":"dienst".*"ok":false/);
  });
});

describe('megzo start without anything configured', () => {
  it('shows the demo on a fresh folder, makes it anew at the next start, and gives way to real data', async () => {
    const fresh = await makePlace();
    const demo = start(['start'], { dataDir: fresh.dataDir });
    started.push(demo);
    await listening(demo);
    await until(() => /Heartbeat 1/.test(demo.said.out), 90_000);

    const disturbed = await run(['sync', '--once', '--config', file], { dataDir: fresh.dataDir });
    const curious = await run(['rates', 'list', '--config', file], { dataDir: fresh.dataDir });
    demo.child.kill('SIGINT');
    const { code, out } = await demo.finished;
    const again = start(['start'], { dataDir: fresh.dataDir });
    started.push(again);
    await listening(again);
    again.child.kill('SIGINT');
    await again.finished;
    const real = await run(['sync', '--once', '--json', '--config', file], { dataDir: fresh.dataDir });
    const afterwards = start(['start'], { dataDir: fresh.dataDir });
    started.push(afterwards);
    await listening(afterwards);

    expect(out).toMatch(/This is the demo/);
    expect(out).toMatch(/A secret key was made in \S+secret-key/);
    expect(out).toMatch(/orders +\d+ +28 /);
    expect(code).toBe(0);
    for (const refused of [disturbed, curious]) {
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('The demo runs on the data folder') });
    }
    expect(again.said.out).toMatch(/This is the demo/);
    expect(real.code).toBe(0);
    expect(afterwards.said.out).not.toMatch(/This is the demo/);
    expect(afterwards.said.out).toMatch(/No pair is configured/);
    afterwards.child.kill('SIGTERM');
    await afterwards.finished;
    await fresh.remove();
  });
});
