import { type Call, idOf, paged, pageOf, type Route } from './calls.ts';
import { toRfc2822, toSeconds } from './dates.ts';
import { isFields } from './json.ts';
import { noContent, notFound, ok, type Reply, single, v2List, v3Error } from './replies.ts';

const INFORMATION = ['store_v2_information'];

/** Store, tax, currency, channel and inventory settings (sheet 10 and 4.5). */
export const storeRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/time', scopes: [], run: ({ now }) => ok({ time: toSeconds(now) }) },
  { method: 'GET', path: '/v2/store', scopes: INFORMATION, run: store },
  { method: 'GET', path: '/v2/currencies', scopes: INFORMATION, run: (call) => v2List(currencies(call)) },
  { method: 'GET', path: '/v2/tax_classes', scopes: INFORMATION, run: (call) => v2List(taxClasses(call)) },
  { method: 'GET', path: '/v2/tax_classes/:id', scopes: INFORMATION, run: taxClass },
  { method: 'GET', path: '/v3/tax/settings', scopes: INFORMATION, run: taxSettings },
  { method: 'GET', path: '/v3/channels', scopes: ['store_channel_settings'], run: channels },
  { method: 'GET', path: '/v3/channels/:id', scopes: ['store_channel_settings'], run: channel },
  { method: 'GET', path: '/v3/settings/inventory', scopes: INFORMATION, run: inventorySettings },
  { method: 'PUT', path: '/v3/settings/inventory', scopes: INFORMATION, run: putInventorySettings },
  { method: 'GET', path: '/v3/settings/email-statuses', scopes: INFORMATION, run: () => single({ order_email_statuses: [2, 3, 11] }) },
  { method: 'GET', path: '/v3/settings/store/units-of-measurement', scopes: INFORMATION, run: units },
];

function store({ shop }: Call): Reply {
  const { settings, storeHash } = shop;
  return ok({
    id: storeHash,
    store_id: '1025646',
    name: 'Simulated shop',
    currency: settings.currency,
    decimal_places: settings.decimalPlaces,
    weight_units: settings.weightUnits,
    dimension_units: 'Centimeters',
    timezone: { name: settings.timezone.name, raw_offset: settings.timezone.rawOffset, dst_offset: settings.timezone.dstOffset },
    is_price_entered_with_tax: settings.pricesIncludeTax,
    country_code: settings.countryCode,
    language: 'de',
    plan_name: settings.planName,
    plan_level: settings.planLevel,
    plan_is_trial: false,
    status: 'live',
    default_channel_id: 1,
    features: { multi_storefront_enabled: settings.multiStorefront },
    // Object or empty array (sheet 10).
    logo: [],
  });
}

function currencies({ shop }: Call): unknown[] {
  const { settings } = shop;
  const row = (id: number, code: string, { rate, decimals, own, transactional }: CurrencyRow): unknown => ({
    id,
    is_default: own,
    is_transactional: transactional,
    enabled: true,
    currency_code: code,
    currency_exchange_rate: rate,
    name: code,
    decimal_places: decimals,
    last_updated: toRfc2822(0),
  });
  return [
    row(1, settings.currency, { rate: '1.0000000000', decimals: settings.decimalPlaces, own: true, transactional: true }),
    ...settings.currencies.map(({ code, rate, decimalPlaces, transactional }, index) =>
      row(index + 2, code, { rate, decimals: decimalPlaces, own: false, transactional }),
    ),
  ];
}

interface CurrencyRow {
  readonly rate: string;
  readonly decimals: number;
  readonly own: boolean;
  readonly transactional: boolean;
}

/** Ids are strings here and integers on products (sheet 10). */
function taxClasses({ shop }: Call): { id: string; name: string }[] {
  return shop.settings.taxClasses.map(({ id, name }) => ({ id: String(id), name, created_at: toRfc2822(0), updated_at: toRfc2822(0) }));
}

function taxClass(call: Call): Reply {
  const found = taxClasses(call).find(({ id }) => id === String(idOf(call)));
  return found === undefined ? notFound('v2') : ok(found);
}

function taxSettings({ shop }: Call): Reply {
  return single({
    tax_entered_with_prices: shop.settings.pricesIncludeTax,
    should_subtract_store_tax: shop.settings.subtractStoreTax,
    store_tax_zone_id: 1,
    rounding_strategy: shop.settings.roundingStrategy,
    fallback_strategy: 'FIXED',
    document_submission_strategy: 'CHECKOUT',
    price_display_settings: {
      control_panel_product_price_display_strategy: shop.settings.pricesIncludeTax ? 'INCLUSIVE' : 'EXCLUSIVE',
      invoice_price_display_strategy: shop.settings.pricesIncludeTax ? 'INCLUSIVE' : 'EXCLUSIVE',
    },
  });
}

function channels(call: Call): Reply {
  const withCurrencies = call.query.get('include')?.split(',').includes('currencies') === true;
  const rows = call.shop.settings.channels.map(({ id, name, type, platform, status }) => ({
    id,
    name,
    type,
    platform,
    status,
    external_id: '',
    is_listable_from_ui: true,
    is_visible: true,
    is_enabled: status === 'active',
    date_created: '2020-01-01T00:00:00Z',
    date_modified: '2020-01-01T00:00:00Z',
    ...(withCurrencies
      ? { currencies: { channel_id: id, default_currency: call.shop.settings.currency, enabled_currencies: [call.shop.settings.currency] } }
      : {}),
  }));
  return paged(call, rows, pageOf(call, 'v3', { fallback: 50, max: 250 }));
}

function channel(call: Call): Reply {
  const found = call.shop.settings.channels.find(({ id }) => id === idOf(call));
  return found === undefined ? v3Error(404, 'Channel not found') : single(found);
}

/** Null at channel level means inherited (sheet 4.5). */
function inventorySettings({ shop, query }: Call): Reply {
  const inherited = query.has('channel_id');
  const value = <T>(own: T): T | null => (inherited ? null : own);
  return single({
    update_stock_behavior: value(shop.settings.updateStockBehavior),
    edit_order_stock_adjustment: value(shop.settings.editStockAdjustment),
    refund_order_stock_adjustment: value(shop.settings.refundStockAdjustment),
    delete_order_stock_adjustment: value(shop.settings.restockOnArchive),
    product_out_of_stock_behavior: value('do_nothing'),
    option_out_of_stock_behavior: value('do_nothing'),
    stock_level_display: value('dont_show'),
    default_out_of_stock_message: value(''),
  });
}

function putInventorySettings(call: Call): Reply {
  const { shop, body } = call;
  if (!isFields(body)) return v3Error(422, 'JSON data is missing or invalid');
  const behavior = body.update_stock_behavior;
  if (behavior === 'order_placed' || behavior === 'order_completed_or_shipped') shop.settings.updateStockBehavior = behavior;
  if (typeof body.edit_order_stock_adjustment === 'boolean') shop.settings.editStockAdjustment = body.edit_order_stock_adjustment;
  if (typeof body.refund_order_stock_adjustment === 'boolean') shop.settings.refundStockAdjustment = body.refund_order_stock_adjustment;
  return noContent();
}

function units({ shop }: Call): Reply {
  return single({
    weight_measurement: shop.settings.weightUnits,
    length_measurement: 'Centimeters',
    decimal_token: ',',
    thousands_token: '.',
    decimal_places: 2,
  });
}
