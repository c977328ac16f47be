import type { BigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import type { LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { shopUrl, storeHash } from './virtual-world.ts';

/** What a story promises about one order. */
export interface ToldOrder {
  readonly id: number;
  /** `once`: edited or reopened, so its order confirmation may tell an older total. */
  readonly end: 'placed' | 'once' | 'at-most-once' | 'never';
}

/**
 * Judges by the vendors alone, with a model of its own: it never looks into our tables. Answers one sentence per broken law.
 */
export async function audit(
  { books, shop }: { readonly books: LexofficeSimulator; readonly shop: BigcommerceSimulator },
  orders: readonly ToldOrder[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { id, end } of orders) {
    const marker = new RegExp(`^Bestellung ${id} · `);
    const made = books.orderConfirmations.filter(({ lines }) => lines.some((line) => marker.test(line.name ?? '')));
    if (made.length > 1) faults.push(`order ${id} has ${made.length} order confirmations`);
    if (end === 'never' && made.length > 0) faults.push(`order ${id} must have none, it has one`);
    if (end !== 'placed' && end !== 'once') continue;
    const [only] = made;
    if (only === undefined) faults.push(`order ${id} was lost`);
    else if (end === 'placed') {
      const charged = await totalOf(shop, id);
      const said = String(only.totals?.gross);
      if (cents(said) !== cents(charged)) faults.push(`order ${id} was charged ${charged}, its order confirmation says ${said}`);
    }
  }
  const unmarked = books.orderConfirmations.filter(({ lines }) => !lines.some((line) => /^Bestellung \d+ · /.test(line.name ?? '')));
  if (unmarked.length > 0) faults.push(`${unmarked.length} order confirmations carry no marker`);
  for (const { method, path } of books.journal) {
    if (method !== 'GET' && !/^\/v1\/(order-confirmations|contacts)$/.test(path)) faults.push(`${method} ${path} was called`);
  }
  return faults;
}

/** What the shopper was charged, as the shop tells anybody who asks. */
async function totalOf(shop: BigcommerceSimulator, id: number): Promise<string> {
  shop.faults.clear();
  const request = new Request(`${shopUrl}/stores/${storeHash}/v2/orders/${id}`, {
    headers: { 'x-auth-token': 'shop-token', accept: 'application/json' },
  });
  const answer = (await (await shop.handler(request)).json()) as { total_inc_tax: string };
  return answer.total_inc_tax;
}

/** Cents of a decimal text of at most two places that matter, without arithmetic on floats. */
function cents(text: string): string {
  const [whole = '0', part = ''] = text.split('.');
  return `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
}
