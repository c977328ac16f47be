import { problemWords, type Words } from '../kernel/problem-catalogue.ts';
import { isUnsigned } from '../kernel/settled-by-word.ts';
import { type Examined, examineAdoption, type Objection } from '../orders/check-adoption.ts';
import { type Decision, decideOrder, type OrderChoice } from '../orders/decide-order.ts';
import { isMarkedOtherwise } from '../orders/mark-order.ts';
import { type OrderAccount, salesOrderKey } from '../orders/order-keys.ts';
import type { Call } from '../ports/call.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord, OrderState } from '../ports/order-records.ts';
import type { AuditEntry } from '../ports/store.ts';
import type { PairParts } from './open-run.ts';

/** One order as a worklist shows it. */
export interface OrderEntry {
  readonly record: OrderRecord;
  readonly reason?: Words;
}

/** All that is known of how an order became a sales order, or did not. No personal data. */
export interface OrderFile extends OrderEntry {
  readonly remedy?: Words;
  /** Intent, attempts and evidence; absent where nothing was ever intended. */
  readonly effect?: EffectRow;
  readonly link?: string;
  /** What people said of it. */
  readonly audit: readonly AuditEntry[];
}

export interface DeskDecision {
  readonly orderId: string;
  readonly choice: OrderChoice;
  readonly by: string;
  readonly why: string;
  /** The person insists, though total or marker do not fit. */
  readonly force?: boolean;
}

export type Decided =
  | { readonly status: 'decided' }
  /** Nothing was written. `canForce`: all that speaks against it is the person's to judge. */
  | { readonly status: 'refused'; readonly objections: readonly Refusal[]; readonly canForce: boolean };

export interface Refusal {
  readonly code: string;
  readonly text: Words;
  readonly remedy: Words;
}

/** Where a person looks at orders and says what shall become of those that wait for a word. */
export interface OrderDesk {
  /** Orders in a state, by id after `after`. */
  list(query: { readonly state: OrderState; readonly after?: string; readonly limit: number }): Promise<readonly OrderEntry[]>;
  show(orderId: string): Promise<OrderFile | undefined>;
  /** A person's word; audited. What is to be adopted is read first. */
  decide(decision: DeskDecision): Promise<Decided>;
}

export function createOrderDesk(parts: PairParts, call: () => Call): OrderDesk {
  const { store, merchant, pair } = parts;
  return {
    list: ({ state, after, limit }) =>
      store.transaction(merchant, async (tx) => (await tx.orders.page(pair, state, after, limit)).map(entryOf)),
    show: (orderId) => show(parts, orderId),
    decide: (decision) => decide(parts, decision, call),
  };
}

function entryOf(record: OrderRecord): OrderEntry {
  const words = wordsOf(record);
  return words === undefined ? { record } : { record, reason: words.text };
}

function wordsOf({ orderId, reason, reasonData, salesOrderGoneAt }: OrderRecord): ReturnType<typeof problemWords> | undefined {
  const code = salesOrderGoneAt === undefined ? reason : 'SALES_ORDER_DELETED';
  return code === undefined ? undefined : problemWords(code, { order: orderId, ...reasonData });
}

async function accountOf({ store, merchant, pair, channel }: PairParts): Promise<OrderAccount | undefined> {
  const row = await store.transaction(merchant, (tx) => tx.pairs.read(pair));
  return row?.channelAccount === undefined ? undefined : { vendor: channel.vendor, accountId: row.channelAccount };
}

async function show(parts: PairParts, orderId: string): Promise<OrderFile | undefined> {
  const account = await accountOf(parts);
  return parts.store.transaction(parts.merchant, async (tx) => {
    const record = await tx.orders.read(parts.pair, orderId);
    if (record === undefined) return undefined;
    const key = account && salesOrderKey(account, orderId);
    const effect = key && (await tx.effects.read(key));
    const remedy = wordsOf(record)?.remedy;
    return {
      ...entryOf(record),
      ...(remedy === undefined ? {} : { remedy }),
      ...(effect === undefined ? {} : { effect }),
      ...(record.salesOrderId === undefined ? {} : { link: parts.invoicing.salesOrders.link(record.salesOrderId) }),
      audit: key === undefined ? [] : await tx.audit.bySubject(key),
    };
  });
}

async function decide(parts: PairParts, decision: DeskDecision, call: () => Call): Promise<Decided> {
  const { orderId, choice, force = false } = decision;
  const { store, merchant, pair, invoicing, environment } = parts;
  if (isUnsigned(decision)) return refused([objection('WORD_UNSIGNED', { order: orderId })]);
  const [account, record] = [await accountOf(parts), await store.transaction(merchant, (tx) => tx.orders.read(pair, orderId))];
  if (account === undefined || record === undefined) return refused([objection('ORDER_NOT_KNOWN', { order: orderId })]);
  const isGone = record.salesOrderGoneAt !== undefined;
  if (isGone && choice.choice === 'create') return refused([objection('SALES_ORDER_NOT_MADE_AGAIN', { order: orderId })]);
  const closed = [objection('ORDER_NOT_TO_DECIDE', { order: orderId, state: record.state })];
  const isDoubted = choice.choice === 'adopt' && (await store.transaction(merchant, (tx) => isMarkedOtherwise(tx, pair, orderId)));
  if (record.state !== 'parked' && !isGone && !isDoubted) return refused(closed);
  const examine = async (): Promise<Examined> =>
    choice.choice === 'adopt'
      ? examineAdoption({ merchant, pair, store, invoicing, account, orderId, salesOrderId: choice.salesOrderId, call: call() })
      : { objections: [] };
  const examined = await examine();
  const standing = force ? examined.objections.filter(({ canForce }) => !canForce) : examined.objections;
  if (standing.length > 0) return refused(standing);
  const decided = await decideOrder({
    ...{ merchant, pair, store, environment, invoicing, account, orderId, choice },
    ...(examined.revision === undefined ? {} : { revision: examined.revision }),
    by: decision.by,
    why: force ? `${decision.why} (insisted)` : decision.why,
    ...marksOf(parts.channel),
  });
  if (decided === 'decided') return { status: 'decided' };
  // Somebody gave it to another order since it was looked at.
  if (decided === 'taken') return refused((await examine()).objections);
  // Parked before anything was intended: there is no attempt that a word could repeat.
  return refused(choice.choice === 'create' ? [objection('ORDER_NOT_TO_CREATE', { order: orderId })] : closed);
}

/** How marks are written, where the channel takes any. */
function marksOf({ marks }: Pick<PairParts['channel'], 'marks'>): Pick<Decision, 'marks'> {
  return marks === undefined ? {} : { marks: { arrivedAfterMs: marks.timeoutMs + marks.settleMs } };
}

function objection(code: string, data: Readonly<Record<string, string>>): Objection {
  return { code, data, canForce: false };
}

function refused(objections: readonly Objection[]): Decided {
  return {
    status: 'refused',
    objections: objections.map(({ code, data }) => ({ code, ...problemWords(code, data) })),
    canForce: objections.every(({ canForce }) => canForce),
  };
}
