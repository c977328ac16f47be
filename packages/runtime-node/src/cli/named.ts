import { nearest } from '../config/nearest.ts';

export function choice(given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return near === undefined
    ? `there is none of that name; known are ${known.join(', ')}`
    : `there is none of that name; did you mean ${near}?`;
}
