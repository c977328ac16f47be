import { type AdapterKit, createKit } from '@megzo/adapter-kit';
import type { Call, DocumentSource, EffectCall, InvoicingPort, Log } from '@megzo/core';
import { createLexofficeInvoicing, type LexofficeOptions } from '../src/index.ts';

/** A request as it left, with its body as text: amounts must be seen as written. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  /** Text and bytes as they are; anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by `METHOD /path`; a function sees the request, a list is used up one by one. */
export type Script = Readonly<Record<string, Reply | readonly Reply[] | ((request: SeenRequest) => Reply)>>;

export interface Scripted {
  readonly port: InvoicingPort;
  readonly documents: DocumentSource;
  readonly kit: AdapterKit;
  readonly seen: readonly SeenRequest[];
  /** Texts of warnings and errors. */
  readonly logged: readonly string[];
}

export const apiKey = '3f0cf3e6-TEST_key-1b';

/** The adapter on a vendor that says what the script says and stands still between calls. */
export function scriptedVendor(script: Script, options: Partial<LexofficeOptions> = {}): Scripted {
  const seen: SeenRequest[] = [];
  const logged: string[] = [];
  const used = new Map<string, number>();
  const note = (text: string, fields: object = {}): void => void logged.push(`${text} ${JSON.stringify(fields)}`);
  const log: Log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  const kit = createKit({
    log,
    budget: { slot: async () => undefined, saw: async () => undefined },
    clock: { now: () => Date.parse('2026-05-04T10:00:00Z'), sleep: () => new Promise(() => undefined) },
    fetch: async (request) => {
      const url = new URL(request.url);
      const sent: SeenRequest = {
        method: request.method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: await request.text(),
      };
      seen.push(sent);
      const key = `${sent.method} ${sent.path}`;
      const turn = used.get(key) ?? 0;
      used.set(key, turn + 1);
      return respond(replyOf(script[key], sent, turn));
    },
  });
  const port = createLexofficeInvoicing({ apiKey, ...options }, kit);
  if (port.documents === undefined) throw new Error('documents are supported');
  return { port, documents: port.documents, kit, seen, logged };
}

function replyOf(entry: Script[string] | undefined, request: SeenRequest, turn: number): Reply {
  if (typeof entry === 'function') return entry(request);
  if (Array.isArray(entry)) return (entry as readonly Reply[])[turn] ?? { status: 418, body: 'the script has ended' };
  return (entry as Reply | undefined) ?? { status: 418, body: 'not in the script' };
}

function respond({ status = 200, body, headers = {} }: Reply): Response {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  return new Response(isRaw ? (body as string) : JSON.stringify(body ?? {}), { status, headers: { ...headers } });
}

export function aCall(): Call {
  return { signal: new AbortController().signal, priority: 'order' };
}

export function anEffectCall(marker = 'Bestellung 100 · shop · 0123456789ab', changes: Partial<EffectCall> = {}): EffectCall {
  return { ...aCall(), marker, attempt: 1, maySend: () => true, ...changes };
}
