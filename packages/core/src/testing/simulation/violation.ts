import { type TraceEvent, timeline } from './trace.ts';

/** Which of the product's laws was broken; `end`: a run that threw, hung or did not come to rest. */
export type Law = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 'end';

/** What an auditor found. */
export interface Violation {
  readonly law: Law;
  /** The record that it is about, such as an order's id. */
  readonly about: string;
  readonly text: string;
}

/** One paragraph per broken law, and how it came to that. */
export function violationReport(seed: number | string, violations: readonly Violation[], events: readonly TraceEvent[] = []): string {
  const lines = violations.map(({ law, about, text }) => `seed ${seed}: law ${law}: ${about}: ${text}`);
  return [...lines, ...(events.length === 0 ? [] : ['', timeline(events)])].join('\n');
}
