import { done, type Outcome, type Row } from '../src/kernel/answer.ts';
import type { ChannelSettings, Listing, ListingChange, ListingDraft, ListingRef } from '../src/model/listing.ts';
import type { ChannelOrder, LineQuantity, OrderHead } from '../src/model/order.ts';
import type { ShelfLevel } from '../src/model/stock.ts';
import type { Page } from '../src/ports/call.ts';
import { type ChannelPort, listingKey } from '../src/ports/channel.ts';
import { memoryListingFields } from '../src/testing/memory-fields.ts';
import { createScript, failedEffect, failedRead, type Script } from './script.ts';

/** A shop of a few lines, with a script of troubles. */
export interface ScriptedChannel {
  readonly port: ChannelPort;
  readonly script: Script;
  readonly orders: Map<string, ChannelOrder>;
  /** Orders that the lists show while their lines cannot be read yet. */
  readonly notYet: Set<string>;
  readonly shelf: Map<string, Listing & { draft?: ListingDraft }>;
  readonly sellable: Map<string, number>;
  readonly marks: { readonly order: string; readonly salesOrderId: string; readonly marker: string }[];
  /** Listings by SKU that every write naming them is refused for, as a whole. */
  readonly poison: Set<string>;
  /** Names the poisoned element in its answer. */
  namesPoison: boolean;
  /** Called after a stock write was taken, before anything else happens. */
  afterStockWrite: () => void;
  settings: ChannelSettings;
}

const pageSize = 3;

export function createScriptedChannel(): ScriptedChannel {
  const script = createScript();
  const channel: ScriptedChannel = {
    script,
    orders: new Map(),
    notYet: new Set(),
    shelf: new Map(),
    sellable: new Map(),
    marks: [],
    poison: new Set(),
    namesPoison: false,
    afterStockWrite: () => {},
    settings: { accountId: 'store-1', name: 'Acme Shop', currency: 'EUR', pricesIncludeTax: true, stockLeavesAt: 'order-placed' },
    port: {} as ChannelPort,
  };
  const port: ChannelPort = {
    vendor: 'shop',
    check: () => Promise.resolve(done({ accountId: channel.settings.accountId, name: channel.settings.name, findings: [] })),
    settings: async (call) => {
      call.count?.('read');
      const trouble = script.next('settings');
      return trouble === undefined ? done(channel.settings) : failedRead(trouble);
    },
    orders: {
      changed: async ({ since, cursor = '0' }, call) => {
        call.count?.('read');
        const trouble = script.next('orders.changed', cursor);
        if (trouble !== undefined) return failedRead(trouble);
        const heads = [...channel.orders.values()]
          .filter(({ modifiedAt }) => modifiedAt >= since)
          .sort((a, b) => a.modifiedAt - b.modifiedAt);
        return done(pageOf(heads.map(headOf), cursor));
      },
      placed: async ({ from, to, cursor = '0' }, call) => {
        call.count?.('read');
        const trouble = script.next('orders.placed', cursor);
        if (trouble !== undefined) return failedRead(trouble);
        return done(pageOf([...channel.orders.values()].filter(({ placedAt }) => placedAt >= from && placedAt <= to).map(headOf), cursor));
      },
      open: async ({ cursor = '0' }, call) => {
        call.count?.('read');
        const trouble = script.next('orders.open', cursor);
        if (trouble !== undefined) return failedRead(trouble);
        const closed = ['incomplete', 'shipped', 'completed', 'cancelled', 'declined', 'refunded'];
        return done(pageOf([...channel.orders.values()].filter(({ status }) => !closed.includes(status)).map(headOf), cursor));
      },
      read: async (id, call) => {
        call.count?.('read');
        const trouble = script.next('orders.read', id);
        if (trouble !== undefined) return failedRead(trouble);
        return done(channel.notYet.has(id) ? undefined : channel.orders.get(id));
      },
      quantities: async (id, call) => {
        call.count?.('read');
        const trouble = script.next('orders.quantities', id);
        if (trouble !== undefined) return failedRead(trouble);
        const order = channel.orders.get(id);
        return done(channel.notYet.has(id) ? undefined : order?.lines.map(quantityOf));
      },
    },
    listings: {
      fields: memoryListingFields,
      batchMax: 3,
      changed: async ({ since, cursor = '0' }, call) => {
        call.count?.('read');
        const trouble = script.next('listings.changed', cursor);
        if (trouble !== undefined) return failedRead(trouble);
        return done(
          pageOf(
            [...channel.shelf.values()].filter(({ modifiedAt }) => modifiedAt >= since),
            cursor,
          ),
        );
      },
      read: async (id) => done([...channel.shelf.values()].find(({ ref }) => ref.product === id)),
      create: {
        timeoutMs: 30_000,
        settleMs: 60_000,
        send: async (draft, call) => {
          call.count?.('write');
          const ref: ListingRef = { product: `p${channel.shelf.size + 1}`, variant: '1' };
          const make = (): unknown =>
            channel.shelf.set(listingKey(ref), { ref, sku: draft.sku, name: draft.name, grouped: false, modifiedAt: 0, draft });
          const trouble = script.next('listings.create', draft.sku);
          if (trouble !== undefined) return failedEffect(trouble, make);
          make();
          return done(ref);
        },
        find: async ({ marker }, call) => {
          call.count?.('read');
          const trouble = script.next('listings.find', marker);
          if (trouble !== undefined) return failedRead(trouble);
          return done({ marked: [...channel.shelf.values()].filter(({ sku }) => sku === marker).map(({ ref }) => ref), alike: [] });
        },
      },
      update: async (changes, call) => {
        call.count?.('write');
        const trouble = script.next('listings.update', changes.map(({ draft }) => draft.sku).join(','));
        if (trouble !== undefined) return failedEffect(trouble, () => changes.forEach(take));
        return writeRows(
          changes.map((change) => ({ ref: change.ref, sku: change.draft.sku, change })),
          ({ change }) => {
            take(change);
            return change.ref;
          },
        );
      },
    },
    stock: {
      batchMax: 3,
      writeMax: 7,
      timeoutMs: 30_000,
      settleMs: 30_000,
      read: async (refs, call) => {
        call.count?.('read');
        const trouble = script.next('stock.read', refs.map(listingKey).join(','));
        if (trouble !== undefined) return failedRead(trouble);
        return done(refs.flatMap(levelOf));
      },
      set: async (changes, call) => {
        call.count?.('write');
        const about = changes.map(({ seen, sellable }) => `${listingKey(seen.ref)}=${sellable}`).join(',');
        const trouble = script.next('stock.set', about);
        const write = ({ seen, sellable }: (typeof changes)[number]): void => void channel.sellable.set(listingKey(seen.ref), sellable);
        if (trouble !== undefined) return failedEffect(trouble, () => changes.forEach(write));
        const outcome = writeRows(
          changes.map((change) => ({ ref: change.seen.ref, sku: channel.shelf.get(listingKey(change.seen.ref))?.sku ?? '', change })),
          ({ change }) => write(change),
        );
        channel.afterStockWrite();
        return outcome;
      },
    },
    marks: {
      timeoutMs: 30_000,
      settleMs: 30_000,
      placed: () => Promise.resolve(done({ items: channel.marks })),
      send: async (draft, call) => {
        call.count?.('write');
        const trouble = script.next('marks.send', draft.order);
        const put = (): void => {
          const others = channel.marks.filter(({ order, marker }) => order !== draft.order || marker !== draft.marker);
          channel.marks.splice(0, channel.marks.length, ...others, draft);
        };
        if (trouble !== undefined) return failedEffect(trouble, put);
        put();
        return done({ id: `mark-${draft.order}` });
      },
      find: async ({ draft }) =>
        done({
          marked: channel.marks
            .filter(({ order, salesOrderId }) => order === draft.order && salesOrderId === draft.salesOrderId)
            .map(({ order }) => ({ id: `mark-${order}` })),
          alike: [],
        }),
    },
  };

  function take({ ref, draft }: ListingChange): void {
    const standing = channel.shelf.get(listingKey(ref));
    if (standing !== undefined) channel.shelf.set(listingKey(ref), { ...standing, sku: draft.sku, name: draft.name, draft });
  }

  function levelOf(ref: ListingRef): readonly ShelfLevel[] {
    const sellable = channel.sellable.get(listingKey(ref)) ?? 0;
    return channel.shelf.has(listingKey(ref)) ? [{ ref, sellable, safetyStock: 0, address: listingKey(ref) }] : [];
  }

  /** One poisoned element refuses the whole request. */
  function writeRows<Item extends { readonly ref: ListingRef; readonly sku: string }, T>(
    items: readonly Item[],
    write: (item: Item) => T,
  ): Outcome<readonly Row<T>[]> {
    if (!items.some(({ sku }) => channel.poison.has(sku))) {
      return done(items.map((item) => ({ key: listingKey(item.ref), outcome: done(write(item)) })));
    }
    const refused = failedRead({ kind: 'rejected', code: 'REFUSED' });
    const vague = failedRead({ kind: 'retryable', code: 'VENDOR_FAILED' });
    if (!channel.namesPoison) return refused;
    return done(items.map(({ ref, sku }) => ({ key: listingKey(ref), outcome: channel.poison.has(sku) ? refused : vague })));
  }

  return Object.assign(channel, { port });
}

export function headOf({ id, placedAt, modifiedAt, status, currency, totalGross, archived }: ChannelOrder): OrderHead {
  return { id, placedAt, modifiedAt, status, currency, totalGross, archived };
}

function quantityOf(line: ChannelOrder['lines'][number]): LineQuantity {
  return {
    line: line.id,
    ...(line.ref === undefined ? {} : { ref: line.ref }),
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    ordered: line.quantity,
    shipped: line.quantityShipped,
    refunded: line.quantityRefunded,
  };
}

function pageOf<T>(items: readonly T[], cursor: string): Page<T> {
  const from = Number.parseInt(cursor, 10);
  const next = from + pageSize;
  return { items: items.slice(from, next), ...(next < items.length ? { next: String(next) } : {}) };
}
