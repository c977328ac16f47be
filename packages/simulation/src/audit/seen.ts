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

/** Every order confirmation that the library made, oldest first. */
export function madeSalesOrders({ books }: Pick<Evidence, 'books'>): readonly Made[] {
  return books.journal.flatMap(({ method, path, answered, at, body }) => {
    if (method !== 'POST' || path !== '/v1/order-confirmations' || answered !== 201) return [];
    const lines = ((body as { lineItems?: readonly WrittenLine[] } | undefined)?.lineItems ?? []).map(({ name = '' }) => name);
    const marker = lines.map((name) => /^Bestellung (\d+) · /.exec(name)?.[1]).find((id) => id !== undefined);
    return [{ at, order: Number(marker ?? Number.NaN) }];
  });
}
