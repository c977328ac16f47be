import type { Http, HttpRequest } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  type Clock,
  type Diagnosis,
  done,
  type Finding,
  isAccountError,
  mapAnswer,
  type TaxClass,
} from '@megzo/core';
import { z } from 'zod';
import type { BigcommerceSetup } from './options.ts';
import { readTaxClasses } from './tax-classes.ts';
import { inventorySettingsWire, storeWire, timeWire } from './wire/settings.ts';

const skewMaxMs = 5 * 60_000;

/** One cheap read per scope. A write scope cannot be proved without writing: the account must hold it, not its read-only twin. */
const probes: readonly { readonly scope: string; readonly request: HttpRequest }[] = [
  { scope: 'store_v2_orders', request: { path: '/v2/orders', query: { limit: 1 } } },
  { scope: 'store_v2_products', request: { path: '/v3/catalog/products', query: { limit: 1 } } },
  { scope: 'store_inventory', request: { path: '/v3/inventory/items', query: { limit: 1 } } },
  { scope: 'store_channel_listings', request: { path: '/v3/catalog/products/channel-assignments', query: { limit: 1 } } },
];

/** Token, clock, store and scopes. What a person can mend is a finding; what stops the check altogether is the answer. */
export async function checkStore(http: Http, setup: BigcommerceSetup, clock: Clock, call: Call): Promise<Answer<Diagnosis>> {
  const findings: Finding[] = [];
  const time = await http.read({ path: '/v2/time' }, timeWire, call);
  if (time.status !== 'done') return time;
  findings.push({ level: 'ok', about: 'access token' }, clockFinding(time.value.time * 1_000, clock.now()));

  const store = await allowed(http.read({ path: '/v2/store' }, storeWire, call));
  if (store.status !== 'done') return store;
  findings.push(scopeFinding('store_v2_information', store.value !== undefined));

  // Told for people alone: a refusal of it says no more than the scope above.
  const taxClasses = await readTaxClasses(http, call);
  if (taxClasses.status === 'retryable') return taxClasses;
  if (taxClasses.status === 'done') findings.push({ level: 'ok', about: `tax classes: ${classesShown(taxClasses.value)}` });

  const stock = await allowed(http.read({ path: '/v3/settings/inventory' }, inventorySettingsWire, call));
  if (stock.status !== 'done') return stock;
  if (stock.value?.data.update_stock_behavior === 'order_completed_or_shipped') {
    findings.push({
      level: 'warning',
      about: 'stock leaves the shelf only when an order is shipped',
      remedy: 'In the inventory settings of the store, let stock be adjusted when the order is placed.',
    });
  }
  for (const { scope, request } of probes) {
    const probe = await allowed(
      http.read(
        request,
        z.unknown().transform(() => true),
        call,
      ),
    );
    if (probe.status !== 'done') return probe;
    findings.push(scopeFinding(scope, probe.value === true));
  }
  const payments = await readsPayments(http, call);
  if (payments.status !== 'done') return payments;
  findings.push(paymentsFinding(payments.value));
  return done({ accountId: store.value?.id ?? setup.storeHash, name: store.value?.name ?? setup.storeHash, findings });
}

/** A 403 as `undefined`: a missing scope is a finding, and the other scopes are still looked at. */
async function allowed<T>(answer: Promise<Answer<T>>): Promise<Answer<T | undefined>> {
  const given = await answer;
  if (given.status === 'rejected' && given.error.code === 'FORBIDDEN') return done(undefined);
  return mapAnswer(given, (value) => value);
}

function scopeFinding(scope: string, granted: boolean): Finding {
  if (granted) return { level: 'ok', about: `scope ${scope}` };
  // Scopes of an account cannot be edited later (sheet 1.1).
  return {
    level: 'failure',
    about: `scope ${scope}`,
    remedy: `Create a new API account that has the scope ${scope}, and enter its token.`,
  };
}

/** Transactions have no list of their own: of an order that need not exist, any answer but a 403 proves the scope. */
async function readsPayments(http: Http, call: Call): Promise<Answer<boolean>> {
  const probe = await http.read(
    { path: '/v3/orders/1/transactions' },
    z.unknown().transform(() => true),
    call,
  );
  if (probe.status !== 'rejected') return probe;
  if (probe.error.code === 'FORBIDDEN') return done(false);
  return isAccountError(probe.error) ? probe : done(true);
}

/** Without it orders are placed all the same. */
function paymentsFinding(granted: boolean): Finding {
  const finding = scopeFinding('store_v2_transactions', granted);
  return granted
    ? finding
    : {
        ...finding,
        level: 'warning',
        about: `${finding.about}: test orders are not told from real ones, and payments of orders are not shown`,
      };
}

function classesShown(classes: readonly TaxClass[]): string {
  return classes.length === 0 ? 'none' : classes.map(({ id, name }) => `${id} ${name}`).join(', ');
}

function clockFinding(theirs: number, ours: number): Finding {
  return Math.abs(theirs - ours) <= skewMaxMs
    ? { level: 'ok', about: 'clock' }
    : { level: 'warning', about: 'clock differs from the store by more than 5 minutes', remedy: 'Let the machine keep its time by NTP.' };
}
