import { describe, expect, it } from '@jest/globals';
import type { Answer } from '@megzo/core';
import { createBench, json, readCall } from '../test/shop.ts';
import type { FileRequest, HttpFile } from './index.ts';

/** Bytes that are no UTF-8 and would not outlive a way through text. */
const bytes = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0xff, 0xfe, 0x00, 0x80, 0xe9]);

function file(body: Uint8Array | ReadableStream, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(body instanceof Uint8Array ? Buffer.from(body) : body, { status, headers });
}

async function readFile(response: () => Response | Promise<Response>, request: Partial<FileRequest> = {}): Promise<Answer<HttpFile>> {
  const { http, clock } = createBench({ fetch: async () => response() });
  return clock.run(http.readFile({ path: '/records/7', ...request }, readCall()));
}

describe('a file', () => {
  it('comes byte for byte, with its type and its name', async () => {
    const headers = { 'content-type': 'Application/PDF;charset=x', 'content-disposition': 'attachment; filename="Rechnung_RE0001.pdf"' };

    expect(await readFile(() => file(bytes, headers))).toEqual({
      status: 'done',
      value: { bytes: Buffer.from(bytes), type: 'application/pdf', name: 'Rechnung_RE0001.pdf' },
    });
  });

  it('comes in one piece however it was cut on its way', async () => {
    const pieces = [bytes.slice(0, 1), bytes.slice(1, 6), bytes.slice(6)];
    const stream = new ReadableStream({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });

    expect(await readFile(() => file(stream))).toEqual({
      status: 'done',
      value: { bytes: Buffer.from(bytes), type: 'application/octet-stream' },
    });
  });

  it('that is JSON or looks like an error is still a file', async () => {
    expect(await readFile(() => json(200, '{"a":'))).toMatchObject({ status: 'done', value: { type: 'application/json' } });
  });

  it.each([
    [undefined, '*/*'],
    ['application/pdf', 'application/pdf'],
  ])('is asked for with a GET and the accept header as given: %s', async (accept, sent) => {
    const { http, requests } = createBench({ fetch: async () => file(bytes), http: { headers: { Accept: 'application/json' } } });

    await http.readFile({ path: '/records/7', query: { page: 2 }, ...(accept === undefined ? {} : { accept }) }, readCall());

    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET https://shop.test/api/records/7?page=2']);
    expect(requests[0]?.headers.get('accept')).toBe(sent);
  });

  it('of just the largest size is read, and one byte more is rejected for good', async () => {
    const isLargest = await readFile(() => file(bytes), { maxBytes: bytes.byteLength });
    const isLarger = await readFile(() => file(bytes), { maxBytes: bytes.byteLength - 1 });

    expect(isLargest.status).toBe('done');
    expect(isLarger).toMatchObject({ status: 'rejected', error: { code: 'ANSWER_UNREADABLE', details: { reason: 'too-large' } } });
  });

  it('has an end to its size even where more is asked for', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });

    expect(await readFile(() => file(endless), { maxBytes: Number.POSITIVE_INFINITY })).toMatchObject({ status: 'rejected' });
    expect(sent).toBeLessThan(60);
  });

  it.each([
    ['is empty', () => file(new Uint8Array()), 'empty'],
    ['is a 204', () => new Response(null, { status: 204 }), 'empty'],
    ['is shorter than announced', () => file(bytes, { 'content-length': String(bytes.byteLength + 1) }), 'broken-off'],
    [
      'breaks off',
      () => file(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }, { highWaterMark: 0 })),
      'broken-off',
    ],
  ])('that %s may be asked for again', async (_name, response, reason) => {
    expect(await readFile(response)).toMatchObject({
      status: 'retryable',
      error: { code: 'ANSWER_UNREADABLE', details: { reason, method: 'GET', path: '/records/{id}' } },
    });
  });

  it('may have another length on the wire than unpacked', async () => {
    expect(await readFile(() => file(bytes, { 'content-length': '3', 'content-encoding': 'gzip' }))).toMatchObject({ status: 'done' });
  });
});

describe('a call for a file', () => {
  it('keeps the order: allow-list, slot, count, first byte', async () => {
    const order: string[] = [];
    const { http } = createBench({
      fetch: async () => {
        order.push('sent');
        return file(bytes);
      },
      budget: {
        slot: async () => {
          order.push('slot');
        },
        saw: async () => {},
      },
    });
    const call = readCall({ count: (kind) => order.push(kind) });

    const refused = await http.readFile({ path: '/invoices/7/file' }, call);
    await http.readFile({ path: '/records/7' }, call);

    expect(refused).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(order).toEqual(['slot', 'read', 'sent']);
  });

  it('ends at its deadline, also while the bytes are still coming', async () => {
    const stalls = (): Response => file(new ReadableStream({ start: (controller) => controller.enqueue(bytes) }));

    expect(await readFile(stalls)).toMatchObject({ status: 'retryable', error: { code: 'NO_ANSWER', details: { reason: 'deadline' } } });
  });

  it.each([
    [404, 'rejected', 'NOT_FOUND'],
    [409, 'rejected', 'CONFLICT'],
    [429, 'retryable', 'RATE_LIMITED'],
    [503, 'retryable', 'VENDOR_FAILED'],
  ] as const)('answered with %i is %s', async (status, verdict, code) => {
    expect(await readFile(() => json(status, '{"traceId":"90d78d0777be"}', { 'retry-after': '7' }))).toMatchObject({
      status: verdict,
      error: { code, details: { status, trace: '90d78d0777be' } },
      ...(verdict === 'retryable' ? { retryAfterMs: 7_000 } : {}),
    });
  });

  it('lets the adapter read what an error answer says', async () => {
    const { http } = createBench({
      fetch: async () => json(409, '{"message":"draft"}'),
      http: {
        errors: ({ body }) => {
          throw new Error(String((body as { message: string }).message));
        },
      },
    });

    expect(await http.readFile({ path: '/records/7' }, readCall())).toMatchObject({
      status: 'retryable',
      error: { code: 'ANSWER_UNREADABLE', details: { status: 409 } },
    });
  });
});
