import type { Cart } from '@megzo/adapter-bigcommerce/simulator';
import { type FaultRule, seededRandom } from '@megzo/adapter-kit/simulator';
import type { PairOptions } from '@megzo/core';
import { createMemoryStore } from '@megzo/core/memory';
import { audit, type ToldOrder } from './auditor.ts';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/** What one seed told, and what the auditor found. */
export interface StoryEnd {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly orders: number;
  readonly placed: number;
  readonly kills: number;
  readonly struck: Readonly<Record<string, number>>;
  /** Virtual time that passed, ms. */
  readonly virtualMs: number;
}

const beats = 6;
const heartbeatMs = 5 * 60_000;

/** One merchant's bad day: orders of every kind, a line that fails in every way, workers that die in the middle. */
export async function tellStory(seed: number, look?: (world: VirtualWorld) => Promise<void>): Promise<StoryEnd> {
  const random = seededRandom(seed * 7919 + 13);
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const memory = createMemoryStore();
  const world = createVirtualWorld({
    seed,
    store: memory,
    books: { settings: { listLagMs: pick([0, 5_000, 60_000]), contactLagMs: pick([0, 2_000]) } },
    shop: { settings: { inventoryLagMs: pick([0, 3_000]), sideWritesBumpOrders: chance(0.5), pricesIncludeTax: chance(0.7) } },
  });
  stock(world);
  const startedAt = world.environment.clock.now();
  const told: ToldOrder[] = [];
  let kills = 0;

  for (let beat = 0; beat < beats; beat += 1) {
    for (let n = Math.floor(random() * 4); n > 0; n -= 1) told.push(order(world, random));
    if (told.length > 0 && chance(0.3)) meddle(world, told, random);
    spoil(world, random);
    kills += await runOnce(world, memory, `worker-${beat}`, random);
    await world.environment.advance(heartbeatMs);
  }
  world.books.faults.clear();
  world.shop.faults.clear();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await world.sync();
    await world.environment.advance(heartbeatMs);
  }
  await look?.(world);
  const struck: Record<string, number> = {};
  for (const { fault } of [...world.books.journal, ...world.shop.journal])
    if (fault !== undefined) struck[fault] = (struck[fault] ?? 0) + 1;
  const faults = await audit(world, told);
  return {
    seed,
    faults,
    orders: told.length,
    placed: world.books.orderConfirmations.length,
    kills,
    struck,
    virtualMs: world.environment.clock.now() - startedAt,
  };
}

const skus = ['K-1', 'K-2', 'H-1', 'H-2'] as const;

function stock(world: VirtualWorld): void {
  world.books.seed.articles([
    { title: 'Kaffee Crema', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 500' },
    { title: 'Kaffee Mild', articleNumber: 'K-2', price: { net: '8.39' }, taxRate: 7, note: 'Bestand: 500' },
    { title: 'Handmühle', articleNumber: 'H-1', price: { gross: '49.99' }, taxRate: 19, note: 'Bestand: 500' },
    { title: 'Filter', articleNumber: 'H-2', price: { net: '2.51' }, taxRate: 19, note: 'Bestand: 500' },
  ]);
  const price = { 'K-1': '17.90', 'K-2': '8.98', 'H-1': '49.99', 'H-2': '2.99' };
  for (const sku of skus) {
    world.shop.seed.product({ name: `Ware ${sku}`, sku, price: price[sku], stock: 500, taxClassId: sku.startsWith('K') ? 2 : 1 });
  }
}

function order(world: VirtualWorld, random: () => number): ToldOrder {
  const some = (from: number): number => Math.floor(random() * from);
  const lines = Array.from({ length: 1 + some(3) }, () => ({ sku: skus[some(4)] as string, quantity: 1 + some(7) }));
  const kind = random();
  const swiss = { country: 'Switzerland', countryIso2: 'CH', city: 'Bern', zip: '3000' };
  const cart: Cart = {
    lines,
    shipping: [{ cost: random() < 0.5 ? '4.90' : '0.00' }],
    ...(random() < 0.2 ? { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] } : {}),
    ...(random() < 0.1 ? { storeCredit: '1.00' } : {}),
    ...(random() < 0.1 ? { billing: { company: 'Muster GmbH' } } : {}),
  };
  if (kind < 0.1) return { id: world.shop.storefront.startCheckout(cart), end: 'never' };
  if (kind < 0.2) return { id: world.shop.storefront.placeOrder({ ...cart, currency: 'USD' }), end: 'never' };
  if (kind < 0.3) return { id: world.shop.storefront.placeOrder({ ...cart, billing: swiss }), end: 'placed' };
  return { id: world.shop.storefront.placeOrder(cart), end: 'placed' };
}

/** What people do to orders afterwards. */
function meddle(world: VirtualWorld, told: ToldOrder[], random: () => number): void {
  const place = Math.floor(random() * told.length);
  const { id, end } = told[place] as ToldOrder;
  const { storefront } = world.shop;
  if (end === 'never') return;
  const kind = random();
  if (end === 'at-most-once' || kind < 0.3) {
    // Whoever cancels may change their mind.
    const reopened = end === 'at-most-once';
    storefront.setStatus(id, reopened ? 11 : 5);
    told[place] = { id, end: reopened ? 'once' : 'at-most-once' };
  } else {
    storefront.editOrder(id, { shippingCost: '9.90' });
    told[place] = { id, end: 'once' };
  }
}

function spoil(world: VirtualWorld, random: () => number): void {
  world.books.faults.clear();
  world.shop.faults.clear();
  const when = random() < 0.5 ? 'before' : 'after';
  const rules: readonly FaultRule[] = [
    { chance: 0.3, fault: { kind: 'lose-reply', when } },
    { chance: 0.3, fault: { kind: 'late-effect', afterMs: Math.floor(random() * 30_000) } },
    { chance: 0.3, fault: { kind: 'status', when: 'before', status: 429, body: '{"message":"Rate limit exceeded"}' } },
    { chance: 0.3, fault: { kind: 'status', when, status: 500, body: '{"message":null}' } },
    { chance: 0.3, fault: { kind: 'status', when, status: 504, afterMs: 30_000, body: '{"message":"Endpoint request timed out"}' } },
    { chance: 0.3, fault: { kind: 'truncated' } },
    { chance: 0.3, fault: { kind: 'html', when, status: 502 } },
    { chance: 0.3, fault: { kind: 'slow', ms: 60_000 } },
  ];
  const rule = rules[Math.floor(random() * rules.length)] as FaultRule;
  const where = random();
  if (where < 0.7) world.books.faults.add({ ...rule, ...(random() < 0.6 ? { method: 'POST' } : {}) });
  else if (where < 0.9) world.shop.faults.add(rule);
}

/** A run that may die: its worker's continuations never resume, its open store work rolls back. */
async function runOnce(
  world: VirtualWorld,
  memory: ReturnType<typeof createMemoryStore>,
  worker: string,
  random: () => number,
): Promise<number> {
  const dies = random() < 0.4;
  if (!dies) {
    await world.sync();
    return 0;
  }
  const options: Partial<PairOptions> = {};
  const pair = world.pairOf(memory.connect(worker), options);
  const dying = pair.sync({ waitMaxMs: 60_000 });
  dying.catch(() => {});
  await world.environment.advance(Math.floor(random() * 20_000));
  memory.kill(worker);
  return 1;
}
