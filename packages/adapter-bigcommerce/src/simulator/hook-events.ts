import { createHash } from 'node:crypto';
import { toSeconds } from './dates.ts';
import type { Delivery, HookRecord } from './hook-records.ts';
import type { Fields } from './json.ts';
import { hex, nextId, now, type Shop } from './shop.ts';

export interface HookEvent {
  readonly scope: string;
  readonly data: Fields;
}

/** Queues an event for every hook that listens to it. A subscription to `store/order/*` beside a single scope receives twice (sheet 9.4). */
export function emit(shop: Shop, event: HookEvent, at: number = now(shop)): void {
  for (const hook of shop.delivery.hooks.values()) {
    const ready = hook.createdAt + shop.settings.hookActivationMs <= at;
    if (hook.active && ready && listens(hook, event.scope)) queueFor(shop, hook, event, at);
  }
}

/** Only to hooks of one scope that belong to the same client: the platform's own notices about a hook. */
export function emitException(shop: Shop, about: HookRecord, notice: { error_code: 90001 | 90002 | 90003; message: string }): void {
  const data = { type: 'webhook', id: about.id, ...notice };
  for (const hook of shop.delivery.hooks.values()) {
    if (hook.active && hook.scope === 'store/hook/deliveryException' && hook.clientId === about.clientId && hook.id !== about.id) {
      queueFor(shop, hook, { scope: 'store/hook/deliveryException', data }, now(shop));
    }
  }
}

function listens(hook: HookRecord, scope: string): boolean {
  if (hook.scope === scope) return true;
  // A trailing star covers one family, deeper scopes such as `store/order/refund/created` included.
  return hook.scope.endsWith('/*') && scope.startsWith(hook.scope.slice(0, -1));
}

function queueFor(shop: Shop, hook: HookRecord, event: HookEvent, at: number): void {
  const { loss, duplicate, delayMs } = shop.settings.hookChaos;
  if (loss > 0 && shop.world.random() < loss) {
    shop.delivery.lost += 1;
    return;
  }
  const copies = duplicate > 0 && shop.world.random() < duplicate ? 2 : 1;
  const delivery: Delivery = {
    messageId: `msg_${hex(shop, 24)}`,
    hookId: hook.id,
    body: payloadOf(shop, event, at),
    attempts: 0,
    dueAt: at + delayMs,
  };
  for (let copy = 0; copy < copies; copy += 1) {
    nextId(shop, 'delivery');
    shop.delivery.queue.push({ ...delivery });
  }
}

/** The hash is an unkeyed SHA-1 of the payload: two genuine updates in one second share it (sheet 9.2). */
function payloadOf(shop: Shop, { scope, data }: HookEvent, at: number): string {
  const createdAt = toSeconds(at);
  const producer = `stores/${shop.storeHash}`;
  const hash = createHash('sha1').update(JSON.stringify({ data, createdAt, producer })).digest('hex');
  return JSON.stringify({ scope, store_id: '1025646', data, hash, created_at: createdAt, producer });
}
