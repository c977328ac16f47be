import { sku } from '../kernel/ids.ts';
import type { ChannelOrder, OrderLine, OrderPayment } from '../model/order.ts';
import { type DecimalText, decimal, decimalText, exact, sumOf } from '../money/decimal.ts';
import { vatInGross } from '../money/vat.ts';
import { listingKey } from '../ports/channel.ts';
import type { Clock } from '../ports/environment.ts';
import { addListing, changeListing, type ShopState } from './memory-shop-state.ts';
import type { PlacedOrder, ShopDesk } from './ports/port-world.ts';

const rate = decimal(19);

/** The desk of a shop in memory. Everything is taxed with 19 %. */
export function memoryShop(state: ShopState, clock: Clock): ShopDesk {
  function change(id: string, edit: (order: ChannelOrder) => Partial<ChannelOrder>): void {
    const order = state.orders.get(id);
    if (order === undefined) throw new Error(`there is no order ${id}`);
    state.orders.set(id, { ...order, ...edit(order), modifiedAt: clock.now() });
  }

  return {
    taxClass: 1,
    placeOrder: (placed) => {
      const id = String(++state.lastId);
      const order = memoryOrder(id, placed, clock.now());
      state.orders.set(id, order);
      if (order.status === 'open') state.payments.set(id, [paymentOf(order, String(++state.lastId))]);
      return id;
    },
    payOrder: (id) => change(id, () => ({ status: 'open' })),
    editOrder: (id, quantity) =>
      change(id, (order) => {
        const [first, ...rest] = order.lines;
        if (first === undefined) return {};
        const unit = exact(first.totalGross).dividedBy(first.quantity);
        const lines = [{ ...first, quantity, ...figuresOf(decimalText(unit.times(quantity))) }, ...rest];
        return { lines, totalGross: totalOf({ ...order, lines }) };
      }),
    shipOrder: (id) =>
      change(id, ({ lines }) => ({ status: 'shipped', lines: lines.map((line) => ({ ...line, quantityShipped: line.quantity })) })),
    cancelOrder: (id) => change(id, () => ({ status: 'cancelled' })),
    totalOf: (id) => {
      const order = state.orders.get(id);
      if (order === undefined) throw new Error(`there is no order ${id}`);
      return order.totalGross;
    },
    refundOrder: (order) => {
      const line = state.orders.get(order)?.lines[0];
      if (line === undefined) throw new Error(`there is no order ${order} with a line`);
      const amount = decimalText(exact(line.totalGross).dividedBy(line.quantity));
      const id = String(++state.lastId);
      const items = [{ of: 'line', id: line.id, quantity: 1, amount }] as const;
      const payments = [{ amount, offline: false, declined: false }];
      state.refunds.push({ id, order, at: clock.now(), totalGross: amount, tax: taxOf(amount), items, payments });
      return id;
    },
    shipmentsOn: (id, awb) => state.shipments.filter((notice) => notice.order === id && notice.awb === awb).length,
    documentsOn: (id) => state.documents.filter(({ order }) => order === id).length,
    marksOn: (id) => state.marks.filter(({ order }) => order === id).length,
    addListing: ({ sku: code, name }) => addListing(state, clock, { sku: sku(code), name, price: decimal(1) }),
    renameListing: (ref, name) => void changeListing(state, clock, ref, { name }),
    removeListing: (ref) => void state.listings.delete(listingKey(ref)),
    listed: (code) =>
      [...state.listings.values()]
        .filter(({ listing }) => listing.sku === code)
        .map(({ listing, price }) => ({ name: listing.name, price })),
    writeMessage: (id, text) => {
      const message = { id: String(++state.lastId), by: 'customer', subject: 'Frage', text, at: clock.now() } as const;
      state.messages.set(id, [...(state.messages.get(id) ?? []), message]);
    },
    addPriceList: async (name) => {
      const id = String(++state.lastId);
      state.priceLists.set(id, { name, prices: new Map() });
      return id;
    },
    listPrice: async (list, ref, currency) => state.priceLists.get(list)?.prices.get(`${listingKey(ref)} ${currency}`),
    onShelf: (ref) => state.listings.get(listingKey(ref))?.sellable ?? 0,
  };
}

function paymentOf({ totalGross, currency, placedAt }: ChannelOrder, id: string): OrderPayment {
  return {
    id,
    event: 'purchase',
    amount: totalGross,
    currency,
    provider: 'memory-pay',
    reference: `pay-${id}`,
    succeeded: true,
    test: false,
    at: placedAt,
  };
}

function memoryOrder(id: string, { lines, shippingGross, lastName, paid = true }: PlacedOrder, at: number): ChannelOrder {
  const address = { firstName: 'Erika', lastName, street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE', fields: [] };
  const order: Omit<ChannelOrder, 'totalGross'> = {
    id,
    placedAt: at,
    modifiedAt: at,
    status: paid ? 'open' : 'awaiting-payment',
    currency: 'EUR',
    archived: false,
    pricesIncludeTax: true,
    lines: lines.map(
      ({ sku: code, name, quantity, unitGross }, index): OrderLine => ({
        id: `${id}-${index}`,
        sku: sku(code),
        name,
        options: [],
        kind: 'physical',
        quantity,
        quantityShipped: 0,
        quantityRefunded: 0,
        ...figuresOf(decimalText(exact(unitGross).times(quantity))),
      }),
    ),
    charges:
      shippingGross === undefined
        ? []
        : [{ kind: 'shipping', name: 'Versand', gross: shippingGross, tax: taxOf(shippingGross), taxRates: [rate] }],
    paidByStoreCredit: decimal(0),
    paidByGiftCertificate: decimal(0),
    paymentMethod: 'card',
    people: { billing: address, shipping: [address], email: 'erika@example.com' },
  };
  return { ...order, totalGross: totalOf(order) };
}

function figuresOf(gross: DecimalText): Pick<OrderLine, 'totalGross' | 'listGross' | 'tax' | 'taxRates'> {
  return { totalGross: gross, listGross: gross, tax: taxOf(gross), taxRates: [rate] };
}

function taxOf(gross: DecimalText): DecimalText {
  return vatInGross(gross, rate, { places: 2 });
}

function totalOf({ lines, charges }: Pick<ChannelOrder, 'lines' | 'charges'>): DecimalText {
  return sumOf([...lines.map((line) => line.totalGross), ...charges.map((charge) => charge.gross)]);
}
