import type { Instant } from '@megzo/core';

/** Without a time of day the vendor would append its own (sheet 3.3). */
export function isoSecond(at: Instant): string {
  return `${new Date(Math.max(0, at)).toISOString().slice(0, 19)}+00:00`;
}

/** The form in which the vendor itself writes instants of orders: UTC, whole seconds. */
export function rfc2822(at: Instant): string {
  return new Date(Math.max(0, at)).toUTCString().replace('GMT', '+0000');
}
