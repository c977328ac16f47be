import { type Http, hasStandardSignature, isSameSecret, parseJson } from '@megzo/adapter-kit';
import type { Clock, RawWebhook, WakeUp, Webhooks } from '@megzo/core';
import type { BigcommerceSetup } from './options.ts';
import { secretHeader, subscribeHooks } from './subscribe-hooks.ts';
import { wakeUps } from './wake-ups.ts';
import { deliveryWire } from './wire/hook.ts';

/**
 * Webhooks of one store. What proves one is our own secret in a header of ours, always; the vendor's signature on top where
 * there is one (sheet 9.6). The `hash` in the body is no proof: it has no key.
 */
export function createWebhooks(http: Http, setup: BigcommerceSetup, secret: string, clock: Clock): Webhooks {
  return {
    read(message) {
      if (!isSameSecret(message.headers[secretHeader] ?? '', secret)) return undefined;
      if (!isSigned(message, setup, clock)) return undefined;
      return lookOf(message, setup);
    },
    subscribe: (url, call) => subscribeHooks(http, { url, secret }, call),
  };
}

const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

function isSigned({ headers, body }: RawWebhook, { clientSecret, signatures }: BigcommerceSetup, clock: Clock): boolean {
  const [id, timestamp, signature] = signatureHeaders.map((name) => headers[name] ?? '') as [string, string, string];
  const isPresent = signatureHeaders.some((name) => headers[name] !== undefined);
  if (!isPresent || clientSecret === undefined) return signatures === 'when-present';
  return hasStandardSignature({ id, timestamp, signature, body }, { keys: [clientSecret], now: clock.now() });
}

function lookOf({ body }: RawWebhook, { storeHash }: BigcommerceSetup): { readonly look: readonly WakeUp[] } | undefined {
  const delivery = deliveryWire.safeParse(parsed(body));
  if (!delivery.success || delivery.data.producer !== `stores/${storeHash}`) return undefined;
  return { look: wakeUps(delivery.data.scope, delivery.data.data, storeHash) };
}

function parsed(body: RawWebhook['body']): unknown {
  try {
    return parseJson(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
