import type { AdapterKit, AllowedCall, Http } from '@megzo/adapter-kit';
import { toLimits, toVerdict } from './errors.ts';
import type { BigcommerceSetup } from './options.ts';

/**
 * Everything that this adapter can ask of a store. What is not here cannot be sent: refunds are read and never made, no order edit (one drops
 * discounts and recalculates totals, sheet 5.6), no `DELETE` (`DELETE /v2/orders` archives every order of the store).
 */
export const allowedCalls: readonly AllowedCall[] = [
  { method: 'GET', path: '/v2/time' },
  { method: 'GET', path: '/v2/store' },
  { method: 'GET', path: '/v2/tax_classes' },
  { method: 'GET', path: '/v3/settings/inventory' },
  { method: 'GET', path: '/v2/orders' },
  { method: 'GET', path: '/v2/orders/{id}' },
  { method: 'GET', path: '/v2/orders/{id}/products' },
  { method: 'GET', path: '/v2/orders/{id}/shipping_addresses' },
  { method: 'GET', path: '/v2/orders/{id}/taxes' },
  { method: 'GET', path: '/v2/orders/{id}/fees' },
  { method: 'GET', path: '/v2/orders/{id}/coupons' },
  { method: 'GET', path: '/v2/orders/{id}/messages' },
  { method: 'GET', path: '/v2/orders/{id}/shipments' },
  { method: 'POST', path: '/v2/orders/{id}/shipments' },
  { method: 'GET', path: '/v3/orders/{id}/transactions' },
  { method: 'GET', path: '/v3/orders/payment_actions/refunds' },
  { method: 'GET', path: '/v3/orders/{id}/metafields' },
  { method: 'POST', path: '/v3/orders/{id}/metafields' },
  { method: 'PUT', path: '/v3/orders/{id}/metafields/{id}' },
  { method: 'GET', path: '/v3/orders/metafields' },
  { method: 'GET', path: '/v3/catalog/products' },
  { method: 'POST', path: '/v3/catalog/products' },
  { method: 'PUT', path: '/v3/catalog/products' },
  { method: 'GET', path: '/v3/catalog/products/{id}' },
  { method: 'GET', path: '/v3/catalog/products/channel-assignments' },
  { method: 'PUT', path: '/v3/catalog/products/channel-assignments' },
  { method: 'GET', path: '/v3/catalog/variants' },
  { method: 'PUT', path: '/v3/catalog/variants' },
  { method: 'GET', path: '/v3/pricelists' },
  { method: 'PUT', path: '/v3/pricelists/{id}/records' },
  { method: 'GET', path: '/v3/inventory/items' },
  { method: 'PUT', path: '/v3/inventory/adjustments/absolute' },
  { method: 'POST', path: '/v3/inventory/adjustments/relative' },
  { method: 'GET', path: '/v3/hooks' },
  { method: 'POST', path: '/v3/hooks' },
  { method: 'PUT', path: '/v3/hooks/{id}' },
];

/** The wire of one store. */
export function createClient(setup: BigcommerceSetup, kit: AdapterKit): Http {
  const secrets = [setup.accessToken, setup.clientSecret, setup.webhookSecret].filter((secret) => secret !== undefined);
  return kit.http({
    baseUrl: `${setup.baseUrl}/stores/${setup.storeHash}`,
    pace: { account: `bigcommerce/${setup.storeHash}`, perSecond: setup.budget.perSecond, burst: setup.budget.burst },
    headers: { 'X-Auth-Token': setup.accessToken, 'User-Agent': 'megzo (+https://www.npmjs.com/package/@megzo/adapter-bigcommerce)' },
    timeoutMs: setup.timing.timeoutMs,
    allowed: allowedCalls,
    errors: (answer) => toVerdict(answer, secrets),
    limits: toLimits,
  });
}
