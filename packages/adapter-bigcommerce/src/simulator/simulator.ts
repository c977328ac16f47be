import { FaultScript, type Handler, type JournalEntry, type SimulatorWorld, withFaults } from '@megzo/adapter-kit/simulator';
import { assignmentRoutes } from './assignment-routes.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { createHandler } from './handler.ts';
import { type DeliveryReport, deliverDue, type HookFetch } from './hook-delivery.ts';
import { emit } from './hook-events.ts';
import { hookRoutes } from './hook-routes.ts';
import { inventoryRoutes } from './inventory-routes.ts';
import type { Fields } from './json.ts';
import { addLocation, locationRoutes } from './location-routes.ts';
import { createMetafieldRoutes } from './metafield-routes.ts';
import { orderPartRoutes } from './order-part-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { touchBySideWrite } from './order-state.ts';
import { priceListRoutes } from './price-list-routes.ts';
import { createRateLimiter } from './rate-limit.ts';
import { refundRoutes } from './refund-routes.ts';
import { createSeed, type Seed } from './seed.ts';
import { type BigcommerceSettings, defaultSettings } from './settings.ts';
import { shipmentRoutes } from './shipments.ts';
import type { Shop } from './shop.ts';
import { storeRoutes } from './store-routes.ts';
import { createStorefront, type Storefront } from './storefront.ts';
import { variantRoutes } from './variant-routes.ts';
import { createViews, type Views } from './views.ts';

export interface BigcommerceSimulatorOptions {
  readonly world: SimulatorWorld;
  readonly storeHash: string;
  readonly accessToken: string;
  /** Keys webhook signatures (sheet 9.6). */
  readonly clientSecret?: string;
  readonly settings?: Partial<BigcommerceSettings>;
  /** Where `deliverDue` sends webhooks; none are sent without it. */
  readonly fetch?: HookFetch;
}

export interface BigcommerceSimulator extends Views {
  /** The API behind the fault script; paths `/stores/{hash}/v2/…` and `/v3/…`. */
  readonly handler: Handler;
  readonly faults: FaultScript;
  readonly journal: JournalEntry[];
  readonly settings: BigcommerceSettings;
  readonly storefront: Storefront;
  readonly seed: Seed;
  /** Sends the webhooks that are due by the clock. Without an own `fetch` the option's is used. */
  deliverDue(send?: HookFetch): Promise<DeliveryReport>;
  /** Other apps of the store use up quota (sheet 2). */
  spendQuota(units: number): void;
  /** The merchant changes store settings: `store/information/updated` fires (sheet 9.4). */
  changeSettings(change: Partial<BigcommerceSettings>): void;
  /** A new API account: its own client id, no hooks, foreign metafields (sheet 1.1). */
  rotateAccount(clientId: string): void;
  /** Fires any event by hand, such as `store/app/uninstalled`. */
  emit(scope: string, data: Fields): void;
}

/** A BigCommerce store written from the fact sheet alone; it shares no code with the client. */
export function createBigcommerceSimulator(options: BigcommerceSimulatorOptions): BigcommerceSimulator {
  const { world, accessToken } = options;
  const shop = emptyShop(options);
  const limiter = createRateLimiter(shop);
  const faults = new FaultScript();
  const journal: JournalEntry[] = [];
  const routes = [
    ...storeRoutes,
    ...catalogRoutes,
    ...assignmentRoutes,
    ...variantRoutes,
    ...createMetafieldRoutes((whose, orderId) => touchBySideWrite(whose, orderId)),
    ...priceListRoutes,
    ...inventoryRoutes,
    ...locationRoutes,
    ...orderRoutes,
    ...orderPartRoutes,
    ...shipmentRoutes,
    ...refundRoutes,
    ...hookRoutes,
  ];

  return {
    ...createViews(shop),
    handler: withFaults(createHandler({ shop, accessToken, limiter, routes }), { world, faults, journal }),
    faults,
    journal,
    settings: shop.settings,
    storefront: createStorefront(shop),
    seed: createSeed(shop),
    async deliverDue(send = options.fetch) {
      return send === undefined ? { delivered: 0, failed: 0, blocked: 0 } : await deliverDue(shop, send);
    },
    spendQuota: (units) => {
      limiter.take(units);
    },
    changeSettings(change) {
      Object.assign(shop.settings, change);
      emit(shop, { scope: 'store/information/updated', data: { type: 'store' } });
    },
    rotateAccount(clientId) {
      // Deleting an API account deletes its webhooks (sheet 1.1).
      for (const hook of shop.delivery.hooks.values()) if (hook.clientId === shop.settings.clientId) shop.delivery.hooks.delete(hook.id);
      shop.settings.clientId = clientId;
    },
    emit: (scope, data) => emit(shop, { scope, data }),
  };
}

function emptyShop({ world, storeHash, clientSecret = '', settings = {} }: BigcommerceSimulatorOptions): Shop {
  const shop: Shop = {
    world,
    storeHash,
    clientSecret,
    settings: { ...defaultSettings(), ...settings },
    products: new Map(),
    variantIndex: new Map(),
    brands: new Map(),
    categories: new Map(),
    priceLists: new Map(),
    priceListAssignments: [],
    locations: new Map(),
    stock: new Map(),
    stockQueue: [],
    orders: new Map(),
    orderIndex: new Map(),
    shipments: new Map(),
    refunds: new Map(),
    metafields: new Map(),
    delivery: { hooks: new Map(), queue: [], domains: new Map(), lost: 0, adminEmails: [], warnedAt: new Map() },
    inFlight: new Map(),
    counters: new Map(),
  };
  addLocation(shop, { code: 'DEFAULT-1', label: 'Default location' });
  return shop;
}
