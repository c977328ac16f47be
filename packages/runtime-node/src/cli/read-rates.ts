import { readFile } from 'node:fs/promises';
import { type Language, readMinistryRates } from '@megzo/core';
import { unusable } from './pair-command.ts';
import { parseJson } from './read-json.ts';

export interface RatesRead {
  /** As the library checks them. */
  readonly rates: unknown;
  /** Rows of the file that were left out, each with its line and why. */
  readonly refused: readonly string[];
}

/** Exchange rates from a JSON list, or from the yearly CSV file of the German finance ministry. */
export async function readRates(file: string, language: Language): Promise<RatesRead> {
  const bytes = await readFile(file).catch(() => {
    throw unusable(`${file} cannot be read`);
  });
  const text = decoded(bytes);
  if (/^\s*\[/.test(text)) return { rates: parseJson(text, file), refused: [] };
  const read = readMinistryRates(text);
  if (!read.ok) throw unusable(`${file} is neither a JSON list of rates nor a file of the ministry. ${read.reason[language]}`);
  return { rates: read.rates, refused: read.refused.map(({ line, reason }) => `line ${line}: ${reason[language]}`) };
}

/** The ministry writes windows-1252; whoever saved the file anew may have made UTF-8 of it. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
