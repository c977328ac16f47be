import { catalogProblems } from './problems/catalog-problems.ts';
import { connectionProblems } from './problems/connection-problems.ts';
import { decisionProblems } from './problems/decision-problems.ts';
import { orderProblems } from './problems/order-problems.ts';
import { recoveryProblems } from './problems/recovery-problems.ts';

/** One text in every language of the product. */
export interface Words {
  readonly de: string;
  readonly en: string;
}

export interface ProblemWords {
  readonly text: Words;
  /** What the reader does about it. */
  readonly remedy: Words;
}

/**
 * Every reason and problem that a person can meet: what happened and what to do, German and English. `{name}` is filled
 * from the problem's data; no personal data is ever in it. Codes survive minor releases, words may change.
 */
const entries = { ...connectionProblems, ...catalogProblems, ...orderProblems, ...decisionProblems, ...recoveryProblems } as const;

export type ProblemCode = keyof typeof entries;
export const problemCodes = Object.keys(entries) as readonly ProblemCode[];

/** The words of a code, filled. An unknown code is shown as it is: silence would be worse. */
export function problemWords(code: string, data: Readonly<Record<string, string>> = {}): ProblemWords {
  const [textDe, remedyDe, textEn, remedyEn] = isProblemCode(code) ? entries[code] : ([code, '', code, ''] as const);
  return { text: { de: fill(textDe, data), en: fill(textEn, data) }, remedy: { de: fill(remedyDe, data), en: fill(remedyEn, data) } };
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(entries, code);
}

function fill(text: string, data: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_match, name: string) => data[name] ?? '–');
}
