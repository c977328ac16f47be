import { gatewayError, regularError } from './errors.ts';
import { now, type State } from './state.ts';

/** What the gateway and the framework refuse before any resource is asked. Throws the refusal. */
export function admit(state: State, request: Request, resource: string): void {
  const key = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key === undefined || !state.apiKeys.has(key)) throw gatewayError(401, 'Unauthorized');
  if (!takeToken(state)) throw gatewayError(429, 'Rate limit exceeded');
  if (state.settings.contractProblem) throw gatewayError(402, 'Payment Required');
  const access = request.method === 'GET' ? 'read' : 'write';
  if (state.settings.denied.includes(`${resource}:${access}`)) {
    // 1.6: the message of a missing permission talks about the header.
    throw gatewayError(403, "'Bearer' not a valid key=value pair (missing equal-sign) in Authorization header.");
  }
  const isWrite = request.method === 'POST' || request.method === 'PUT';
  const wanted = resource === 'files' ? 'multipart/form-data' : 'application/json';
  const sent = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (isWrite && sent !== wanted) throw regularError(415, 'Unsupported Media Type');
}

/** 1.5: one bucket for all endpoints. What is refused takes nothing. */
export function takeToken(state: State): boolean {
  const { rateLimit } = state.settings;
  if (rateLimit === 'off') return true;
  const at = now(state);
  const { bucket } = state;
  bucket.tokens = Math.min(rateLimit.capacity, bucket.tokens + ((at - bucket.at) / 1000) * rateLimit.perSecond);
  bucket.at = at;
  // Refills are sums of fractions: a hair below one is one.
  if (bucket.tokens < 1 - 1e-9) return false;
  bucket.tokens -= 1;
  return true;
}
