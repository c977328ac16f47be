import { type Call, idOf, paged, pageOf, type Route } from './calls.ts';
import { toSeconds } from './dates.ts';
import type { HookRecord } from './hook-records.ts';
import { type Fields, isFields } from './json.ts';
import { noContent, type Reply, refuse, single, v3Error } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';

const PER_SCOPE_MAX = 10;
const HEADERS_MAX = 64;

/** The webhook resource (sheet 9.1). Hooks belong to a client id; others do not see them. */
export const hookRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/hooks', scopes: [], run: listHooks },
  { method: 'POST', path: '/v3/hooks', scopes: [], run: postHook },
  { method: 'GET', path: '/v3/hooks/admin', scopes: [], run: admin },
  { method: 'PUT', path: '/v3/hooks/admin', scopes: [], run: putAdmin },
  { method: 'GET', path: '/v3/hooks/:id', scopes: [], run: (call) => single(hookView(call.shop, hookOf(call))) },
  { method: 'PUT', path: '/v3/hooks/:id', scopes: [], run: putHook },
  { method: 'DELETE', path: '/v3/hooks/:id', scopes: [], run: deleteHook },
];

function ownHooks(shop: Shop): HookRecord[] {
  return [...shop.delivery.hooks.values()].filter(({ clientId }) => clientId === shop.settings.clientId);
}

function listHooks(call: Call): Reply {
  const { query, shop } = call;
  const active = query.get('is_active');
  const scope = query.get('scope');
  const destination = query.get('destination');
  const rows = ownHooks(shop)
    .filter((hook) => active === null || hook.active === (active === 'true'))
    .filter((hook) => scope === null || hook.scope === scope)
    .filter((hook) => destination === null || hook.destination === destination);
  return paged(
    call,
    rows.map((hook) => hookView(shop, hook)),
    pageOf(call, 'v3', { fallback: 50, max: 250 }),
  );
}

/** 200, not 201 (sheet 9.1). */
function postHook(call: Call): Reply {
  const { shop } = call;
  const body = isFields(call.body) ? call.body : {};
  const errors: Record<string, string> = {};
  if (typeof body.scope !== 'string') errors.scope = 'error.path.missing.';
  if (typeof body.destination !== 'string') errors.destination = 'error.path.missing.';
  if (Object.keys(errors).length > 0) return v3Error(422, 'JSON data is missing or invalid', errors);
  const scope = String(body.scope);
  const destination = String(body.destination);
  checkDestination(shop, destination);
  const headers = headersIn(body);
  const same = ownHooks(shop).filter((hook) => hook.scope === scope);
  if (same.some((hook) => hook.destination === destination)) {
    return v3Error(shop.settings.duplicateHookStatus, 'A webhook with this scope and destination already exists.');
  }
  if (same.length >= PER_SCOPE_MAX) return v3Error(422, `At most ${PER_SCOPE_MAX} webhooks are allowed per scope.`);
  const at = now(shop);
  const hook: HookRecord = {
    id: nextId(shop, 'hook'),
    clientId: shop.settings.clientId,
    scope,
    destination,
    headers,
    active: body.is_active !== false,
    deactivated: false,
    createdAt: at,
    updatedAt: at,
    activeAt: at,
  };
  shop.delivery.hooks.set(hook.id, hook);
  return single(hookView(shop, hook));
}

function putHook(call: Call): Reply {
  const { shop, body } = call;
  const hook = hookOf(call);
  if (!isFields(body) || !['scope', 'destination', 'is_active', 'headers'].some((name) => body[name] !== undefined)) {
    return v3Error(422, 'JSON data is missing or invalid', { body: 'at least one field must be given' });
  }
  if (typeof body.destination === 'string') checkDestination(shop, body.destination);
  const headers = body.headers === undefined ? hook.headers : headersIn(body);
  if (typeof body.scope === 'string') hook.scope = body.scope;
  if (typeof body.destination === 'string') hook.destination = body.destination;
  hook.headers = headers;
  if (typeof body.is_active === 'boolean') {
    hook.active = body.is_active;
    if (body.is_active) {
      hook.deactivated = false;
      hook.activeAt = now(shop);
    }
  }
  hook.updatedAt = now(shop);
  return single(hookView(shop, hook));
}

/** DELETE answers 200 with the object (sheet 9.1). */
function deleteHook(call: Call): Reply {
  const hook = hookOf(call);
  call.shop.delivery.hooks.delete(hook.id);
  call.shop.delivery.queue = call.shop.delivery.queue.filter(({ hookId }) => hookId !== hook.id);
  return single(hookView(call.shop, hook));
}

function admin(call: Call): Reply {
  const { shop } = call;
  const at = now(shop);
  return single({
    emails: shop.delivery.adminEmails,
    hooks_list: ownHooks(shop).map((hook) => ({
      ...hookView(shop, hook),
      status: hook.active ? 'active' : hook.deactivated ? 'deactivated' : 'inactive',
    })),
    blocked_domains: [...shop.delivery.domains]
      .filter(([, { blockedUntil }]) => blockedUntil > at)
      .map(([destination, { blockedUntil, reasons }]) => ({ destination, time_left: toSeconds(blockedUntil - at), reasons })),
  });
}

function putAdmin(call: Call): Reply {
  if (!isFields(call.body) || !Array.isArray(call.body.emails)) return v3Error(422, 'JSON data is missing or invalid');
  call.shop.delivery.adminEmails = call.body.emails.map(String);
  return noContent();
}

function hookOf(call: Call): HookRecord {
  const id = idOf(call);
  const hook = call.shop.delivery.hooks.get(id);
  if (hook === undefined || hook.clientId !== call.shop.settings.clientId)
    return refuse(v3Error(404, `Webhook with id [${id}] not found.`));
  return hook;
}

export function hookView(shop: Shop, hook: HookRecord): Fields {
  return {
    id: hook.id,
    client_id: hook.clientId,
    store_hash: shop.storeHash,
    scope: hook.scope,
    destination: hook.destination,
    headers: hook.headers,
    is_active: hook.active,
    created_at: toSeconds(hook.createdAt),
    updated_at: toSeconds(hook.updatedAt),
  };
}

/** HTTPS on port 443 only (sheet 9.1). */
function checkDestination(shop: Shop, destination: string): void {
  const url = URL.canParse(destination) ? new URL(destination) : undefined;
  const secure = url?.protocol === 'https:' && url.port === '';
  if (url === undefined || (!secure && !shop.settings.insecureHookDestinations)) {
    refuse(v3Error(422, 'JSON data is missing or invalid', { destination: 'The destination must be a HTTPS address on port 443.' }));
  }
}

function headersIn(body: Fields): Readonly<Record<string, string>> {
  if (body.headers === undefined || body.headers === null) return {};
  const entries = isFields(body.headers)
    ? Object.entries(body.headers)
    : refuse(v3Error(422, 'JSON data is missing or invalid', { headers: 'invalid' }));
  const wrong =
    entries.length > HEADERS_MAX || entries.some(([name, value]) => name.length > 64 || typeof value !== 'string' || value.length > 8192);
  if (wrong) refuse(v3Error(422, 'JSON data is missing or invalid', { headers: 'invalid' }));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
