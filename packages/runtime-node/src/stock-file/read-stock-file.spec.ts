import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Encoding, EncodingFault } from './encoding.ts';
import { openStockFile, StockFileFault } from './read-stock-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'megzo-stock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file of counts', () => {
  const two = [
    { line: 2, sku: 'A-1', figure: '12' },
    { line: 3, sku: 'Bü-2', figure: '0' },
  ];
  it.each<[string, Buffer, Encoding | undefined]>([
    ['in UTF-8', Buffer.from('SKU;Bestand\nA-1;12\nBü-2;0\n'), undefined],
    ['in UTF-8 with a mark', Buffer.from('\uFEFFSKU;Bestand\nA-1;12\nBü-2;0\n'), undefined],
    ['in UTF-16 with a mark', Buffer.from('\uFEFFSKU;Bestand\nA-1;12\nBü-2;0\n', 'utf16le'), undefined],
    ['in UTF-16, big end first, with a mark', Buffer.from('\uFEFFSKU;Bestand\nA-1;12\nBü-2;0\n', 'utf16le').swap16(), undefined],
    ['in UTF-16 as said', Buffer.from('SKU;Bestand\nA-1;12\nBü-2;0\n', 'utf16le'), 'utf-16le'],
    ['in the code page of Windows as said', Buffer.from('SKU;Bestand\nA-1;12\nBü-2;0\n', 'latin1'), 'windows-1252'],
    ['with commas', Buffer.from('SKU,Bestand\nA-1,12\nBü-2,0\n'), undefined],
    ['with tabs and the line ends of Windows', Buffer.from('SKU\tBestand\r\nA-1\t12\r\nBü-2\t0'), undefined],
    [
      'with quotation marks, blanks and columns of others',
      Buffer.from('"Artikelnummer";"Name";"Lagerbestand"\n"A-1";"x; y";"12"\n Bü-2 ;; 0 \n'),
      undefined,
    ],
    ['with English titles', Buffer.from('on_hand,Article Number\n12,A-1\n0,Bü-2\n'), undefined],
  ])('is read %s', async (_name, content, encoding) => {
    expect(await rowsOf(content, encoding)).toEqual(two);
  });

  it('says when a row was counted and where, if it does', async () => {
    expect(await rowsOf('SKU;Bestand;Datum;Lager\nA;1;26.11.2026 14:30;north\n')).toEqual([
      { line: 2, sku: 'A', figure: '1', counted: '26.11.2026 14:30', pool: 'north' },
    ]);
  });

  it('steps over empty lines and counts them', async () => {
    expect(await rowsOf('SKU;Bestand\n\nA;1\n;\n\nB;2\n')).toEqual([
      { line: 3, sku: 'A', figure: '1' },
      { line: 6, sku: 'B', figure: '2' },
    ]);
  });

  it('names rows that end too soon, and a quotation mark that nobody closes', async () => {
    expect(await rowsOf('SKU;Name;Bestand\nA;x;1\nB\n"C;x;3\nD;x;4\n')).toEqual([
      { line: 2, sku: 'A', figure: '1' },
      { line: 3, code: 'COLUMNS_MISSING' },
      { line: 3, code: 'QUOTES_OPEN' },
    ]);
  });

  it('takes a quotation mark within a cell for a letter', async () => {
    expect(await rowsOf('SKU;Name;Bestand\nA;Rohr 3/4" Zoll;1\nB;27" Schirm;2\n')).toEqual([
      { line: 2, sku: 'A', figure: '1' },
      { line: 3, sku: 'B', figure: '2' },
    ]);
  });

  it('takes no part of a number for the number: a row with more cells than titles is none', async () => {
    expect(await rowsOf('SKU,Bestand\nA,12,5\nB,1,500\nC,3,\nD,4\n')).toEqual([
      { line: 2, code: 'COLUMNS_TOO_MANY' },
      { line: 3, code: 'COLUMNS_TOO_MANY' },
      { line: 4, sku: 'C', figure: '3' },
      { line: 5, sku: 'D', figure: '4' },
    ]);
  });

  it('finds its columns by titles that hold the separator', async () => {
    expect(await rowsOf('"Name; lang";SKU;Bestand;"Reserviert, alt"\nx;A;5;2\n')).toEqual([{ line: 2, sku: 'A', figure: '5' }]);
    expect(await rowsOf('"a;b;c;d",SKU,Bestand\nx,A,5\n')).toEqual([{ line: 2, sku: 'A', figure: '5' }]);
  });

  it('reads no row of a hundred kilobytes', async () => {
    const rows = await rowsOf(`SKU;Bestand\nA;1\n"${'x'.repeat(100_000)}";2\n`);

    expect(rows.at(-1)).toMatchObject({ code: 'ROW_TOO_LONG', value: '10000' });
  });

  it.each<[string, Buffer, Encoding | undefined, string]>([
    [
      'Windows signs read as UTF-8',
      Buffer.from('SKU;Bestand\nA;1\nBü;2\n', 'latin1'),
      undefined,
      'not in utf-8 (line 3, byte 18). If it was saved by a spreadsheet',
    ],
    ['UTF-16 without a mark', Buffer.from('SKU;Bestand\nA;1\n', 'utf16le'), undefined, 'zero bytes'],
    ['half a sign of UTF-16', Buffer.from('SKU;Bestand\nA;1\n', 'utf16le').subarray(0, 31), 'utf-16le', 'ends in the middle'],
    ['half a sign of UTF-8 at the end', Buffer.from('SKU;Bestand\nA;1\nü').subarray(0, 17), undefined, 'ends in the middle'],
    ['UTF-8 said to be UTF-16', Buffer.from('SKU;Bestand\nA;\ud7ff\udbff\n'), 'utf-16be', 'utf-16be'],
  ])('is refused for %s', async (_name, content, encoding, expected) => {
    const refused = rowsOf(content, encoding);

    await expect(refused).rejects.toThrow(expected === 'utf-16be' ? /utf-16be|no SKU/ : expected);
    await expect(refused.catch((error: unknown) => error instanceof EncodingFault || error instanceof StockFileFault)).resolves.toBe(true);
  });

  it.each<[string, string]>([
    ['', 'is empty'],
    ['Name;Preis\nA;1\n', 'names no SKU; call a column "Artikelnummer" or "SKU". It names: "Name", "Preis"'],
    ['SKU;Preis\nA;1\n', 'names no figure'],
    ['SKU;"Bestand\nA;1\n', 'a quotation mark in its first line is not closed'],
    ['"SKU" x;Bestand\nA;1\n', 'a quotation mark in its first line'],
    ['SKU;Bestand;Menge\nA;1;2\n', 'the columns "Bestand" and "Menge" both give the figure'],
  ])('is refused if its first line is of no use: %j', async (content, expected) => {
    await expect(rowsOf(content)).rejects.toThrow(expected);
  });

  it('is known by its content, and says when it was written', async () => {
    const [one, two] = [join(folder, 'one.csv'), join(folder, 'two.csv')];
    for (const path of [one, two]) await writeFile(path, 'SKU;Bestand\nA;1\n');
    await utimes(one, 1_000, 1_000);

    const [first, second] = [await openStockFile(one, {}), await openStockFile(two, {})];

    expect(first.hash).toBe(second.hash);
    expect(first.writtenAt).toBe(1_000_000);
    await writeFile(one, 'SKU;Bestand\nA;2\n');
    await expect(drain(first.rows())).rejects.toThrow('changed while it was read');
    await expect(openStockFile(join(folder, 'none.csv'), {})).rejects.toThrow('There is no file');
    await expect(openStockFile(folder, {})).rejects.toThrow('is no file');
  });

  async function rowsOf(content: Buffer | string, encoding?: Encoding): Promise<readonly unknown[]> {
    const path = join(folder, 'counts.csv');
    await writeFile(path, content);
    return drain((await openStockFile(path, encoding === undefined ? {} : { encoding })).rows());
  }
});

async function drain(rows: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
