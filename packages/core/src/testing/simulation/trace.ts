import type { Instant } from '../../kernel/instant.ts';

export interface TraceEvent {
  readonly at: Instant;
  readonly who: string;
  readonly what: string;
}

/** What happened, in order. The hash is always kept, the events only where somebody wants to read them. */
export interface Trace {
  note(event: TraceEvent): void;
  /** Equal traces have equal hashes; 64 bits as 16 hex digits. */
  hash(): string;
  readonly events: readonly TraceEvent[];
}

export function createTrace({ recording = false }: { readonly recording?: boolean } = {}): Trace {
  const events: TraceEvent[] = [];
  let [left, right] = [0x811c9dc5, 0x01000193];

  // FNV-1a twice over, from different beginnings.
  function mix(text: string): void {
    for (let place = 0; place < text.length; place += 1) {
      const unit = text.charCodeAt(place);
      left = Math.imul(left ^ unit, 0x01000193);
      right = Math.imul(right ^ unit, 0x85ebca6b) ^ (right >>> 13);
    }
  }

  return {
    events,
    note: (event) => {
      mix(`${event.at} ${event.who} ${event.what}\n`);
      if (recording) events.push(event);
    },
    hash: () => hex(left) + hex(right),
  };
}

/** One line per event, times as they pass from the first one; the same of one worker in a row is one line. */
export function timeline(events: readonly TraceEvent[]): string {
  const begin = events[0]?.at ?? 0;
  const rows: { event: TraceEvent; times: number }[] = [];
  for (const event of events) {
    const last = rows.findLast((row) => row.event.who === event.who);
    if (last?.event.what === event.what && last.event.at === event.at) last.times += 1;
    else rows.push({ event, times: 1 });
  }
  return rows
    .map(({ event, times }) => {
      const what = times === 1 ? event.what : `${event.what}, ${times} times`;
      return `${elapsed(event.at - begin)}  ${event.who.padEnd(12)}  ${what}`;
    })
    .join('\n');
}

function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${two(hours)}:${two(minutes)}:${two(rest)}.${String(ms % 1000).padStart(3, '0')}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
