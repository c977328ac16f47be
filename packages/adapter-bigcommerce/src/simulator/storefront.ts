import type { Amount } from './amounts.ts';
import type { Cart } from './cart.ts';
import { removeProduct } from './catalog-routes.ts';
import { updateProduct } from './catalog-write.ts';
import { finishCheckout, placeOrder, startCheckout } from './checkout.ts';
import type { Fields } from './json.ts';
import { editOrder, type OrderEdit } from './order-edit.ts';
import type { OrderRecord } from './order-records.ts';
import { archiveOrder, emitOrder, moveToStatus, touchBySideWrite, touchOrder } from './order-state.ts';
import { makeRefund, type RefundAsk } from './refund-make.ts';
import { addShipment, type ShipmentAsk, shipmentFault } from './shipments.ts';
import { nextId, now, type Shop } from './shop.ts';
import { DEFAULT_LOCATION, findSku, findVariant, itemKeyOf } from './stock.ts';
import { purchasable, setStockNow, settleStock } from './stock-jobs.ts';
import { addTransaction } from './transactions.ts';
import { removeVariant } from './variant-routes.ts';
import { updateVariant } from './variant-write.ts';

/** What shoppers do in the shop and people in its control panel. Unknown ids throw: they are mistakes of the test. */
export interface Storefront {
  /** Checkout and payment in one; answers the order id. Throws `OutOfStock` where the shop would not sell. */
  placeOrder(cart: Cart): number;
  /** An incomplete order (status 0). */
  startCheckout(cart: Cart): number;
  finishCheckout(orderId: number, how?: Pick<Cart, 'payment' | 'statusId'>): void;
  /** Units that a shopper can put into a cart now. */
  purchasable(sku: string): number;
  editOrder(orderId: number, edit: OrderEdit): void;
  setStatus(orderId: number, statusId: number): void;
  cancel(orderId: number): void;
  archive(orderId: number): void;
  /** Ships by hand: everything that is left at the first address, or what is asked. Answers the shipment id. */
  ship(orderId: number, ask?: Partial<ShipmentAsk>): number;
  /** Answers the refund id. */
  refund(orderId: number, ask: RefundAsk): number;
  /** A status change only: no refund record, no money (sheet 7.2). */
  refundByStatus(orderId: number, how?: 'whole' | 'part'): void;
  /** A payment that was only authorized is taken. */
  capture(orderId: number): void;
  /** The payment provider's late refusal of a refund (sheet 7.1). */
  declineRefund(refundId: number): void;
  writeMessage(orderId: number, text: string): void;
  editNotes(orderId: number, change: { staffNotes?: string; externalOrderId?: string }): void;
  deleteVariant(variantId: number): void;
  deleteProduct(productId: number): void;
  editProduct(productId: number, change: { name?: string; price?: Amount; visible?: boolean; taxClassId?: number }): void;
  editVariantPrice(variantId: number, price: Amount | null): void;
  /** Sets the stock in the control panel; it is applied at once. */
  setStock(sku: string, onhand: number, locationId?: number): void;
  /** Lays members over what the API shows, so that figures contradict each other. */
  corrupt(orderId: number, overlay: { order?: Fields; lines?: Readonly<Record<number, Fields>>; taxes?: readonly Fields[] }): void;
}

export function createStorefront(shop: Shop): Storefront {
  const orderOf = (id: number): OrderRecord => shop.orders.get(id) ?? missing('order', id);

  return {
    placeOrder: (cart) => placeOrder(shop, cart).id,
    startCheckout: (cart) => startCheckout(shop, cart).id,
    finishCheckout: (orderId, how = {}) => finishCheckout(shop, orderOf(orderId), how),
    purchasable(sku) {
      settleStock(shop);
      return purchasable(shop, itemKeyOf(findSku(shop, sku) ?? missing('SKU', sku)));
    },
    editOrder: (orderId, edit) => editOrder(shop, orderOf(orderId), edit),
    setStatus: (orderId, statusId) => moveToStatus(shop, orderOf(orderId), statusId),
    cancel: (orderId) => moveToStatus(shop, orderOf(orderId), 5),
    archive: (orderId) => archiveOrder(shop, orderOf(orderId)),
    ship(orderId, ask = {}) {
      const order = orderOf(orderId);
      const addressId = ask.addressId ?? order.addresses[0]?.id ?? 0;
      const left = order.lines
        .filter((line) => line.addressId === addressId && line.quantityShipped < line.pricing.quantity)
        .map((line) => ({ lineId: line.id, quantity: line.pricing.quantity - line.quantityShipped }));
      const shipment = { ...ask, addressId, items: ask.items ?? left };
      const fault = shipmentFault(order, shipment);
      if (fault !== undefined) throw new Error(fault);
      return addShipment(shop, order, shipment).id;
    },
    refund: (orderId, ask) => makeRefund(shop, orderOf(orderId), ask).id,
    refundByStatus: (orderId, how = 'whole') => moveToStatus(shop, orderOf(orderId), how === 'whole' ? 4 : 14),
    capture: (orderId) => capture(shop, orderOf(orderId)),
    declineRefund(refundId) {
      const refund = shop.refunds.get(refundId) ?? missing('refund', refundId);
      for (const payment of refund.payments) payment.declined = true;
    },
    writeMessage(orderId, message) {
      const order = orderOf(orderId);
      const id = nextId(shop, 'message');
      order.messages.push({ id, subject: 'Frage zur Bestellung', message, createdAt: now(shop) });
      emitOrder(shop, order, 'message/created', { message: { order_message_id: id } });
    },
    editNotes(orderId, { staffNotes, externalOrderId }) {
      const order = orderOf(orderId);
      order.staffNotes = staffNotes ?? order.staffNotes;
      order.externalOrderId = externalOrderId ?? order.externalOrderId;
      touchOrder(shop, order);
    },
    deleteVariant: (variantId) => removeVariant(shop, findVariant(shop, variantId) ?? missing('variant', variantId)),
    deleteProduct: (productId) => removeProduct(shop, shop.products.get(productId) ?? missing('product', productId)),
    editProduct(productId, { name, price, visible, taxClassId }) {
      updateProduct(shop, shop.products.get(productId) ?? missing('product', productId), {
        ...(name === undefined ? {} : { name }),
        ...(price === undefined ? {} : { price }),
        ...(visible === undefined ? {} : { is_visible: visible }),
        ...(taxClassId === undefined ? {} : { tax_class_id: taxClassId }),
      });
    },
    editVariantPrice(variantId, price) {
      const { product, variant } = findVariant(shop, variantId) ?? missing('variant', variantId);
      updateVariant(shop, product, variant, { price });
    },
    setStock(sku, onhand, locationId = DEFAULT_LOCATION) {
      settleStock(shop);
      const sellable = findSku(shop, sku) ?? missing('SKU', sku);
      setStockNow(shop, { item: itemKeyOf(sellable), locationId, quantity: onhand });
    },
    corrupt(orderId, { order = {}, lines = {}, taxes }) {
      const target = orderOf(orderId);
      target.corruption = { order, lines, taxes };
      touchOrder(shop, target);
    },
  };
}

function capture(shop: Shop, order: OrderRecord): void {
  const authorized = order.transactions.find(({ event }) => event === 'authorization');
  if (authorized === undefined) throw new Error(`order ${order.id} has no authorization`);
  const { id: referenceTransactionId, createdAt: _at, extra: _extra, ...fields } = authorized;
  addTransaction(shop, order, { ...fields, event: 'capture', referenceTransactionId });
  order.paymentStatus = 'captured';
  touchBySideWrite(shop, order.id);
}

function missing(what: string, key: string | number): never {
  throw new Error(`no such ${what}: ${key}`);
}
