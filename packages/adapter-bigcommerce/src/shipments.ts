import { callError, type Http } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  done,
  type EffectCall,
  type EffectPort,
  mapAnswer,
  type Outcome,
  rejected,
  retryable,
  type ShipmentNotice,
  SyncError,
} from '@megzo/core';
import type { BigcommerceSetup } from './options.ts';
import { readV2Pages } from './v2-pages.ts';
import { addressedLinesWire, shipmentMadeWire, shipmentsWire, type WireAddressedLine } from './wire/shipment.ts';

type Made = { readonly id: string };

const trackingNumberMax = 50;
const trackingLinkMax = 500;

/**
 * Shipments with tracking on an order. The vendor makes a second one, and a second mail to the customer, from the same request
 * again: the tracking number is what one is found by (sheet 6).
 */
export function createShipments(http: Http, { timing }: BigcommerceSetup): EffectPort<ShipmentNotice, Made> {
  return {
    timeoutMs: timing.timeoutMs,
    settleMs: timing.settleMs,
    send: (notice, call) => sendShipment(http, notice, call),
    async find({ draft }, call) {
      const answer = await readV2Pages(http, { path: shipmentsOf(draft.order) }, shipmentsWire, call);
      return mapAnswer(answer, (shipments = []) => ({
        marked: shipments
          .filter((shipment) => shipment.tracking_number.trim() === draft.awb)
          .sort((a, b) => Number(a.id) - Number(b.id))
          .map(({ id }) => ({ id })),
        alike: [],
      }));
    },
  };
}

/** The lines are read for the address that they go to; only the last request has an effect. */
async function sendShipment(http: Http, notice: ShipmentNotice, call: EffectCall): Promise<Outcome<Made>> {
  const fault = faultOf(notice);
  if (fault !== undefined) return refused(fault);
  if (!call.maySend()) return retryable(callError('SELF_FENCED'));
  const lines = await readLines(http, notice.order, call);
  if (lines.status !== 'done') return lines;
  const address = addressOf(notice, lines.value);
  if (address.status !== 'done') return address;
  const body = {
    order_address_id: Number(address.value),
    // DHL is none of the vendor's providers, and whether it takes another service's name for it is not documented: number and
    // link stand for themselves (sheet 6, way (b)).
    shipping_provider: '',
    tracking_number: notice.awb,
    tracking_link: notice.trackingUrl,
    items: notice.items.map(({ line, quantity }) => ({ order_product_id: Number(line), quantity })),
  };
  const made = await http.send({ method: 'POST', path: shipmentsOf(notice.order), body }, shipmentMadeWire, call);
  if (made.status === 'done') return done({ id: made.value.id });
  // Refused, and more than what was left: somebody has announced these units already, perhaps we did.
  return made.status === 'rejected' && exceeds(notice, lines.value) ? { status: 'taken', error: made.error } : made;
}

/** A shortened number would never be found again. */
function faultOf({ awb, trackingUrl, items }: ShipmentNotice): string | undefined {
  if (awb.trim() === '' || awb.trim() !== awb) return 'A shipment needs a tracking number: it is found by it.';
  if (awb.length > trackingNumberMax) return 'The tracking number has more than 50 characters.';
  if (trackingUrl.length > trackingLinkMax) return 'The tracking link has more than 500 characters.';
  return items.length === 0 ? 'The shipment holds nothing.' : undefined;
}

async function readLines(http: Http, order: string, call: Call): Promise<Answer<readonly WireAddressedLine[]>> {
  const answer = await readV2Pages(http, { path: `${pathOf(order)}/products` }, addressedLinesWire, call);
  if (answer.status !== 'done') return answer;
  if (answer.value === undefined) return rejected(new SyncError('NOT_FOUND', 'BigCommerce does not know this order.'));
  // A new order may be readable before its lines are (sheet 5.7).
  return answer.value.length === 0
    ? retryable(new SyncError('CONFLICT', 'The lines of the order cannot be read yet.'))
    : done(answer.value);
}

function addressOf({ items }: ShipmentNotice, lines: readonly WireAddressedLine[]): Answer<string> {
  const addressOfLine = new Map(lines.map((line) => [line.id, line.order_address_id]));
  if (items.some(({ line }) => !addressOfLine.has(line))) {
    return refused('A line of the shipment is no longer on the order: somebody edited it. Compare both, then announce it by hand.');
  }
  const addresses = new Set(items.map(({ line }) => addressOfLine.get(line)));
  if (addresses.size > 1) return refused('The lines go to several addresses: announce one shipment for each of them.');
  const [address] = addresses;
  return address === undefined ? refused('These lines are delivered to no address, so nothing can be shipped.') : done(address);
}

function exceeds({ items }: ShipmentNotice, lines: readonly WireAddressedLine[]): boolean {
  return lines.some((line) => {
    const asked = items.filter((item) => item.line === line.id).reduce((units, item) => units + item.quantity, 0);
    return asked > line.quantity - line.quantity_shipped;
  });
}

function refused(sentence: string): Answer<never> {
  return rejected(new SyncError('REFUSED', sentence));
}

function pathOf(order: string): string {
  return `/v2/orders/${encodeURIComponent(order)}`;
}

function shipmentsOf(order: string): string {
  return `${pathOf(order)}/shipments`;
}
