import { createKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { type Books, booksWith } from './settle-sale.ts';

/** The real adapter's own rounding and limits; it is never called over a wire here. */
export function lexofficeBooks(): Books {
  const refuse = (): Promise<Response> => Promise.reject(new Error('the totals need no vendor'));
  return booksWith(createLexofficeInvoicing({ apiKey: 'unused' }, createKit({ fetch: refuse })).salesOrders);
}
