import { documentKinds } from './document-kinds.ts';
import { now, type State } from './state.ts';
import { toStamp } from './time.ts';

/** Who made a change: our own key through the API, or a person in the app. */
export type Actor = 'api' | 'person';

const plain = ['article', 'contact', 'dunning', 'recurring-template'];
const withStatus = [...Object.values(documentKinds).map(({ event }) => event), 'voucher'].filter((event) => event !== 'dunning');

/** Every event type of 8.2. */
export const eventTypes: ReadonlySet<string> = new Set([
  ...[...plain, ...withStatus].flatMap((noun) => [`${noun}.created`, `${noun}.changed`, `${noun}.deleted`]),
  ...withStatus.map((noun) => `${noun}.status.changed`),
  'payment.changed',
  'token.revoked',
]);

/** Queues one event for every subscription to it. Nothing is sent before `deliverDue`. */
export function emit(state: State, eventType: string, { resourceId, by }: { readonly resourceId: string; readonly by: Actor }): void {
  if (by === 'api' && !state.settings.webhooks.ownChanges) return;
  const at = now(state);
  const body = JSON.stringify({ organizationId: state.profile.organizationId, eventType, resourceId, eventDate: toStamp(at) });
  for (const { id, eventType: wanted, callbackUrl } of state.subscriptions.values()) {
    if (wanted !== eventType) continue;
    state.deliveries.push({ subscriptionId: id, eventType, resourceId, callbackUrl, body, dueAt: at, attempts: 0 });
  }
}
