import { accessToken, type StrikingVendors, storeHash } from './striking-vendors.ts';

/** Judges by what the vendors hold, never by our tables: one order confirmation per order, of its total. One sentence per fault. */
export async function auditOrders({ books, shop }: Pick<StrikingVendors, 'books' | 'shop'>): Promise<readonly string[]> {
  const faults: string[] = [];
  const made = new Map<number, string[]>();
  for (const { lines, totals, id } of books.orderConfirmations) {
    const order = lines.map((line) => /^Bestellung (\d+) · /.exec(line.name ?? '')?.[1]).find((found) => found !== undefined);
    if (order === undefined) faults.push(`order confirmation ${id} carries no marker`);
    else made.set(Number(order), [...(made.get(Number(order)) ?? []), cents(String(totals?.gross))]);
  }
  for (const { id } of shop.orders()) {
    const [only, ...others] = made.get(id) ?? [];
    if (only === undefined) faults.push(`order ${id} was lost`);
    else if (others.length > 0) faults.push(`order ${id} has ${others.length + 1} order confirmations`);
    else {
      const charged = await totalOf(shop, id);
      if (only !== cents(charged)) faults.push(`order ${id} was charged ${charged}, its order confirmation says ${only} cents`);
    }
  }
  const allowed = /^\/v1\/(order-confirmations|contacts|event-subscriptions)/;
  for (const { method, path } of books.journal) {
    if (method !== 'GET' && !allowed.test(path)) faults.push(`${method} ${path} was called`);
  }
  return faults;
}

/** What the shopper was charged, as the shop tells anybody who asks. */
async function totalOf(shop: StrikingVendors['shop'], id: number): Promise<string> {
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' };
  const answer = await shop.handler(new Request(`https://shop.example/stores/${storeHash}/v2/orders/${id}`, { headers }));
  return ((await answer.json()) as { total_inc_tax: string }).total_inc_tax;
}

/** A decimal text of two places that matter, as whole cents in text. */
function cents(text: string): string {
  const [whole = '0', part = ''] = text.split('.');
  return `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
}
