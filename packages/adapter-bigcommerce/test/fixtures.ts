import { readdirSync, readFileSync } from 'node:fs';
import type { Reply } from './wire-double.ts';

/** A literal body or trap of the fact sheet; the file is named after its section. */
export interface Fixture extends Reply {
  readonly name: string;
  readonly says: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Cut down to the members that matter, so that a schema of the whole cannot hold it. */
  readonly trimmed?: boolean;
  /** A webhook instead of an answer. */
  readonly delivery?: Readonly<Record<string, unknown>>;
}

const folder = new URL('./fixtures/', import.meta.url);

export const fixtureNames: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/\.json$/, ''))
  .sort();

export function fixture(name: string): Fixture {
  const { text, ...content } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  return { name, method: '', path: '', status: 0, ...content, ...(text === undefined ? {} : { body: text }) };
}
