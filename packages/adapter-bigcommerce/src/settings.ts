import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, type ChannelSettings, done, mapAnswer } from '@megzo/core';
import { inventorySettingsWire, storeWire } from './wire/settings.ts';

/** Two calls. All of it can be changed by the merchant at any time. */
export async function readSettings(http: Http, call: Call): Promise<Answer<ChannelSettings>> {
  const store = await http.read({ path: '/v2/store' }, storeWire, call);
  if (store.status !== 'done') return store;
  const stock = await http.read({ path: '/v3/settings/inventory' }, inventorySettingsWire, call);
  // An account that may not see this setting can sell all the same: the stock ledger is right in both modes.
  const behavior = stock.status === 'rejected' ? undefined : mapAnswer(stock, ({ data }) => data.update_stock_behavior);
  if (behavior !== undefined && behavior.status !== 'done') return behavior;
  return done({
    accountId: store.value.id,
    name: store.value.name,
    currency: store.value.currency,
    pricesIncludeTax: store.value.is_price_entered_with_tax,
    // Anything else than the one known word for "later" means that open orders have left the shelf already.
    stockLeavesAt: behavior?.value === 'order_completed_or_shipped' ? 'order-shipped' : 'order-placed',
  });
}
