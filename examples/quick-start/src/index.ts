import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { countInNote, createEngine, defaultRules, type RawWebhook } from '@megzo/core';
import { createMemoryStore } from '@megzo/core/memory';
import { simulatedVendors } from './simulated-vendors.ts';

const vendors = simulatedVendors();
const store = createMemoryStore(); // createPostgresStore({ url, secretKey }) where it must last
const kit = createKit({ fetch: vendors.fetch }); // one kit for adapters and engine: clock, ids, log, budget and fetch, each replaceable
const budget = { perSecond: 500, burst: 500 }; // simulators are patient; leave it out for the vendors' own pace
const shop = createEngine({ store, kit }).pair({
  merchant: 'acme',
  name: 'acme-shop',
  invoicing: createLexofficeInvoicing({ apiKey: 'demo', budget }, kit),
  channel: createBigcommerceChannel({ storeHash: 'demo', accessToken: 'demo', budget }, kit),
  ordersFrom: '2026-01-01T00:00:00+01:00', // cutover: required, older orders stay the merchant's
  stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: 2 } },
  taxClasses: { 19: 1, 7: 2, 0: 3 },
  adoptExisting: 'by-sku',
  rules: defaultRules(), // becomes version 1 if the store holds none
});

const plan = await shop.plan('listings'); // a stored diff, nothing written outside
console.log('plan', plan.counts);
for (const warning of plan.warnings) console.warn(warning.text.en);
await shop.apply(plan.id);

/** Every five minutes: live orders first, the rest as rules and settings say. */
export async function heartbeat(): Promise<void> {
  const report = await shop.sync();
  for (const flow of report.flows) console.log(flow.name, flow.created, flow.updated, flow.unchanged, flow.held, flow.parked);
  for (const problem of report.problems) console.warn(problem.text.en, '->', problem.remedy.en);
  console.log(vendors.confirmations());
}
await heartbeat();

/** A web server hands webhooks in as they came; they only make the pair due sooner. */
export async function onShopHook(message: RawWebhook): Promise<200 | 401> {
  return (await shop.receive('channel', message)) === 'forged' ? 401 : 200;
}
