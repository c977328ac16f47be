import type { Side } from './fault-catalogue.ts';

/** Which call of which vendor a request is: the method and the path with its ids taken out; lists of orders by what they ask for. */
export function endpointOf(method: string, url: URL): string {
  const { pathname, searchParams } = url;
  const side: Side = pathname.startsWith('/stores/') ? 'shop' : 'books';
  const parts = pathname.split('/').slice(side === 'shop' ? 4 : 2);
  const path = parts.map((part) => (/^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(part) ? '{id}' : part)).join('/');
  return `${side} ${method} ${path}${path === 'orders' && method === 'GET' ? asked(searchParams) : ''}`;
}

function asked(query: URLSearchParams): string {
  if (query.has('min_date_modified')) return '?changed';
  return query.has('status_id') ? '?open' : '?placed';
}
