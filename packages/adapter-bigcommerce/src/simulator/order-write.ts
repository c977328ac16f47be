import { readAmount } from './amounts.ts';
import type { Call } from './calls.ts';
import type { CartLine } from './cart.ts';
import { sellableIn } from './cart-pricing.ts';
import { startCheckout } from './checkout.ts';
import { type Fields, isFields } from './json.ts';
import { dropCoupons, editOrder, type OrderEdit } from './order-edit.ts';
import type { Address, OrderRecord } from './order-records.ts';
import { archiveOrder, moveToStatus, ORDER_STATUSES, touchOrder } from './order-state.ts';
import { orderView } from './order-view.ts';
import { ok, type Reply, readOnlyField, refuse, v2Error } from './replies.ts';

/** Members that a PUT may carry here; every other one answers 400 as read-only (sheet 5.6). Overrides of totals are not simulated. */
const WRITABLE = new Set([
  ...['status_id', 'staff_notes', 'customer_message', 'external_order_id', 'external_merchant_id', 'external_source', 'is_deleted'],
  ...['customer_id', 'payment_method', 'customer_locale', 'products', 'billing_address', 'shipping_addresses', 'fees'],
  ...['shipping_cost_ex_tax', 'shipping_cost_inc_tax', 'handling_cost_ex_tax', 'handling_cost_inc_tax'],
  ...['ip_address', 'ip_address_v6', 'geoip_country', 'geoip_country_iso2', 'is_email_opt_in'],
]);
/** Override pairs must come together (sheet 5.6). */
const PAIRS = ['shipping_cost', 'handling_cost'];
const NOTES_MAX = 65_535;

export function putOrder(call: Call, order: OrderRecord): Reply {
  const { shop } = call;
  const body = fieldsOf(call);
  checkOrderBody(body, order);
  const recalculates = ['products', 'billing_address', 'shipping_addresses', ...PAIRS.map((name) => `${name}_ex_tax`)].some(
    (name) => body[name] !== undefined,
  );
  if (typeof body.staff_notes === 'string') order.staffNotes = body.staff_notes;
  if (typeof body.customer_message === 'string') order.customerMessage = body.customer_message;
  if (typeof body.external_order_id === 'string') order.externalOrderId = body.external_order_id;
  if (typeof body.external_merchant_id === 'string') order.externalMerchantId = body.external_merchant_id;
  if (typeof body.external_source === 'string') order.externalSource = body.external_source;
  if (typeof body.customer_id === 'number') order.customerId = body.customer_id;
  if (typeof body.payment_method === 'string') order.paymentMethod = body.payment_method;
  if (recalculates || body.fees !== undefined) {
    const addressOrCost = body.products === undefined && recalculates;
    if (addressOrCost && shop.settings.recalculationDropsCoupons) dropCoupons(order);
    editOrder(shop, order, editIn(body, order));
  } else if (Object.keys(body).some((name) => name !== 'status_id' && name !== 'is_deleted')) {
    touchOrder(shop, order);
  }
  if (body.is_deleted === true) archiveOrder(shop, order);
  if (typeof body.status_id === 'number') moveToStatus(shop, order, body.status_id);
  return ok(orderView(shop, order));
}

/** Tests only: makes an order through the API; default status 1, no order mail (sheet 5.2, 5.6). */
export function postOrder(call: Call): Reply {
  const { shop } = call;
  const body = fieldsOf(call);
  for (const name of ['id', 'date_modified', 'status']) if (body[name] !== undefined) refuse(readOnlyField(name));
  if (!isFields(body.billing_address)) refuse(v2Error(400, `The required field 'billing_address' was not supplied.`));
  if (!Array.isArray(body.products) || body.products.length === 0) return v2Error(400, `The required field 'products' was not supplied.`);
  const lines = body.products.filter(isFields).map((product) => cartLine(product, shop.settings.pricesIncludeTax));
  for (const line of lines) {
    if (sellableIn(shop, line) === undefined && line.custom === undefined) return v2Error(400, 'A product does not exist.');
  }
  const billing = addressIn(body.billing_address as Fields);
  const shipTo = Array.isArray(body.shipping_addresses) ? body.shipping_addresses.filter(isFields).map(addressIn) : undefined;
  const order = startCheckout(
    shop,
    {
      lines,
      billing,
      ...(shipTo === undefined ? {} : { shipTo }),
      customerId: typeof body.customer_id === 'number' ? body.customer_id : 0,
      source: 'external',
      force: true,
    },
    { madeByApi: true },
  );
  if (typeof body.external_source === 'string') order.externalSource = body.external_source;
  if (typeof body.external_order_id === 'string') order.externalOrderId = body.external_order_id;
  if (typeof body.staff_notes === 'string') order.staffNotes = body.staff_notes;
  moveToStatus(shop, order, typeof body.status_id === 'number' ? body.status_id : 1);
  return ok(orderView(shop, order));
}

function checkOrderBody(body: Fields, order: OrderRecord): void {
  for (const name of Object.keys(body)) if (!WRITABLE.has(name)) refuse(readOnlyField(name));
  for (const name of PAIRS) {
    if ((body[`${name}_ex_tax`] === undefined) !== (body[`${name}_inc_tax`] === undefined)) {
      refuse(v2Error(400, `The fields '${name}_ex_tax' and '${name}_inc_tax' must be sent together.`));
    }
  }
  const status = body.status_id;
  if (status !== undefined && !ORDER_STATUSES.some(({ id }) => id === status)) refuse(v2Error(400, `The field 'status_id' is invalid.`));
  for (const name of ['staff_notes', 'customer_message']) {
    const text = body[name];
    if (text !== undefined && (typeof text !== 'string' || text.length > NOTES_MAX))
      refuse(v2Error(400, `The field '${name}' is invalid.`));
  }
  // A second write answers 400 (sheet 5.6).
  if (body.external_merchant_id !== undefined && order.externalMerchantId !== '') refuse(readOnlyField('external_merchant_id'));
  for (const product of Array.isArray(body.products) ? body.products.filter(isFields) : []) {
    if (product.id !== undefined && !order.lines.some(({ id }) => id === product.id))
      refuse(v2Error(400, `The product ${String(product.id)} is not on the order.`));
  }
}

/** Lists behave patch-like: with `id` a change, without one an addition, quantity 0 a removal (sheet 5.6). */
function editIn(body: Fields, order: OrderRecord): OrderEdit {
  const products = Array.isArray(body.products) ? body.products.filter(isFields) : [];
  const price = (fields: Fields): string | undefined =>
    readAmount(order.pricesIncludeTax ? fields.price_inc_tax : fields.price_ex_tax)?.toFixed();
  const shipping = readAmount(order.pricesIncludeTax ? body.shipping_cost_inc_tax : body.shipping_cost_ex_tax);
  const handling = readAmount(order.pricesIncludeTax ? body.handling_cost_inc_tax : body.handling_cost_ex_tax);
  const places = Array.isArray(body.shipping_addresses) ? body.shipping_addresses.filter(isFields) : [];
  return {
    lines: products
      .filter(({ id }) => id !== undefined)
      .map((fields) => {
        const changed = price(fields);
        return {
          id: Number(fields.id),
          ...(typeof fields.quantity === 'number' ? { quantity: fields.quantity } : {}),
          ...(changed === undefined ? {} : { price: changed }),
        };
      }),
    add: products.filter(({ id }) => id === undefined).map((fields) => cartLine(fields, order.pricesIncludeTax)),
    ...(isFields(body.billing_address) ? { billing: addressIn(body.billing_address) } : {}),
    shipTo: Object.fromEntries(places.map((place, index) => [Number(place.id ?? order.addresses[index]?.id), addressIn(place)])),
    ...(shipping === undefined ? {} : { shippingCost: shipping.toFixed() }),
    ...(handling === undefined ? {} : { handlingCost: handling.toFixed() }),
    ...(Array.isArray(body.fees)
      ? {
          fees: body.fees.filter(isFields).map((fee) => ({
            name: String(fee.display_name_customer ?? fee.name ?? ''),
            cost: readAmount(fee.base_cost ?? fee.cost)?.toFixed() ?? '0',
          })),
        }
      : {}),
  };
}

function cartLine(fields: Fields, pricesIncludeTax: boolean): CartLine {
  const quantity = typeof fields.quantity === 'number' ? fields.quantity : 1;
  const price = readAmount(pricesIncludeTax ? fields.price_inc_tax : fields.price_ex_tax)?.toFixed();
  const priced = { quantity, ...(price === undefined ? {} : { price }) };
  if (typeof fields.variant_id === 'number') return { variantId: fields.variant_id, ...priced };
  if (typeof fields.product_id === 'number' && fields.product_id !== 0) return { productId: fields.product_id, ...priced };
  return { custom: { name: String(fields.name ?? 'Custom item') }, ...priced };
}

const ADDRESS_MEMBERS: readonly (readonly [keyof Omit<Address, 'formFields'>, string])[] = [
  ['firstName', 'first_name'],
  ['lastName', 'last_name'],
  ['company', 'company'],
  ['street1', 'street_1'],
  ['street2', 'street_2'],
  ['city', 'city'],
  ['state', 'state'],
  ['zip', 'zip'],
  ['country', 'country'],
  ['countryIso2', 'country_iso2'],
  ['phone', 'phone'],
  ['email', 'email'],
];

export function addressIn(fields: Fields): Partial<Address> {
  return Object.fromEntries(
    ADDRESS_MEMBERS.flatMap(([own, theirs]) => (typeof fields[theirs] === 'string' ? [[own, fields[theirs]]] : [])),
  );
}

function fieldsOf({ body }: Call): Fields {
  return isFields(body) ? body : refuse(v2Error(400, 'The request body is invalid.'));
}
