import { type Answer, type Call, type DocumentPayment, done, mapAnswer } from '@megzo/core';
import type { Client } from './client.ts';
import type { WirePayments } from './wire/document.ts';

/**
 * What the vendor says of a document's payment. `undefined`: nothing, because it is not there, or is a draft; a document that was made
 * back into one meanwhile answers 406, and that is no fault (sheet 5.1, 8.2).
 */
export async function readPayment(client: Client, uuid: string, call: Call): Promise<Answer<DocumentPayment | undefined>> {
  const answer = await client.payments(uuid, call);
  if (answer.status === 'rejected' && (answer.error.code === 'NOT_FOUND' || answer.error.details.status === 406)) return done(undefined);
  return mapAnswer(answer, toPayment);
}

function toPayment({ openAmount, currency, paidDate, paymentItems }: WirePayments): DocumentPayment {
  return {
    openAmount,
    currency: currency ?? 'EUR',
    ...(paidDate == null ? {} : { paidAt: paidDate }),
    items: (paymentItems ?? []).map(({ paymentItemType, amount, postingDate }) => ({ kind: paymentItemType, amount, at: postingDate })),
  };
}
