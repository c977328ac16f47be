import { connectionId } from '../kernel/ids.ts';
import { readRuleSet } from '../mapping/read-rule-set.ts';
import type { RuleFault } from '../mapping/rule-fault.ts';
import type { RuleSet } from '../mapping/rule-set.ts';
import type { SalesOrderDraft } from '../model/sales-order.ts';
import { type RateTable, rateTable } from '../money/exchange-rate.ts';
import { recallingRates } from '../money/noting-rates.ts';
import { type ExplainedSalesOrder, explainSalesOrder } from '../orders/explain-sales-order.ts';
import { type Recorded, readRecorded } from '../orders/read-recorded.ts';
import { isTheOneSent, type RemakeParts, remakeByOthers, remakeSalesOrder } from '../orders/remake-sales-order.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { type FieldChange, fieldDiff } from './field-diff.ts';
import type { PairParts } from './open-run.ts';

export type ExplainedOrder =
  | {
      readonly status: 'explained';
      readonly explained: ExplainedSalesOrder;
      readonly salesOrderId?: string;
      /** What was handed to the invoicing system, made anew, with the marker that it was sent with. Absent: it cannot be. */
      readonly remade?: { readonly draft: SalesOrderDraft; readonly marker: string };
    }
  /** Nothing was sent from here: it waits, is not ours, or stands there by another hand. */
  | { readonly status: 'nothing-sent'; readonly record: OrderRecord }
  /** Its rules cannot be read by this version of the program. */
  | { readonly status: 'rules-unreadable'; readonly version: number }
  | { readonly status: 'unknown-order' };

/** Why the sales order of an order is as it is. Reads the store alone; who looks at people leaves a trace. */
export async function explainOrder(parts: PairParts, orderId: string, by: string): Promise<ExplainedOrder> {
  const { merchant, pair, store, environment } = parts;
  return store.transaction(merchant, async (tx): Promise<ExplainedOrder> => {
    const record = await tx.orders.read(pair, orderId);
    if (record === undefined) return { status: 'unknown-order' };
    const access = { purpose: 'explain sales order', by, at: environment.clock.now() };
    const recorded = await read(parts, tx, orderId, access);
    if (recorded === undefined) return { status: 'nothing-sent', record };
    const { version } = recorded.record.rules;
    const rules = await rulesOf(parts, tx, version);
    if (rules === undefined) return { status: 'rules-unreadable', version };
    const made = remakeSalesOrder(recorded, rules, remakeParts(parts));
    const compiled = parts.compileRules(rules, {
      timeZone: recorded.record.timeZone,
      rates: rateTable(recorded.record.rates),
      transforms: parts.transforms,
    });
    const isSame = isTheOneSent(recorded, made);
    const explained = explainSalesOrder(recorded, made, compiled, isSame);
    const remade = isSame && made.draft !== undefined ? { remade: { draft: made.draft, marker: recorded.row.marker } } : {};
    return {
      status: 'explained',
      explained,
      ...remade,
      ...(record.salesOrderId === undefined ? {} : { salesOrderId: record.salesOrderId }),
    };
  });
}

export interface ReplayOptions {
  /** Orders placed on the channel at this instant or later. */
  readonly since: number;
  /** A version of the pair's order rules, or rules that are not stored. */
  readonly rules: number | { readonly content: unknown };
  readonly by: string;
  /** At most so many recorded orders. */
  readonly limit?: number;
  /** Told of every order that is not equal, as they come. */
  readonly onOrder?: (order: ReplayedOrder) => void;
  readonly signal?: AbortSignal;
}

export type ReplayedOrder = { readonly orderId: string } & (
  | { readonly status: 'changed'; readonly changes: readonly FieldChange[] }
  /** These rules make no sales order of it. */
  | { readonly status: 'no-answer'; readonly reason: string; readonly data: Readonly<Record<string, string>> }
  /** Its people were erased: nothing is guessed. */
  | { readonly status: 'people-erased' }
  /** Nothing was sent from here that is recorded. */
  | { readonly status: 'not-recorded' }
  /** What was sent cannot be made again byte for byte, so that there is nothing to compare with. */
  | { readonly status: 'not-reproducible' }
);

export type Replayed =
  | {
      readonly status: 'replayed';
      /** Orders looked at, equal ones included. */
      readonly looked: number;
      readonly equal: number;
      readonly counts: Readonly<Record<ReplayedOrder['status'], number>>;
    }
  | { readonly status: 'unknown-version' }
  | { readonly status: 'refused'; readonly faults: readonly RuleFault[] };

const pageSize = 20;

/** What some rules would have sent for recorded orders, against what was sent. Has no effect; reads the store in pages and asks nobody outside. */
export async function replayOrders(parts: PairParts, options: ReplayOptions): Promise<Replayed> {
  const { merchant, pair, store, environment } = parts;
  const chosen = await store.transaction(merchant, (tx) => chosenRules(parts, tx, options.rules));
  if ('status' in chosen) return chosen;
  const kept = await store.transaction(merchant, (tx) => tx.rates.list(''));
  const rates = rateTable(kept.map(({ by: _by, at: _at, ...rate }) => rate));
  const counts = { changed: 0, 'no-answer': 0, 'people-erased': 0, 'not-recorded': 0, 'not-reproducible': 0 };
  let [looked, equal] = [0, 0];
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const known = new Map<number, RuleSet | undefined>();
  let after: string | undefined;
  while (looked < limit && options.signal?.aborted !== true) {
    const page = await store.transaction(merchant, async (tx) => {
      const records = await tx.orders.page(pair, 'placed', after, pageSize);
      const replayed: (ReplayedOrder | 'equal')[] = [];
      for (const { orderId } of records.filter(({ head }) => head.placedAt >= options.since).slice(0, limit - looked)) {
        const access = { purpose: 'replay rules', by: options.by, at: environment.clock.now() };
        const recorded = await read(parts, tx, orderId, access);
        if (recorded === undefined) {
          replayed.push({ orderId, status: 'not-recorded' });
          continue;
        }
        const { version } = recorded.record.rules;
        if (!known.has(version)) known.set(version, await rulesOf(parts, tx, version));
        replayed.push(await replayOne(parts, tx, recorded, { original: known.get(version), now: chosen.rules, rates }));
      }
      return { replayed, last: records.length < pageSize ? undefined : records.at(-1)?.orderId };
    });
    looked += page.replayed.length;
    for (const order of page.replayed) {
      if (order === 'equal') equal += 1;
      else {
        counts[order.status] += 1;
        options.onOrder?.(order);
      }
    }
    if (page.last === undefined) break;
    after = page.last;
  }
  return { status: 'replayed', looked, equal, counts };
}

async function replayOne(
  parts: PairParts,
  tx: Tx,
  recorded: Recorded,
  { original, now, rates }: { readonly original: RuleSet | undefined; readonly now: RuleSet; readonly rates: RateTable },
): Promise<ReplayedOrder | 'equal'> {
  const { orderId } = recorded;
  if (recorded.erased) return { orderId, status: 'people-erased' };
  const asked = recallingRates(rateTable(recorded.record.rates));
  const sent = original === undefined ? undefined : remakeSalesOrder(recorded, original, { ...remakeParts(parts), rates: asked });
  if (sent === undefined || !isTheOneSent(recorded, sent)) return { orderId, status: 'not-reproducible' };
  // A rate that the merchant added meanwhile changes no answer that was given then.
  const books = connectionId(parts.connections.invoicing);
  const made = await remakeByOthers(tx, books, recorded, now, { ...remakeParts(parts), rates: asked.first(rates) });
  if (!made.ok) return { orderId, status: 'no-answer', reason: made.reason, data: made.data };
  const changes = fieldDiff(sent.draft, made.draft);
  return changes.length === 0 ? 'equal' : { orderId, status: 'changed', changes };
}

type Chosen = { readonly rules: RuleSet } | Exclude<Replayed, { status: 'replayed' }>;

async function chosenRules(parts: PairParts, tx: Tx, rules: ReplayOptions['rules']): Promise<Chosen> {
  const content = typeof rules === 'number' ? (await tx.rules.read(parts.pair, 'orders', rules))?.content : rules.content;
  if (typeof rules === 'number' && content === undefined) return { status: 'unknown-version' };
  const checked = checkRuleSet(parts, 'orders', content);
  return checked.ok ? { rules: checked.rules } : { status: 'refused', faults: checked.faults };
}

async function read(
  { pair, channel, steps }: PairParts,
  tx: Tx,
  orderId: string,
  access: { readonly purpose: string; readonly by: string; readonly at: number },
): Promise<Recorded | undefined> {
  const accountId = (await tx.pairs.read(pair))?.channelAccount;
  if (accountId === undefined) return undefined;
  const key = steps.orders.salesOrderKey({ vendor: channel.vendor, accountId }, orderId);
  return readRecorded(tx, { pair, orderId, key, access });
}

async function rulesOf({ pair }: PairParts, tx: Tx, version: number): Promise<RuleSet | undefined> {
  const stored = await tx.rules.read(pair, 'orders', version);
  const rules = readRuleSet(stored?.content);
  return rules.ok ? rules.rules : undefined;
}

function remakeParts({ compileRules, transforms, invoicing, steps }: PairParts): RemakeParts {
  return { compileRules, transforms, totals: invoicing.salesOrders.totals, steps: steps.orders };
}
