import type { z } from 'zod';
import { errorShape, knownStatuses } from './errors.ts';
import { routeOf } from './routes.ts';

/** A request and its answer, with their bodies as text. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly status: number;
  readonly answerHeaders: Headers;
  readonly answer: string;
}

/** What a request has that the sheet does not know, one sentence each. */
export function requestFaults({ method, url, headers, body }: Exchange): readonly string[] {
  const route = routeOf(method, url.pathname);
  if (route === undefined) return ['the sheet knows no such call'];
  const names = [...url.searchParams.keys()];
  return [
    ...(new Set(names).size === names.length ? [] : ['a parameter occurs twice']),
    ...faultsOf(route.query, Object.fromEntries(url.searchParams), 'query'),
    ...headerFaults(headers, route.request !== undefined, route.answer === 'file'),
    ...(route.request === undefined ? (body === '' ? [] : ['a body where none belongs']) : faultsOf(route.request, parsed(body), 'body')),
  ];
}

/** What an answer has that the sheet does not know. */
export function answerFaults({ method, url, status, answerHeaders, answer }: Exchange): readonly string[] {
  const resource = url.pathname.split('/')[2] ?? '';
  if (!knownStatuses.includes(status)) return [`the sheet knows no status ${status}`];
  if (status >= 400) return faultsOf(errorShape(status, resource), parsed(answer), `answer ${status}`);
  const route = routeOf(method, url.pathname);
  if (route === undefined) return ['the sheet knows no such call'];
  const wrongStatus = status === route.status ? [] : [`${status} where the sheet has ${route.status}`];
  if (route.answer === 'file') return [...wrongStatus, ...fileFaults(answerHeaders)];
  const isJson = answerHeaders.get('content-type')?.startsWith('application/json') === true;
  const location = method === 'POST' && !answerHeaders.has('location') ? ['no Location'] : [];
  return [...wrongStatus, ...location, ...(isJson ? [] : ['not JSON']), ...faultsOf(route.answer, parsed(answer), 'answer')];
}

const knownHeaders = ['accept', 'authorization', 'user-agent', 'content-type'];

function headerFaults(headers: Headers, hasBody: boolean, isFile: boolean): readonly string[] {
  const faults: string[] = [];
  if (!/^Bearer \S+$/.test(headers.get('authorization') ?? '')) faults.push('no bearer token');
  // 1.2: JSON in; 415 without saying so.
  if (hasBody && headers.get('content-type') !== 'application/json') faults.push('no content type');
  const accepted = isFile ? ['*/*', 'application/pdf', 'application/xml'] : ['*/*', 'application/json'];
  if (!accepted.includes(headers.get('accept') ?? '')) faults.push('asks for a medium that is not there');
  // 1.8: there is no idempotency key, and believing in one doubles documents.
  for (const name of headers.keys()) if (!knownHeaders.includes(name)) faults.push(`header ${name}`);
  return faults;
}

function fileFaults(headers: Headers): readonly string[] {
  const isKnown = ['application/pdf', 'application/xml'].includes(headers.get('content-type') ?? '');
  const isNamed = /filename="[^"]+\.(?:pdf|xml)"/.test(headers.get('content-disposition') ?? '');
  return [
    ...(isKnown ? [] : ['no known medium']),
    ...(isNamed ? [] : ['no file name']),
    ...(headers.has('content-length') ? [] : ['no length']),
  ];
}

function faultsOf(schema: z.ZodType, value: unknown, where: string): readonly string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map((issue) => `${where} ${issue.path.join('.')}: ${issue.message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
