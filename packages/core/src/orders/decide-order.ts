import type { MerchantId, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EffectProgress } from '../ports/effect-ledger.ts';
import type { Store } from '../ports/store.ts';
import { type OrderAccount, salesOrderKey } from './order-keys.ts';

/** What a person says of an order whose sales order is parked. */
export type OrderChoice =
  /** It stands there: this sales order is the one. */
  | { readonly choice: 'adopt'; readonly salesOrderId: string }
  /** It does not stand there: make it, without looking. */
  | { readonly choice: 'create' }
  /** It shall never be made. */
  | { readonly choice: 'drop' };

export interface Decision {
  readonly merchant: MerchantId;
  readonly pair: PairId;
  readonly store: Store;
  readonly account: OrderAccount;
  readonly orderId: string;
  readonly choice: OrderChoice;
  readonly by: string;
  readonly why: string;
  readonly at: Instant;
}

/** Carries out a person's decision, audited. `not-parked`: there is nothing to decide, nothing was written. */
export async function decideOrder(decision: Decision): Promise<'decided' | 'not-parked'> {
  const { store, merchant, pair, account, orderId, choice, by, why, at } = decision;
  return store.transaction(merchant, async (tx) => {
    const key = salesOrderKey(account, orderId);
    const [row, record] = [await tx.effects.read(key), await tx.orders.read(pair, orderId)];
    if (record === undefined) return 'not-parked';
    // An order that was parked before anything was intended can be dropped, or adopted as what a person made by hand.
    const decided =
      row === undefined
        ? record.state === 'parked' && choice.choice !== 'create'
        : await tx.effects.decide(key, progressOf(choice, row, at), { at, what: `decided: ${choice.choice}`, details: { by } });
    if (!decided) return 'not-parked';
    const { reason, reasonData: _data, ...rest } = record;
    if (choice.choice === 'adopt') {
      await tx.orders.put({ ...rest, state: 'placed', salesOrderId: choice.salesOrderId, placedRevision: record.revision ?? 1 });
    } else if (choice.choice === 'create') await tx.orders.put({ ...rest, state: 'admitted' });
    else await tx.orders.put({ ...rest, state: 'excluded', reason: 'ORDER_DROPPED' });
    if (reason !== undefined) await tx.problems.clear(`${pair}/${reason}/${orderId}`);
    await tx.audit.add({ at, by, what: `order decided: ${choice.choice} (${why})`, subject: key });
    return 'decided';
  });
}

function progressOf(choice: OrderChoice, row: EffectProgress, at: Instant): EffectProgress {
  const basis = {
    attempt: row.attempt,
    refusals: 0,
    notBefore: at,
    ...(row.firstSentAt === undefined ? {} : { firstSentAt: row.firstSentAt }),
  };
  switch (choice.choice) {
    case 'adopt':
      return { ...basis, state: 'done', result: choice.salesOrderId };
    case 'create':
      // A look-back would park it again for what the person has just looked at.
      return { ...basis, state: 'intended', attempt: 0, firstSentAt: row.firstSentAt ?? at };
    case 'drop':
      return { ...basis, state: 'withdrawn', reason: 'ORDER_DROPPED' };
  }
}
