import { describe, expect, it } from '@jest/globals';
import { salesDocumentKinds } from '@megzo/core';
import { documentId, documentKinds, documentName, kindOfVoucherType } from './document-kinds.ts';

const uuid = '66196c43-bfee-baf3-4335-d64b5b5f7a1d';

describe('the id of a document', () => {
  it.each([
    ['sales-order', uuid],
    ['invoice', `invoice/${uuid}`],
    ['credit-note', `credit-note/${uuid}`],
    ['delivery-note', `delivery-note/${uuid}`],
  ] as const)('of the kind %s is %s, and leads back to it', (kind, id) => {
    expect(documentId({ kind, uuid })).toBe(id);
    expect(documentName(id)).toEqual({ kind, uuid });
  });

  it.each([
    '',
    uuid.slice(1),
    `quotation/${uuid}`,
    `sales-order/${uuid}`,
    `invoice/${uuid}/file`,
    `invoice/../${uuid}`,
    'invoice/',
    `/${uuid}`,
  ])('is not %j', (id) => {
    expect(documentName(id)).toBeUndefined();
  });
});

describe('the kinds', () => {
  it('have a type each in the voucher list, and no other type is one', () => {
    expect(salesDocumentKinds.map((kind) => kindOfVoucherType(documentKinds[kind].voucherType))).toEqual([...salesDocumentKinds]);
    for (const type of ['quotation', 'dunning', 'salesinvoice', 'salescreditnote', 'downpaymentinvoice', '']) {
      expect(kindOfVoucherType(type)).toBeUndefined();
    }
  });
});
