import { type Answer, actionResult, bodyOf, type Call } from './call.ts';
import { type Detail, regularError, validationError } from './errors.ts';
import { eventTypes } from './events.ts';
import { isAbsent, type Json } from './json.ts';
import type { SubscriptionRecord } from './records.ts';
import { newId, now, type State } from './state.ts';
import { toStamp } from './time.ts';

export async function answerSubscriptions(state: State, call: Call): Promise<Answer | undefined> {
  const [id, ...more] = call.rest;
  if (more.length > 0) return undefined;
  if (id === undefined) {
    if (call.method === 'POST') return postSubscription(state, call);
    if (call.method !== 'GET') return undefined;
    // 1.3: `content` without any paging field.
    return { status: 200, body: { content: [...state.subscriptions.values()].map((entry) => subscriptionToJson(state, entry)) } };
  }
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined) return undefined;
  if (call.method === 'GET') return { status: 200, body: subscriptionToJson(state, subscription) };
  if (call.method !== 'DELETE') return undefined;
  state.subscriptions.delete(id);
  return { status: 204 };
}

async function postSubscription(state: State, call: Call): Promise<Answer> {
  const { eventType, callbackUrl } = bodyOf(call);
  const details: Detail[] = [];
  if (isAbsent(eventType)) details.push({ field: 'eventType', violation: 'NOTNULL', message: 'darf nicht null sein' });
  else if (typeof eventType !== 'string' || !eventTypes.has(eventType)) {
    details.push({ field: 'eventType', violation: 'ENUM', message: 'unbekannter Ereignistyp' });
  }
  if (isAbsent(callbackUrl)) details.push({ field: 'callbackUrl', violation: 'NOTNULL', message: 'darf nicht null sein' });
  else if (!isAcceptedUrl(state, callbackUrl))
    details.push({ field: 'callbackUrl', violation: 'URL', message: 'muss eine HTTPS-Adresse sein' });
  if (details.length > 0 || typeof eventType !== 'string' || typeof callbackUrl !== 'string') throw validationError(details);
  refuseDuplicate(state, { eventType, callbackUrl });
  if (!(await answersHead(state, callbackUrl))) {
    throw validationError([{ field: 'callbackUrl', violation: 'UNREACHABLE', message: 'Die Adresse ist nicht erreichbar.' }]);
  }
  // Another request may have made it while the callback was asked.
  refuseDuplicate(state, { eventType, callbackUrl });
  const at = now(state);
  const subscription: SubscriptionRecord = { id: newId(state), eventType, callbackUrl, createdAt: at };
  state.subscriptions.set(subscription.id, subscription);
  return actionResult(call, 201, { id: subscription.id, createdDate: toStamp(at), updatedDate: toStamp(at), version: 0 });
}

function refuseDuplicate(state: State, { eventType, callbackUrl }: { readonly eventType: string; readonly callbackUrl: string }): void {
  for (const known of state.subscriptions.values()) {
    if (known.eventType === eventType && known.callbackUrl === callbackUrl) throw regularError(409, 'Dieses Abonnement gibt es bereits.');
  }
}

function isAcceptedUrl(state: State, url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  return new URL(url).protocol === 'https:' || !state.settings.webhooks.httpsOnly;
}

/** 8.1: a HEAD checks the certificate; no answer or an error fails the subscription. */
async function answersHead(state: State, url: string): Promise<boolean> {
  try {
    const answer = await state.callbacks?.(new Request(url, { method: 'HEAD' }));
    return answer !== undefined && answer.status < 400;
  } catch {
    return false;
  }
}

/** `subscriptionId` here, `id` in the answer to the POST (8.1). */
function subscriptionToJson(state: State, { id, eventType, callbackUrl, createdAt }: SubscriptionRecord): Json {
  return { subscriptionId: id, organizationId: state.profile.organizationId, createdDate: toStamp(createdAt), eventType, callbackUrl };
}
