import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRates } from './read-rates.ts';

const months = 'Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember';
const year = [
  'Umsatzsteuer-Umrechnungskurse 2026',
  `Land;Währung;${months}`,
  'Schweiz;1 Euro;0,9412 CHF;0,9398 CHF;;;;;;;;;;',
  'Dänemark;1 Krone;7,4 DKK;;;;;;;;;;;',
].join('\r\n');

describe('exchange rates from a file', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'megzo-rates-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  it.each([
    ['as the ministry writes it', Buffer.from(year, 'latin1')],
    ['as somebody saved it anew', Buffer.from(year, 'utf8')],
  ])('are read from the yearly file %s, a row that cannot be read is named', async (_name, bytes) => {
    const { rates, refused } = await readRates(await file('year.csv', bytes), 'en');

    expect(rates).toEqual([
      { base: 'EUR', quote: 'CHF', rate: '0.9412', validFrom: '2026-01-01', validTo: '2026-01-31', source: 'BMF 2026-01' },
      { base: 'EUR', quote: 'CHF', rate: '0.9398', validFrom: '2026-02-01', validTo: '2026-02-28', source: 'BMF 2026-02' },
    ]);
    expect(refused).toEqual([expect.stringMatching(/^line 4: .*1 Krone/)]);
  });

  it('are read from a JSON list as it is', async () => {
    expect(await readRates(await file('list.json', ' [{"base":"CHF"}]'), 'de')).toEqual({ rates: [{ base: 'CHF' }], refused: [] });
  });

  it.each([
    ['what is neither', 'Kurse;1;2', /neither a JSON list of rates nor a file of the ministry.*Laden Sie die CSV-Datei/],
    ['a list that breaks off', '[{"base":', /line 1, column 10: this is no valid JSON/],
  ])('are refused in words from %s', async (_name, content, words) => {
    await expect(readRates(await file('bad', content), 'de')).rejects.toThrow(words);
  });

  it('are refused where there is no file', async () => {
    await expect(readRates(join(folder, 'nowhere'), 'de')).rejects.toThrow('cannot be read');
  });
});
