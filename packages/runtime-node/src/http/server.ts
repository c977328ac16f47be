import Fastify, { type FastifyInstance } from 'fastify';
import { takeWebhooks, type WebhookRoute } from './webhooks.ts';

/** Why the service cannot work, one sentence each; none: it can. */
export type Readiness = () => Promise<readonly string[]>;

/** The service's HTTP: whether it lives and whether it works, and what vendors tell it. */
export function createHttpServer(readiness: Readiness, webhooks?: WebhookRoute): FastifyInstance {
  const server = Fastify({ logger: false, forceCloseConnections: true });

  server.get('/healthz', async () => ({ status: 'ok' }));

  server.get('/readyz', async (_, reply) => {
    const reasons = await readiness();
    if (reasons.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reasons });
  });

  if (webhooks !== undefined) takeWebhooks(server, webhooks);
  return server;
}
