/** Section 6: shipments and tracking. */
import { z } from 'zod';
import { address, id, idOrNone, nothing, paging, rfc2822, type SheetCall, v2Rows } from './words.ts';

const shipped = { order_product_id: id, quantity: id };
const tracking = {
  tracking_number: z.string().max(50).optional(),
  tracking_link: z.string().max(500).optional(),
  /** DHL is not among them (6). */
  shipping_provider: z
    .union([
      z.enum(['', 'auspost', 'canadapost', 'endicia', 'usps', 'fedex', 'royalmail', 'ups', 'upsready', 'upsonline', 'shipperhq']),
      z.string().regex(/^carrier_\d+$/),
    ])
    .optional(),
  tracking_carrier: z.string().optional(),
  shipping_method: z.string().optional(),
  comments: z.string().max(65_535).optional(),
  merchant_shipping_cost: z.unknown().optional(),
};
const shipment = z.object({
  id,
  order_id: id,
  customer_id: idOrNone,
  order_address_id: id,
  date_created: rfc2822,
  tracking_number: z.string().max(50),
  tracking_link: z.string().max(500),
  generated_tracking_link: z.string(),
  tracking_carrier: z.string(),
  shipping_provider: z.string(),
  shipping_provider_display_name: z.string(),
  shipping_method: z.string(),
  comments: z.string(),
  billing_address: z.object(address),
  shipping_address: z.union([z.object(address), z.strictObject({})]),
  items: z.array(z.strictObject({ order_product_id: id, product_id: idOrNone, quantity: id })).min(1),
});

const pages = z.strictObject(paging);

export const shipmentCalls: readonly SheetCall[] = [
  { method: 'GET', path: '/v2/orders/{id}/shipments', query: pages, answers: v2Rows(shipment) },
  {
    method: 'POST',
    path: '/v2/orders/{id}/shipments',
    body: z.strictObject({ order_address_id: id, items: z.array(z.strictObject(shipped)).min(1), ...tracking }),
    answers: { 201: shipment },
  },
  { method: 'GET', path: '/v2/orders/{id}/shipments/count', answers: { 200: z.strictObject({ count: z.int() }) } },
  { method: 'GET', path: '/v2/orders/{id}/shipments/{shipment}', answers: { 200: shipment } },
  { method: 'PUT', path: '/v2/orders/{id}/shipments/{shipment}', body: z.strictObject(tracking), answers: { 200: shipment } },
  { method: 'DELETE', path: '/v2/orders/{id}/shipments/{shipment}', answers: { 204: nothing } },
];
