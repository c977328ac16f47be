import { type Answer, type Call, type Clock, done, type Log, type Outcome, type RateBudget, rejected, type SafeDetails } from '@megzo/core';
import type { z } from 'zod';
import { createAllowList } from './allow-list.ts';
import { readJson, unreadable, type Wanted, wantedFile, wantedJson } from './answer-body.ts';
import { callError } from './call-error.ts';
import { type Carry, type Exchanged, exchange, type WireRequest } from './exchange.ts';
import { stringifyJson } from './json.ts';
import type { AllowedCall, FileRequest, Http, HttpOptions, HttpRequest, VendorAnswer, Verdict } from './kit.ts';
import { cappedPause, retryAfterMs } from './retry-after.ts';
import { asRead, outcomeOf, traceDetails, verdictOfStatus, withDetails } from './verdict.ts';

/** Far above any page or document of a vendor; beyond it an answer is unreadable. */
const bodyMaxBytes = 50 * 1024 * 1024;

export interface HttpParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly budget: RateBudget;
  readonly carry: Carry;
}

type Kind = 'read' | 'write' | 'send';

/** A call that has passed the allow-list, and what may be said of it. */
interface Prepared {
  readonly wire: WireRequest;
  readonly details: SafeDetails;
}

/** What a call came to, and the pause that the vendor asked for. */
interface Judged<T> {
  readonly outcome: Outcome<T>;
  readonly pauseMs?: number | undefined;
  readonly status?: number;
}

export function createHttp(options: HttpOptions, { clock, log, budget, carry }: HttpParts): Http {
  const isAllowed = createAllowList(options.allowed);

  return {
    async read(request, schema, call) {
      const { outcome, pauseMs } = await run('read', request, wantedJson(schema, bodyMaxBytes), call);
      return asRead(outcome, pauseMs);
    },
    async readMaybe<T>(request: HttpRequest, schema: z.ZodType<T>, call: Call): Promise<Answer<T | undefined>> {
      const { outcome, pauseMs } = await run('read', request, wantedJson(schema, bodyMaxBytes), call);
      if (outcome.status === 'rejected' && outcome.error.code === 'NOT_FOUND') return done(undefined);
      return asRead(outcome, pauseMs);
    },
    async readFile({ maxBytes = bodyMaxBytes, ...request }: FileRequest, call) {
      const file = wantedFile(Math.min(maxBytes, bodyMaxBytes));
      const { outcome, pauseMs } = await run('read', { accept: '*/*', ...request }, file, call);
      return asRead(outcome, pauseMs);
    },
    async write(request, schema, call) {
      return (await run('write', request, wantedJson(schema, bodyMaxBytes), call)).outcome;
    },
    async send(request, schema, call) {
      return (await run('send', request, wantedJson(schema, bodyMaxBytes), call)).outcome;
    },
  };

  async function run<T>(kind: Kind, request: HttpRequest, wanted: Wanted<T>, call: Call): Promise<Judged<T>> {
    const method = request.method ?? (kind === 'read' ? 'GET' : 'POST');
    const allowed = isAllowed(method, request.path);
    if (allowed === undefined) return { outcome: { status: 'rejected', error: callError('CALL_NOT_ALLOWED', { method }) } };
    const prepared = prepare(options, allowed, request);
    try {
      await budget.slot(options.pace, call);
    } catch (error) {
      if (!call.signal.aborted) throw error;
    }
    if (call.signal.aborted) return { outcome: { status: 'retryable', error: callError('ABORTED', prepared.details) } };
    if (kind !== 'read' && call.maySend?.() === false) {
      return { outcome: { status: 'retryable', error: callError('SELF_FENCED', prepared.details) } };
    }
    call.count?.(kind === 'read' ? 'read' : 'write');
    const startedAt = clock.now();
    const exchanged = await exchange(prepared.wire, {
      clock,
      carry,
      timeoutMs: options.timeoutMs,
      bodyMaxBytes: wanted.maxBytes,
      // Cancelling a write that is on its way would only leave it in doubt; it has its deadline.
      ...(kind === 'read' ? { signal: call.signal } : {}),
    });
    const judged = await judge(exchanged, wanted, prepared.details);
    note(kind, prepared.details, judged, clock.now() - startedAt);
    return judged;
  }

  async function judge<T>(exchanged: Exchanged, wanted: Wanted<T>, known: SafeDetails): Promise<Judged<T>> {
    switch (exchanged.kind) {
      case 'unreachable':
        return { outcome: { status: 'retryable', error: callError('UNREACHABLE', { ...known, ...exchanged.details }) } };
      case 'aborted':
        return { outcome: { status: 'retryable', error: callError('ABORTED', { ...known, ...exchanged.details }) } };
      case 'silent':
        return { outcome: { status: 'unknown', error: callError('NO_ANSWER', { ...known, ...exchanged.details }) } };
      case 'answer': {
        const { status, headers, body: bytes, flaw } = exchanged;
        const isSuccess = status >= 200 && status <= 299;
        const json = isSuccess && wanted.isFile ? { value: undefined } : readJson(bytes);
        const answer: VendorAnswer = { status, headers, body: json.value };
        const details = { ...known, status, ...traceDetails(answer) };
        const pauseMs = await tellBudget(answer);
        if (!isSuccess) return { outcome: outcomeOf(explain(answer, details), pauseMs), pauseMs, status };
        // Cut in the middle of a body is no answer, whatever its first line said.
        if (flaw === 'deadline') return { outcome: { status: 'unknown', error: callError('NO_ANSWER', { ...details, reason: flaw }) } };
        if (flaw === 'aborted') return { outcome: { status: 'retryable', error: callError('ABORTED', details) } };
        if (bytes !== undefined) return { outcome: wanted.read({ headers, bytes, json, details }), status };
        const reason = flaw ?? 'broken-off';
        if (reason === 'too-large' && wanted.isFile)
          return { outcome: rejected(callError('ANSWER_UNREADABLE', { ...details, reason })), status };
        return { outcome: unreadable({ ...details, reason }), status };
      }
    }
  }

  function explain(answer: VendorAnswer, details: SafeDetails): Verdict {
    try {
      const verdict = options.errors(answer);
      if (verdict !== undefined) return { status: verdict.status, error: withDetails(verdict.error, details) };
    } catch {
      // The adapter stumbled over a shape that it did not expect; what the answer meant is open.
      log.error('error answer could not be read', details);
      return { status: 'unknown', error: callError('ANSWER_UNREADABLE', details) };
    }
    return verdictOfStatus(answer.status, details);
  }

  /** Hands on what an answer says of the quota, and returns how long the vendor wants this call to wait. */
  async function tellBudget(answer: VendorAnswer): Promise<number | undefined> {
    const { status, headers } = answer;
    const refused = status === 429;
    const asked = refused || status === 503 ? retryAfterMs(headers, clock.now()) : undefined;
    try {
      const seen = options.limits?.(answer)?.pauseMs;
      const pauseMs = cappedPause(seen, refused ? asked : undefined);
      if (refused || pauseMs !== undefined) await budget.saw(options.pace, { refused, ...(pauseMs === undefined ? {} : { pauseMs }) });
      return cappedPause(asked, refused ? seen : undefined);
    } catch {
      // The answer is here already; a budget that fails must not cost it.
      log.warn('budget could not be told of an answer', { account: options.pace.account, status });
      return cappedPause(asked);
    }
  }

  function note(kind: Kind, known: SafeDetails, { outcome, status }: Judged<unknown>, tookMs: number): void {
    const facts = outcome.status === 'done' ? { ...known, ...(status !== undefined && { status }) } : outcome.error.details;
    const code = outcome.status === 'done' ? {} : { code: outcome.error.code };
    log.debug('vendor called', { ...facts, account: options.pace.account, kind, outcome: outcome.status, ...code, tookMs });
  }
}

function prepare(options: HttpOptions, allowed: AllowedCall, request: HttpRequest): Prepared {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  const search = query.size === 0 ? '' : `?${query}`;
  const headers = { accept: 'application/json', 'user-agent': 'megzo' } as Record<string, string>;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  for (const [name, value] of Object.entries(options.headers)) headers[name.toLowerCase()] = value;
  if (request.accept !== undefined) headers.accept = request.accept;
  return {
    wire: {
      method: allowed.method,
      url: `${options.baseUrl}${request.path}${search}`,
      headers,
      ...(request.body === undefined ? {} : { body: stringifyJson(request.body) }),
    },
    // The template, because a filled-in path may hold personal data.
    details: { method: allowed.method, path: allowed.path },
  };
}
