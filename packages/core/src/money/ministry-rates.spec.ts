import { describe, expect, it } from '@jest/globals';
import { ExchangeRate, rateTable } from './exchange-rate.ts';
import { readMinistryRates } from './ministry-rates.ts';

const title = 'Monatlich fortgeschriebene Übersicht der Umsatzsteuer-Umrechnungskurse 2024 (Euro-Referenzkurse);;;;;;;;;;;;;';
const header = 'Land;Währung;Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember';
const swiss = 'Schweiz;1 Euro;0,9368 CHF;0,9462 CHF ;0,9656CHF;;;;;;;;;';
const korea = 'Korea, Rep.;1 Euro;1.443,89 KRW;1.437,05 KRW;;;;;;;;;;';
const russia = 'Russland;1 Euro;;;;;;;;;;;;';
const footnote = 'Die Kurse beruhen auf den Referenzkursen der EZB.;;;;;;;;;;;;;';

describe('the yearly file of the finance ministry', () => {
  it('gives a rate per currency and month that holds for that month alone', () => {
    const read = readMinistryRates([title, header, swiss, korea, russia, '', footnote, ''].join('\r\n'));
    if (!read.ok) throw new Error(read.reason.en);

    expect(read).toMatchObject({ year: 2024, refused: [] });
    expect(read.rates.map(({ quote, rate, validFrom, validTo, source }) => [quote, rate, validFrom, validTo, source])).toEqual([
      ['CHF', '0.9368', '2024-01-01', '2024-01-31', 'BMF 2024-01'],
      ['CHF', '0.9462', '2024-02-01', '2024-02-29', 'BMF 2024-02'],
      ['CHF', '0.9656', '2024-03-01', '2024-03-31', 'BMF 2024-03'],
      ['KRW', '1443.89', '2024-01-01', '2024-01-31', 'BMF 2024-01'],
      ['KRW', '1437.05', '2024-02-01', '2024-02-29', 'BMF 2024-02'],
    ]);
    for (const rate of read.rates) expect(ExchangeRate.parse(rate)).toEqual(rate);
    const table = rateTable(read.rates);
    expect(table.find({ from: 'CHF', to: 'EUR', on: '2024-02-29' })?.rate.rate).toBe('0.9462');
    expect(table.find({ from: 'CHF', to: 'EUR', on: '2024-04-01' })).toBeUndefined();
  });

  it('holds December too', () => {
    const read = readMinistryRates([title, header, 'Japan;1 Euro;;;;;;;;;;;;161,12 JPY'].join('\n'));

    expect(read).toMatchObject({ refused: [], rates: [{ quote: 'JPY', validFrom: '2024-12-01', validTo: '2024-12-31' }] });
  });

  it.each([
    ['a mark behind a month', [title, header.replace('Januar', 'Januar [1]'), swiss]],
    ['quotes', [title, header, '"Schweiz";"1 Euro";"0,9368 CHF";;;;;;;;;;;']],
    ['a byte order mark', [`\uFEFF${title}`, header, swiss]],
    ['more lines above the table', ['Bundesministerium der Finanzen', title, '', header, swiss]],
  ])('may have %s', (_name, lines) => {
    expect(readMinistryRates(lines.join('\n'))).toMatchObject({ ok: true, refused: [] });
  });

  it.each([
    ['another unit', 'Japan;100 Yen;0,61 EUR;;;;;;;;;;;', '100 Yen'],
    ['a cell without a currency', 'Japan;1 Euro;159,46;;;;;;;;;;;', '159,46'],
    ['a cell with a point in the wrong place', 'Japan;1 Euro;15.94,6 JPY;;;;;;;;;;;', '15.94,6 JPY'],
    ['a cell of words', 'Japan;1 Euro;ausgesetzt;;;;;;;;;;;', 'ausgesetzt'],
    ['a rate of zero', 'Japan;1 Euro;0,00 JPY;;;;;;;;;;;', '0,00 JPY'],
    ['two currencies', 'Japan;1 Euro;159,46 JPY;1,08 USD;;;;;;;;;;', 'Japan'],
    ['a thirteenth month', 'Japan;1 Euro;;;;;;;;;;;;;159,46 JPY', '159,46 JPY'],
  ])('names a row with %s and reads the others', (_name, row, word) => {
    const read = readMinistryRates([title, header, row, swiss].join('\n'));

    expect(read).toMatchObject({
      ok: true,
      refused: [{ line: 3, reason: { de: expect.stringContaining(word), en: expect.stringContaining(word) } }],
    });
    expect(read.ok && read.rates.map(({ quote }) => quote)).toEqual(['CHF', 'CHF', 'CHF']);
  });

  it('takes the first of two rows of one currency, and names the other', () => {
    const read = readMinistryRates([title, header, swiss, 'Liechtenstein;1 Euro;0,5 CHF;;;;;;;;;;;', korea].join('\n'));

    expect(read).toMatchObject({ ok: true, refused: [{ line: 4, reason: { en: 'CHF stands there twice' } }] });
    expect(read.ok && read.rates.map(({ rate }) => rate)).toEqual(['0.9368', '0.9462', '0.9656', '1443.89', '1437.05']);
  });

  it.each([
    ['nothing', ''],
    ['a page of the web', '<html><body>Bitte warten</body></html>'],
    ['another table', 'year;month;rate\n2024;1;0,9'],
    ['a table without a year', ['Übersicht', header, swiss].join('\n')],
    ['a table without all months', [title, 'Land;Währung;Januar;Februar', 'Schweiz;1 Euro;0,9 CHF;0,9 CHF'].join('\n')],
    ['months in another order', [title, header.replace('Januar;Februar', 'Februar;Januar'), swiss].join('\n')],
    ['a table without rates', [title, header, russia].join('\n')],
    ['a million lines', '\n'.repeat(1_000_000)],
  ])('is refused in words if it is %s', (_name, text) => {
    expect(readMinistryRates(text)).toMatchObject({
      ok: false,
      reason: { de: expect.stringContaining('Bundesfinanzministerium'), en: expect.stringContaining('finance ministry') },
    });
  });
});
