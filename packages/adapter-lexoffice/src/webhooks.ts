import { type Call, done, type Outcome, type RawWebhook, SyncError, type WakeUp, type Webhooks } from '@megzo/core';
import type { Client } from './client.ts';
import { documentId } from './document-kinds.ts';
import { readEventMessage } from './event-message.ts';
import type { EventKeys } from './options.ts';

type LookAt = (resourceId: string) => readonly WakeUp[];

function article(id: string): readonly WakeUp[] {
  return [{ what: 'article', id }];
}

function salesOrder(what: 'sales-order' | 'sales-order-gone'): LookAt {
  return (uuid) => [{ what, id: documentId({ kind: 'sales-order', uuid }) }];
}

function salesDocument(...kinds: readonly ('invoice' | 'credit-note')[]): LookAt {
  return (uuid) => kinds.map((kind) => ({ what: 'sales-document', id: documentId({ kind, uuid }) }));
}

function eventsOf(noun: string, changes: readonly string[], look: LookAt): readonly (readonly [string, LookAt])[] {
  return changes.map((change) => [`${noun}.${change}`, look]);
}

const plain = ['created', 'changed', 'deleted'];
const withStatus = [...plain, 'status.changed'];

/** The events that a flow has a use for, and where each one says to look (sheet 8.2). */
const looks: ReadonlyMap<string, LookAt> = new Map([
  ...eventsOf('article', plain, article),
  ...eventsOf('order-confirmation', ['created', 'changed', 'status.changed'], salesOrder('sales-order')),
  ...eventsOf('order-confirmation', ['deleted'], salesOrder('sales-order-gone')),
  ...eventsOf('invoice', withStatus, salesDocument('invoice')),
  ...eventsOf('credit-note', withStatus, salesDocument('credit-note')),
  // The event does not say which of the two it is about; it may be a bookkeeping voucher, and then both reads find nothing.
  ...eventsOf('payment', ['changed'], salesDocument('invoice', 'credit-note')),
  // The key is withdrawn or has ended, and all subscriptions with it.
  ...eventsOf('token', ['revoked'], (id) => [{ what: 'settings', id }]),
]);

/** The event types that `subscribe` asks for. */
export const eventTypes: readonly string[] = [...looks.keys()];

/** Events of one organisation, under the vendor's public keys. */
export function createWebhooks(client: Client, keys: EventKeys): Webhooks {
  return {
    read: (message) => readHook(message, keys),
    subscribe: (url, call) => subscribe(client, url, call),
  };
}

/** A genuine event of a type that nobody asked for gives nothing to look at. */
function readHook({ headers, body }: RawWebhook, keys: EventKeys): { readonly look: readonly WakeUp[] } | undefined {
  const signature = headers['x-lxo-signature'];
  if (signature === undefined) return undefined;
  const event = readEventMessage({ body, signature }, keys);
  if (event === undefined) return undefined;
  return { look: looks.get(event.type)?.(event.resourceId) ?? [] };
}

/**
 * One read and one call for each type that is missing. What stands for other addresses, and types that we have no use for, are left
 * alone. A call that fails ends it: those made before stand, and the next time only the rest is made.
 */
async function subscribe(client: Client, url: string, call: Call): Promise<Outcome<{ made: number; standing: number }>> {
  const list = await client.subscriptions(call);
  if (list.status !== 'done') return list;
  const there = new Set(list.value.content.filter(({ callbackUrl }) => callbackUrl === url).map(({ eventType }) => eventType));
  const missing = eventTypes.filter((type) => !there.has(type));
  let made = 0;
  for (const eventType of missing) {
    const outcome = await client.subscribe({ eventType, callbackUrl: url }, call);
    // 409: another process made it a moment ago, or the vendor writes the address in another way.
    if (outcome.status === 'rejected' && outcome.error.code === 'CONFLICT') continue;
    if (outcome.status === 'rejected' && outcome.error.details.status === 406)
      return { status: 'rejected', error: notReached(outcome.error) };
    if (outcome.status !== 'done') return outcome;
    made += 1;
  }
  return done({ made, standing: eventTypes.length - made });
}

/** The vendor asks the address with a HEAD before it takes it (sheet 8.1). */
function notReached({ details }: SyncError): SyncError {
  return new SyncError(
    'REFUSED',
    'lexoffice refuses the address for webhooks. It must be reachable from the internet over HTTPS with a certificate that is not self-signed, and answer HEAD with 200. Mend that and try again.',
    { details },
  );
}
