import { describe, expect, it } from '@jest/globals';
import { LostReply, serve } from './index.ts';

describe('serve', () => {
  it('hands a request over as it came and the answer back as it was made', async () => {
    const seen: Record<string, string>[] = [];
    const served = await serve(async (request) => {
      seen.push({ method: request.method, url: request.url, key: request.headers.get('x-key') ?? '', body: await request.text() });
      return new Response(new Uint8Array([0, 255, 128]), { status: 201, headers: { 'x-made': 'yes' } });
    });

    const answer = await fetch(`${served.url}/records/a%20b?page=2&page=3`, { method: 'PUT', headers: { 'x-key': 'k' }, body: 'Öl' });
    const bytes = [...new Uint8Array(await answer.arrayBuffer())];
    await served.close();

    expect(seen).toEqual([{ method: 'PUT', url: `${served.url}/records/a%20b?page=2&page=3`, key: 'k', body: 'Öl' }]);
    expect([answer.status, answer.headers.get('x-made'), bytes]).toEqual([201, 'yes', [0, 255, 128]]);
  });

  it('answers without a body', async () => {
    const served = await serve(async () => new Response(null, { status: 204 }));

    const answer = await fetch(served.url);
    const text = await answer.text();
    await served.close();

    expect([answer.status, text]).toEqual([204, '']);
  });

  it('destroys the socket for a lost reply', async () => {
    const served = await serve(() => Promise.reject(new LostReply()));

    const failure = await fetch(served.url).catch((error: Error & { cause?: { code?: string } }) => error.cause?.code);
    await served.close();

    expect(failure).toBe('UND_ERR_SOCKET');
  });

  it('shows a fault of the simulator itself as one', async () => {
    const served = await serve(() => Promise.reject(new Error('no such shelf')));

    const answer = await fetch(served.url);
    const text = await answer.text();
    await served.close();

    expect(answer.status).toBe(500);
    expect(text).toContain('simulator fault: Error: no such shelf');
  });

  it('listens on the loopback interface only and refuses a port that is taken', async () => {
    const served = await serve(async () => new Response(''));
    const { hostname, port } = new URL(served.url);

    await expect(serve(async () => new Response(''), Number(port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await served.close();

    expect(hostname).toBe('127.0.0.1');
  });

  it('closes while an answer is still awaited', async () => {
    let asked: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const served = await serve(() => {
      asked();
      return new Promise(() => {});
    });

    const failure = fetch(served.url).then(
      () => 'answered',
      () => 'closed',
    );
    await arrived;
    await served.close();

    expect(await failure).toBe('closed');
  });
});
