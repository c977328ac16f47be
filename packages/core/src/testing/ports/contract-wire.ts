import { askedPauseMs, gatewayMs, lateMs, type PortFault, slowMs } from './port-fault.ts';
import type { PortWorld, RequestSeen } from './port-world.ts';

/** How a fault looks to a simulator that speaks HTTP. */
export type WireFault =
  | { readonly kind: 'lose-reply'; readonly when: 'before' | 'after' }
  | { readonly kind: 'late-effect'; readonly afterMs: number }
  | {
      readonly kind: 'status';
      readonly when: 'before' | 'after';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterMs?: number;
    }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'html'; readonly when: 'before' | 'after'; readonly status: number }
  | { readonly kind: 'slow'; readonly ms: number };

/** A simulated vendor as far as the wire needs it. */
export interface WiredVendor {
  readonly handler: (request: Request) => Promise<Response>;
  /** How the vendor asks for a pause of so many seconds; by `Retry-After` where absent. */
  readonly pauseHeaders?: (seconds: number) => Readonly<Record<string, string>>;
  readonly faults: { add(rule: { readonly fault: WireFault; readonly method: string }): void; clear(): void };
}

export interface ContractWire extends Pick<PortWorld<unknown>, 'requests' | 'inject' | 'heal'> {
  /** What the port sends through. */
  readonly fetch: (request: Request) => Promise<Response>;
}

const wireFaults: Readonly<Record<Exclude<PortFault, 'no-connection' | 'refused' | 'paced-with-pause'>, WireFault>> = {
  'reply-lost-before': { kind: 'lose-reply', when: 'before' },
  'reply-lost-after': { kind: 'lose-reply', when: 'after' },
  'late-effect': { kind: 'late-effect', afterMs: lateMs },
  paced: { kind: 'status', when: 'before', status: 429 },
  'failed-before': { kind: 'status', when: 'before', status: 500 },
  'failed-after': { kind: 'status', when: 'after', status: 500 },
  'gateway-timeout-before': { kind: 'status', when: 'before', status: 504, afterMs: gatewayMs },
  'gateway-timeout-after': { kind: 'status', when: 'after', status: 504, afterMs: gatewayMs },
  truncated: { kind: 'truncated' },
  'html-before': { kind: 'html', when: 'before', status: 502 },
  'html-after': { kind: 'html', when: 'after', status: 502 },
  slow: { kind: 'slow', ms: slowMs },
};

/** Stands between an adapter and its simulator: writes down what leaves, and brings the faults by their neutral names. */
export function createContractWire({ handler, faults, pauseHeaders = retryAfter }: WiredVendor): ContractWire {
  const seen: RequestSeen[] = [];
  const cut = new Map<RequestSeen['kind'], 'no-connection' | 'refused'>();
  return {
    fetch: async (request) => {
      const kind = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
      const fault = cut.get(kind);
      // What is refused at the door never left, but it was tried: it counts.
      seen.push({ kind });
      if (fault === 'no-connection') throw connectionRefused();
      return fault === 'refused' ? refusal(request) : handler(request);
    },
    requests: () => [...seen],
    inject: (fault, kind) => {
      if (fault === 'no-connection' || fault === 'refused') {
        cut.set(kind, fault);
        return;
      }
      const onWire: WireFault =
        fault === 'paced-with-pause'
          ? { kind: 'status', when: 'before', status: 429, headers: pauseHeaders(askedPauseMs / 1000) }
          : wireFaults[fault];
      for (const method of kind === 'read' ? ['GET'] : ['POST', 'PUT']) faults.add({ fault: onWire, method });
    },
    heal: () => {
      cut.clear();
      faults.clear();
    },
  };
}

function retryAfter(seconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(seconds) };
}

function connectionRefused(): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }) });
}

/** Vendors quote what they dislike, under many names. */
async function refusal(request: Request): Promise<Response> {
  const said = `cannot take ${await request.text()} at ${request.url}`;
  const body = {
    title: said,
    message: said,
    detail: said,
    errors: { name: said },
    details: [{ violation: said, field: said, message: said }],
    IssueList: [{ i18nKey: said, source: said, additionalData: said }],
  };
  return new Response(JSON.stringify(body), { status: 422, headers: { 'content-type': 'application/json' } });
}
