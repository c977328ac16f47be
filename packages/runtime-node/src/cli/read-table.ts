import { parse } from 'csv-parse/sync';
import { unusable } from './pair-command.ts';
import { parseJson } from './read-json.ts';

/** A table from a JSON object of texts, or from CSV with two columns and no heading; comma, semicolon or tab. */
export function readTable(text: string, file: string): Readonly<Record<string, string>> {
  if (text.trimStart().startsWith('{')) return ofObject(text, file);
  const first = text.split('\n', 1)[0] ?? '';
  const delimiter = [';', '\t', ','].find((sign) => first.includes(sign)) ?? ',';
  const rows: string[][] = parse(text, { delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  const table = new Map<string, string>();
  for (const [place, row] of rows.entries()) {
    const [key, value] = row;
    if (row.length !== 2 || key === undefined || value === undefined) throw unusable(`${file}, row ${place + 1}: it must hold two columns`);
    if (table.has(key)) throw unusable(`${file}, row ${place + 1}: ${key} stands twice`);
    table.set(key, value);
  }
  return Object.fromEntries(table);
}

function ofObject(text: string, file: string): Readonly<Record<string, string>> {
  const value = parseJson(text, file);
  if (typeof value !== 'object' || value === null || Object.values(value).some((member) => typeof member !== 'string')) {
    throw unusable(`${file} must be an object of texts, such as { "Stk": "Stück" }`);
  }
  return value as Readonly<Record<string, string>>;
}
