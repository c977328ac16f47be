import type { WakeUp } from '@megzo/core';
import { subjectWire, type WireSubject } from './wire/hook.ts';

type Look = (subject: WireSubject, storeHash: string) => { readonly what: WakeUp['what']; readonly id: string | undefined };

const order: Look = ({ id }) => ({ what: 'order', id });
const orderNamed: Look = ({ order_id }) => ({ what: 'order', id: order_id });
const orderShipped: Look = ({ orderId }) => ({ what: 'order', id: orderId });
const product: Look = ({ id, inventory }) => ({ what: 'listing', id: inventory?.product_id ?? id });
const settings: Look = (_subject, storeHash) => ({ what: 'settings', id: storeHash });

/**
 * What a scope gives reason to look at (sheet 9.4); the first that fits counts. Not listed, and so nothing: metafields and
 * messages of an order, and `…/inventory/updated`, which echoes our own writes, while sales come as `…/inventory/order/updated`.
 */
const looks: readonly (readonly [RegExp, Look])[] = [
  [/^store\/order\/(created|updated|archived|statusUpdated|refund\/created)$/, order],
  [/^store\/order\/transaction\/(created|updated)$/, orderNamed],
  [/^store\/channel\/\d+\/order\//, orderNamed],
  [/^store\/shipment\/(created|updated|deleted)$/, orderShipped],
  [/^store\/product\/(created|updated|deleted|inventory\/order\/updated)$/, product],
  [/^store\/sku\/(created|updated|deleted|inventory\/order\/updated)$/, variant],
  [/^store\/information\/updated$/, settings],
  // The token ends with the app: reading the settings says so.
  [/^store\/app\/uninstalled$/, settings],
];

/** A scope that nobody knows yet wakes nothing: the polls find what it would have told. */
export function wakeUps(scope: string, data: unknown, storeHash: string): readonly WakeUp[] {
  const look = looks.find(([pattern]) => pattern.test(scope))?.[1];
  const subject = subjectWire.safeParse(data);
  if (look === undefined || !subject.success) return [];
  const { what, id } = look(subject.data, storeHash);
  return id === undefined ? [] : [{ what, id }];
}

/** `product/variant`, as a listing is read; a product alone stands for its first variant. */
function variant({ sku, inventory }: WireSubject): ReturnType<Look> {
  const { product_id, variant_id } = sku ?? inventory ?? {};
  const id = product_id === undefined || variant_id === undefined ? product_id : `${product_id}/${variant_id}`;
  return { what: 'listing', id };
}
