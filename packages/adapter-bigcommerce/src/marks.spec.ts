import { describe, expect, it } from '@jest/globals';
import { decimalText, Exact } from '@megzo/core';
import { call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';

const draft = { order: '218', salesOrderId: 'e9066f04', marker: effectCall.marker };
const sent = { marker: effectCall.marker, from: 0, to: 1, draft };

function marksOn(reply: Reply) {
  const { channel, asked } = channelOn(() => reply);
  if (channel.marks?.find === undefined) throw new Error('the facet is missing');
  return { send: channel.marks.send, find: channel.marks.find, asked };
}

describe('the mark on an order', () => {
  it('is one metafield that other apps can read', async () => {
    const { send, asked } = marksOn({ body: { data: { id: 6, key: 'sales_order_id', value: '…' }, meta: {} } });

    const outcome = await send(draft, effectCall);

    expect(outcome).toEqual({ status: 'done', value: { id: '6' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v3/orders/218/metafields' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      permission_set: 'read',
      namespace: 'megzo',
      key: 'sales_order_id',
      value: `{"marker":"${effectCall.marker}","salesOrderId":"e9066f04"}`,
    });
  });

  it('says what was charged, where that is known', async () => {
    const { send, asked } = marksOn({ body: { data: { id: 6, key: 'sales_order_id', value: '…' }, meta: {} } });

    await send({ ...draft, gross: decimalText(new Exact('17.90')) }, effectCall);

    expect(JSON.parse(JSON.parse(asked[0]?.body ?? '').value)).toEqual({
      marker: effectCall.marker,
      salesOrderId: 'e9066f04',
      gross: '17.9',
    });
  });

  it('is not sent once the right to send has run out', async () => {
    const { send, asked } = marksOn({ body: {} });

    const outcome = await send(draft, { ...effectCall, maySend: () => false });

    expect(outcome).toMatchObject({ status: 'retryable', error: { code: 'SELF_FENCED' } });
    expect(asked).toEqual([]);
  });

  it('is taken when one of this key stands there', async () => {
    const { send } = marksOn({ status: 409, body: { status: 409, title: 'Conflict' } });

    expect(await send(draft, effectCall)).toMatchObject({ status: 'taken' });
  });

  it('is written anew where ours names another sales order, in its place', async () => {
    const value = (salesOrderId: string, marker: string): string => JSON.stringify({ salesOrderId, marker });
    const rows = [
      { id: 4, namespace: 'megzo', key: 'sales_order_id', value: value('another', 'another marker') },
      { id: 5, namespace: 'megzo', key: 'sales_order_id', value: value('1c0ffee0', effectCall.marker) },
    ];
    const { channel, asked } = channelOn(({ method }) => {
      if (method === 'POST') return { status: 409, body: { status: 409, title: 'Conflict' } };
      return method === 'GET'
        ? { body: { data: rows, meta: {} } }
        : { body: { data: { id: 5, key: 'sales_order_id', value: '…' }, meta: {} } };
    });

    expect(await channel.marks?.send(draft, effectCall)).toEqual({ status: 'done', value: { id: '5' } });

    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v3/orders/218/metafields',
      'GET /v3/orders/218/metafields',
      'PUT /v3/orders/218/metafields/5',
    ]);
    expect(JSON.parse(asked[2]?.body ?? '')).toEqual({ value: `{"marker":"${effectCall.marker}","salesOrderId":"e9066f04"}` });
  });

  it.each<[string, Reply, string]>([
    ['is tried again where what stands there cannot be read', { status: 503 }, 'retryable'],
    ['is taken where somebody else’s stands there', { body: { data: [], meta: {} } }, 'taken'],
  ])('%s', async (_what, list, status) => {
    const { channel, asked } = channelOn(({ method }) =>
      method === 'GET' ? list : { status: 409, body: { status: 409, title: 'Conflict' } },
    );

    expect(await channel.marks?.send(draft, effectCall)).toMatchObject({ status });
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is taken where an earlier API account wrote it and ours may not: that says nothing of what else the account may do', async () => {
    const standing = { id: 5, namespace: 'megzo', key: 'sales_order_id', value: `{"marker":"${effectCall.marker}","salesOrderId":"old"}` };
    const { channel } = channelOn(({ method }) => {
      if (method === 'POST') return { status: 409, body: { status: 409, title: 'Conflict' } };
      return method === 'GET' ? { body: { data: [standing], meta: {} } } : { status: 403, body: { status: 403, title: 'Forbidden' } };
    });

    expect(await channel.marks?.send(draft, effectCall)).toMatchObject({ status: 'taken' });
  });

  it('is made by the next attempt where what stood there was removed a moment ago', async () => {
    const standing = { id: 5, namespace: 'megzo', key: 'sales_order_id', value: `{"marker":"${effectCall.marker}","salesOrderId":"old"}` };
    const { channel } = channelOn(({ method }) => {
      if (method === 'POST') return { status: 409, body: { status: 409, title: 'Conflict' } };
      return method === 'GET' ? { body: { data: [standing], meta: {} } } : { status: 404, body: { status: 404, title: 'Not found' } };
    });

    expect(await channel.marks?.send(draft, effectCall)).toMatchObject({ status: 'retryable' });
  });

  it('is in doubt when the answer cannot be read', async () => {
    const { send } = marksOn({ body: '<html></html>' });

    expect(await send(draft, effectCall)).toMatchObject({ status: 'unknown' });
  });

  it('is found by its marker, not by what else stands on the order', async () => {
    const value = JSON.stringify({ salesOrderId: 'e9066f04', marker: effectCall.marker });
    const rows = [
      { id: 1, namespace: 'megzo', key: 'sales_order_id', value: 'not JSON' },
      { id: 2, namespace: 'megzo', key: 'sales_order_id', value: JSON.stringify({ marker: 'another' }) },
      { id: 3, namespace: 'foreign', key: 'sales_order_id', value },
      { id: 4, namespace: 'megzo', key: 'invoice', value },
      { id: 6, namespace: 'megzo', key: 'sales_order_id', value: JSON.stringify({ salesOrderId: 'another', marker: effectCall.marker }) },
      { id: 5, namespace: 'megzo', key: 'sales_order_id', value },
    ];
    const { find, asked } = marksOn({ body: { data: rows, meta: {} } });

    const found = await find(sent, call);

    expect(found).toEqual({ status: 'done', value: { marked: [{ id: '5' }], alike: [] } });
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v3/orders/218/metafields' });
    expect(asked[0]?.query).toEqual({ namespace: 'megzo', key: 'sales_order_id', limit: '250' });
  });

  it('is not found where the list is empty, as a list or as 204', async () => {
    for (const reply of [{ body: { data: [], meta: {} } }, { status: 204 }]) {
      expect(await marksOn(reply).find(sent, call)).toEqual({ status: 'done', value: { marked: [], alike: [] } });
    }
  });
});

describe('all marks of the store', () => {
  const row = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
    id,
    resource_type: 'order',
    resource_id: 200 + id,
    namespace: 'megzo',
    key: 'sales_order_id',
    value: JSON.stringify({ salesOrderId: `so-${id}`, marker: `m-${id}` }),
    ...more,
  });
  const mark = (id: number) => ({ order: String(200 + id), salesOrderId: `so-${id}`, marker: `m-${id}` });

  function placedOn(respond: (query: Readonly<Record<string, string>>) => Reply) {
    const { channel, asked } = channelOn(({ query }) => respond(query));
    if (channel.marks === undefined) throw new Error('the facet is missing');
    return { placed: channel.marks.placed, asked };
  }

  it('are read in one list, oldest first, those of an earlier API account too', async () => {
    const rows = [row(3, { owner_client_id: 'an earlier one' }), row(2), row(4, { value: 'no JSON' }), row(5, { key: 'other' }), row(1)];
    const { placed, asked } = placedOn(() => ({ body: { data: rows, meta: {} } }));

    expect(await placed({ since: 0 }, call)).toEqual({ status: 'done', value: { items: [mark(1), mark(2), mark(3)] } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v3/orders/metafields' });
    expect(asked[0]?.query).toEqual({ namespace: 'megzo', key: 'sales_order_id', limit: '250' });
  });

  it('tell what was charged, unless somebody wrote what is no amount', async () => {
    const value = (id: number, gross: string) => JSON.stringify({ salesOrderId: `so-${id}`, marker: `m-${id}`, gross });
    const { placed } = placedOn(() => ({
      body: { data: [row(1, { value: value(1, '17.90') }), row(2, { value: value(2, '1e9') })], meta: {} },
    }));

    expect(await placed({ since: 0 }, call)).toEqual({ status: 'done', value: { items: [{ ...mark(1), gross: '17.9' }, mark(2)] } });
  });

  it('are asked for from the second before the scan', async () => {
    const { placed, asked } = placedOn(() => ({ status: 204 }));

    expect(await placed({ since: Date.parse('2026-03-02T09:30:00Z') }, call)).toEqual({ status: 'done', value: { items: [] } });
    expect(asked[0]?.query['date_modified:min']).toBe('2026-03-02T09:29:59+00:00');
  });

  it('go on at the cursor of the vendor, which is no page number', async () => {
    const cursors = { links: { next: '?after=abc' }, per_page: 50, end_cursor: 'abc' };
    const { placed, asked } = placedOn(({ after }) =>
      after === 'abc'
        ? { body: { data: [row(2)], meta: { cursor_pagination: { links: {}, per_page: 50, end_cursor: 'def' } } } }
        : { body: { data: [row(1)], meta: { cursor_pagination: cursors } } },
    );

    const first = await placed({ since: 0 }, call);
    const last = await placed({ since: 0, cursor: 'abc' }, call);

    expect(first).toEqual({ status: 'done', value: { items: [mark(1)], next: 'abc' } });
    expect(last).toEqual({ status: 'done', value: { items: [mark(2)] } });
    expect(asked[1]?.query).toEqual({ namespace: 'megzo', key: 'sales_order_id', limit: '250', after: 'abc' });
  });

  it('go on after a page that is full by its own count, though no link says so', async () => {
    const { placed } = placedOn(() => ({ body: { data: [row(1)], meta: { cursor_pagination: { per_page: 1, end_cursor: 'abc' } } } }));

    expect(await placed({ since: 0 }, call)).toMatchObject({ status: 'done', value: { next: 'abc' } });
  });

  it('are not taken for all where a full page does not say how to go on', async () => {
    const full = Array.from({ length: 250 }, (_, place) => row(place + 1));
    const { placed } = placedOn(() => ({ body: { data: full, meta: { pagination: { total: 900 } } } }));
    const stuck = placedOn(() => ({ body: { data: full, meta: { cursor_pagination: { end_cursor: 'abc' } } } }));

    expect(await placed({ since: 0 }, call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    expect(await stuck.placed({ since: 0, cursor: 'abc' }, call)).toMatchObject({ status: 'retryable' });
  });
});
