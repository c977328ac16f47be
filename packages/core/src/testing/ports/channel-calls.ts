import type { Outcome } from '../../kernel/answer.ts';
import { sku } from '../../kernel/ids.ts';
import type { ListingRef } from '../../model/listing.ts';
import type { EffectCall } from '../../ports/call.ts';
import { type ChannelPort, listingKey } from '../../ports/channel.ts';
import type { CallBench, Ready } from './call-claims.ts';
import {
  aListingDraft,
  aMark,
  anOrder,
  type ChannelBench,
  documentEffect,
  listingsOf,
  marksOf,
  refundsOf,
  shipmentEffect,
  stockOf,
} from './channel-benches.ts';
import { type EffectBench, effectOf } from './effect-bench.ts';
import type { StartWorld } from './port-claim.ts';
import type { ChannelWorld } from './port-world.ts';

type Start = StartWorld<ChannelWorld>;

/** Every method that the port has, each on records of its own. */
export function channelCalls(start: Start, port: ChannelPort): readonly CallBench<ChannelPort, ChannelWorld>[] {
  let number = 0;
  const read = (name: string, prepare: (bench: ChannelBench) => Promise<Ready<ChannelPort>>) =>
    ({ name, kind: 'read', start, prepare }) as const;
  const write = (name: string, prepare: (bench: ChannelBench) => Promise<Ready<ChannelPort>>) =>
    ({ name, kind: 'write', start, prepare }) as const;
  const onOrder = (work: (port: ChannelPort, id: string, call: EffectCall) => Promise<Outcome<unknown>>) => async (bench: ChannelBench) => {
    const id = bench.world.shop.placeOrder(anOrder(++number));
    return (its: ChannelPort, call: EffectCall) => work(its, id, call);
  };
  const onListing =
    (work: (port: ChannelPort, ref: ListingRef, call: EffectCall) => Promise<Outcome<unknown>>) => async (bench: ChannelBench) => {
      const ref = bench.world.shop.addListing({ sku: `OLD-${++number}`, name: `Alte Ware ${number}` });
      return (its: ChannelPort, call: EffectCall) => work(its, ref, call);
    };
  const since = 0;
  const effectCall =
    <Draft>(effect: EffectBench<ChannelPort, ChannelWorld, Draft, { readonly id: string }>) =>
    async (bench: ChannelBench): Promise<Ready<ChannelPort>> => {
      number += 1;
      const draft = await effect.draft(bench, number);
      const marker = effect.marker(draft, number);
      return (its, call) => effectOf(effect, its).send(draft, { ...call, marker });
    };

  return [
    read('check', async () => (its, call) => its.check(call)),
    read('settings', async () => (its, call) => its.settings(call)),
    read(
      'orders.changed',
      onOrder((its, _id, call) => its.orders.changed({ since }, call)),
    ),
    read(
      'orders.placed',
      onOrder((its, _id, call) => its.orders.placed({ from: since, to: 4e12 }, call)),
    ),
    read(
      'orders.open',
      onOrder((its, _id, call) => its.orders.open({ since }, call)),
    ),
    read(
      'orders.read',
      onOrder((its, id, call) => its.orders.read(id, call)),
    ),
    read(
      'orders.quantities',
      onOrder((its, id, call) => its.orders.quantities(id, call)),
    ),
    ...(port.listings === undefined
      ? []
      : [
          read(
            'listings.changed',
            onListing((its, _ref, call) => listingsOf(its).changed({ since }, call)),
          ),
          read(
            'listings.read',
            onListing((its, ref, call) => listingsOf(its).read(listingKey(ref), call)),
          ),
          read('listings.create.find', async ({ world, now }) => {
            const draft = aListingDraft(world, ++number);
            return async (its, call) => {
              const { find } = listingsOf(its).create;
              return find === undefined ? its.settings(call) : find({ marker: draft.sku, draft, from: now(), to: now() }, call);
            };
          }),
          write('listings.create.send', async ({ world }) => {
            const draft = aListingDraft(world, ++number);
            return (its, call) => listingsOf(its).create.send(draft, { ...call, marker: draft.sku });
          }),
          write('listings.update', async ({ world }) => {
            const ref = world.shop.addListing({ sku: `OLD-${++number}`, name: `Alte Ware ${number}` });
            const draft = { ...aListingDraft(world, number), sku: sku(`OLD-${number}`) };
            return (its, call) => listingsOf(its).update([{ ref, grouped: false, draft, groups: ['content'] }], call);
          }),
        ]),
    ...(port.stock === undefined
      ? []
      : [
          read(
            'stock.read',
            onListing((its, ref, call) => stockOf(its).read([ref], call)),
          ),
          write('stock.set', async ({ world, port: its, done, call }) => {
            const ref = world.shop.addListing({ sku: `OLD-${++number}`, name: `Alte Ware ${number}` });
            const [seen] = await done(stockOf(its).read([ref], call()));
            if (seen === undefined) throw new Error('a listing without a level');
            return (other, effect) => stockOf(other).set([{ seen, sellable: 7 }], effect);
          }),
        ]),
    ...(port.marks === undefined
      ? []
      : [
          read(
            'marks.find',
            onOrder((its, id, call) => {
              const mark = aMark(id, 1);
              const { find } = marksOf(its);
              return find === undefined ? its.settings(call) : find({ marker: mark.marker, draft: mark, from: 0, to: 4e12 }, call);
            }),
          ),
          write(
            'marks.send',
            onOrder((its, id, call) => marksOf(its).send(aMark(id, 1), { ...call, marker: aMark(id, 1).marker })),
          ),
        ]),
    ...(port.marks === undefined
      ? []
      : [
          read(
            'marks.placed',
            onOrder((its, _id, call) => marksOf(its).placed({ since }, call)),
          ),
        ]),
    ...(port.refunds === undefined
      ? []
      : [
          read('refunds.changed', async ({ world }) => {
            world.shop.refundOrder(world.shop.placeOrder(anOrder(++number)));
            return (its, call) => refundsOf(its).changed({ since }, call);
          }),
        ]),
    ...(port.shipments === undefined ? [] : [write('shipments.send', effectCall(shipmentEffect(start)))]),
    ...(port.documents === undefined ? [] : [write('documents.send', effectCall(documentEffect(start)))]),
  ];
}
