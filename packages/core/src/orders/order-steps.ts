import { admitOrder } from './admit-order.ts';
import { afterEpoch } from './after-epoch.ts';
import { bookOrderUnits, unitsHeld } from './book-order-stock.ts';
import { chargedCents } from './charged-cents.ts';
import { compareReadBack } from './compare-read-back.ts';
import { salesOrderKey, salesOrderMarker } from './order-keys.ts';
import { proveTotals } from './prove-totals.ts';
import { salesOrderDraft } from './sales-order-draft.ts';
import { taxTreatment } from './tax-treatment.ts';

/** The decisions of the order flows, each a pure function. They are handed in, so that a simulation can plant a bug in one of them. */
export interface OrderSteps {
  readonly admitOrder: typeof admitOrder;
  readonly unitsHeld: typeof unitsHeld;
  readonly bookOrderUnits: typeof bookOrderUnits;
  readonly salesOrderKey: typeof salesOrderKey;
  readonly salesOrderMarker: typeof salesOrderMarker;
  readonly afterEpoch: typeof afterEpoch;
  readonly taxTreatment: typeof taxTreatment;
  readonly chargedCents: typeof chargedCents;
  readonly salesOrderDraft: typeof salesOrderDraft;
  readonly proveTotals: typeof proveTotals;
  readonly compareReadBack: typeof compareReadBack;
}

export const orderSteps: OrderSteps = {
  admitOrder,
  unitsHeld,
  bookOrderUnits,
  salesOrderKey,
  salesOrderMarker,
  afterEpoch,
  taxTreatment,
  chargedCents,
  salesOrderDraft,
  proveTotals,
  compareReadBack,
};
