import type { OrderHead } from '../model/order.ts';
import type { OrderRecord } from '../ports/order-records.ts';

/** What a list says of an order beside its instants. */
export function listedAs({ status, archived, currency, totalGross }: OrderHead): string {
  return [status, archived ? 'archived' : '', totalGross, currency].join(' ');
}

/** No list says this: whatever the next one says, the order is read then. */
export const listedAnew = '';

/**
 * Whether an order was taken as it stands in a list. Channels tell instants by the second: a second change within one moves none, and
 * shows in what else the list says.
 */
export function isTakenAsListed(head: OrderHead, { readAsOf, listed }: Pick<OrderRecord, 'readAsOf' | 'listed'>): boolean {
  return readAsOf === head.modifiedAt && (listed === undefined || listed === listedAs(head));
}
