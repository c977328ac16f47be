import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Delivery, DeliveryAttempt, KeyPair } from './delivery-records.ts';
import { now, type State } from './state.ts';

const secondMs = 1000;
const hourMs = 3600 * secondMs;

/** Pauses after each failed try (8.3): five short ones, half an hour, then twenty tries two hours apart. */
export const retryLadderMs: readonly number[] = [
  ...[10, 20, 40, 80, 160].map((seconds) => seconds * secondMs),
  hourMs / 2,
  ...Array.from({ length: 19 }, () => 2 * hourMs),
];

const successes = [200, 201, 202, 204];

/** The vendor has one key for all accounts, so simulators of one process share theirs. */
let vendorKeys: KeyPair | undefined;

/** The key pair that signs: the one passed in, or one made at first use. */
export function keysOf(state: State): KeyPair {
  if (state.keys !== undefined) return state.keys;
  vendorKeys ??= newKeys();
  return vendorKeys;
}

/** 2048 bits: making the vendor's 4096 takes seconds. */
function newKeys(): KeyPair {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, publicKeyPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() };
}

/** Base64 of RSA-SHA512 (PKCS#1 v1.5) over the compact JSON (8.4). */
export function signatureOf(state: State, body: string): string {
  return sign('RSA-SHA512', new TextEncoder().encode(body), keysOf(state).privateKey).toString('base64');
}

/** When the next try is due, if one is. */
export function nextDeliveryAt(state: State): number | undefined {
  return state.deliveries.reduce<number | undefined>(
    (least, { dueAt }) => (least === undefined || dueAt < least ? dueAt : least),
    undefined,
  );
}

/** Makes every try that is due now, one after another, and answers what became of them. */
export async function deliverDue(state: State): Promise<readonly DeliveryAttempt[]> {
  const at = now(state);
  const due = state.deliveries.filter(({ dueAt }) => dueAt <= at).sort((a, b) => a.dueAt - b.dueAt);
  state.deliveries = state.deliveries.filter((delivery) => !due.includes(delivery));
  const { reorder, duplicateChance } = state.settings.webhooks;
  const ordered = reorder ? shuffled(due, state.world.random) : due;
  const attempts: DeliveryAttempt[] = [];
  for (const delivery of ordered) {
    const isDoubled = duplicateChance > 0 && state.world.random() < duplicateChance;
    for (let copy = 0; copy < (isDoubled ? 2 : 1); copy += 1) {
      const attempt = await tryOnce(state, { delivery, isCopy: copy > 0 });
      if (attempt !== undefined) attempts.push(attempt);
    }
  }
  state.deliveryLog.push(...attempts);
  return attempts;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

interface Try {
  readonly delivery: Delivery;
  /** A duplicate of a try that was made: it is not retried on its own account. */
  readonly isCopy: boolean;
}

async function tryOnce(state: State, { delivery, isCopy }: Try): Promise<DeliveryAttempt | undefined> {
  const { subscriptionId, eventType, resourceId } = delivery;
  // `token.revoked` tells of the end of all subscriptions and outlives them.
  if (!state.subscriptions.has(subscriptionId) && eventType !== 'token.revoked') return undefined;
  const at = now(state);
  const answered = await post(state, delivery);
  const attempt = { at, subscriptionId, eventType, resourceId, answered };
  if (typeof answered === 'number' && successes.includes(answered)) return { ...attempt, outcome: 'delivered' };
  if (answered === 410) {
    state.subscriptions.delete(subscriptionId);
    return { ...attempt, outcome: 'subscription-deleted' };
  }
  if (!isRetried(answered)) return { ...attempt, outcome: 'given-up' };
  const pauseMs = retryLadderMs[delivery.attempts];
  if (pauseMs !== undefined) {
    if (!isCopy) state.deliveries.push({ ...delivery, attempts: delivery.attempts + 1, dueAt: now(state) + pauseMs });
    return { ...attempt, outcome: 'again' };
  }
  if (answered !== 404 && answered !== 'unknown-host') return { ...attempt, outcome: 'given-up' };
  state.subscriptions.delete(subscriptionId);
  return { ...attempt, outcome: 'subscription-deleted' };
}

function isRetried(answered: DeliveryAttempt['answered']): boolean {
  return typeof answered !== 'number' || [401, 403, 404, 429].includes(answered) || answered >= 500;
}

/** One POST; up to three redirects are followed. An answer after the read timeout is none, though the receiver has acted. */
async function post(state: State, { callbackUrl, body }: Delivery): Promise<DeliveryAttempt['answered']> {
  const startedAt = now(state);
  let url = callbackUrl;
  for (let redirects = 0; ; redirects += 1) {
    let answer: Response | undefined;
    try {
      answer = await state.callbacks?.(
        new Request(url, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', 'x-lxo-signature': signatureOf(state, body) },
          body,
        }),
      );
    } catch (error) {
      return isUnknownHost(error) ? 'unknown-host' : 'unreachable';
    }
    if (answer === undefined) return 'unreachable';
    await answer.body?.cancel();
    if (now(state) - startedAt > state.settings.webhooks.timeoutMs) return 'timeout';
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null || redirects === 3) return answer.status;
    url = new URL(location, url).href;
  }
}

function isUnknownHost(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOTFOUND';
}
