import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Answer, type Log, mapAnswer, type SafeDetails } from '@megzo/core';
import { createBench, effectCall, json, readCall, recordWire } from '../test/shop.ts';
import type { Fetch } from './exchange.ts';
import type { HttpFile } from './kit.ts';

// Every place of a call that may hold a secret or a person carries a canary, and none may come out again.
const canary = 'canary-4711';

const answers: readonly (readonly [string, Fetch])[] = [
  ['a success', async () => json(200, `{"id":7,"note":"${canary}"}`)],
  ['another form', async () => json(200, `{"id":"${canary}","${canary}@example.com":1}`)],
  ['a page', async () => json(200, `<h1>${canary}</h1>`)],
  ['a refusal', async () => json(422, `{"title":"${canary}","traceId":"Frau ${canary}","errors":{"${canary}":"${canary}"}}`)],
  ['a fault', async () => json(500, canary, { 'x-request-id': `<${canary}>`, 'set-cookie': `s=${canary}` })],
  ['a redirect', async () => json(302, '', { location: `https://elsewhere.test/?key=${canary}` })],
  ['a refusal for pace', async () => json(429, canary, { 'retry-after': canary })],
  ['a lost connection', () => Promise.reject(new TypeError(canary, { cause: Object.assign(new Error(canary), { code: canary }) }))],
  ['no connection', () => Promise.reject(new TypeError(canary, { cause: Object.assign(new Error(canary), { code: 'ECONNREFUSED' }) }))],
];

function listeningLog(): Log & { readonly lines: unknown[] } {
  const lines: unknown[] = [];
  const note = (text: string, fields?: SafeDetails): void => {
    lines.push([text, fields]);
  };
  return { lines, debug: note, info: note, warn: note, error: note };
}

/** The file itself is what was asked for. */
function withoutBytes(answer: Answer<HttpFile>): unknown {
  return mapAnswer(answer, ({ bytes: _bytes, ...rest }) => rest);
}

describe('redaction', () => {
  it.each(answers)('lets nothing of a call out into errors and log: %s', async (_name, fetch) => {
    const log = listeningLog();
    const { http, requests, clock } = createBench({ fetch, log, http: { headers: { authorization: `Bearer ${canary}` } } });

    const outcomes = await clock.run<unknown>(
      (async () => [
        await http.read({ path: `/records/${canary}`, query: { email: canary } }, recordWire, readCall()),
        await http.readMaybe({ path: `/records/${canary}`, query: { email: canary } }, recordWire, readCall()),
        await http.readFile({ path: `/records/${canary}`, query: { email: canary }, accept: canary }, readCall()).then(withoutBytes),
        await http.write({ method: 'PUT', path: `/records/${canary}`, body: { name: canary } }, recordWire, readCall()),
        await http.send({ path: '/records', query: { email: canary }, body: { name: canary } }, recordWire, effectCall({ marker: canary })),
        await http.send({ path: `/${canary}`, query: { email: canary }, body: { name: canary } }, recordWire, effectCall()),
      ])(),
    );

    expect(requests).toHaveLength(5);
    expect(log.lines).toHaveLength(5);
    const told = inspect({ outcomes, lines: log.lines }, { depth: 20, showHidden: true });
    expect(told).not.toContain(canary);
  });

  it('logs each call with its template, what it came to and how long it took', async () => {
    const log = listeningLog();
    const { http } = createBench({ fetch: async () => json(404, '{"traceId":"90d78d0777be"}'), log });

    await http.read({ path: '/records/7' }, recordWire, readCall());

    expect(log.lines).toEqual([
      [
        'vendor called',
        {
          account: 'shop/1',
          method: 'GET',
          path: '/records/{id}',
          kind: 'read',
          outcome: 'rejected',
          code: 'NOT_FOUND',
          status: 404,
          trace: '90d78d0777be',
          tookMs: 0,
        },
      ],
    ]);
  });
});
