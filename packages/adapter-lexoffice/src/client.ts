import type { AdapterKit, AllowedCall, Http, HttpFile, HttpRequest } from '@megzo/adapter-kit';
import { type Answer, type Article, type Call, contentHash, done, type EffectCall, type Outcome, rejected, SyncError } from '@megzo/core';
import type { z } from 'zod';
import { type DocumentName, documentKinds, isUuid } from './document-kinds.ts';
import { verdictOf } from './errors.ts';
import type { Settled } from './options.ts';
import { type ArticlePage, articlePageWire, articleWire } from './wire/article.ts';
import { type ContactPage, contactPageWire } from './wire/contact.ts';
import { countriesWire, type WireCountry } from './wire/countries.ts';
import { type DocumentPage, documentPageWire, documentWire, paymentsWire, type WireDocument, type WirePayments } from './wire/document.ts';
import { type Subscriptions, subscriptionsWire } from './wire/event-subscriptions.ts';
import { madeWire } from './wire/made.ts';
import { type OrderConfirmation, orderConfirmationWire } from './wire/order-confirmation.ts';
import { type Profile, profileWire } from './wire/profile.ts';
import { type VoucherPage, voucherPageWire } from './wire/voucherlist.ts';

/**
 * All that is ever called. Invoices, credit notes, delivery notes and files are read and nothing else; no call that could make,
 * change or delete one stands here, and none may be added: the library makes no fiscal document.
 */
export const allowedCalls: readonly AllowedCall[] = [
  { method: 'GET', path: '/v1/profile' },
  { method: 'GET', path: '/v1/countries' },
  { method: 'GET', path: '/v1/articles' },
  { method: 'GET', path: '/v1/articles/{id}' },
  { method: 'GET', path: '/v1/contacts' },
  { method: 'POST', path: '/v1/contacts' },
  { method: 'POST', path: '/v1/order-confirmations' },
  { method: 'GET', path: '/v1/order-confirmations/{id}' },
  { method: 'GET', path: '/v1/order-confirmations/{id}/file' },
  { method: 'GET', path: '/v1/invoices/{id}' },
  { method: 'GET', path: '/v1/invoices/{id}/file' },
  { method: 'GET', path: '/v1/credit-notes/{id}' },
  { method: 'GET', path: '/v1/credit-notes/{id}/file' },
  { method: 'GET', path: '/v1/delivery-notes/{id}' },
  { method: 'GET', path: '/v1/delivery-notes/{id}/file' },
  { method: 'GET', path: '/v1/payments/{id}' },
  { method: 'GET', path: '/v1/voucherlist' },
  { method: 'GET', path: '/v1/event-subscriptions' },
  { method: 'POST', path: '/v1/event-subscriptions' },
];

/** The largest file that is taken; a document of text and a logo is far below. */
const fileMaxBytes = 20 * 1024 * 1024;

type Query = NonNullable<HttpRequest['query']>;

/** The calls by name. The rest of the adapter has no other way out. */
export interface Client {
  profile(call: Call): Promise<Answer<Profile>>;
  countries(call: Call): Promise<Answer<readonly WireCountry[]>>;
  articles(query: Query, call: Call): Promise<Answer<ArticlePage>>;
  article(id: string, call: Call): Promise<Answer<Article | undefined>>;
  contacts(query: Query, call: Call): Promise<Answer<ContactPage>>;
  makeContact(body: object, call: EffectCall): Promise<Outcome<{ id: string }>>;
  placeOrderConfirmation(body: object, call: EffectCall): Promise<Outcome<{ id: string }>>;
  orderConfirmation(id: string, call: Call): Promise<Answer<OrderConfirmation | undefined>>;
  vouchers(query: Query, call: Call): Promise<Answer<VoucherPage>>;
  /** The same list, with its rows unread. */
  documents(query: Query, call: Call): Promise<Answer<DocumentPage>>;
  document(name: DocumentName, call: Call): Promise<Answer<WireDocument | undefined>>;
  documentFile(name: DocumentName, call: Call): Promise<Answer<HttpFile>>;
  payments(uuid: string, call: Call): Promise<Answer<WirePayments>>;
  subscriptions(call: Call): Promise<Answer<Subscriptions>>;
  /** Again is a conflict and changes nothing. */
  subscribe(body: { readonly eventType: string; readonly callbackUrl: string }, call: Call): Promise<Outcome<{ id: string }>>;
}

export function createClient(options: Settled, kit: AdapterKit): Client {
  const http = createHttp(options, kit);
  return {
    profile: (call) => http.read({ path: '/v1/profile' }, profileWire, call),
    countries: (call) => http.read({ path: '/v1/countries' }, countriesWire, call),
    articles: (query, call) => http.read({ path: '/v1/articles', query }, articlePageWire, call),
    article: (id, call) => readById(http, { folder: '/v1/articles', id }, articleWire, call),
    contacts: (query, call) => http.read({ path: '/v1/contacts', query }, contactPageWire, call),
    makeContact: (body, call) => http.send({ method: 'POST', path: '/v1/contacts', body }, madeWire, call),
    // A draft could never become an invoice, and no call can finalise it later (sheet 1.8, 4.1).
    placeOrderConfirmation: (body, call) =>
      http.send({ method: 'POST', path: '/v1/order-confirmations', query: { finalize: true }, body }, madeWire, call),
    orderConfirmation: (id, call) => readById(http, { folder: '/v1/order-confirmations', id }, orderConfirmationWire, call),
    vouchers: (query, call) => http.read({ path: '/v1/voucherlist', query }, voucherPageWire, call),
    documents: (query, call) => http.read({ path: '/v1/voucherlist', query }, documentPageWire, call),
    document: ({ kind, uuid }, call) => readById(http, { folder: `/v1/${documentKinds[kind].resource}`, id: uuid }, documentWire, call),
    // JSON, which everything else asks for, is a 406 here (sheet 5).
    documentFile: ({ kind, uuid }, call) =>
      http.readFile({ path: `/v1/${documentKinds[kind].resource}/${uuid}/file`, accept: 'application/pdf', maxBytes: fileMaxBytes }, call),
    payments: (uuid, call) => http.read({ path: `/v1/payments/${uuid}` }, paymentsWire, call),
    subscriptions: (call) => http.read({ path: '/v1/event-subscriptions' }, subscriptionsWire, call),
    subscribe: (body, call) => http.write({ path: '/v1/event-subscriptions', body }, madeWire, call),
  };
}

/** The account's wire with its allow-list, and with what a list of paths cannot say: no unfinalised document, no pursued one, one plain write. */
export function createHttp({ apiKey, baseUrl, budget, timeoutMs }: Settled, kit: AdapterKit): Http {
  const http = kit.http({
    baseUrl,
    // The organisation is not known before the first call; a key belongs to one organisation and an organisation to one connection.
    pace: { account: `lexoffice:${contentHash([baseUrl, apiKey]).slice(0, 16)}`, ...budget },
    headers: { authorization: `Bearer ${apiKey}` },
    timeoutMs,
    allowed: allowedCalls,
    errors: verdictOf,
  });
  return {
    read: (request, schema, call) => http.read(request, schema, call),
    readMaybe: (request, schema, call) => http.readMaybe(request, schema, call),
    readFile: (request, call) => http.readFile(request, call),
    write: async (request, schema, call) => (isKnownWrite(request) ? http.write(request, schema, call) : rejected(notAllowed(request))),
    send: async (request, schema, call) => (isKnownEffect(request) ? http.send(request, schema, call) : rejected(notAllowed(request))),
  };
}

/** All else that is written must not happen twice. */
function isKnownWrite({ method = 'POST', path, query = {} }: HttpRequest): boolean {
  return method === 'POST' && path === '/v1/event-subscriptions' && Object.keys(query).length === 0;
}

function isKnownEffect({ path, query = {} }: HttpRequest): boolean {
  const names = Object.keys(query).filter((name) => query[name] !== undefined);
  if (path === '/v1/order-confirmations') return names.length === 1 && query.finalize === true;
  return path === '/v1/contacts' && names.length === 0;
}

function notAllowed({ method, path }: HttpRequest): SyncError {
  return new SyncError('CALL_NOT_ALLOWED', 'lexoffice: this call is not on the list', { details: { method: method ?? 'GET', path } });
}

/** What is not a UUID cannot be there, and is kept out of the path: `..` would climb to another route. */
async function readById<T>(
  http: Http,
  { folder, id }: { folder: string; id: string },
  schema: z.ZodType<T>,
  call: Call,
): Promise<Answer<T | undefined>> {
  return isUuid(id) ? http.readMaybe({ path: `${folder}/${id}` }, schema, call) : done(undefined);
}
