import Fastify, { type FastifyInstance } from 'fastify';

/** Why the service cannot work, one sentence each; none: it can. */
export type Readiness = () => Promise<readonly string[]>;

/** The service's HTTP: whether it lives and whether it works. */
export function createHttpServer(readiness: Readiness): FastifyInstance {
  const server = Fastify({ logger: false, forceCloseConnections: true });

  server.get('/healthz', async () => ({ status: 'ok' }));

  server.get('/readyz', async (_, reply) => {
    const reasons = await readiness();
    if (reasons.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reasons });
  });

  return server;
}
