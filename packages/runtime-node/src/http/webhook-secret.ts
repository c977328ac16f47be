import { createHmac, timingSafeEqual } from 'node:crypto';

/** What is asked of the installation's key: the secret in a webhook's address, or the one that a vendor sends back in a header. */
type Use = 'address' | 'header';

/** Secrets of connections, made of the installation's key: nothing is stored, none can be guessed, none tells another. */
export interface WebhookSecrets {
  of(connection: { readonly merchant: string; readonly connection: string }, use: Use): string;
}

export function webhookSecrets(key: string): WebhookSecrets {
  return {
    of: ({ merchant, connection }, use) =>
      createHmac('sha256', key)
        .update(JSON.stringify(['megzo webhook', use, merchant, connection]))
        .digest('base64url'),
  };
}

/** In constant time. */
export function isSameSecret(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHmac('sha256', 'compared').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
