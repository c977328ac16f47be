import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v2List, wireCount, wireMaybeId, wireText } from './common.ts';

/** A line of an order with the address that it goes to; none for digital goods and gift certificates. */
const addressedLineWire = z.object({ id: wireId, order_address_id: wireMaybeId, quantity: wireCount, quantity_shipped: wireCount });
export type WireAddressedLine = z.output<typeof addressedLineWire>;
export const addressedLinesWire = v2List(addressedLineWire);

export const shipmentMadeWire = z.object({ id: wireId });
export const shipmentsWire = v2List(z.object({ id: wireId, tracking_number: wireText }));
