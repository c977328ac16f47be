/** What a merchant, a plan or the platform decides, changeable while the simulator runs. Numbers in brackets name the sheet's section. */
export interface BigcommerceSettings {
  // The API account and the platform
  /** OAuth client id of the account behind the token (1.1). */
  clientId: string;
  /** Scopes granted to the account (1.1). */
  scopes: 'all' | readonly string[];
  /** Requests per window, shared by all apps (2). */
  quota: { perWindow: number; windowMs: number } | 'off';
  /** How an exceeded quota is answered (2). */
  rateLimitMode: 'headers' | 'no-headers' | '500';
  /** Unknown 12.8. */
  limitAboveMax: 'clamp' | '413';
  /** Unknown 12.8: the real maximum of v2 lists, should it be less than the documented 250. */
  v2PageMax: number;
  /** How long the shop thinks about a request; gives concurrency something to overlap. */
  latencyMs: number;
  /** Requests of one kind in flight before 429 (3.6, 4.4). */
  concurrency: { priceLists: number; locations: number };

  // Store
  currency: string;
  decimalPlaces: number;
  /** Currencies beside the default one; `rate` is units per unit of the store currency. */
  currencies: readonly { code: string; rate: string; transactional: boolean; decimalPlaces: number }[];
  countryCode: string;
  timezone: { name: string; rawOffset: number; dstOffset: number };
  weightUnits: string;
  planName: string;
  planLevel: string;
  channels: readonly { id: number; name: string; type: string; platform: string; status: string }[];
  multiStorefront: boolean;
  /** Whether a product made through the API shows on channel 1 at once (3.5). */
  assignNewProducts: boolean;

  // Tax
  pricesIncludeTax: boolean;
  taxClasses: readonly { id: number; name: string; rate: string }[];
  /** Countries where the classes' rates apply; elsewhere no tax. */
  taxedCountries: readonly string[];
  /** Tax-inclusive stores: whether shoppers outside the zone pay the price without the store's tax (10). */
  subtractStoreTax: boolean;
  roundingStrategy: 'RATE_ROUNDING' | 'NO_ROUNDING';
  /** Whether an order outside the tax zone lists its lines at rate 0, or no tax rows at all (not in the sheet; the stricter default). */
  zeroTaxRows: boolean;
  /** Unknown 12.13: whether redeemed gift certificates are already taken off `total_inc_tax`. */
  giftCertificatesLowerTotal: boolean;

  // Stock (4)
  updateStockBehavior: 'order_placed' | 'order_completed_or_shipped';
  editStockAdjustment: boolean;
  refundStockAdjustment: boolean;
  /** Unknown 12.11. */
  restockOnDeclined: boolean;
  restockOnArchive: boolean;
  /** From the 200 of an adjustment until it is applied. */
  inventoryLagMs: number;
  /** How old an inventory read may be. */
  readLagMs: number;
  /** Adjusting an item whose product tracks nothing (4.2; the answer is not documented). */
  untrackedAdjustments: 'reject' | 'accept';
  /** Unknown 12.6: stock below zero, or below the safety stock, is shown as such or as 0. */
  belowZero: 'clamp' | 'negative';
  /** Absolute writes in flight together land in any order (4.2). */
  unorderedAbsolutes: boolean;
  /** More than one location needs a plan that has it (4.1). */
  multiLocation: boolean;
  /** A catalog write saves the product, but its stock or URL part fails: 207 (3.2). */
  catalogPartFails: boolean;

  // Orders (5)
  /** Unknown 12.2. */
  listShowsIncomplete: boolean;
  listShowsArchived: boolean;
  /** Unknown 12.2: `is_deleted` as a filter; ignored while false. */
  isDeletedFilter: boolean;
  /** Unknown 12.4: whether `min_date_*` includes the second it names. */
  dateFiltersInclusive: boolean;
  /** Unknown 12.4: how long a written order takes to show in lists and counts. */
  orderListLagMs: number;
  /** Lines, taxes, addresses and transactions of a fresh order (5.7). */
  linesReadableAfterMs: number;
  /** Unknown 12.3: shipment, metafield, refund and transaction writes bump the order and fire `store/order/updated`. */
  sideWritesBumpOrders: boolean;
  /** A PUT of an address or of costs recalculates and loses coupon discounts (5.6, php 205). */
  recalculationDropsCoupons: boolean;
  /** Absent card, gift certificate and store credit data in transactions (5.5). */
  emptyTransactionObjects: 'empty-object' | 'null';

  // Shipments (6)
  /** Unknown 12.9. */
  digitalLinesBlockShipped: boolean;
  /** Unknown 12.10: AfterShip slugs that `tracking_carrier` accepts. */
  trackingCarriers: 'any' | readonly string[];

  // Webhooks (9)
  /** Unknown 12.1: Standard Webhooks signatures keyed by the client secret. */
  signing: boolean;
  /** Up to a minute passes before a new hook receives (9.1). */
  hookActivationMs: number;
  /** HTTPS on port 443 only, unless a loopback demo needs otherwise (9.1). */
  insecureHookDestinations: boolean;
  /** Unknown 12.12: the answer to a second hook for the same scope and destination. */
  duplicateHookStatus: 409 | 422;
  /** Chances in [0, 1]. `reorder` shuffles what is due together. */
  hookChaos: { duplicate: number; loss: number; reorder: boolean; delayMs: number };
  /** Unknown 12.17: the chance that an event is lost for good while its domain is blocked. */
  blocklistLoss: number;
}

export function defaultSettings(): BigcommerceSettings {
  return {
    clientId: 'simulated-client',
    scopes: 'all',
    quota: { perWindow: 150, windowMs: 30_000 },
    rateLimitMode: 'headers',
    limitAboveMax: '413',
    v2PageMax: 250,
    latencyMs: 0,
    concurrency: { priceLists: 1, locations: 50 },
    currency: 'EUR',
    decimalPlaces: 2,
    currencies: [{ code: 'USD', rate: '1.1000000000', transactional: true, decimalPlaces: 2 }],
    countryCode: 'DE',
    timezone: { name: 'Europe/Berlin', rawOffset: 3600, dstOffset: 7200 },
    weightUnits: 'KGS',
    planName: 'Plus',
    planLevel: 'Plus Plan',
    channels: [{ id: 1, name: 'Online shop', type: 'storefront', platform: 'bigcommerce', status: 'active' }],
    multiStorefront: false,
    assignNewProducts: false,
    pricesIncludeTax: true,
    taxClasses: [
      { id: 0, name: 'Default Tax Class', rate: '19' },
      { id: 1, name: 'Regelsteuersatz', rate: '19' },
      { id: 2, name: 'Ermäßigter Steuersatz', rate: '7' },
      { id: 3, name: 'Steuerfrei', rate: '0' },
    ],
    taxedCountries: ['DE'],
    subtractStoreTax: true,
    roundingStrategy: 'RATE_ROUNDING',
    zeroTaxRows: false,
    giftCertificatesLowerTotal: false,
    updateStockBehavior: 'order_placed',
    editStockAdjustment: true,
    refundStockAdjustment: true,
    restockOnDeclined: false,
    restockOnArchive: false,
    inventoryLagMs: 0,
    readLagMs: 0,
    untrackedAdjustments: 'reject',
    belowZero: 'clamp',
    unorderedAbsolutes: true,
    multiLocation: true,
    catalogPartFails: false,
    listShowsIncomplete: true,
    listShowsArchived: true,
    isDeletedFilter: false,
    dateFiltersInclusive: false,
    orderListLagMs: 0,
    linesReadableAfterMs: 0,
    sideWritesBumpOrders: true,
    recalculationDropsCoupons: true,
    emptyTransactionObjects: 'empty-object',
    digitalLinesBlockShipped: false,
    trackingCarriers: ['', 'dhl', 'ups', 'usps', 'fedex', 'royal-mail', 'australia-post', 'canada-post'],
    signing: true,
    hookActivationMs: 0,
    insecureHookDestinations: false,
    duplicateHookStatus: 409,
    hookChaos: { duplicate: 0, loss: 0, reorder: false, delayMs: 0 },
    blocklistLoss: 0.5,
  };
}
