import type { Handler } from '@megzo/adapter-kit/simulator';
import { answerArticles } from './articles.ts';
import type { Answer, Call } from './call.ts';
import { answerContacts } from './contacts.ts';
import { answerCountries } from './countries.ts';
import { documentKinds } from './document-kinds.ts';
import { errorBody, gatewayError, notFound, Refusal } from './errors.ts';
import { answerFiles, answerVouchers } from './files.ts';
import { admit } from './gate.ts';
import { writeJson } from './json.ts';
import { answerPaymentConditions, answerPostingCategories, answerPrintLayouts, answerRecurringTemplates } from './lists.ts';
import { answerPayments } from './payments.ts';
import { answerProfile } from './profile.ts';
import { answerSalesDocuments } from './sales-documents.ts';
import { newId, now, type State } from './state.ts';
import { answerSubscriptions } from './subscriptions.ts';
import { toStamp } from './time.ts';
import { answerVoucherlist } from './voucherlist.ts';

/** Answers what its resource serves; `undefined` is the resource's 404. */
type Resource = (state: State, call: Call) => Answer | undefined | Promise<Answer | undefined>;

const resources: ReadonlyMap<string, Resource> = new Map<string, Resource>([
  ['profile', answerProfile],
  ['countries', answerCountries],
  ['articles', answerArticles],
  ['contacts', answerContacts],
  ...Object.values(documentKinds).map(({ resource }) => [resource, answerSalesDocuments] as const),
  ['voucherlist', answerVoucherlist],
  ['payments', answerPayments],
  ['files', answerFiles],
  ['vouchers', answerVouchers],
  ['payment-conditions', answerPaymentConditions],
  ['print-layouts', answerPrintLayouts],
  ['posting-categories', answerPostingCategories],
  ['recurring-templates', answerRecurringTemplates],
  ['event-subscriptions', answerSubscriptions],
]);

/** The vendor without faults and journal: those stand in front of it. */
export function createHandler(state: State): Handler {
  return async (request) => {
    const url = new URL(request.url);
    try {
      return toResponse(await answer(state, request, url));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const context = { path: url.pathname, timestamp: toStamp(now(state)), requestId: newId(state) };
      return toResponse({ status: error.refused.status, body: errorBody(error.refused, context) });
    }
  };
}

async function answer(state: State, request: Request, url: URL): Promise<Answer> {
  const [version, resource = '', ...rest] = url.pathname.split('/').filter((segment) => segment !== '');
  const { method, headers } = request;
  // Read first: from here to the effect nothing is awaited, so requests cannot interleave.
  const bytes = method === 'GET' || method === 'HEAD' ? undefined : new Uint8Array(await request.arrayBuffer());
  admit(state, request, resource);
  const serve = version === 'v1' ? resources.get(resource) : undefined;
  if (serve === undefined) throw unknownPrefix(state, resource);
  const call: Call = {
    method,
    path: url.pathname,
    resource,
    rest,
    query: url.searchParams,
    headers,
    ...(bytes === undefined ? {} : { bytes }),
  };
  const answered = await serve(state, call);
  if (answered === undefined) throw notFound(resource);
  return answered;
}

/** Measured as 404 (2.3), documented as a 403 that complains about a header (1.6). */
function unknownPrefix(state: State, resource: string): Refusal {
  if (state.settings.unknownPrefixStatus === 404) return notFound(resource);
  return gatewayError(403, 'Invalid key=value pair (missing equal-sign) in Authorization header.');
}

function toResponse({ status, body, bytes, headers }: Answer): Response {
  if (bytes !== undefined) return new Response(Buffer.from(bytes), { status, headers: { ...headers } });
  if (body === undefined) return new Response(null, { status, headers: { ...headers } });
  return new Response(writeJson(body), { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers } });
}
