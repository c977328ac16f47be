import type { Words } from '../kernel/problem-catalogue.ts';

/** What is wrong with a count that somebody wrote, and what to write instead. `{value}` and `{other}` are filled in. */
const entries = {
  EMPTY: ['Hier steht kein Bestand: eine ganze Zahl eintragen.', 'No figure stands here: enter a whole number.'],
  NEGATIVE: [
    '{value} ist negativ: eintragen, was wirklich im Regal liegt, also 0 oder mehr.',
    '{value} is negative: enter what is really on the shelf, 0 or more.',
  ],
  NOT_WHOLE: [
    '{value} ist keine ganze Zahl: ohne Punkt, Komma und Zwischenraum schreiben, also 1500 statt 1.500.',
    '{value} is no whole number: write it without point, comma or blank, 1500 instead of 1.500.',
  ],
  TOO_MANY_DIGITS: [
    '{value} hat zu viele Ziffern für einen Bestand: vielleicht steht hier eine EAN.',
    '{value} has too many digits for a figure of units: perhaps this is a GTIN.',
  ],
  NOT_A_FIGURE: ['{value} ist keine Zahl: nur die Stückzahl schreiben.', '{value} is no number: write the units alone.'],
  NOT_THE_PATTERN: [
    'Die Zeile sieht nach einem Bestand aus, steht aber nicht so da, wie das Muster es sagt: genau so schreiben, auch den Doppelpunkt.',
    'The line looks like a figure but does not stand as the pattern says: write it just so, with its colon.',
  ],
  SEVERAL_LINES: ['Mehrere Zeilen nennen einen Bestand: nur eine stehen lassen.', 'Several lines give a figure: leave one of them.'],
  NOT_A_TIME: [
    '{value} ist kein Zeitpunkt, den es gab: wie 26.11.2026 14:30 schreiben.',
    '{value} is no time that there was: write it like 26.11.2026 14:30.',
  ],
  NOT_YET: ['{value} liegt in der Zukunft: eintragen, wann gezählt wurde.', '{value} lies in the future: enter when it was counted.'],
  SKU_MISSING: ['Die Artikelnummer fehlt.', 'The SKU is missing.'],
  KIND_UNKNOWN: [
    'So etwas lässt sich nicht buchen: möglich sind count, receipt und adjustment.',
    'Nothing of this kind can be booked: there are count, receipt and adjustment.',
  ],
  SKU_UNREADABLE: [
    'Die Artikelnummer enthält unsichtbare Zeichen, etwa einen Zeilenumbruch: neu eintippen statt einzufügen.',
    'The SKU holds characters that nobody sees, such as a line break: type it anew instead of pasting it.',
  ],
  KEY_UNREADABLE: [
    'Schlüssel, Lager und Quelle müssen Texte ohne unsichtbare Zeichen sein, höchstens 500 Zeichen lang.',
    'Key, pool and source must be texts without characters that nobody sees, 500 at the most.',
  ],
  KEY_TAKEN: [
    'Unter diesem Schlüssel ist schon etwas anderes gebucht: für eine neue Buchung einen neuen Schlüssel nehmen.',
    'Something else is booked under this key: take another key for another entry.',
  ],
  SKU_UNKNOWN: [
    'Keinen Artikel und kein Angebot gibt es mit der Nummer {value}: Schreibweise prüfen, oder den Artikel zuerst anlegen und abgleichen.',
    'No article and no listing bears the number {value}: check its spelling, or create the article and sync first.',
  ],
  SKU_TWICE: [
    '{value} steht schon in Zeile {other}: nur eine der beiden stehen lassen.',
    '{value} stands in line {other} already: leave one of the two.',
  ],
  POOL_UNKNOWN: ['Aus dem Lager {value} verkauft niemand: bekannt sind {other}.', 'Nobody sells from the pool {value}: known are {other}.'],
  TOO_MANY_ROWS: ['Die Datei hat mehr als {value} Zeilen: in mehrere Dateien teilen.', 'The file has more than {value} rows: split it.'],
  COLUMNS_MISSING: ['Die Zeile hat weniger Spalten als die erste.', 'The line has fewer columns than the first one.'],
  COLUMNS_TOO_MANY: [
    'Die Zeile hat mehr Spalten als die erste: vielleicht steht ein Trennzeichen in einer Zahl oder einem Text.',
    'The line has more columns than the first one: perhaps a separator stands within a number or a text.',
  ],
  QUOTES_OPEN: [
    'Nach dieser Zeile lassen sich die Zeilen nicht mehr unterscheiden, weil Anführungszeichen falsch stehen: von der Datei wird nichts gebucht.',
    'After this line the rows cannot be told apart, since quotation marks stand wrong: nothing of the file is booked.',
  ],
  ROW_TOO_LONG: [
    'Nach dieser Zeile folgt eine, die länger als {value} Zeichen ist; vielleicht wird ein Anführungszeichen nicht geschlossen. Von der Datei wird nichts gebucht.',
    'After this line follows one that is longer than {value} characters; perhaps a quotation mark is not closed. Nothing of the file is booked.',
  ],
} as const satisfies Readonly<Record<string, readonly [de: string, en: string]>>;

/** What stands behind them in a file was not read: such a file is refused whole, whatever rows may be left out. */
export const unreadRest: ReadonlySet<string> = new Set<keyof typeof entries>(['QUOTES_OPEN', 'ROW_TOO_LONG', 'TOO_MANY_ROWS']);

export type StockFaultCode = keyof typeof entries;
export const stockFaultCodes = Object.keys(entries) as readonly StockFaultCode[];

/** A fault in words. An unknown code is shown as it is: silence would be worse. */
export function stockFaultWords(code: string, data: { readonly value?: string; readonly other?: string } = {}): Words {
  const [de, en] = Object.hasOwn(entries, code) ? entries[code as StockFaultCode] : [code, code];
  return { de: fill(de, data), en: fill(en, data) };
}

function fill(text: string, { value = '', other = '' }: { readonly value?: string; readonly other?: string }): string {
  return text.replaceAll('{value}', value === '' ? '–' : value).replaceAll('{other}', other);
}
