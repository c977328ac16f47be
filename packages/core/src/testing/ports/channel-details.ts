import type { StockMove } from '../../model/stock.ts';
import { decimal, sameAmount, sumOf } from '../../money/decimal.ts';
import { type ChannelPort, listingKey, type PriceTarget } from '../../ports/channel.ts';
import type { EffectPort } from '../../ports/effect-port.ts';
import { equal, isTrue } from '../checks.ts';
import { areAmounts } from './amounts.ts';
import type { CallBench } from './call-claims.ts';
import { anOrder, type ChannelBench, listingsOf, stockOf } from './channel-benches.ts';
import type { EffectBench } from './effect-bench.ts';
import { type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import type { ChannelWorld, ShopDesk } from './port-world.ts';
import { personalCanary } from './setting.ts';

type Start = StartWorld<ChannelWorld>;

/** Whatever a channel has, its world must be able to play. */
function desk<K extends keyof ShopDesk>({ world }: Pick<ChannelBench, 'world'>, name: K): NonNullable<ShopDesk[K]> {
  const member = world.shop[name];
  if (member === undefined || member === null) throw new Error(`the channel has a facet for which its desk lacks ${name}`);
  return member;
}

function present<T>(facet: T | undefined, name: string): T {
  if (facet === undefined) throw new Error(`this channel has no ${name}`);
  return facet;
}

function pricesOf(port: ChannelPort): PriceTarget {
  return present(listingsOf(port).prices, 'price lists');
}

function claim(start: Start, area: string, says: string, holds: (bench: ChannelBench) => Promise<void>): PortClaims {
  return { area, claims: [{ says, holds: () => holds(startBench<ChannelPort, ChannelWorld>(start)) }] };
}

/** What orders and listings tell beyond the least, as far as this channel does. */
export function detailClaims(start: Start, port: ChannelPort): readonly PortClaims[] {
  return [
    ...(port.orders.payments === undefined ? [] : [paymentClaims(start)]),
    ...(port.orders.messages === undefined ? [] : [messageClaims(start)]),
    ...(port.listings?.taxClasses === undefined ? [] : [taxClassClaims(start)]),
    ...(port.listings?.prices === undefined ? [] : [priceClaims(start)]),
  ];
}

function paymentClaims(start: Start): PortClaims {
  const says = 'are what the shopper paid, once and in the currency of the order, and none while nothing is paid';
  return claim(start, 'payments', says, async ({ port, call, done, world, now }) => {
    const payments = present(port.orders.payments, 'payments');
    const at = now();
    const paid = world.shop.placeOrder(anOrder(1));
    const unpaid = world.shop.placeOrder(anOrder(2, { paid: false }));

    const found = await done(payments(paid, call()));

    const taken = found.filter(({ event, succeeded }) => succeeded && (event === 'purchase' || event === 'capture'));
    areAmounts(
      found.map(({ amount }) => amount),
      'amounts of payments',
    );
    isTrue(sameAmount(sumOf(taken.map(({ amount }) => amount)), world.shop.totalOf(paid)), 'the payments make the total');
    equal([...new Set(found.map(({ currency }) => currency))], [(await done(port.orders.read(paid, call())))?.currency], 'currency');
    equal(new Set(found.map(({ id }) => id)).size, found.length, 'distinct ids');
    isTrue(
      found.every((payment, index) => payment.at >= (found[index - 1]?.at ?? at - 5_000)),
      'oldest first',
    );
    equal(await done(payments(unpaid, call())), [], 'payments of what is not paid');
  });
}

function messageClaims(start: Start): PortClaims {
  const says = 'are what was written on this order, oldest first';
  return claim(start, 'messages', says, async (bench) => {
    const { port, call, done, world, pass } = bench;
    const messages = present(port.orders.messages, 'messages');
    const [asked, silent] = [world.shop.placeOrder(anOrder(1)), world.shop.placeOrder(anOrder(2))];
    const texts = ['Wo bleibt mein Paket?', `Es ist da. ${personalCanary}`];
    for (const text of texts) {
      desk(bench, 'writeMessage')(asked, text);
      await pass(5_000);
    }
    const found = await done(messages(asked, call()));
    equal(
      found.map(({ by, text }) => [by, text]),
      texts.map((text) => ['customer', text]),
      'messages',
    );
    equal(await done(messages(silent, call())), [], 'messages of the other');
  });
}

function taxClassClaims(start: Start): PortClaims {
  return claim(start, 'tax classes', 'hold the one that listings use, each id once', async ({ port, call, done, world }) => {
    const ids = (await done(present(listingsOf(port).taxClasses, 'tax classes')(call()))).map(({ id }) => id);
    isTrue(ids.includes(world.shop.taxClass), 'the tax class of listings is there');
    equal(new Set(ids).size, ids.length, 'distinct ids');
  });
}

function priceClaims(start: Start): PortClaims {
  const says = 'take a full batch, row by row, refuse what is not there without the others, and take the same again';
  return claim(start, 'price lists', says, async (bench) => {
    const { port, call, done, world } = bench;
    const target = pricesOf(port);
    const list = await desk(bench, 'addPriceList')('Händler');
    const other = await desk(bench, 'addPriceList')('Angestellte');
    const good = Array.from({ length: Math.min(target.batchMax, 200) - 1 }, (_, index) => ({
      ref: world.shop.addListing({ sku: `PRICE-${index}`, name: `Ware ${index}` }),
      currency: 'EUR',
      price: decimal(`${1 + index}.9`),
    }));
    const gone = world.shop.addListing({ sku: 'GONE', name: 'Weg' });
    world.shop.removeListing(gone);
    const prices = [...good.slice(0, 5), { ref: gone, currency: 'EUR', price: decimal('1') }, ...good.slice(5)];

    const rows = [await done(target.set(list, prices, call())), await done(target.set(list, prices, call()))];

    const lists = await done(target.lists(call()));
    equal(
      lists.map(({ id, name }) => [id, name]).toSorted(),
      [
        [list, 'Händler'],
        [other, 'Angestellte'],
      ].toSorted(),
      'lists',
    );
    for (const round of rows) {
      equal(
        round.map(({ key, outcome }) => [key, outcome.status]),
        prices.map(({ ref }) => [listingKey(ref), ref === gone ? 'rejected' : 'done']),
        'rows',
      );
    }
    for (const { ref, currency, price } of good) {
      const stands = await desk(bench, 'listPrice')(list, ref, currency);
      isTrue(stands !== undefined && sameAmount(stands, price), `the price is ${price}, not ${stands}`);
      equal(await desk(bench, 'listPrice')(other, ref, currency), undefined, 'price in the other list');
    }
  });
}

const shelved = 50;
const moved = 3;

/** Every move shows as so many units more. */
export function moveEffect(start: Start): EffectBench<ChannelPort, ChannelWorld, readonly StockMove[], { readonly id: string }> {
  return {
    name: 'moving stock',
    start,
    portOf: (port): EffectPort<readonly StockMove[], { readonly id: string }> | undefined => port.stock?.move,
    draft: aMove,
    marker: (_draft, number) => `Anlieferung ${number}`,
    standing: (world, [move]) => {
      const units = move === undefined ? shelved : desk({ world }, 'onShelf')(move.seen.ref);
      return (units - shelved) / moved;
    },
  };
}

async function aMove({ world, port, call, done, pass }: ChannelBench, number: number): Promise<readonly StockMove[]> {
  const ref = world.shop.addListing({ sku: `MOVE-${number}`, name: `Bewegte Ware ${number}` });
  const stock = stockOf(port);
  const [fresh] = await done(stock.read([ref], call()));
  if (fresh === undefined) throw new Error('a listing without a level');
  await done(stock.set([{ seen: fresh, sellable: shelved }], call()));
  await pass(stock.settleMs + 1);
  const [seen] = await done(stock.read([ref], call()));
  if (seen === undefined) throw new Error('a listing without a level');
  return [{ seen, units: moved }];
}

/** The methods behind these facets. */
export function detailCalls(start: Start, port: ChannelPort): readonly CallBench<ChannelPort, ChannelWorld>[] {
  type Tried = CallBench<ChannelPort, ChannelWorld>;
  let number = 0;
  const order = ({ world }: ChannelBench): string => world.shop.placeOrder(anOrder(++number));
  const read = (name: string, prepare: Tried['prepare']): Tried => ({ name, kind: 'read', start, prepare });
  const write = (name: string, prepare: Tried['prepare']): Tried => ({ name, kind: 'write', start, prepare });
  return [
    ...(port.orders.payments === undefined
      ? []
      : [
          read('orders.payments', async (bench) => {
            const id = order(bench);
            return (its, call) => present(its.orders.payments, 'payments')(id, call);
          }),
        ]),
    ...(port.orders.messages === undefined
      ? []
      : [
          read('orders.messages', async (bench) => {
            const id = order(bench);
            desk(bench, 'writeMessage')(id, `Frage von ${personalCanary}`);
            return (its, call) => present(its.orders.messages, 'messages')(id, call);
          }),
        ]),
    ...(port.listings?.taxClasses === undefined
      ? []
      : [read('listings.taxClasses', async () => (its, call) => present(listingsOf(its).taxClasses, 'tax classes')(call))]),
    ...(port.listings?.prices === undefined
      ? []
      : [
          read('listings.prices.lists', async (bench) => {
            await desk(bench, 'addPriceList')(`Liste ${++number}`);
            return (its, call) => pricesOf(its).lists(call);
          }),
          write('listings.prices.set', async (bench) => {
            const list = await desk(bench, 'addPriceList')(`Liste ${++number}`);
            const ref = bench.world.shop.addListing({ sku: `PRICED-${number}`, name: `Ware ${number}` });
            return (its, call) => pricesOf(its).set(list, [{ ref, currency: 'EUR', price: decimal('9.9') }], call);
          }),
        ]),
    ...(port.stock?.move === undefined
      ? []
      : [
          write('stock.move.send', async (bench) => {
            const moves = await aMove(bench, ++number);
            return (its, call) => present(stockOf(its).move, 'moves').send(moves, { ...call, marker: `Anlieferung ${number}` });
          }),
        ]),
  ];
}
