import { contentHash } from '../kernel/canonical-json.ts';
import { type EffectKey, effectKey } from '../kernel/ids.ts';

/** Names made of the vendor account, so that they outlive a re-made connection. */
export interface OrderAccount {
  readonly vendor: string;
  readonly accountId: string;
}

export function orderKey(account: OrderAccount, orderId: string): string {
  return `${account.vendor}:${account.accountId}/order/${orderId}`;
}

export function salesOrderKey(account: OrderAccount, orderId: string): EffectKey {
  return effectKey(`${orderKey(account, orderId)}/place-sales-order`);
}

export function markKey(account: OrderAccount, orderId: string): EffectKey {
  return effectKey(`${orderKey(account, orderId)}/mark-order`);
}

/** Where the people of an order's revision stand in the vault. */
export function peopleKey(account: OrderAccount, orderId: string, revision: number): string {
  return `${orderKey(account, orderId)}/people/${revision}`;
}

/** The line by which a sales order is found again; a person can read it, and chance cannot make it. */
export function salesOrderMarker(account: OrderAccount, orderId: string): string {
  return `Bestellung ${orderId} · ${account.accountId} · ${contentHash(salesOrderKey(account, orderId)).slice(0, 12)}`;
}

/**
 * The sales order effect of an order of this account that texts name by its marker. Blanks may have been changed by an editor, the
 * words may not. Texts that name several name none: buyers' own words stand among them, and anybody can copy a marker.
 */
export function effectNamedBy(texts: readonly string[], account: OrderAccount): EffectKey | undefined {
  const text = oneLine(texts.join('\n'));
  const ids = new Set([...text.matchAll(markerWords)].map(([, orderId = '']) => orderId));
  const [only, ...others] = [...ids].filter((orderId) => text.includes(salesOrderMarker(account, orderId)));
  return only === undefined || others.length > 0 ? undefined : salesOrderKey(account, only);
}

const markerWords = /Bestellung (\S+) · /g;

/** Whether texts carry a marker. */
export function carriesMarker(texts: readonly string[], marker: string): boolean {
  return oneLine(texts.join('\n')).includes(oneLine(marker));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
