import { describe, expect, it } from '@jest/globals';
import { createHttpServer } from './server.ts';

describe('The HTTP server', () => {
  it('says that the process lives whatever else is wrong', async () => {
    const answer = await createHttpServer(async () => ['the database does not answer']).inject('/healthz');

    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: 'ok' });
  });

  it('is ready when nothing stands in the way', async () => {
    const answer = await createHttpServer(async () => []).inject('/readyz');

    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: 'ready' });
  });

  it('says why it is not ready', async () => {
    const answer = await createHttpServer(async () => ['the worker is stopping']).inject('/readyz');

    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'not ready', reasons: ['the worker is stopping'] });
  });
});
