import { expect, it } from '@jest/globals';
import { timeIn } from './time-in.ts';

it.each([
  ['Europe/Berlin', '2025-12-31T23:00:00Z', '2026-01-01 00:00 GMT+1'],
  ['Europe/Berlin', '2026-07-01T10:05:00Z', '2026-07-01 12:05 GMT+2'],
  ['UTC', '2026-07-01T00:00:00Z', '2026-07-01 00:00 UTC'],
])('an instant is told by the clock of %s', (timeZone, at, said) => {
  expect(timeIn(timeZone, Date.parse(at))).toBe(said);
});
