import { type Http, isSameSecret } from '@megzo/adapter-kit';
import { type Answer, type Call, done, type Outcome, rejected, SyncError } from '@megzo/core';
import { z } from 'zod';
import { hookMadeWire, hooksWire, type WireHook } from './wire/hook.ts';

/** Carries our secret back; names of headers arrive in lower case. */
export const secretHeader = 'x-megzo-secret';

/**
 * The smallest set that tells of orders, goods and settings (sheet 9.5). `store/hook/deliveryException` is not among them: it
 * must not go to the address whose failure it tells of, and subscribing again finds what was switched off.
 */
export const subscribedScopes = [
  'store/order/*',
  'store/shipment/*',
  'store/product/*',
  'store/sku/*',
  'store/information/updated',
  'store/app/uninstalled',
] as const;

/** Hooks of one scope that an API account may have (sheet 9.1). */
const perScopeMax = 10;
const pageSize = 250;

interface Target {
  readonly url: string;
  readonly secret: string;
}

type Subscribed = { readonly made: number; readonly standing: number };

/** Looks first, then makes what is missing, mends what was switched off, and leaves the rest as it is. */
export async function subscribeHooks(http: Http, target: Target, call: Call): Promise<Outcome<Subscribed>> {
  if (!isPublicHttps(target.url)) {
    return refused(
      'Webhooks go to HTTPS addresses on port 443 only. Give the service a public address of that kind, or go without webhooks.',
    );
  }
  const hooks = await readHooks(http, call);
  if (hooks.status !== 'done') return hooks;
  let made = 0;
  for (const scope of subscribedScopes) {
    const sameScope = hooks.value.filter((hook) => hook.scope === scope);
    const standing = sameScope.find((hook) => isSameAddress(hook.destination, target.url));
    if (standing?.is_active && carries(standing, target.secret)) continue;
    if (standing === undefined && sameScope.length >= perScopeMax) {
      return refused(`The API account has ${perScopeMax} webhooks for ${scope} already. Delete those that nobody uses any more.`);
    }
    const written = await writeHook(http, { target, scope, standing }, call);
    // Somebody made it in between, which is as good.
    if (written.status === 'taken') continue;
    if (written.status !== 'done') return written;
    made += 1;
  }
  return done({ made, standing: subscribedScopes.length - made });
}

/** All hooks of our API account; those of others are not shown (sheet 1.1). */
async function readHooks(http: Http, call: Call): Promise<Answer<readonly WireHook[]>> {
  const hooks = new Map<number, WireHook>();
  for (let page = 1; ; page += 1) {
    const answer = await http.read({ path: '/v3/hooks', query: { limit: pageSize, page } }, hooksWire, call);
    if (answer.status !== 'done') return answer;
    const before = hooks.size;
    for (const hook of answer.value) hooks.set(hook.id, hook);
    // How many come in a page is not documented (sheet 1.4): the end is a page that tells nothing new.
    if (hooks.size === before) return done([...hooks.values()]);
  }
}

async function writeHook(
  http: Http,
  { target, scope, standing }: { readonly target: Target; readonly scope: string; readonly standing: WireHook | undefined },
  call: Call,
): Promise<Outcome<unknown>> {
  const headers = { [secretHeader]: target.secret };
  if (standing !== undefined) {
    const path = `/v3/hooks/${standing.id}`;
    return http.write({ method: 'PUT', path, body: { is_active: true, headers } }, z.unknown(), call);
  }
  const body = { scope, destination: target.url, is_active: true, headers };
  return http.write({ method: 'POST', path: '/v3/hooks', body }, hookMadeWire, call);
}

function carries({ headers }: WireHook, secret: string): boolean {
  const entry = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === secretHeader);
  return typeof entry?.[1] === 'string' && isSameSecret(entry[1], secret);
}

function isPublicHttps(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && url.protocol === 'https:' && url.port === '';
}

function isSameAddress(one: string, other: string): boolean {
  return one === other || (URL.canParse(one) && new URL(one).href === new URL(other).href);
}

function refused(sentence: string): Outcome<never> {
  return rejected(new SyncError('REFUSED', sentence));
}
