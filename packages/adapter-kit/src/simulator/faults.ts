import { type Handler, type JournalEntry, LostReply, type SimulatorWorld } from './world.ts';

/** What can go wrong on the way. `before` and `after` say whether the vendor acted. */
export type Fault =
  | { readonly kind: 'lose-reply'; readonly when: 'before' | 'after' }
  /** The reply is lost at once; the vendor acts only later. */
  | { readonly kind: 'late-effect'; readonly afterMs: number }
  | {
      readonly kind: 'status';
      readonly when: 'before' | 'after';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** How long the vendor takes to say so: 30 s for a gateway time-out. */
      readonly afterMs?: number;
    }
  /** The right answer, cut in the middle. */
  | { readonly kind: 'truncated' }
  /** An error page in place of the answer. */
  | { readonly kind: 'html'; readonly when: 'before' | 'after'; readonly status: number }
  | { readonly kind: 'slow'; readonly ms: number };

export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** Tested against the path without the query. */
  readonly path?: RegExp;
  /** Probability for a matching request; 1 where absent. */
  readonly chance?: number;
  /** How many matching requests pass untouched first. */
  readonly skip?: number;
  /** How often it strikes at the most; without end where absent. */
  readonly times?: number;
}

/** The faults in force, changeable while the simulator runs. */
export class FaultScript {
  #rules: { rule: FaultRule; passed: number; struck: number }[] = [];

  add(...rules: readonly FaultRule[]): void {
    for (const rule of rules) this.#rules.push({ rule, passed: 0, struck: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that strikes this request, if any. */
  strike(method: string, path: string, random: () => number): Fault | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.method !== undefined && rule.method !== method) continue;
      if (rule.path !== undefined && !rule.path.test(path)) continue;
      if (entry.passed < (rule.skip ?? 0)) {
        entry.passed += 1;
        continue;
      }
      if (rule.times !== undefined && entry.struck >= rule.times) continue;
      if (rule.chance !== undefined && random() >= rule.chance) continue;
      entry.struck += 1;
      return rule.fault;
    }
    return undefined;
  }
}

export interface FaultyOptions {
  readonly world: SimulatorWorld;
  readonly faults: FaultScript;
  readonly journal: JournalEntry[];
}

/** Puts the fault script and the journal in front of a vendor. What is late happens at its time on the world's clock, asked or not. */
export function withFaults(inner: Handler, { world, faults, journal }: FaultyOptions): Handler {
  return async (request) => {
    const url = new URL(request.url);
    const body = await bodyOf(request);
    const fault = faults.strike(request.method, url.pathname, world.random);
    const note = (answered: JournalEntry['answered']): void => {
      journal.push({
        at: world.clock.now(),
        method: request.method,
        path: url.pathname,
        query: url.search,
        ...(body === undefined ? {} : { body }),
        answered,
        ...(fault === undefined ? {} : { fault: fault.kind }),
      });
    };
    try {
      const answer = await struck(fault, { request, inner, clock: world.clock });
      note(answer.status);
      return answer;
    } catch (error) {
      if (error instanceof LostReply) note('lost');
      throw error;
    }
  };
}

export interface Struck {
  readonly request: Request;
  readonly inner: Handler;
  readonly clock: SimulatorWorld['clock'];
}

/** What comes of a request when a fault strikes it on its way to `inner` or back. Throws `LostReply` where no answer comes. */
export async function struck(fault: Fault | undefined, { request, inner, clock }: Struck): Promise<Response> {
  switch (fault?.kind) {
    case undefined:
      return inner(request);
    case 'lose-reply':
      if (fault.when === 'after') await inner(request);
      throw new LostReply();
    case 'late-effect':
      void clock.sleep(fault.afterMs).then(() => inner(request));
      throw new LostReply();
    case 'status':
      if (fault.when === 'after') await inner(request);
      if (fault.afterMs !== undefined) await clock.sleep(fault.afterMs);
      return new Response(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} });
    case 'truncated': {
      const answer = await inner(request);
      const text = await answer.text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), { status: answer.status, headers: answer.headers });
    }
    case 'html':
      if (fault.when === 'after') await inner(request);
      return new Response('<html><body><h1>Bad Gateway</h1></body></html>', {
        status: fault.status,
        headers: { 'content-type': 'text/html' },
      });
    case 'slow':
      await clock.sleep(fault.ms);
      return inner(request);
  }
}

async function bodyOf(request: Request): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const text = await request.clone().text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
