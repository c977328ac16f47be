import { readCountInstant } from '@megzo/core';
import { ConfigError } from '../config/config-error.ts';

/** From `--since`: an instant with its offset, or a day of the merchant's calendar, from its first instant on. ISO 8601 in UTC. */
export function sinceGiven(given: string | undefined, timeZone: string): string {
  const wrong = (why: string) => new ConfigError('The arguments cannot be used:', [`--since ${given ?? ''}: ${why}`.replace('  ', ' ')]);
  if (given === undefined) throw wrong('is needed, such as 2026-01-01 or 2026-01-01T00:00:00+01:00');
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(given);
  const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+([zZ]|[+-]\d{2}:\d{2})$/.test(given);
  const span = isDay || isInstant ? readCountInstant(timeZone, given) : undefined;
  if (span === undefined) throw wrong('must be a day or an instant with its offset, such as 2026-01-01 or 2026-01-01T00:00:00+01:00');
  return new Date(span.notBefore).toISOString();
}
