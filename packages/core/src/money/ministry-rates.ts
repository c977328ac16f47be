import type { Day } from '../kernel/instant.ts';
import { parseDecimal } from './decimal.ts';
import type { ExchangeRate } from './exchange-rate.ts';

/** A row that is not read: its line in the file, from 1, and why. */
export interface RateRowError {
  readonly line: number;
  readonly reason: { readonly de: string; readonly en: string };
}

export type MinistryRates =
  | { readonly ok: true; readonly year: number; readonly rates: readonly ExchangeRate[]; readonly refused: readonly RateRowError[] }
  /** Not such a file: nothing was read. */
  | { readonly ok: false; readonly reason: { readonly de: string; readonly en: string } };

const months = ['januar', 'februar', 'märz', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'dezember'];
const cell = /^(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d+))?\s*([A-Z]{3})$/;
const linesMax = 1_000;

/**
 * Reads the monthly averages that the German finance ministry publishes for VAT (§ 16 Abs. 6 UStG), as its yearly open-data
 * file `uu-kurse-<year>-csv.csv` gives them: fields between semicolons, a title with the year in the first line, then the columns
 * `Land`, `Währung` and the twelve months, then a row per currency with `1 Euro` and cells such as `1.634,39 KRW`. An average
 * holds for its month alone. An empty cell is a month without a rate; rows of other kinds, such as footnotes, are skipped where
 * their second field is empty, else refused.
 * @param text the file's text; the ministry writes windows-1252, which whoever opens the file decodes
 */
export function readMinistryRates(text: string): MinistryRates {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split(';').map((field) => field.trim().replace(/^"(.*)"$/, '$1')));
  if (rows.length > linesMax) return refusedFile(`mehr als ${linesMax} Zeilen`, `more than ${linesMax} lines`);
  const header = rows.findIndex(([country, currency]) => country?.toLowerCase() === 'land' && currency?.toLowerCase() === 'währung');
  if (header < 0) return refusedFile('keine Zeile mit den Spalten Land und Währung', 'no line with the columns Land and Währung');
  const year = yearIn(rows.slice(0, header));
  if (year === undefined) return refusedFile('kein Jahr über der Tabelle', 'no year above the table');
  const columns = (rows[header] ?? []).slice(2).map(monthOf);
  if (columns.length < 12 || months.some((_name, index) => columns[index] !== index + 1)) {
    return refusedFile(
      'die Spalten sind nicht Land, Währung, Januar bis Dezember',
      'the columns are not Land, Währung, Januar to Dezember',
    );
  }
  const rates: ExchangeRate[] = [];
  const refused: RateRowError[] = [];
  rows.slice(header + 1).forEach((fields, index) => {
    const line = header + index + 2;
    const read = ratesOfRow(fields, year);
    const twice = 'reason' in read ? undefined : rates.find(({ quote }) => quote === read.rates[0]?.quote)?.quote;
    if ('reason' in read) refused.push({ line, reason: read.reason });
    else if (twice !== undefined) refused.push({ line, ...refusal(`${twice} steht zweimal da`, `${twice} stands there twice`) });
    else rates.push(...read.rates);
  });
  return rates.length === 0 ? refusedFile('keine Zeile mit Kursen', 'no line with rates') : { ok: true, year, rates, refused };
}

type Row = { readonly rates: readonly ExchangeRate[] } | Pick<RateRowError, 'reason'>;

/** A row counts whole or not at all. */
function ratesOfRow([country = '', unit = '', ...cells]: readonly string[], year: number): Row {
  if (unit === '') return { rates: [] };
  if (!/^1 (?:Euro|EUR)$/i.test(unit)) return refusal(`„${unit}“ ist nicht „1 Euro“`, `“${unit}” is not “1 Euro”`);
  const rates: ExchangeRate[] = [];
  for (const [index, written] of cells.entries()) {
    if (written === '') continue;
    const [, whole = '', decimals = '', quote = ''] = cell.exec(written) ?? [];
    const rate = parseDecimal(`${whole.replaceAll('.', '')}${decimals === '' ? '' : `.${decimals}`}`);
    if (index > 11 || rate === undefined || rate === '0')
      return refusal(`„${written}“ ist kein Kurs (${country})`, `“${written}” is no rate (${country})`);
    if (rates.some((known) => known.quote !== quote))
      return refusal(`zwei Währungen in einer Zeile (${country})`, `two currencies in one line (${country})`);
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    rates.push({ base: 'EUR', quote, rate, validFrom: `${month}-01`, validTo: lastDayOf(year, index + 1), source: `BMF ${month}` });
  }
  return { rates };
}

function refusal(de: string, en: string): Pick<RateRowError, 'reason'> {
  return { reason: { de, en } };
}

function refusedFile(de: string, en: string): MinistryRates {
  return {
    ok: false,
    reason: {
      de: `Das ist keine Jahresdatei der Umsatzsteuer-Umrechnungskurse: ${de}. Laden Sie die CSV-Datei des Bundesfinanzministeriums.`,
      en: `This is no yearly file of the VAT exchange rates: ${en}. Download the CSV file of the German finance ministry.`,
    },
  };
}

/** Footnote marks may stand behind a month: `Januar [1]`. */
function monthOf(name: string): number {
  return months.indexOf(name.toLowerCase().replace(/[^a-zä].*$/, '')) + 1;
}

function yearIn(rows: readonly (readonly string[])[]): number | undefined {
  const found = /\b(20\d{2})\b/.exec(rows.flat().join(' '))?.[1];
  return found === undefined ? undefined : Number(found);
}

function lastDayOf(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
