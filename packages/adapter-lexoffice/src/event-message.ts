import { hasRsaSha512, type RawBody, wireInstant } from '@megzo/adapter-kit';
import type { Instant } from '@megzo/core';
import { z } from 'zod';

/** What happened to which record. It carries no data: the record is read again (sheet 8.3). */
export interface EventMessage {
  readonly accountId: string;
  /** Such as `article.changed` or `order-confirmation.created`. */
  readonly type: string;
  readonly resourceId: string;
  readonly at: Instant;
}

export interface EventMessageOptions {
  /** The vendor's public keys in PEM; several while one replaces another, since an event names no key (sheet 8.4). */
  readonly publicKeys: readonly string[];
  /** Whose events are taken; another organisation's genuine event is not ours. */
  readonly accountId: string;
}

const eventWire = z.object({ organizationId: z.string(), eventType: z.string(), resourceId: z.string(), eventDate: wireInstant });

/**
 * Reads a delivered event. `undefined`: not signed by the vendor, of another organisation, or no event. Events repeat and overtake
 * each other, and a signature holds no time: an event is a reason to look, never a fact.
 * @param message the body as received, and the header `X-Lxo-Signature`
 */
export function readEventMessage(
  message: { readonly body: RawBody; readonly signature: string },
  { publicKeys, accountId }: EventMessageOptions,
): EventMessage | undefined {
  if (!hasRsaSha512(message.body, { signature: message.signature, publicKeys })) return undefined;
  const parsed = eventWire.safeParse(bodyOf(message.body));
  if (!parsed.success || parsed.data.organizationId !== accountId) return undefined;
  const { eventType, resourceId, eventDate } = parsed.data;
  return { accountId, type: eventType, resourceId, at: eventDate };
}

function bodyOf(body: RawBody): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
