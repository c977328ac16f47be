import { readFile } from 'node:fs/promises';
import { jsonFaultAt } from '../config/json-fault.ts';
import { unusable } from './pair-command.ts';

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw unusable(`${file} cannot be read`);
  }
}

export async function readJson(file: string): Promise<unknown> {
  return parseJson(await readText(file), file);
}

/** Refuses what is no JSON with the place where it stops being one. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonFaultAt(text);
    throw unusable(`${file}, line ${line}, column ${column}: this is no valid JSON`);
  }
}
