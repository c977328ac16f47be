import type { Log } from '@megzo/core';
import type { RunnablePair } from '../container/pairs.ts';
import type { WebhookSecrets } from '../http/webhook-secret.ts';

export interface Subscribing {
  readonly pairs: readonly RunnablePair[];
  readonly publicUrl: string;
  readonly secrets: WebhookSecrets;
  readonly log: Log;
}

/** What a vendor switched off for its failures is found and switched on again after this time at the latest, ms. */
export const subscribeEveryMs = 24 * 3_600_000;

/** Sees to it that every vendor with webhooks calls this service. One connection of several pairs is asked once. */
export async function subscribeAll({ pairs, publicUrl, secrets, log }: Subscribing): Promise<void> {
  const seen = new Set<string>();
  for (const { merchant, pair, handle } of pairs) {
    for (const side of ['invoicing', 'channel'] as const) {
      const place = { merchant: merchant.id, connection: pair[side] };
      if (seen.has(JSON.stringify(place))) continue;
      seen.add(JSON.stringify(place));
      try {
        const url = `${publicUrl}/webhooks/${encodeURIComponent(place.connection)}/${secrets.of(place, 'address')}`;
        const outcome = await handle.subscribe(side, url);
        if (outcome.status === 'done') log.info('webhooks are subscribed', { ...place, ...outcome.value });
        else if (outcome.status !== 'no-webhooks') log.warn('webhooks could not be subscribed', { ...place, code: outcome.error.code });
      } catch (error) {
        log.error('webhooks could not be subscribed', { ...place, error: error instanceof Error ? error.message : String(error) });
      }
    }
  }
}
