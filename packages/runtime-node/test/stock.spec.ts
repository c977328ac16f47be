import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { makePlace, type Place, run, start, until } from './processes.ts';

jest.setTimeout(180_000);

let place: Place;
let config: string;

beforeAll(async () => {
  place = await makePlace();
  config = await place.config({
    merchants: [
      {
        id: 'acme',
        language: 'de',
        connections: [
          { id: 'acme-books', adapter: 'lexoffice', options: { apiKey: 'key' } },
          { id: 'acme-shop', adapter: 'bigcommerce', options: { storeHash: 'abc123', accessToken: 'token' } },
        ],
        pairs: [
          {
            id: 'acme-main',
            invoicing: 'acme-books',
            channel: 'acme-shop',
            ordersFrom: '2026-01-01T00:00:00+01:00',
            stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 0 } },
          },
        ],
      },
    ],
  });
});
afterAll(() => place?.remove());

describe('megzo stock', () => {
  it('takes counts, receipts and corrections by hand, each key once, and shows them', async () => {
    const unknown = await stock('count', 'K-1', '12');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('Keinen Artikel und kein Angebot gibt es mit der Nummer K-1')]);

    expect((await stock('count', 'K-1', '12', '--allow-unknown')).out).toContain('K-1 in pool default: 12 on hand, 0 allocated');
    expect((await stock('receive', 'k-1', '3', '--key', 'delivery 7')).out).toContain('15 on hand');
    expect((await stock('receive', 'k-1', '3', '--key', 'delivery 7')).out).toContain('booked before');
    expect((await stock('adjust', 'K-1', '--', '-2')).out).toContain('13 on hand');
    const half = await stock('count', 'K-1', '1,5', '--json');

    expect([half.code, JSON.parse(half.out)]).toMatchObject([1, { ok: false, fault: 'NOT_WHOLE', level: { onHand: 13 } }]);
    expect((await stock('show', 'K-1')).out).toMatch(/13 on hand.*GMT.*\n.*oldest first:\n.*count +12.*\n.*receipt +3.*\n.*adjustment +-2/);
  });

  it('shows a file first, books it with --apply, and once', async () => {
    const file = await csv('SKU;Bestand\nF-1;5\nF-2;0\n');

    const looked = await stock('import', file, '--allow-unknown');
    expect([looked.code, looked.out]).toEqual([0, expect.stringContaining('Nothing was booked by this look: repeat with --apply.')]);
    expect((await stock('show', 'F-1')).out).toContain('nothing was ever booked');
    expect((await stock('import', file, '--allow-unknown', '--apply')).out).toContain('2 rows: 2 changed');
    expect((await stock('import', file, '--apply')).out).toContain('This very file was imported before');
    expect((await stock('show', 'F-1', '--json')).out).toContain('"onHand":5');
  });

  it('refuses a file with bad rows as a whole, and names line, reason and remedy', async () => {
    const file = await csv('SKU;Bestand\nF-1;5\nF-2;-3\nF-3;1,5\nF-1;9\nF-4;viele\n');

    const refused = await stock('import', file, '--apply', '--allow-unknown');

    expect(refused.code).toBe(1);
    for (const words of [
      'line 3: -3 ist negativ',
      'line 4: 1,5 ist keine ganze Zahl',
      'line 5: F-1 steht schon in Zeile 2',
      'line 6: viele ist keine Zahl',
    ]) {
      expect(refused.out).toContain(words);
    }
    expect(refused.out).toContain('4 of 5 rows are bad, and nothing was booked');
    const strange = JSON.parse((await stock('import', file, '--apply', '--json')).out);
    expect(strange).toMatchObject({
      ok: false,
      status: 'refused',
      firstFaults: expect.arrayContaining([expect.objectContaining({ code: 'NEGATIVE' })]),
    });
  });

  it('refuses 200,000 rows in the wrong encoding at once, in little memory', async () => {
    const file = await rows('wrong.csv', 200_000, 'latin1', (row) => `W-${row}${row === 199_000 ? 'ü' : ''};${row % 100}\n`);
    const before = Date.now();

    const refused = await run(['stock', 'import', file, '--apply', '--allow-unknown', '--config', config], {
      dataDir: place.dataDir,
      variables: { NODE_OPTIONS: '--max-old-space-size=96' },
    });

    expect(refused.code).toBe(1);
    expect(refused.err).toContain('not in utf-8 (line 199002');
    expect(refused.err).toContain('--encoding windows-1252');
    expect(Date.now() - before).toBeLessThan(20_000);
    expect((await stock('show', 'W-1')).out).toContain('nothing was ever booked');
  });

  it('goes on from where it stood when it was killed while it booked, and books no row twice', async () => {
    const file = await rows('good.csv', 12_000, 'utf8', (row) => `G-${row};${row % 100}\n`);
    const killed = start(['stock', 'import', file, '--apply', '--allow-unknown', '--config', config], { dataDir: place.dataDir });
    await until(() => killed.said.err.includes('4000 rows are booked'), 120_000);
    killed.child.kill('SIGKILL');
    await killed.finished;

    expect((await stock('show', 'G-0', '--json')).out).toContain('"onHand":0');
    expect((await stock('receive', 'G-1', '5')).out).toContain('6 on hand');
    expect((await stock('import', file, '--allow-unknown')).out).toMatch(
      /was interrupted after \d{4,5} of 12000 rows: the others are not booked/,
    );
    const booked = JSON.parse((await stock('import', file, '--apply', '--allow-unknown', '--json')).out);

    expect(booked).toMatchObject({ ok: true, status: 'applied', rows: 12_000, faults: 0, confirmed: 0 });
    expect(booked.repeated).toBeGreaterThanOrEqual(4_000);
    expect(booked.repeated + booked.changed).toBe(12_000);
    expect((await stock('show', 'G-1')).out).toContain('6 on hand');
    expect((await stock('show', 'G-11999', '--json')).out).toContain('"onHand":99');
  });

  it('adds up what is stored', async () => {
    const rebuilt = JSON.parse((await stock('rebuild', '--json')).out);

    expect(rebuilt).toMatchObject({ ok: true, drifts: 0 });
    expect(rebuilt.events).toBeGreaterThan(12_000);
  });

  it('names what cannot be used', async () => {
    expect((await stock('show', 'X', '--pool', 'moon')).err).toContain('--pool moon: there is none of that name; known are default');
    expect((await stock('import', 'none.csv')).err).toContain('There is no file none.csv');
    expect((await stock('import', await csv('x'), '--encoding', 'ebcdic')).err).toContain('--encoding ebcdic: must be utf-8');
    expect((await stock('check-pattern', '--pattern', 'Bestand')).err).toContain('holds {count} once');
    expect((await stock('check-pattern')).err).toContain('No article was read yet');
    expect((await run(['stock', 'show', 'X'], { dataDir: place.dataDir })).err).toContain('--config FILE is needed');
  });
});

function stock(...args: readonly string[]) {
  const dash = args.indexOf('--');
  const withConfig = dash === -1 ? [...args, '--config', config] : [...args.slice(0, dash), '--config', config, ...args.slice(dash)];
  return run(['stock', ...withConfig], { dataDir: place.dataDir });
}

let files = 0;

async function csv(content: string): Promise<string> {
  files += 1;
  const path = join(place.dataDir, '..', `counts-${files}.csv`);
  await writeFile(path, content);
  return path;
}

async function rows(name: string, count: number, encoding: BufferEncoding, rowOf: (row: number) => string): Promise<string> {
  const path = join(place.dataDir, '..', name);
  const out = createWriteStream(path, encoding);
  out.write('SKU;Bestand\n');
  for (let row = 0; row < count; row++) out.write(rowOf(row));
  out.end();
  await finished(out);
  return path;
}
