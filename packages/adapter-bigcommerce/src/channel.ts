import type { AdapterKit } from '@megzo/adapter-kit';
import type { ChannelPort } from '@megzo/core';
import { checkStore } from './check.ts';
import { createClient } from './client.ts';
import { createDocuments } from './documents.ts';
import { createListings } from './listings.ts';
import { createMarks } from './marks.ts';
import { type BigcommerceOptions, bigcommerceOptionsSchema } from './options.ts';
import { createOrders } from './orders.ts';
import { createRefunds } from './refunds.ts';
import { readSettings } from './settings.ts';
import { createShipments } from './shipments.ts';
import { createStock } from './stock.ts';
import { createWebhooks } from './webhooks.ts';

/** One BigCommerce store as a channel. Options that do not fit the schema are the caller's mistake and throw. */
export function createBigcommerceChannel(options: BigcommerceOptions, kit: AdapterKit): ChannelPort {
  const setup = bigcommerceOptionsSchema.parse(options);
  const http = createClient(setup, kit);
  return {
    vendor: 'bigcommerce',
    check: (call) => checkStore(http, setup, kit.clock, call),
    settings: (call) => readSettings(http, call),
    orders: createOrders(http, kit.clock, setup.orderPageSize),
    listings: createListings(http, setup),
    stock: createStock(http, setup),
    marks: createMarks(http, setup),
    refunds: createRefunds(http),
    shipments: createShipments(http, setup),
    documents: createDocuments(http, setup),
    ...(setup.webhookSecret === undefined ? {} : { webhooks: createWebhooks(http, setup, setup.webhookSecret, kit.clock) }),
  };
}
