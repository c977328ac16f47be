import { type Language, merchantId, type OrderState, pairId, problemWords, type Store } from '@megzo/core';

/** Orders of one state that wait for the same reason. */
export interface WaitingOrders {
  readonly state: OrderState;
  readonly code: string;
  readonly count: number;
  /** The words of the first of them. */
  readonly text: string;
}

const pageSize = 500;
const pagesMax = 10;

/** Why orders are held or parked, counted by reason. At most 5,000 of each state are looked at. */
export async function waitingOrders(
  store: Store,
  { merchant, pair, language }: { readonly merchant: string; readonly pair: string; readonly language: Language },
): Promise<readonly WaitingOrders[]> {
  const reasons = new Map<string, WaitingOrders>();
  for (const state of ['held', 'parked'] as const) {
    let after: string | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const from = after;
      const records = await store.transaction(merchantId(merchant), (tx) => tx.orders.page(pairId(pair), state, from, pageSize));
      for (const { orderId, reason = '', reasonData } of records) {
        const standing = reasons.get(`${state}/${reason}`);
        const text = standing?.text ?? problemWords(reason, { order: orderId, ...reasonData }).text[language];
        reasons.set(`${state}/${reason}`, { state, code: reason, count: (standing?.count ?? 0) + 1, text });
      }
      after = records.at(-1)?.orderId;
      if (records.length < pageSize) break;
    }
  }
  return [...reasons.values()];
}
