import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { runCli } from '../src/cli/program.ts';
import { type Finished, makePlace, type Place } from './processes.ts';
import { merchantAt, startVendors, type Vendors } from './vendors.ts';

/* The life of rules on the command line: an embedded PostgreSQL that serves every command, both vendors on loopback HTTP. */

jest.setTimeout(120_000);

let vendors: Vendors;
let place: Place;
let postgres: EmbeddedPostgres;
let config: string;

beforeAll(async () => {
  vendors = await startVendors('acme');
  place = await makePlace();
  postgres = await startEmbeddedPostgres({ dataDir: place.dataDir, durable: false });
  config = await place.config({ merchants: [merchantAt(vendors)] });
  await megzo('sync', '--once', '--json');
  vendors.forget();
});

afterAll(async () => {
  await vendors.close();
  await postgres.stop();
  await place.remove();
});

async function megzo(...args: readonly string[]): Promise<Finished> {
  const said = { out: '', err: '' };
  const code = await runCli([...args, '--config', config], {
    out: (line) => {
      said.out += `${line}\n`;
    },
    err: (line) => {
      said.err += `${line}\n`;
    },
    variables: { DATABASE_URL: postgres.url, MEGZO_SECRET_KEY: 'ab'.repeat(32), MEGZO_DATA_DIR: place.dataDir },
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

function rules(command: string, ...args: readonly string[]): Promise<Finished> {
  return megzo('rules', command, '--flow', 'orders', '--pair', 'acme-main', '--by', 'anna', ...args);
}

async function file(name: string, content: string): Promise<string> {
  const path = join(place.dataDir, '..', `${name}-${Date.now()}`);
  await writeFile(path, content);
  return path;
}

describe('megzo rules', () => {
  it('exports, imports, activates and rolls back, byte for byte and with who, when and why', async () => {
    const exported = await rules('export');
    const path = await file('rules.json', `${exported.out.trimEnd()}\n`);
    expect(await rules('import', path, '--note', 'nothing new')).toMatchObject({ code: 0, out: expect.stringContaining('says the same') });

    const changedRules = exported.out.replace('Vielen Dank', 'Herzlichen Dank');
    expect(changedRules).not.toBe(exported.out);
    const changed = await file('changed.json', changedRules);
    expect(await rules('check', changed)).toMatchObject({ code: 0 });
    expect(await rules('import', changed, '--note', 'warmer')).toMatchObject({
      code: 0,
      out: expect.stringContaining('version 2 of orders, a draft'),
    });
    const back = join(place.dataDir, '..', 'back.json');
    await rules('export', '--rule-version', '2', '--out', back);
    expect(await readFile(back, 'utf8')).toBe(`${changedRules.trimEnd()}\n`);

    expect(await rules('activate', '--rule-version', '2', '--why', 'warmer', '--expect', '1')).toMatchObject({ code: 0 });
    expect(await rules('activate', '--rule-version', '1', '--why', 'x', '--expect', '1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('version 2 is active'),
    });
    expect(await rules('rollback', '--why', 'too warm')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Version 1 of orders counts'),
    });
    // Who sees the same fault a moment later takes nothing else back.
    expect(await rules('rollback', '--why', 'too warm')).toMatchObject({ code: 2, err: expect.stringContaining('no older version') });
    const history = JSON.parse((await rules('history', '--json')).out) as readonly object[];
    expect(history).toMatchObject([
      { version: 1, before: 2, by: 'anna', why: 'too warm' },
      { version: 2, before: 1, by: 'anna', why: 'warmer' },
      { version: 1, by: 'engine' },
    ]);
    expect((await rules('list')).out).toMatch(/^ {2}2 .*anna: warmer\n\* 1 .*engine: /);
  });

  it('refuses bad rules with field, reason and nearest choice, in the merchant’s language, and stores nothing', async () => {
    const bad = (await rules('export')).out.replaceAll('order.id', 'order.idd');
    const refused = await rules('import', await file('bad.json', bad), '--note', 'bad');

    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/document\.introduction \(order\.idd\): .* -> order\.id\n/) });
    expect(JSON.parse((await rules('list', '--json')).out)).toHaveLength(2);
    expect(await rules('check', await file('no.json', '{\n  x'))).toMatchObject({
      code: 2,
      err: expect.stringContaining(', line 2, column 3: this is no valid JSON'),
    });
    expect(await megzo('rules', 'list', '--flow', 'order')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean orders?'),
    });
    expect(await megzo('rules', 'list', '--flow', 'orders', '--pair', 'acme-mian')).toMatchObject({
      code: 2,
      err: expect.stringContaining('acme-main'),
    });
  });

  it('previews stock on the figures as they are booked, and says what is not there', async () => {
    const stock = await file('stock.json', JSON.stringify(stockRules));
    const preview = await megzo('rules', 'preview', '--flow', 'stock', stock);

    expect(preview).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^K-1 {2}sellable: \d+ -> 0 {2}\(the channel was told \d+ last\)$/m),
    });
    expect(preview.out).toMatch(/looked \d+, equal \d+, changed \d+, refused 0\. Nothing was written\.\n$/);
    expect(await megzo('rules', 'preview', '--flow', 'shipments', stock)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no preview of shipments'),
    });
    expect(await megzo('rules', 'preview', '--flow', 'stock', '--rule-version', '9')).toMatchObject({
      code: 1,
      err: expect.stringContaining('megzo rules list --flow stock'),
    });
    expect(await rules('activate', '--rule-version', '99', '--why', 'x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no version 99 of orders; nothing was changed. megzo rules list --flow orders'),
    });
    expect((await megzo('rules', 'list', '--flow', 'shipments')).out).toBe(
      'There is no version yet: no flow ships, and nothing begins with rules for it.\n',
    );
    expect((await megzo('explain', '--listing', 'NOPE')).err).toContain('Check the SKU');
    expect((await megzo('explain', '--stock', 'K-1')).out).toMatch(/K-1: \d+ for sale, where the channel showed /);
    expect((await megzo('rates', 'list')).out).toContain('megzo rates import FILE');
  });

  it('takes tables and exchange rates from files', async () => {
    const table = await megzo(
      'tables',
      'import',
      await file('units.csv', 'Stk;Stück\nKi;Kiste\n'),
      '--flow',
      'orders',
      '--name',
      'units',
      '--note',
      'units',
      '--json',
    );
    const { version } = JSON.parse(table.out) as { readonly version: number };
    const rates = await file(
      'rates.json',
      JSON.stringify([{ base: 'CHF', quote: 'EUR', rate: '0.95', validFrom: '2026-01-01', source: 'BMF 2026-01' }]),
    );

    expect(JSON.parse((await rules('show', '--rule-version', String(version), '--json')).out)).toMatchObject({
      rules: { tables: { units: { Ki: 'Kiste' } } },
    });
    expect((await megzo('rates', 'import', rates)).out).toBe('1 rates added, 0 stood already.\n');
    expect((await megzo('rates', 'import', rates)).out).toBe('0 rates added, 1 stood already.\n');
    expect((await megzo('rates', 'list')).out).toBe('1 CHF = 0.95 EUR  2026-01-01  BMF 2026-01\n');
  });
});

describe('megzo explain and replay', () => {
  it('tell why an order is as it is, and what other rules would have sent, without a call outside', async () => {
    const replayed = await megzo('replay', '--since', '2020-01-01', '--rules', '1', '--json');
    const other = await megzo('replay', '--since', '2020-01-01', '--rules', '2');
    const preview = await rules('preview', '--rule-version', '2', '--json');
    const { records } = JSON.parse(preview.out) as { readonly records: readonly { readonly orderId: string }[] };
    const explained = await megzo('explain', records[0]?.orderId ?? '');

    expect(JSON.parse(replayed.out)).toMatchObject({ status: 'replayed', looked: 2, equal: 2 });
    expect(other.out).toMatch(
      /introduction: Vielen Dank .* -> Herzlichen Dank .*\n[\s\S]*looked 2, equal 0, changed 2.*Nothing was written\.\n$/,
    );
    expect(records).toHaveLength(2);
    expect(explained).toMatchObject({ code: 0, out: expect.stringContaining('made again, it is the same byte for byte') });
    expect(explained.out).toMatch(/lines\[0\]\.name = .*\(rule 1 of goods\)\n +from line\.name .*\n +trim -> /);
    expect(explained.out).toMatch(/Amounts: charged \d+\.\d\d, due \d+\.\d\d, made \d+\.\d\d\n/);
    expect(explained.out).toMatch(/unit = Pauschale .*\n +always "Pauschale"\n/);
    expect(JSON.parse((await megzo('explain', '--listing', 'K-1', '--json')).out)).toMatchObject([
      { content: { flow: 'listings', values: { sku: 'K-1' } } },
    ]);
    expect(await megzo('explain')).toMatchObject({ code: 2 });
    expect(await megzo('replay', '--since', 'gestern', '--rules', '1')).toMatchObject({ code: 2, err: expect.stringContaining('gestern') });
    expect(await megzo('explain', '999999')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^There is no order 999999 here\. Check/),
    });
    expect([vendors.writes(), vendors.books.journal, vendors.shop.journal]).toEqual([[], [], []]);
  });
});

const stockRules = {
  format: 2,
  flow: 'stock',
  blocks: { stock: [{ target: 'sellable', source: { value: '0' }, required: true }] },
};
