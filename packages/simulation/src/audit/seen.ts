import type { BigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import type { LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import type { Told } from '../world/told.ts';

/** One creation that reached the books and was answered with success, by their own journal. */
export interface Made {
  readonly at: number;
  readonly order: number;
}

/** What an auditor may look at: the vendors' side, what people did, and what is shown to whoever asks. Never our tables. */
export interface Evidence {
  readonly books: LexofficeSimulator;
  readonly shop: BigcommerceSimulator;
  readonly told: Told;
  /** From here on nothing failed any more, and people did nothing. */
  readonly quietAt: number;
  /** As the library answers for each order that people know of. */
  readonly shown: ReadonlyMap<number, Shown>;
  /** Problems that are open at the end. */
  readonly problems: readonly { readonly code: string; readonly about: string }[];
  /** The merchant chose to be asked after a doubt. */
  readonly asks: boolean;
  /** Sends without proof before a person is asked. */
  readonly attemptsMax: number;
  /** Bodies of all requests for an order confirmation that left, also of those that never arrived. */
  readonly asked: readonly { readonly at: number; readonly body: string; readonly fault: string | undefined }[];
  /** How old what the shop is told may be, ms; stock is not kept in step where absent. */
  readonly staleMs?: number;
  /** How soon a lost answer is looked for at the latest, ms; nobody says where absent. */
  readonly looksWithinMs?: number | undefined;
}

export interface Shown {
  readonly state: string;
  readonly reason?: string;
  readonly salesOrderId?: string;
}

interface WrittenLine {
  readonly type?: string;
  readonly name?: string;
}

/** The order that a request for an order confirmation is about. */
export function orderAsked(body: string): number {
  return Number(/"Bestellung (\d+) · /.exec(body)?.[1] ?? Number.NaN);
}

/** Every order confirmation that the library made, oldest first. */
export function madeSalesOrders({ books }: Pick<Evidence, 'books'>): readonly Made[] {
  return books.journal.flatMap(({ method, path, answered, at, body }) => {
    if (method !== 'POST' || path !== '/v1/order-confirmations' || answered !== 201) return [];
    const lines = ((body as { lineItems?: readonly WrittenLine[] } | undefined)?.lineItems ?? []).map(({ name = '' }) => name);
    const marker = lines.map((name) => /^Bestellung (\d+) · /.exec(name)?.[1]).find((id) => id !== undefined);
    return [{ at, order: Number(marker ?? Number.NaN) }];
  });
}
