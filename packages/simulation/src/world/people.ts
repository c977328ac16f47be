import type { Cart } from '@megzo/adapter-bigcommerce/simulator';
import type { SalesDocument } from '@megzo/adapter-lexoffice/simulator';
import { merchantId, pairId } from '@megzo/core';
import type { Random } from '@megzo/core/testing';
import { countedSku, countedUnits, keptUnits, noteOf } from './counted-goods.ts';
import { merchant, pairName, type Simulation } from './simulation.ts';
import { isSold, type Told, tellOrder, unitsIn } from './told.ts';

/** What people do, each by name so that a scenario can say how often. */
export const actNames = [
  'order',
  'order-again',
  'order-pending',
  'checkout',
  'finish-checkout',
  'pay',
  'edit',
  'cancel',
  'reopen',
  'archive',
  'delete-document',
  'duplicate-document',
  'unmark-document',
  'archive-document',
  'carry-on-document',
  'contradict',
  'count',
  'change-rules',
] as const;
export type ActName = (typeof actNames)[number];

export interface People {
  /** `false`: there was nothing to do it to. */
  act(name: ActName): boolean;
}

const skus = [countedSku, 'K-2', 'H-1'] as const;

/** What stands in both systems before the story begins. */
export function stockUp({ books, shop }: Pick<Simulation, 'books' | 'shop'>): void {
  books.seed.articles([
    { title: 'Kaffee Crema', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: noteOf(countedUnits) },
    { title: 'Handmühle', articleNumber: 'H-1', price: { gross: '49.99' }, taxRate: 19 },
  ]);
  const price = { 'K-1': '17.90', 'K-2': '8.98', 'H-1': '49.99' };
  for (const sku of skus) {
    // The shop begins with too small a figure: connecting puts it right.
    const tracked = sku === countedSku ? { stock: countedUnits - keptUnits - 3 } : { tracking: 'none' as const };
    shop.seed.product({ name: `Ware ${sku}`, sku, price: price[sku], ...tracked, taxClassId: sku.startsWith('K') ? 2 : 1 });
  }
}

export interface PeopleOptions {
  /** Of 100 shoppers so many are companies, and so many live abroad: the books want a contact for them. */
  readonly companies: number;
}

export function createPeople(world: Simulation, told: Told, random: Random, { companies }: PeopleOptions): People {
  const { shop, books, scheduler, memory } = world;
  const { storefront } = shop;
  const { backOffice } = books;
  const articleCounted = books.articles.find(({ articleNumber }) => articleNumber === countedSku)?.id ?? '';
  let people = 0;
  let titles = 0;
  let lastCart: Cart | undefined;
  const note = (what: string): void => scheduler.trace.note({ at: scheduler.clock.now(), who: 'people', what });

  function cart(): Cart {
    people += 1;
    let left = storefront.purchasable(countedSku);
    const lines = Array.from({ length: 1 + random.below(2) }, () => {
      const [sku, quantity] = [random.pick(skus), 1 + random.below(4)];
      if (sku !== countedSku) return { sku, quantity };
      // What is not there nobody can put into a cart.
      if (quantity > left) return { sku: 'K-2' as const, quantity };
      left -= quantity;
      return { sku, quantity };
    });
    const swiss = { country: 'Switzerland', countryIso2: 'CH', city: 'Bern', zip: '3000' };
    const billing = {
      firstName: 'Erika',
      lastName: `Muster${people}`,
      email: `erika${people}@example.com`,
      ...(random.percent(companies) ? { company: `Muster ${people} GmbH` } : {}),
      ...(random.percent(companies) ? swiss : {}),
    };
    return {
      lines,
      billing,
      shipping: [{ cost: random.percent(50) ? '4.90' : '0.00' }],
      ...(random.percent(15) ? { coupons: [{ code: 'ZEHN', kind: 'percent' as const, amount: '10' }] } : {}),
      ...(random.percent(8) ? { currency: 'USD' } : {}),
      ...(random.percent(10) ? { payment: { kind: 'offline' as const } } : {}),
    };
  }

  function told_(id: number, what: string): boolean {
    const order = tellOrder(told, shop, id, scheduler.clock.now());
    note(`${what}: order ${id}, ${order.moments.at(-1)?.total} ${order.moments.at(-1)?.currency}`);
    return true;
  }

  /** What is not there nobody buys: the shop sells no more than it shows. */
  function isThere(units: number): boolean {
    return storefront.purchasable(countedSku) >= units;
  }

  /** An order whose last moment fits. */
  function someOrder(
    fits: (statusId: number, order: { readonly archived: boolean; readonly sold: boolean; readonly units: number }) => boolean,
  ): number | undefined {
    const ids = [...told.orders.values()].flatMap(({ id, moments }) => {
      const last = moments.at(-1);
      return last !== undefined &&
        fits(last.statusId, { archived: last.archived, sold: isSold(last), units: unitsIn(shop.order(id).lines) })
        ? [id]
        : [];
    });
    return ids.length === 0 ? undefined : random.pick(ids);
  }

  function change(id: number | undefined, what: string, how: (id: number) => void): boolean {
    if (id === undefined) return false;
    how(id);
    return told_(id, what);
  }

  /** `settled`: the shop shows our mark, so nobody is in doubt about it any more. */
  function someDocument(settled: boolean): { readonly document: SalesDocument; readonly order: number } | undefined {
    const marked = new Set(settled ? shop.metafields().map(({ resourceId }) => resourceId) : []);
    const ours = books.orderConfirmations.flatMap((document) => {
      const order = orderOf(document);
      return order === undefined || (settled && !marked.has(order)) ? [] : [{ document, order }];
    });
    return ours.length === 0 ? undefined : random.pick(ours);
  }

  function meddle(kind: 'deleted' | 'duplicated' | 'unmarked' | undefined, how: (document: SalesDocument) => string): boolean {
    // Nobody can know of a document that was deleted before it was ever looked for.
    const chosen = someDocument(kind === 'deleted');
    if (chosen === undefined) return false;
    const { document, order } = chosen;
    if (kind === 'deleted') told.deleted.set(document.id, { total: String(document.totals?.gross), day: document.voucherDateAt });
    const changed = how(document);
    if (kind !== undefined) told.books.push({ kind, at: scheduler.clock.now(), document: changed, order });
    note(`${kind ?? 'touched'} by hand: the document of order ${order}`);
    return true;
  }

  const acts: Readonly<Record<ActName, () => boolean>> = {
    order: () => told_(storefront.placeOrder(cart()), 'buys'),
    'order-again': () => {
      lastCart ??= { ...cart(), currency: 'EUR' };
      if (!isThere(lastCart.lines.reduce((sum, { sku, quantity }) => sum + (sku === countedSku ? quantity : 0), 0))) return false;
      return told_(storefront.placeOrder(lastCart), 'buys the same once more');
    },
    'order-pending': () => told_(storefront.placeOrder({ ...cart(), statusId: random.percent(50) ? 1 : 12 }), 'buys, to be checked'),
    checkout: () => told_(storefront.startCheckout(cart()), 'leaves at the checkout'),
    'finish-checkout': () =>
      change(
        someOrder((status, { units }) => status === 0 && isThere(units)),
        'comes back and pays',
        (id) => storefront.finishCheckout(id),
      ),
    pay: () =>
      change(
        someOrder((status) => status === 1 || status === 12 || status === 7),
        'is paid',
        (id) => storefront.setStatus(id, 11),
      ),
    edit: () =>
      change(
        someOrder((_status, { archived }) => !archived),
        'is edited',
        (id) => {
          storefront.editOrder(id, { shippingCost: `${1 + random.below(9)}.${random.below(10)}0` });
        },
      ),
    cancel: () =>
      change(
        someOrder((_status, { sold }) => sold),
        'is cancelled',
        (id) => storefront.setStatus(id, random.percent(80) ? 5 : 6),
      ),
    reopen: () =>
      change(
        someOrder((status, { archived, units }) => (status === 5 || status === 6) && !archived && isThere(units)),
        'is reopened',
        (id) => storefront.setStatus(id, 11),
      ),
    archive: () =>
      change(
        someOrder((status, { archived }) => status !== 0 && !archived),
        'is archived',
        (id) => storefront.archive(id),
      ),
    'delete-document': () =>
      meddle('deleted', ({ id }) => {
        backOffice.deleteDocument(id);
        return id;
      }),
    'duplicate-document': () => meddle('duplicated', ({ id }) => backOffice.duplicate(id).id),
    'unmark-document': () =>
      meddle('unmarked', ({ id, status }) => {
        if (status === 'open') backOffice.backToDraft(id);
        backOffice.editTexts(id, { withoutTextLines: true });
        return id;
      }),
    'archive-document': () => meddle(undefined, ({ id }) => backOffice.archive(id).id),
    contradict: () =>
      change(
        someOrder((status) => status === 1 || status === 12),
        'shows figures that contradict each other',
        (id) => {
          const { total } = shop.order(id).figures;
          const wrong = String((Math.round(Number(total.inc) * 100) + 731) / 100);
          storefront.corrupt(id, { order: { total_inc_tax: wrong } });
          const order = told.orders.get(id);
          if (order !== undefined) order.contradicts = true;
        },
      ),
    count: () => {
      const before = told.counts.at(-1)?.units ?? countedUnits;
      const units = before + 1 + random.below(3);
      backOffice.editArticle(articleCounted, { note: noteOf(units) });
      told.counts.push({ at: scheduler.clock.now(), units });
      note(`units came in: ${units} are there`);
      return true;
    },
    'change-rules': () => changeRules(),
    'carry-on-document': () =>
      meddle(undefined, ({ id }) => {
        backOffice.pursueToInvoice(id, { linked: false });
        return id;
      }),
  };

  /** The merchant gives documents a title of its own, by a new version of the rules. */
  function changeRules(): boolean {
    titles += 1;
    const title = `Auftrag ${titles}`;
    void memory.transaction(merchantId(merchant), async (tx) => {
      const active = await tx.rules.active(pairId(pairName), 'orders');
      if (active === undefined) return;
      const content = JSON.parse(JSON.stringify(active.content)) as { blocks: { document: { target: string }[] } };
      content.blocks.document = [
        ...content.blocks.document.filter(({ target }) => target !== 'title'),
        { target: 'title', source: { value: title } } as { target: string },
      ];
      const at = scheduler.clock.now();
      const { version: before, ...rest } = active;
      const version = await tx.rules.add({ ...rest, content: content as never, by: 'anna', at });
      await tx.rules.activate({ pair: rest.pair, flow: 'orders', version, before, by: 'anna', at, why: 'a title' });
      told.titles.push({ at, title });
    });
    note(`activates rules: title ${title}`);
    return true;
  }

  return { act: (name) => acts[name]() };
}

/** The order of which a document's marker tells. */
export function orderOf(document: Pick<SalesDocument, 'lines'>): number | undefined {
  for (const { name } of document.lines) {
    const match = /^Bestellung (\d+) · /.exec(name ?? '');
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}
