import type { Config, ConnectionConfig } from '../config/config-file.ts';
import type { WebhookSecrets } from '../http/webhook-secret.ts';

/** Adapter → the option in which it wants the secret that its vendor sends back. */
const headerSecretOf: ReadonlyMap<string, string> = new Map([['bigcommerce', 'webhookSecret']]);

/** The configuration with the secrets that webhooks need, where a file names none. */
export function withHookSecrets(config: Config, secrets: WebhookSecrets): Config {
  return {
    merchants: config.merchants.map((merchant) => ({
      ...merchant,
      connections: merchant.connections.map((connection): ConnectionConfig => {
        const option = headerSecretOf.get(connection.adapter);
        if (option === undefined || connection.options[option] !== undefined) return connection;
        const secret = secrets.of({ merchant: merchant.id, connection: connection.id }, 'header');
        return { ...connection, options: { ...connection.options, [option]: secret } };
      }),
    })),
  };
}
