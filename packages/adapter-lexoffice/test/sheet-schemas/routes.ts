import type { z } from 'zod';
import { pageOf, voucherRow } from './pages.ts';
import { articlesQuery, contactsQuery, createQuery, noQuery, voucherlistQuery } from './queries.ts';
import { actionResult, article, contact, countries, payments, profile, subscriptions } from './records.ts';
import { contactRequest, orderConfirmationRequest, subscriptionRequest } from './requests.ts';
import { creditNote, deliveryNote, invoice, orderConfirmation } from './sales-documents.ts';

export interface SheetRoute {
  readonly method: 'GET' | 'POST';
  /** `{id}` stands for a UUID. */
  readonly path: string;
  readonly query: z.ZodType;
  readonly request?: z.ZodType;
  /** A file has bytes and no JSON. */
  readonly answer: z.ZodType | 'file';
  /** Of a success. */
  readonly status: number;
}

function get(path: string, answer: SheetRoute['answer'], query: z.ZodType = noQuery): SheetRoute {
  return { method: 'GET', path: `/v1/${path}`, query, answer, status: 200 };
}

const documents = {
  'order-confirmations': orderConfirmation,
  invoices: invoice,
  'credit-notes': creditNote,
  'delivery-notes': deliveryNote,
};

/** What the sheet says of every call that the client may make. */
export const sheetRoutes: readonly SheetRoute[] = [
  get('profile', profile),
  get('countries', countries),
  get('articles', pageOf(article), articlesQuery),
  get('articles/{id}', article),
  get('contacts', pageOf(contact), contactsQuery),
  // Measured (1.6): 200, not 201.
  { method: 'POST', path: '/v1/contacts', query: noQuery, request: contactRequest, answer: actionResult, status: 200 },
  ...Object.entries(documents).flatMap(([resource, document]) => [get(`${resource}/{id}`, document), get(`${resource}/{id}/file`, 'file')]),
  {
    method: 'POST',
    path: '/v1/order-confirmations',
    query: createQuery,
    request: orderConfirmationRequest,
    answer: actionResult,
    status: 201,
  },
  get('payments/{id}', payments),
  get('voucherlist', pageOf(voucherRow), voucherlistQuery),
  get('event-subscriptions', subscriptions),
  { method: 'POST', path: '/v1/event-subscriptions', query: noQuery, request: subscriptionRequest, answer: actionResult, status: 201 },
];

export function routeOf(method: string, path: string): SheetRoute | undefined {
  const template = path.replace(/\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?=\/|$)/i, '/{id}');
  return sheetRoutes.find((route) => route.method === method && route.path === template);
}
