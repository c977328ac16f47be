import { describe, expect, it } from '@jest/globals';
import type { DocumentNotice } from '@megzo/core';
import { call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';

const notice: DocumentNotice = {
  order: '218',
  documentId: '5ab1f6d4-6a9f-4c0e-9d9e-7a1f9f2f0c11',
  number: 'RE1019',
  url: 'https://megzo.example/documents/5f8c',
  sha256: 'ab'.repeat(32),
};
const key = `document_${notice.documentId}`;
const value = JSON.stringify({ documentId: notice.documentId, marker: effectCall.marker });
const sent = { marker: effectCall.marker, from: 0, to: 1, draft: notice };

function documentsOn(reply: Reply) {
  const { channel, asked } = channelOn(() => reply);
  if (channel.documents?.find === undefined) throw new Error('the facet is missing');
  return { ...channel.documents, find: channel.documents.find, asked };
}

describe('a document on an order', () => {
  it('is told as a link, one metafield per document that other apps can read', async () => {
    const { holds, send, asked } = documentsOn({ body: { data: { id: 12 }, meta: {} } });

    expect(holds).toBe('link');
    expect(await send(notice, effectCall)).toEqual({ status: 'done', value: { id: '12' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v3/orders/218/metafields' });
    const { value: written, ...rest } = JSON.parse(asked[0]?.body ?? '') as { readonly value: string };
    expect(rest).toEqual({ permission_set: 'read', namespace: 'megzo', key });
    expect(JSON.parse(written)).toEqual({
      documentId: notice.documentId,
      number: 'RE1019',
      url: notice.url,
      sha256: notice.sha256,
      marker: effectCall.marker,
    });
  });

  it('has a key that fits, and a different one for each long id', async () => {
    const keys: string[] = [];
    for (const documentId of ['x'.repeat(100), `${'x'.repeat(99)}y`]) {
      const { send, asked } = documentsOn({ body: { data: { id: 12 } } });
      await send({ ...notice, documentId }, effectCall);
      keys.push((JSON.parse(asked[0]?.body ?? '') as { readonly key: string }).key);
    }

    expect(keys.every((one) => one.length <= 64)).toBe(true);
    expect(new Set(keys).size).toBe(2);
  });

  it('is taken where its key stands already', async () => {
    expect(await documentsOn({ status: 409, body: { status: 409, title: 'Conflict' } }).send(notice, effectCall)).toMatchObject({
      status: 'taken',
    });
  });

  it('is found by its key and marker; the same document told otherwise is for a person', async () => {
    const rows = [
      { id: 9, namespace: 'megzo', key, value: 'rewritten by a person' },
      { id: 8, namespace: 'megzo', key, value },
      { id: 7, namespace: 'foreign', key, value },
      { id: 6, namespace: 'megzo', key: 'sales_order_id', value },
      { id: 5, namespace: 'megzo', key, value: JSON.stringify({ documentId: notice.documentId, marker: 'an earlier one' }) },
    ];
    const { find, asked } = documentsOn({ body: { data: rows, meta: {} } });

    expect(await find(sent, call)).toEqual({
      status: 'done',
      value: { marked: [{ id: '8' }], alike: [{ id: '5' }, { id: '9' }] },
    });
    expect(asked[0]?.query).toEqual({ namespace: 'megzo', key, limit: '250' });
  });

  it('is not found where there is none, or no such order', async () => {
    for (const reply of [{ status: 204 }, { body: { data: [], meta: {} } }, { status: 404 }]) {
      expect(await documentsOn(reply).find(sent, call)).toEqual({ status: 'done', value: { marked: [], alike: [] } });
    }
  });
});
