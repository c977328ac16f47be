import type { Log } from '@megzo/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RunnablePair } from '../container/pairs.ts';
import { isSameSecret, type WebhookSecrets } from './webhook-secret.ts';

export interface WebhookRoute {
  /** `undefined` while the service is starting. */
  pairs(): readonly RunnablePair[] | undefined;
  readonly secrets: WebhookSecrets;
  readonly log: Log;
}

/** Far above any notice of a vendor. */
const bodyMaxBytes = 1_000_000;

/**
 * Takes webhooks. Vendors give up an address that answers with errors, and judge all merchants of one domain together: a wrong
 * address, a forged message and a fault of ours are all answered as taken. What is lost so is found at the beat.
 */
export function takeWebhooks(server: FastifyInstance, { pairs, secrets, log }: WebhookRoute): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The bytes as they came: a signature over anything else proves nothing.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyMaxBytes }, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, _request, reply) => {
      log.warn('a webhook could not be taken', { error: error instanceof Error ? error.message : String(error) });
      return reply.code(204).send();
    });
    scope.head('/webhooks/*', (_request, reply) => reply.code(200).send());
    scope.get('/webhooks/*', { exposeHeadRoute: false }, (_request, reply) => reply.code(204).send());
    scope.post('/webhooks/*', take);
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      scope.route({ method, url: '/webhooks/*', handler: (_request, reply) => reply.code(204).send() });
    }
  });

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const known = pairs();
    if (known === undefined) return reply.code(503).header('retry-after', '30').send();
    const [connection = '', secret = '', ...rest] = String((request.params as { '*': string })['*']).split('/');
    const sides = rest.length > 0 ? [] : known.flatMap((runnable) => sidesOf(runnable, { connection, secret }));
    const body = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : '';
    for (const { runnable, side } of sides) {
      const { merchant, pair, handle } = runnable;
      const taken = await handle.receive(side, { headers: headersOf(request), body });
      if (taken === 'forged') log.warn('a webhook was forged', { merchant: merchant.id, pair: pair.id, connection });
    }
    return reply.code(204).send();
  }

  function sidesOf(runnable: RunnablePair, { connection, secret }: { readonly connection: string; readonly secret: string }) {
    const { merchant, pair } = runnable;
    return (['invoicing', 'channel'] as const)
      .filter((side) => pair[side] === connection && isSameSecret(secret, secrets.of({ merchant: merchant.id, connection }, 'address')))
      .map((side) => ({ runnable, side }));
  }
}

function headersOf({ headers }: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
