import type { AdapterKit, AllowedCall, Http, HttpRequest } from '@megzo/adapter-kit';
import { type Answer, type Article, type Call, contentHash, done, type EffectCall, type Outcome, rejected, SyncError } from '@megzo/core';
import type { z } from 'zod';
import { verdictOf } from './errors.ts';
import type { Settled } from './options.ts';
import { type ArticlePage, articlePageWire, articleWire } from './wire/article.ts';
import { type ContactPage, contactPageWire } from './wire/contact.ts';
import { countriesWire, type WireCountry } from './wire/countries.ts';
import { madeWire } from './wire/made.ts';
import { type OrderConfirmation, orderConfirmationWire } from './wire/order-confirmation.ts';
import { type Profile, profileWire } from './wire/profile.ts';
import { type VoucherPage, voucherPageWire } from './wire/voucherlist.ts';

/**
 * All that is ever called. No invoice, credit note, voucher or file route stands here, and none may be added:
 * the library makes no fiscal document.
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
  { method: 'GET', path: '/v1/voucherlist' },
];

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
  };
}

/** The account's wire with its allow-list, and with the one rule that a list of paths cannot say: no unfinalised document, no pursued one. */
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
    write: async () => rejected(new SyncError('CALL_NOT_ALLOWED', 'lexoffice: nothing is written here but by an effect')),
    send: async (request, schema, call) => (isKnownEffect(request) ? http.send(request, schema, call) : rejected(notAllowed(request))),
  };
}

function isKnownEffect({ path, query = {} }: HttpRequest): boolean {
  const names = Object.keys(query).filter((name) => query[name] !== undefined);
  if (path === '/v1/order-confirmations') return names.length === 1 && query.finalize === true;
  return path === '/v1/contacts' && names.length === 0;
}

function notAllowed({ method, path }: HttpRequest): SyncError {
  return new SyncError('CALL_NOT_ALLOWED', 'lexoffice: this call is not on the list', { details: { method: method ?? 'GET', path } });
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What is not a UUID cannot be there, and is kept out of the path: `..` would climb to another route. */
async function readById<T>(
  http: Http,
  { folder, id }: { folder: string; id: string },
  schema: z.ZodType<T>,
  call: Call,
): Promise<Answer<T | undefined>> {
  return uuid.test(id) ? http.readMaybe({ path: `${folder}/${id}` }, schema, call) : done(undefined);
}
