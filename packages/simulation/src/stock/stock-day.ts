import type { Violation } from '@megzo/core/testing';
import type { Bug } from '../world/mutant.ts';
import { beatMs, buildStockTown, kept, type Outlet, ownSafetyStock, sku } from './stock-town.ts';
import { createStockTruth, shelfWrites } from './stock-truth.ts';

export interface StockDayEnd {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** How often each kind of thing was done by people. */
  readonly done: Readonly<Record<string, number>>;
  readonly writes: number;
}

export interface StockDayOptions {
  readonly bug?: Bug;
  /** The day ends where the auditor first finds something. */
  readonly untilFound?: boolean;
}

interface Sold {
  readonly outlet: Outlet;
  readonly id: number;
  left: number;
  shipped: number;
}

/** After this, whatever happened is known: a beat of each pair, and the longest run. */
const lateMs = beatMs + 60_000;
/** The vendor's horizon after a lost answer, ms. */
const horizonMs = 60_000;
const settleMs = 2 * beatMs + 90_000;
const rounds = 2;

/**
 * A day of people who sell, ship, cancel, refund, archive, count and change prices, in three shops of two merchants. The auditor keeps
 * a model of what is there, and holds it against what shops were told and show.
 */
export async function tellStockDay(seed: number, { bug, untilFound = false }: StockDayOptions = {}): Promise<StockDayEnd> {
  const counted = { acme: 30 + (seed % 11), other: 12 };
  const town = buildStockTown(seed, counted, bug);
  const [north, south, elsewhere] = town.outlets;
  const below = (end: number): number => Math.floor(town.random() * end);
  const truths = { acme: createStockTruth(counted.acme - kept), other: createStockTruth(counted.other - kept) };
  const truthOf = (outlet: Outlet) => (outlet.merchant === 'acme' ? truths.acme : truths.other);
  const violations: Violation[] = [];
  const done: Record<string, number> = {};
  const orders: Sold[] = [];
  let [physical, price, noted] = [counted.acme, 9, counted.acme];

  function found(outlet: Outlet, text: string): void {
    violations.push({ law: 2, about: `shop ${outlet.name}`, text });
  }
  function did(what: string): void {
    done[what] = (done[what] ?? 0) + 1;
  }
  function sell(outlet: Outlet, units: number): void {
    if (outlet.shop.storefront.purchasable(sku) < units) return;
    const id = outlet.shop.storefront.placeOrder({ lines: [{ sku, quantity: units }], statusId: town.random() < 0.3 ? 1 : 11 });
    orders.push({ outlet, id, left: units, shipped: 0 });
    truthOf(outlet).moved(town.now(), -units);
    did('sold');
  }
  function anyOrder(fits: (order: Sold) => boolean): Sold | undefined {
    const fitting = orders.filter(fits);
    return fitting[below(fitting.length)];
  }
  function ship(order: Sold | undefined, units: number): void {
    if (order === undefined) return;
    const record = order.outlet.shop.orders().find(({ id }) => id === order.id);
    const line = record?.lines[0];
    if (record === undefined || line === undefined) return;
    order.outlet.shop.storefront.ship(order.id, { items: [{ lineId: line.id, quantity: units }] });
    order.left -= units;
    order.shipped += units;
    if (order.outlet.merchant === 'acme') physical -= units;
    did('shipped');
  }
  const ways: readonly (() => Promise<void> | void)[] = [
    () => sell(north, 1 + below(2)),
    () => sell(south, 1 + below(2)),
    () => sell(elsewhere, 1),
    () =>
      ship(
        anyOrder(({ left }) => left > 1),
        1,
      ),
    () => {
      const order = anyOrder(({ left }) => left > 0);
      ship(order, order?.left ?? 0);
    },
    () => {
      const order = anyOrder(({ left, shipped }) => left > 0 && shipped === 0);
      if (order === undefined) return;
      order.outlet.shop.storefront.cancel(order.id);
      truthOf(order.outlet).moved(town.now(), order.left);
      order.left = 0;
      did('cancelled');
    },
    () => {
      const order = anyOrder(({ left, shipped }) => left === 0 && shipped > 0);
      if (order === undefined) return;
      // The money goes back; the goods stay where they are, whatever the shop makes of its own figure.
      order.outlet.shop.storefront.refundByStatus(order.id);
      order.shipped = 0;
      did('refunded');
    },
    () => {
      const order = anyOrder(({ left }) => left > 0);
      if (order === undefined) return;
      // What has left of it stays away; the rest is not going out any more.
      order.outlet.shop.storefront.archive(order.id);
      truthOf(order.outlet).moved(town.now(), order.left);
      [order.left, order.shipped] = [0, 0];
      did('archived');
    },
    () => {
      north.shop.storefront.startCheckout({ lines: [{ sku, quantity: 1 }] });
      did('left a checkout');
    },
    () => {
      price += 1;
      town.books.backOffice.editArticle(town.articleId, { price: { gross: `${price}.00` } });
      did('changed the price');
    },
    async () => {
      const units = 1 + below(4);
      await town.desk.book([{ kind: 'receipt', sku, units }]);
      physical += units;
      truths.acme.moved(town.now(), units);
      did('received');
    },
  ];

  for (const [units, outlet] of [
    [2, north],
    [1, south],
  ] as const) {
    const id = outlet.shop.storefront.placeOrder({ lines: [{ sku, quantity: units }], statusId: 11 });
    orders.push({ outlet, id, left: units, shipped: 0 });
    truths.acme.moved(town.now(), -units);
  }
  await settle('connecting');
  const startedAt = town.now();

  for (let round = 0; round < rounds; round += 1) {
    if (untilFound && violations.length > 0) break;
    for (let step = 0; step < 14; step += 1) {
      await ways[below(ways.length)]?.();
      // Some buy while a request is on its way.
      let buys = town.random() < 0.3 ? 1 : 0;
      town.meanwhile = () => {
        if (buys > 0 && town.random() < 0.2) {
          buys -= 1;
          sell(below(2) === 0 ? north : south, 1);
        }
      };
      await town.pass(5_000 * (1 + below(8)));
      town.meanwhile = () => {};
    }
    await settle(`round ${round + 1}`);
    await loseAnAnswer();
    await settle(`the lost answer of round ${round + 1}`);
    await countAnew();
    await settle(`the count of round ${round + 1}`);
    await sellQuietly();
    await settle(`the quiet hour of round ${round + 1}`);
  }
  let writes = 0;
  for (const outlet of town.outlets) {
    for (const { at, sellable } of shelfWrites(outlet.shop, ownSafetyStock)) {
      if (at < startedAt) continue;
      writes += 1;
      const { least, most } = truthOf(outlet).span(at, lateMs);
      if (sellable > most) found(outlet, `was told ${sellable} where at most ${most} are right`);
      if (sellable < least) found(outlet, `was told ${sellable} where at least ${least} are right`);
    }
  }
  return { seed, violations, done, writes };

  /** Nobody does anything; then each shop shows the right figure. */
  async function settle(after: string): Promise<void> {
    await town.pass(settleMs);
    for (const outlet of town.outlets) {
      const [shown, right] = [outlet.shop.storefront.purchasable(sku), truthOf(outlet).right()];
      if (shown !== right) found(outlet, `shows ${shown} after ${after}, where ${right} are to be sold`);
    }
  }

  /** The answer to a write is lost; what comes next waits for the horizon. */
  async function loseAnAnswer(): Promise<void> {
    const from = town.now();
    const path = /adjustments\/absolute/;
    north.shop.faults.add({ method: 'PUT', path, times: 1, fault: { kind: 'late-effect', afterMs: 20_000 } });
    await receive(2);
    await town.pass(15_000);
    await receive(1);
    await town.pass(2 * horizonMs);
    north.shop.faults.clear();
    const writes = shelfWrites(north.shop, ownSafetyStock).filter(({ at }) => at >= from);
    const lost = writes.find((write) => write.lost);
    const early = writes.find(({ at }) => lost !== undefined && at > lost.at && at < lost.at + horizonMs);
    if (lost !== undefined) did('lost an answer');
    // Units came in and none was sold: a smaller figure after a greater one is an older write.
    for (const [place, { sellable }] of writes.entries()) {
      const before = writes[place - 1]?.sellable ?? sellable;
      if (sellable < before) found(north, `was told ${sellable} after ${before}, which was newer`);
    }
    if (lost !== undefined && early !== undefined) found(north, `was written to ${early.at - lost.at} ms after an answer was lost`);
  }

  async function receive(units: number): Promise<void> {
    await town.desk.book([{ kind: 'receipt', sku, units }]);
    physical += units;
    truths.acme.moved(town.now(), units);
  }

  /** Somebody counts all that stands there, sold units included, and writes it into the note. */
  async function countAnew(): Promise<void> {
    // An unchanged figure is no count (docs/flows/stock.md).
    const least = 2 + below(6);
    const units = physical + least === noted ? least + 1 : least;
    physical += units;
    noted = physical;
    truths.acme.moved(town.now(), units);
    town.books.backOffice.editArticle(town.articleId, { note: `Bestand: ${physical}` });
    did('counted');
  }

  /** One shop sells, and subtracts what it sells: nobody has to tell it anything. */
  async function sellQuietly(): Promise<void> {
    const before = shelfWrites(elsewhere.shop, ownSafetyStock).length;
    for (let sale = 0; sale < 2; sale += 1) {
      let open = true;
      town.meanwhile = () => {
        if (open && town.random() < 0.1) {
          open = false;
          sell(elsewhere, 1);
        }
      };
      await town.pass(beatMs);
    }
    town.meanwhile = () => {};
    await town.pass(beatMs);
    const writes = shelfWrites(elsewhere.shop, ownSafetyStock).length - before;
    if (writes > 0) found(elsewhere, `was written to ${writes} times for no more than its own sales`);
  }
}
