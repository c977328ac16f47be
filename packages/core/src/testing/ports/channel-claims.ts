import { sku } from '../../kernel/ids.ts';
import type { OrderMark } from '../../model/order.ts';
import { type DecimalText, sameAmount, sumOf } from '../../money/decimal.ts';
import type { ChannelPort } from '../../ports/channel.ts';
import { listingKey } from '../../ports/channel.ts';
import { equal, isTrue } from '../checks.ts';
import { seededRandom } from '../random.ts';
import { amountsOfHead, amountsOfOrder, areAmounts, cents } from './amounts.ts';
import { aListingDraft, anOrder, type ChannelBench, listingsOf, marksOf, refundsOf, stockOf } from './channel-benches.ts';
import { type PortClaim, type PortClaims, type StartWorld, startBench } from './port-claim.ts';
import type { ChannelWorld } from './port-world.ts';
import { personalCanary } from './setting.ts';

type Start = StartWorld<ChannelWorld>;

function claimsOf(start: Start, area: string, claims: readonly (readonly [string, (bench: ChannelBench) => Promise<void>])[]): PortClaims {
  return {
    area,
    claims: claims.map(([says, holds]): PortClaim => ({ says, holds: () => holds(startBench<ChannelPort, ChannelWorld>(start)) })),
  };
}

export function accountClaims(start: Start): PortClaims {
  return claimsOf(start, 'the account', [
    [
      'has one id, whoever asks',
      async ({ port, call, done, world }) => {
        const { accountId } = await done(port.settings(call()));
        isTrue(accountId !== '', 'the account has an id');
        equal((await done(world.connect().check(call()))).accountId, accountId, 'account of the check');
      },
    ],
    ['has a vendor in kebab-case', async ({ port }) => isTrue(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(port.vendor), 'vendor is kebab-case')],
  ]);
}

export function orderClaims(start: Start): PortClaims {
  return claimsOf(start, 'orders', [
    [
      'are undefined where there are none',
      async ({ port, call, done, world }) => {
        equal(await done(port.orders.read(world.missingId, call())), undefined, 'order');
        equal(await done(port.orders.quantities(world.missingId, call())), undefined, 'quantities');
      },
    ],
    [
      'amount to what the shopper was charged, line by line and in sum',
      async ({ port, call, done, world, setting }) => {
        const random = seededRandom(setting.seed);
        for (let order = 0; order < 25; order++) {
          const lines = Array.from({ length: 1 + random.below(5) }, (_, index) => ({
            sku: `SUM-${index}`,
            name: `Ware ${index}`,
            quantity: 1 + random.below(12),
            unitGross: cents(1 + random.below(99_999)),
          }));
          const shipping = random.percent(50) ? { shippingGross: cents(1 + random.below(1_999)) } : {};
          const id = world.shop.placeOrder({ lines, lastName: personalCanary, ...shipping });

          const read = await done(port.orders.read(id, call()));

          if (read === undefined) throw new Error(`order ${id} was not found`);
          areAmounts(amountsOfOrder(read), 'amounts of an order');
          isSame(read.totalGross, world.shop.totalOf(id), 'total');
          isSame(
            sumOf([...read.lines.map((line) => line.totalGross), ...read.charges.map((charge) => charge.gross)]),
            read.totalGross,
            'sum',
          );
          equal(
            read.lines.map((line) => [line.sku, line.quantity]),
            lines.map((line) => [line.sku, line.quantity]),
            'lines',
          );
        }
      },
    ],
    [
      'say the same in the list, in the order and in its quantities',
      async ({ port, call, done, world, now }) => {
        const since = now();
        const id = world.shop.placeOrder(anOrder(1));
        const [head] = (await done(port.orders.changed({ since }, call()))).items;
        const read = await done(port.orders.read(id, call()));
        const quantities = await done(port.orders.quantities(id, call()));

        if (head === undefined || read === undefined) throw new Error('the order was not found');
        areAmounts(amountsOfHead(head), 'amounts of a head');
        equal({ ...read, ...head }, read, 'the head within the order');
        equal(
          quantities?.map((row) => [row.line, row.sku, row.ordered, row.shipped, row.refunded]),
          read.lines.map((line) => [line.id, line.sku, line.quantity, line.quantityShipped, line.quantityRefunded]),
          'quantities',
        );
        isTrue(!JSON.stringify([head, quantities]).includes(personalCanary), 'neither head nor quantities are personal');
        isTrue(JSON.stringify(read.people).includes(personalCanary), 'people stand in the order');
      },
    ],
    [
      'show what became of them: paid, edited, shipped, cancelled',
      async ({ port, call, done, world, pass }) => {
        const { shop } = world;
        const id = shop.placeOrder(anOrder(1, { paid: false }));
        const statusOf = async () => (await done(port.orders.read(id, call())))?.status;
        const unpaid = await statusOf();
        const before = await done(port.orders.read(id, call()));
        await pass(5_000);
        shop.payOrder(id);
        const paid = await statusOf();
        shop.editOrder(id, 9);
        const edited = await done(port.orders.read(id, call()));
        shop.shipOrder(id);
        const shipped = await done(port.orders.quantities(id, call()));
        const other = shop.placeOrder(anOrder(2));
        shop.cancelOrder(other);

        equal([unpaid, paid, await statusOf()], ['awaiting-payment', 'open', 'shipped'], 'statuses');
        equal((await done(port.orders.read(other, call())))?.status, 'cancelled', 'status of the other');
        equal([edited?.lines[0]?.quantity, shipped?.[0]?.shipped], [9, 9], 'quantity, and shipped of it');
        isTrue((edited?.modifiedAt ?? 0) > (before?.modifiedAt ?? 0), 'a change moves `modifiedAt`');
        equal(edited?.placedAt, before?.placedAt, '`placedAt`');
      },
    ],
    [
      'leave the open ones when they are shipped or cancelled, and no other list',
      async ({ port, call, done, world, now, pass }) => {
        const since = now();
        const ids = [1, 2, 3].map((number) => world.shop.placeOrder(anOrder(number)));
        await pass(5_000);
        world.shop.shipOrder(ids[0] as string);
        world.shop.cancelOrder(ids[1] as string);
        const open: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await done(port.orders.open(cursor === undefined ? { since } : { since, cursor }, call()));
          open.push(...page.items.map((head) => head.id));
          cursor = page.next;
        } while (cursor !== undefined);
        const changed = (await done(port.orders.changed({ since }, call()))).items.map((head) => head.id);
        equal([open, changed.toSorted()], [[ids[2]], ids.toSorted()], 'open and changed');
      },
    ],
  ]);
}

export function listingClaims(start: Start): PortClaims {
  return claimsOf(start, 'listings', [
    [
      'are undefined where there are none',
      async ({ port, call, done, world }) => equal(await done(listingsOf(port).read(world.missingId, call())), undefined, 'listing'),
    ],
    [
      'say the same in the list and alone, by the key of their reference',
      async ({ port, call, done, world, now }) => {
        const since = now();
        const ref = world.shop.addListing({ sku: 'ONE', name: 'Eine Ware' });
        const [listed] = (await done(listingsOf(port).changed({ since }, call()))).items;
        equal(listed?.ref, ref, 'reference');
        equal(await done(listingsOf(port).read(listingKey(ref), call())), listed, 'listing');
        equal([listed?.sku, listed?.name, listed?.grouped], ['ONE', 'Eine Ware', false], 'SKU, name, grouped');
      },
    ],
    [
      'take a full batch of changes, row by row, and the same again without a change',
      async ({ port, call, done, world }) => {
        const listings = listingsOf(port);
        const changes = Array.from({ length: listings.batchMax }, (_, index) => ({
          ref: world.shop.addListing({ sku: `BATCH-${index}`, name: `Ware ${index}` }),
          grouped: false,
          draft: { ...aListingDraft(world, index), sku: sku(`BATCH-${index}`) },
          groups: ['content', 'assignment'] as const,
        }));
        const shelf = () => changes.map(({ draft }) => world.shop.listed(draft.sku));

        const rows = await done(listings.update(changes, call()));
        const once = shelf();
        await done(listings.update(changes, call()));

        equal(
          rows.map(({ key, outcome }) => [key, outcome.status]),
          changes.map(({ ref }) => [listingKey(ref), 'done']),
          'rows',
        );
        equal(shelf(), once, 'listings after the second time');
        for (const [index, { draft }] of changes.entries()) {
          const [listed] = once[index] ?? [];
          equal(listed?.name, draft.name, 'name');
          isSame(listed?.price, draft.price, 'price');
        }
      },
    ],
    [
      'name the fields that a rule may write, the SKU and the price among them',
      async ({ port }) => {
        const paths = listingsOf(port).fields.map(({ path }) => path);
        isTrue(paths.includes('sku') && paths.includes('price'), 'the fields hold SKU and price');
        equal(new Set(paths).size, paths.length, 'distinct paths');
      },
    ],
  ]);
}

export function stockClaims(start: Start): PortClaims {
  return claimsOf(start, 'stock', [
    [
      'shows what it was told once the horizon has passed, and takes the same again',
      async ({ port, call, done, world, pass }) => {
        const refs = ['A', 'B', 'C'].map((code) => world.shop.addListing({ sku: code, name: `Ware ${code}` }));
        const stock = stockOf(port);
        const seen = await done(stock.read(refs, call()));
        const changes = seen.map((level, index) => ({ seen: level, sellable: 3 + index }));

        const rows = await done(stock.set(changes, call()));
        await pass(stock.settleMs + 1);
        await done(stock.set(changes, call()));
        await pass(stock.settleMs + 1);
        const after = await done(stock.read(refs, call()));

        equal(
          rows.map(({ key, outcome }) => [key, outcome.status]),
          refs.map((ref) => [listingKey(ref), 'done']),
          'rows',
        );
        equal(
          after.map(({ ref, sellable }) => [ref, sellable]),
          refs.map((ref, index) => [ref, 3 + index]),
          'levels',
        );
      },
    ],
    [
      'writes nothing when it may not, and nothing happens later',
      async ({ port, call, done, world, watch, ask, pass }) => {
        const ref = world.shop.addListing({ sku: 'A', name: 'Ware A' });
        const stock = stockOf(port);
        const [seen] = await done(stock.read([ref], call()));
        if (seen === undefined) throw new Error('one listing');
        const left = watch();

        const outcome = await ask(stock.set([{ seen, sellable: seen.sellable + 5 }], { ...call(), maySend: () => false }));
        await pass(stock.timeoutMs + stock.settleMs + 1);

        equal([outcome.status, left().filter((kind) => kind === 'write').length], ['retryable', 0], 'status and writes');
        equal((await done(stock.read([ref], call())))[0]?.sellable, seen.sellable, 'level');
      },
    ],
    [
      'leaves out listings that are gone, and asks nothing about none',
      async ({ port, call, done, world, watch }) => {
        const [kept, gone] = ['A', 'B'].map((code) => world.shop.addListing({ sku: code, name: `Ware ${code}` }));
        if (kept === undefined || gone === undefined) throw new Error('two listings');
        world.shop.removeListing(gone);
        equal(
          (await done(stockOf(port).read([kept, gone], call()))).map(({ ref }) => ref),
          [kept],
          'levels',
        );
        const left = watch();
        equal([await done(stockOf(port).read([], call())), left()], [[], []], 'levels and requests');
      },
    ],
  ]);
}

export function refundClaims(start: Start): PortClaims {
  return claimsOf(start, 'refunds', [
    [
      'say of which order they are, what came back, and when',
      async ({ port, call, done, world, now }) => {
        const since = now();
        const order = world.shop.placeOrder(anOrder(4));
        const id = world.shop.refundOrder(order);
        const [line] = (await done(port.orders.read(order, call())))?.lines ?? [];

        const [fact] = (await done(refundsOf(port).changed({ since }, call()))).items;

        if (fact === undefined || line === undefined) throw new Error('the refund was not found');
        equal([fact.id, fact.order], [id, order], 'id and order');
        areAmounts(
          [fact.totalGross, fact.tax, ...fact.items.map((item) => item.amount), ...fact.payments.map((paid) => paid.amount)],
          'amounts',
        );
        equal(
          fact.items.map((item) => [item.of, item.id, item.quantity]),
          [['line', line.id, 1]],
          'items',
        );
        isSame(sumOf(fact.items.map((item) => item.amount)), fact.totalGross, 'sum of the items');
        isTrue(Math.abs(fact.at - since) < 5_000, 'it was made just now');
        isTrue(!JSON.stringify(fact).includes(personalCanary), 'a refund is not personal');
      },
    ],
  ]);
}

export function markClaims(start: Start): PortClaims {
  return claimsOf(start, 'marks', [
    [
      'come back in full from the list of all marks',
      async ({ port, call, done, effectCall, world, now, pass }) => {
        const since = now();
        const marks = [1, 2, 3].map((number) => ({
          order: world.shop.placeOrder(anOrder(number)),
          salesOrderId: `sales-order-${number}`,
          marker: `Bestellung ${number} · shop · 0123456789a${number}`,
        }));
        for (const mark of marks) {
          await done(marksOf(port).send(mark, effectCall(mark.marker)));
          await pass(2_000);
        }
        const items: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = await done(marksOf(port).placed(cursor === undefined ? { since } : { since, cursor }, call()));
          items.push(...page.items);
          cursor = page.next;
        } while (cursor !== undefined);
        equal(items, marks, 'marks, oldest first');
      },
    ],
    [
      'that name another sales order are written anew in the place of the first, and listed as changed',
      async ({ port, call, done, effectCall, world, now, pass }) => {
        const order = world.shop.placeOrder(anOrder(1));
        const marker = `Bestellung ${order} · shop · 0123456789ab`;
        const first = { order, salesOrderId: 'sales-order-1', marker };
        const second = { ...first, salesOrderId: 'sales-order-2' };
        const from = now();
        await done(marksOf(port).send(first, effectCall(marker)));
        await pass(3_600_000);
        const since = now();

        const made = await done(marksOf(port).send(second, effectCall(marker)));

        await pass(3_600_000);
        equal(world.shop.marksOn(order), 1, 'marks on the order');
        equal((await done(marksOf(port).placed({ since }, call()))).items, [second], 'marks changed since');
        const { find } = marksOf(port);
        if (find === undefined) return;
        const found = (draft: OrderMark) => find({ marker, draft, from, to: now() }, call());
        equal(await done(found(second)), { marked: [made], alike: [] }, 'found');
        equal(await done(found(first)), { marked: [], alike: [] }, 'found of the first');
      },
    ],
  ]);
}

function isSame(actual: DecimalText | undefined, expected: DecimalText, about: string): void {
  isTrue(actual !== undefined && sameAmount(actual, expected), `${about} is ${expected}, not ${actual}`);
}
