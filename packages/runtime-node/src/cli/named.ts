import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config-file.ts';
import { nearest } from '../config/nearest.ts';

/** The pair that an argument names, or the nearest choice where there is none of that name. */
export function pairNamed({ merchants }: Config, given: string | undefined): string | undefined {
  const known = merchants.flatMap(({ pairs }) => pairs.map(({ id }) => id));
  if (given === undefined || known.includes(given)) return given;
  throw new ConfigError('The arguments cannot be used:', [`--pair ${given}: ${choice(given, known)}`]);
}

export function choice(given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return near === undefined
    ? `there is none of that name; known are ${known.join(', ')}`
    : `there is none of that name; did you mean ${near}?`;
}
