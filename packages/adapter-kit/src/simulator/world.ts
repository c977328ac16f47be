/** A simulated vendor, as a web-standard handler: served over loopback HTTP or passed as `fetch`. */
export type Handler = (request: Request) => Promise<Response>;

/** Where a simulator gets time and chance from. It owns no timer and no random source. */
export interface SimulatorWorld {
  readonly clock: {
    /** Milliseconds since the epoch. */
    now(): number;
    sleep(ms: number): Promise<void>;
  };
  /** Uniform in [0, 1); seeded, so that a run can be repeated. */
  readonly random: () => number;
}

/** One request as the vendor saw it. Auditors read only this, never our own tables. */
export interface JournalEntry {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body?: unknown;
  /** The status given, or `lost` where the connection was dropped. */
  readonly answered: number | 'lost';
  readonly fault?: string;
}

/** Thrown by a handler instead of an answer: over HTTP the socket is destroyed, as `fetch` it is a network error. */
export class LostReply extends TypeError {
  constructor() {
    super('fetch failed');
    this.name = 'TypeError';
  }
}

/** A small seeded generator (mulberry32): good enough for worlds, never for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The machine's own clock, for simulators served to real processes. */
export function systemWorld(seed: number): SimulatorWorld {
  return {
    // A simulated vendor that still has something to do does not keep its process alive.
    clock: { now: () => Date.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()) },
    random: seededRandom(seed),
  };
}
