import { contentHash } from './canonical-json.ts';

declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type MerchantId = Id<'merchant'>;
export type ConnectionId = Id<'connection'>;
export type PairId = Id<'pair'>;
/** The seller's key for a sellable variant, as written by the merchant. Compare with `skuKey`. */
export type Sku = Id<'sku'>;
/** Stable name of an intent, made of the vendor account and the record, so that it outlives a re-made connection. */
export type EffectKey = Id<'effect'>;

export function merchantId(text: string): MerchantId {
  return text as MerchantId;
}
export function connectionId(text: string): ConnectionId {
  return text as ConnectionId;
}
export function pairId(text: string): PairId {
  return text as PairId;
}
export function sku(text: string): Sku {
  return text as Sku;
}
export function effectKey(text: string): EffectKey {
  return text as EffectKey;
}

/** Longer ones stand under the beginning and a hash: an index holds no text of any length. */
const skuKeyMax = 255;

/**
 * SKUs that differ by case or outer blanks only are one key: shops refuse both side by side. A key can be stored whatever the SKU holds:
 * signs that nobody sees, which databases refuse, are one and the same sign in it.
 */
export function skuKey(value: Sku): string {
  const key = shownText(value.trim().toLowerCase());
  return key.length <= skuKeyMax ? key : `${shownText(key.slice(0, 150))}…${contentHash(key)}`;
}

/** Text without control characters and halves of characters: each of them is U+FFFD. */
export function shownText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
}
