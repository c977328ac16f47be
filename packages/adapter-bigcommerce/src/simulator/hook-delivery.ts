import { createHmac } from 'node:crypto';
import { toSeconds } from './dates.ts';
import { emitException } from './hook-events.ts';
import type { Delivery, DomainHealth, HookRecord } from './hook-records.ts';
import { now, type Shop } from './shop.ts';

/** Sends one webhook; anything that is no 2xx, or a rejection, is a failure. */
export type HookFetch = (request: Request) => Promise<Response>;

/** Seconds until the next try; after the last one the hook is switched off (sheet 9.2). */
export const RETRY_LADDER_SECONDS = [60, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 50_400, 86_400] as const;
const QUIET_MS = 90 * 86_400_000;
const WINDOW_MS = 120_000;
const WINDOW_REQUESTS_MIN = 100;
const BLOCK_MS = 180_000;
const NOTICE_EVERY_MS = 600_000;

export interface DeliveryReport {
  readonly delivered: number;
  readonly failed: number;
  /** Held back because the domain is blocked. */
  readonly blocked: number;
}

/** Sends everything that is due by now, once each; what fails is put on the ladder. */
export async function deliverDue(shop: Shop, send: HookFetch): Promise<DeliveryReport> {
  const at = now(shop);
  const { delivery } = shop;
  switchOffQuiet(shop, at);
  const due = delivery.queue.filter(({ dueAt }) => dueAt <= at).sort((a, b) => a.dueAt - b.dueAt);
  delivery.queue = delivery.queue.filter(({ dueAt }) => dueAt > at);
  const report = { delivered: 0, failed: 0, blocked: 0 };
  for (const next of shop.settings.hookChaos.reorder ? shuffled(shop, due) : due) {
    const hook = delivery.hooks.get(next.hookId);
    if (hook === undefined || !hook.active) continue;
    const health = healthOf(shop, hook);
    if (health.blockedUntil > now(shop)) {
      report.blocked += 1;
      holdBack(shop, next, health);
      continue;
    }
    const succeeded = await attempt(shop, hook, next, send);
    report[succeeded ? 'delivered' : 'failed'] += 1;
    judge(shop, hook, health, succeeded);
    if (succeeded) hook.activeAt = now(shop);
    else retry(shop, hook, next);
  }
  return report;
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, keyed by the bytes of the client secret (sheet 9.6). */
export function signatureOf(shop: Shop, { id, timestamp, body }: { id: string; timestamp: string; body: string }): string {
  return `v1,${createHmac('sha256', shop.clientSecret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

async function attempt(shop: Shop, hook: HookRecord, { messageId, body }: Delivery, send: HookFetch): Promise<boolean> {
  const timestamp = String(toSeconds(now(shop)));
  const headers = new Headers(hook.headers);
  headers.set('content-type', 'application/json');
  if (shop.settings.signing) {
    headers.set('webhook-id', messageId);
    headers.set('webhook-timestamp', timestamp);
    headers.set('webhook-signature', signatureOf(shop, { id: messageId, timestamp, body }));
  }
  try {
    const response = await send(new Request(hook.destination, { method: 'POST', headers, body }));
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function retry(shop: Shop, hook: HookRecord, delivery: Delivery): void {
  const wait = RETRY_LADDER_SECONDS[delivery.attempts];
  if (wait === undefined) {
    hook.active = false;
    hook.deactivated = true;
    hook.updatedAt = now(shop);
    emitException(shop, hook, { error_code: 90002, message: 'All retries failed, the webhook was deactivated.' });
    shop.delivery.lost += 1;
    return;
  }
  shop.delivery.queue.push({ ...delivery, attempts: delivery.attempts + 1, dueAt: now(shop) + wait * 1000 });
  const warnedAt = shop.delivery.warnedAt.get(hook.id) ?? Number.NEGATIVE_INFINITY;
  if (now(shop) - warnedAt >= NOTICE_EVERY_MS) {
    shop.delivery.warnedAt.set(hook.id, now(shop));
    emitException(shop, hook, { error_code: 90001, message: 'The delivery failed and will be retried.' });
  }
}

/** Below 90 % within two minutes, counted from the hundredth request, the domain is blocked for three (sheet 9.2). */
function judge(shop: Shop, hook: HookRecord, health: DomainHealth, succeeded: boolean): void {
  const at = now(shop);
  if (at - health.windowStartedAt >= WINDOW_MS) Object.assign(health, { windowStartedAt: at, requests: 0, failures: 0 });
  health.requests += 1;
  if (!succeeded) health.failures += 1;
  // In whole numbers: fewer than nine of ten succeeded.
  if (health.requests < WINDOW_REQUESTS_MIN || health.failures * 10 <= health.requests) return;
  health.blockedUntil = at + BLOCK_MS;
  health.reasons = [{ failure_description: 'The success ratio fell below 90 percent.', count: health.failures, timestamp: toSeconds(at) }];
  Object.assign(health, { windowStartedAt: at, requests: 0, failures: 0 });
  emitException(shop, hook, { error_code: 90003, message: 'The domain was blocked.' });
}

/** "Some" events of a blocked time are queued; whether the others are lost for good is unknown 12.17. */
function holdBack(shop: Shop, delivery: Delivery, health: DomainHealth): void {
  if (shop.world.random() < shop.settings.blocklistLoss) shop.delivery.lost += 1;
  else shop.delivery.queue.push({ ...delivery, dueAt: health.blockedUntil });
}

/** Ninety days without activity switch a hook off (sheet 9.1). */
export function switchOffQuiet(shop: Shop, at: number): void {
  for (const hook of shop.delivery.hooks.values()) {
    if (!hook.active || at - hook.activeAt < QUIET_MS) continue;
    hook.active = false;
    hook.deactivated = true;
    hook.updatedAt = at;
  }
}

/** All paths of a domain share its health, per client id. */
function healthOf(shop: Shop, { destination, clientId }: HookRecord): DomainHealth {
  const key = clientId === shop.settings.clientId ? new URL(destination).host : `${clientId}@${new URL(destination).host}`;
  const known = shop.delivery.domains.get(key);
  if (known !== undefined) return known;
  const made: DomainHealth = { windowStartedAt: now(shop), requests: 0, failures: 0, blockedUntil: 0, reasons: [] };
  shop.delivery.domains.set(key, made);
  return made;
}

function shuffled(shop: Shop, deliveries: readonly Delivery[]): Delivery[] {
  const rest = [...deliveries];
  const order: Delivery[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(shop.world.random() * rest.length), 1));
  return order;
}
