import type { Handler } from '@megzo/adapter-kit/simulator';
import type { Call, Route } from './calls.ts';
import { readJson, writeJson } from './json.ts';
import type { Quota, RateLimiter } from './rate-limit.ts';
import { errorOf, type Family, Refusal, type Reply, v3Error } from './replies.ts';
import { now, type Shop } from './shop.ts';
import { settleStock } from './stock-jobs.ts';

export interface HandlerOptions {
  readonly shop: Shop;
  readonly accessToken: string;
  readonly limiter: RateLimiter;
  readonly routes: readonly Route[];
}

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The API before faults: token, scopes, negotiation, quota, then the route. */
export function createHandler({ shop, accessToken, limiter, routes }: HandlerOptions): Handler {
  const compiled = routes.map((route) => ({ route, parts: route.path.split('/') }));

  return async (request) => {
    const url = new URL(request.url);
    const quota = limiter.take();
    const base = `/stores/${shop.storeHash}`;
    const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
    const family = familyOf(path);
    const lane = find(request.method, path)?.route.lane;
    const busy = lane === undefined ? 0 : (shop.inFlight.get(lane) ?? 0);
    if (lane !== undefined) shop.inFlight.set(lane, busy + 1);
    try {
      const text = request.method === 'GET' ? '' : await request.text();
      if (shop.settings.latencyMs > 0) await shop.world.clock.sleep(shop.settings.latencyMs);
      return toResponse(answer({ request, url, path, family, quota, text, busy }), quota, family);
    } finally {
      if (lane !== undefined) shop.inFlight.set(lane, (shop.inFlight.get(lane) ?? 1) - 1);
    }
  };

  interface Arrived {
    readonly request: Request;
    readonly url: URL;
    readonly path: string;
    readonly family: Family;
    readonly quota: Quota;
    readonly text: string;
    readonly busy: number;
  }

  function answer({ request, url, path, family, quota, text, busy }: Arrived): Reply {
    settleStock(shop);
    if (quota.exceeded) return overQuota(quota, family);
    if (path === url.pathname || request.headers.get('x-auth-token') !== accessToken) {
      return errorOf(family, 401, 'Unauthorized');
    }
    const negotiated = negotiate(request, text, family);
    if (negotiated !== undefined) return negotiated;
    const match = find(request.method, path);
    if (match === undefined) return unmatched(path, family);
    if (!allowed(match.route)) return errorOf(family, 403, 'Your API credentials do not have the scope that this resource needs.');
    if (overlapping(match.route, busy)) return { status: 429, body: { status: 429, title: 'Too many requests' } };
    return run(match, { url, text, family, busy });
  }

  function run({ route, params }: Match, { url, text, family, busy }: Pick<Arrived, 'url' | 'text' | 'family' | 'busy'>): Reply {
    try {
      const contended = busy > 0 || (route.lane !== undefined && (shop.inFlight.get(route.lane) ?? 0) > 1);
      const call: Call = { shop, params, query: url.searchParams, body: bodyOf(text, family), now: now(shop), contended };
      return route.run(call);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  function find(method: string, path: string): Match | undefined {
    const parts = path.split('/');
    for (const { route, parts: pattern } of compiled) {
      if (route.method !== method) continue;
      const params = matched(pattern, parts);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }

  function unmatched(path: string, family: Family): Reply {
    const parts = path.split('/');
    const known = compiled.some(({ parts: pattern }) => matched(pattern, parts) !== undefined);
    return known ? errorOf(family, 405, 'The method is not allowed here.') : errorOf(family, 404, 'The requested resource was not found.');
  }

  function allowed(route: Route): boolean {
    const { scopes } = shop.settings;
    if (scopes === 'all' || route.scopes.length === 0) return true;
    return route.scopes.some((scope) => scopes.includes(scope) || (route.method === 'GET' && scopes.includes(`${scope}_read_only`)));
  }

  function overlapping(route: Route, busy: number): boolean {
    if (route.lane === 'price-lists') return busy >= shop.settings.concurrency.priceLists;
    return route.lane === 'locations' && busy >= shop.settings.concurrency.locations;
  }

  function overQuota({ resetMs }: Quota, family: Family): Reply {
    switch (shop.settings.rateLimitMode) {
      case '500':
        // A 500 may be a disguised rate limit (sheet 1.5).
        return { status: 500 };
      case 'no-headers':
        return { status: 429 };
      case 'headers': {
        const seconds = String(Math.ceil(resetMs / 1000));
        return { ...errorOf(family, 429, 'Too many requests'), headers: { 'X-Retry-After': seconds } };
      }
    }
  }

  function toResponse(reply: Reply, quota: Quota, family: Family): Response {
    const bare = quota.exceeded && shop.settings.rateLimitMode !== 'headers';
    const headers = new Headers(bare ? {} : quota.headers);
    if (!bare && family === 'v2') headers.set('X-BC-ApiLimit-Remaining', quota.headers['X-Rate-Limit-Requests-Left'] ?? '0');
    for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
    if (reply.body === undefined) return new Response(null, { status: reply.status, headers });
    headers.set('content-type', reply.contentType ?? 'application/json');
    return new Response(writeJson(reply.body), { status: reply.status, headers });
  }
}

function familyOf(path: string): Family {
  if (path.startsWith('/v2/')) return 'v2';
  return path.startsWith('/v3/inventory/') ? 'inventory' : 'v3';
}

/** Unsupported Accept is 406; a body without the JSON content type is 415 (sheet 1.1). */
function negotiate(request: Request, text: string, family: Family): Reply | undefined {
  const accept = request.headers.get('accept') ?? '*/*';
  if (!/application\/json|application\/\*|\*\/\*/.test(accept)) return errorOf(family, 406, 'Not Acceptable');
  const carriesBody = request.method === 'POST' || request.method === 'PUT' || text !== '';
  const type = request.headers.get('content-type') ?? '';
  if (carriesBody && request.method !== 'GET' && !/^application\/json\b/i.test(type)) return errorOf(family, 415, 'Unsupported Media Type');
  return undefined;
}

function bodyOf(text: string, family: Family): unknown {
  if (text === '') return undefined;
  try {
    return readJson(text);
  } catch {
    const title = 'Input is invalid';
    throw new Refusal(family === 'v3' ? v3Error(400, title, { body: 'The request is not valid JSON.' }) : errorOf(family, 400, title));
  }
}

function matched(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!expected.startsWith(':')) {
      if (expected !== part) return undefined;
    } else if (/^\d+$/.test(part)) {
      params[expected.slice(1)] = part;
    } else {
      return undefined;
    }
  }
  return params;
}
