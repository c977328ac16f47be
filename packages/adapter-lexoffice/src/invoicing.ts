import type { AdapterKit } from '@megzo/adapter-kit';
import type { InvoicingPort } from '@megzo/core';
import { createArticles } from './articles.ts';
import { checkAccount } from './check.ts';
import { createClient } from './client.ts';
import { createContacts } from './contacts.ts';
import { createDocuments } from './documents.ts';
import { type LexofficeOptions, settle } from './options.ts';
import { createSalesOrders } from './sales-orders.ts';
import { readSettings } from './settings.ts';
import { createWebhooks } from './webhooks.ts';

/**
 * lexoffice (Lexware Office) as an invoicing system: articles are read, sales orders are placed as finalised order
 * confirmations, contacts are matched and made, documents are found and their files fetched, webhooks are read where the options name
 * keys. Nothing here can make an invoice, a credit note or a voucher.
 * @param options wrong ones throw a `ZodError`
 * @param kit carries fetch, budget and clock, the same one that the engine has
 */
export function createLexofficeInvoicing(options: LexofficeOptions, kit: AdapterKit): InvoicingPort {
  const settled = settle(options);
  const client = createClient(settled, kit);
  return {
    vendor: 'lexoffice',
    check: (call) => checkAccount({ client, clock: kit.clock, ...settled }, call),
    settings: (call) => readSettings(client, call),
    articles: createArticles(client, kit.log),
    salesOrders: createSalesOrders(client, settled),
    contacts: createContacts(client, settled),
    documents: createDocuments({ client, clock: kit.clock, log: kit.log }),
    ...(settled.events === undefined ? {} : { webhooks: createWebhooks(client, settled.events) }),
  };
}
