import { beforeAll, describe, expect, it } from '@jest/globals';
import { allowedCalls } from '../src/client.ts';
import { createRecorder } from './recording-fetch.ts';
import { answerFaults, type Exchange, requestFaults } from './sheet-schemas/check-exchange.ts';
import { knownStatuses } from './sheet-schemas/errors.ts';
import { sheetEventTypes } from './sheet-schemas/requests.ts';
import { routeOf, sheetRoutes } from './sheet-schemas/routes.ts';
import { hook, stories, storyWorld } from './sheet-stories.ts';

describe('what the client sends and what the simulator answers', () => {
  it.each(stories)('fits the sheet %s', async (_about, tell) => {
    const recorder = createRecorder();

    await tell(storyWorld(recorder));

    expect(recorder.faults).toEqual([]);
    expect(recorder.exchanges.length).toBeGreaterThan(5);
  });
});

describe('the schemas of the sheet', () => {
  const recorder = createRecorder();

  beforeAll(async () => {
    for (const [, tell] of stories) await tell(storyWorld(recorder));
  });

  it('know every call that the client may make, and no other', () => {
    const sheet = sheetRoutes.map(({ method, path }) => `${method} ${path}`).sort();

    expect(allowedCalls.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(sheet);
  });

  it('know every type of event that the sheet writes out: 42, though it counts 41', () => {
    expect(new Set(sheetEventTypes).size).toBe(42);
  });

  const exchange: Exchange = {
    method: 'POST',
    url: new URL('https://api.lexware.io/v1/event-subscriptions'),
    headers: new Headers({ authorization: 'Bearer x', accept: 'application/json', 'content-type': 'application/json' }),
    body: JSON.stringify({ eventType: 'article.changed', callbackUrl: hook }),
    status: 409,
    answerHeaders: new Headers(),
    answer: '{"message":null}',
  };

  it('let a request pass that is as the sheet wants it', () => {
    expect(requestFaults(exchange)).toEqual([]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['an unknown call', { url: new URL('https://api.lexware.io/v1/invoices') }],
    ['an unknown parameter', { url: new URL('https://api.lexware.io/v1/event-subscriptions?finalise=true') }],
    ['an unknown field', { body: JSON.stringify({ eventType: 'article.changed', callbackUrl: hook, secret: 'x' }) }],
    ['an unknown type of event', { body: JSON.stringify({ eventType: 'stock.changed', callbackUrl: hook }) }],
    ['an idempotency key', { headers: new Headers({ ...Object.fromEntries(exchange.headers), 'idempotency-key': '1' }) }],
    ['no content type', { headers: new Headers({ authorization: 'Bearer x', accept: 'application/json' }) }],
    ['a filter that occurs twice', { method: 'GET', body: '', url: new URL('https://api.lexware.io/v1/articles?page=0&page=1') }],
    ['an article page that is too small', { method: 'GET', body: '', url: new URL('https://api.lexware.io/v1/articles?size=24') }],
    ['a list without its mandatory filters', { method: 'GET', body: '', url: new URL('https://api.lexware.io/v1/voucherlist') }],
  ])('find %s in a request', (_, changes) => {
    expect(requestFaults({ ...exchange, ...changes })).not.toEqual([]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['an error of another shape', { status: 409 }],
    ['an unknown status', { status: 418 }],
    ['another status than the sheet has', { status: 200, answer: '{}' }],
  ])('find %s in an answer', (_, changes) => {
    expect(answerFaults({ ...exchange, ...changes })).not.toEqual([]);
  });

  it('find a wrong field in every request and every answer that was recorded', () => {
    const wide = recorder.exchanges.filter(({ status }) => status < 300);
    const spoiltAnswers = wide.filter(({ answerHeaders }) => answerHeaders.get('content-type')?.startsWith('application/json'));
    const passed = [
      ...wide
        .filter(({ body }) => body !== '')
        .filter((one) => requestFaults({ ...one, body: one.body.replace('{', '{"unknown":1,') }).length === 0),
      ...spoiltAnswers.filter((one) => answerFaults({ ...one, answer: one.answer.replace('{', '{"unknown":1,') }).length === 0),
    ];

    expect(passed.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([]);
  });

  it('were asked for every call with its success, and for every status but those of a gateway that fails', () => {
    const succeeded = new Set(
      recorder.exchanges.flatMap(({ method, url, status }) => {
        const route = routeOf(method, url.pathname);
        return route === undefined || status >= 300 ? [] : [`${method} ${route.path}`];
      }),
    );
    const answered = new Set(recorder.exchanges.map(({ status }) => status));

    expect([...succeeded].sort()).toEqual(sheetRoutes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(knownStatuses.filter((status) => !answered.has(status))).toEqual([202, 204, 405, 501, 503, 504]);
  });
});
