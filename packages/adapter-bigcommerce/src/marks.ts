import type { Http } from '@megzo/adapter-kit';
import { canonicalJson, type EffectPort, mapAnswer, type OrderMark, type Outcome } from '@megzo/core';
import type { BigcommerceSetup } from './options.ts';
import { metafieldMadeWire, metafieldsWire } from './wire/metafield.ts';

type Made = { readonly id: string };

/** One metafield of this key can stand on an order: a second one is refused with 409 (sheet 3.5). */
const key = 'sales_order_id';
const pageSize = 250;

/** Our mark on their order: which sales order it became. Other apps can read it, only our API account can change it. */
export function createMarks(http: Http, { namespace, timing }: BigcommerceSetup): EffectPort<OrderMark, Made> {
  return {
    timeoutMs: timing.timeoutMs,
    settleMs: timing.settleMs,
    async send({ order, salesOrderId }, call): Promise<Outcome<Made>> {
      const body = { permission_set: 'read', namespace, key, value: canonicalJson({ salesOrderId, marker: call.marker }) };
      const made = await http.send({ method: 'POST', path: metafieldsOf(order), body }, metafieldMadeWire, call);
      return made.status === 'done' ? { status: 'done', value: { id: made.value.data.id } } : made;
    },
    async find({ marker, draft }, call) {
      const query = { namespace, key, limit: pageSize };
      const answer = await http.read({ path: metafieldsOf(draft.order), query }, metafieldsWire, call);
      return mapAnswer(answer, (metafields) => ({
        marked: metafields
          .filter((metafield) => metafield.namespace === namespace && metafield.key === key && carries(metafield.value, marker))
          .map(({ id }) => ({ id })),
        alike: [],
      }));
    },
  };
}

function metafieldsOf(order: string): string {
  return `/v3/orders/${encodeURIComponent(order)}/metafields`;
}

function carries(value: string, marker: string): boolean {
  try {
    const mark: unknown = JSON.parse(value);
    return typeof mark === 'object' && mark !== null && 'marker' in mark && mark.marker === marker;
  } catch {
    return false;
  }
}
