import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, canonicalJson, type EffectCall, mapAnswer, type Outcome } from '@megzo/core';
import { metafieldMadeWire, metafieldsWire, type WireMetafield } from './wire/metafield.ts';

export interface Place {
  readonly order: string;
  readonly namespace: string;
  readonly key: string;
}

/**
 * Puts one record as JSON on an order. Other apps can read it, only our API account can change it; a second one of the same
 * key is refused with 409 (sheet 3.5).
 */
export async function sendMetafield(
  http: Http,
  { order, namespace, key }: Place,
  record: Readonly<Record<string, string>>,
  call: EffectCall,
): Promise<Outcome<{ readonly id: string }>> {
  const body = { permission_set: 'read', namespace, key, value: canonicalJson(record) };
  const made = await http.send({ method: 'POST', path: pathOf(order), body }, metafieldMadeWire, call);
  return made.status === 'done' ? { status: 'done', value: { id: made.value.data.id } } : made;
}

/** Writes another record into one of ours; the same as often as it is sent. */
export async function changeMetafield(
  http: Http,
  { order, id }: { readonly order: string; readonly id: string },
  record: Readonly<Record<string, string>>,
  call: EffectCall,
): Promise<Outcome<{ readonly id: string }>> {
  const body = { value: canonicalJson(record) };
  const made = await http.send({ method: 'PUT', path: `${pathOf(order)}/${encodeURIComponent(id)}`, body }, metafieldMadeWire, call);
  return made.status === 'done' ? { status: 'done', value: { id } } : made;
}

/** What stands on an order under one key, oldest first: one of ours at most, and others' of the same name. */
export async function readMetafields(http: Http, { order, namespace, key }: Place, call: Call): Promise<Answer<readonly WireMetafield[]>> {
  const answer = await http.readMaybe({ path: pathOf(order), query: { namespace, key, limit: 250 } }, metafieldsWire, call);
  return mapAnswer(answer, (metafields = []) =>
    metafields
      .filter((metafield) => metafield.namespace === namespace && metafield.key === key)
      .sort((a, b) => Number(a.id) - Number(b.id)),
  );
}

/** The texts of a record in a metafield's value; empty where it is none, since anybody may have written it. */
export function recordIn(value: string): Readonly<Record<string, string>> {
  try {
    const record: unknown = JSON.parse(value);
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return {};
    return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

function pathOf(order: string): string {
  return `/v3/orders/${encodeURIComponent(order)}/metafields`;
}
