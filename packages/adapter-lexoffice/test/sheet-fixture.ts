import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./fixtures/', import.meta.url);

/** Names begin with the section of the sheet that they come from. */
export const fixtureNames: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/\.json$/, ''))
  .sort();

/** A body as the sheet has it, as text: amounts must be read as written. */
export function fixture(name: string): string {
  return readFileSync(new URL(`${name}.json`, folder), 'utf8');
}

/** The same parsed, for tables of cases; amounts in these are text where they matter. */
export function cases(name: string): unknown {
  return JSON.parse(fixture(name));
}
