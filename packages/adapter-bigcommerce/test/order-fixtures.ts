/** A row of `GET /v2/orders`, trimmed to what a scan may look at, in the sheet's own form. */
export function orderRow(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    status_id: 11,
    status: 'Awaiting Fulfillment',
    custom_status: 'Wartet auf Versand',
    date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
    date_modified: 'Tue, 05 Mar 2019 21:41:12 +0000',
    date_shipped: '',
    total_inc_tax: '62.4300',
    items_total: 3,
    items_shipped: 0,
    currency_code: 'USD',
    default_currency_code: 'EUR',
    is_deleted: false,
    ...more,
  };
}

const address = {
  first_name: 'Erika',
  last_name: 'Mustermann',
  company: '',
  street_1: 'Heidestr. 17',
  street_2: 'Hinterhaus',
  city: 'Köln',
  state: 'Nordrhein-Westfalen',
  zip: '51147',
  country: 'Germany',
  country_iso2: 'DE',
  phone: '',
  email: 'erika@example.org',
  form_fields: [
    { name: 'USt-IdNr.', value: 'DE123456789' },
    { name: 'Newsletter', value: '' },
  ],
};

/** `GET /v2/orders/{id}`: two goods at 19 % and 7 %, shipping, a coupon of 5.00 over all. */
export function order(more: Readonly<Record<string, unknown>> = {}) {
  return {
    ...orderRow(218),
    subtotal_ex_tax: '54.5900',
    subtotal_inc_tax: '62.5300',
    subtotal_tax: '7.3100',
    shipping_cost_ex_tax: '4.1176',
    shipping_cost_inc_tax: '4.9000',
    shipping_cost_tax: '0.7824',
    handling_cost_inc_tax: '0.0000',
    handling_cost_tax: '0.0000',
    wrapping_cost_inc_tax: '0.0000',
    wrapping_cost_tax: '0.0000',
    discount_amount: '0.0000',
    coupon_discount: '5.0000',
    total_ex_tax: '54.3400',
    total_tax: '8.0900',
    store_credit_amount: '10.0000',
    gift_certificate_amount: '0.0000',
    is_tax_inclusive_pricing: true,
    payment_method: 'Vorkasse',
    customer_message: 'Bitte klingeln',
    shipping_address_count: 1,
    billing_address: address,
    fees: { url: 'https://api.bigcommerce.com/stores/abc123/v2/orders/218/fees', resource: '/orders/218/fees' },
    a_member_of_tomorrow: { x: 1 },
    ...more,
  };
}

/** A row of `/products`. */
export function orderProduct(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    order_id: 218,
    product_id: 77,
    variant_id: 74,
    sku: 'TASSE-1',
    name: 'Tasse',
    type: 'physical',
    quantity: 1,
    quantity_shipped: 0,
    quantity_refunded: 0,
    total_inc_tax: '11.9000',
    total_tax: '1.9000',
    discounted_total_inc_tax: '11.9000',
    product_options: [],
    ...more,
  };
}

export const products = [
  orderProduct(15, {
    quantity: 2,
    quantity_shipped: 1,
    total_inc_tax: '35.7800',
    total_tax: '5.7127',
    discounted_total_inc_tax: '32.9190',
    product_options: [
      { display_name: 'Farbe', display_value: 'Rot' },
      { display_name: 'Gravur', display_value: '' },
    ],
  }),
  orderProduct(16, {
    product_id: 0,
    variant_id: 0,
    sku: '',
    name: 'Backbuch',
    quantity_refunded: 1,
    total_inc_tax: '26.7500',
    total_tax: '1.7500',
    discounted_total_inc_tax: '24.6110',
    product_options: [],
  }),
];

export const taxes = [
  {
    id: 1,
    order_id: 218,
    order_address_id: 9,
    tax_class_id: 0,
    class: 'Default',
    name: 'MwSt. 19 %',
    rate: '19.0000',
    priority: 1,
    priority_amount: '5.2560',
    line_amount: '5.2560',
    order_product_id: 15,
    line_item_type: 'item',
  },
  {
    id: 2,
    tax_class_id: 2,
    rate: '7.0000',
    priority_amount: '1.6101',
    line_amount: '1.6101',
    order_product_id: 16,
    line_item_type: 'item',
  },
  {
    id: 3,
    tax_class_id: 5,
    rate: '19.0000',
    priority_amount: '0.7824',
    line_amount: '0.7824',
    order_product_id: 0,
    line_item_type: 'shipping',
  },
];

export const shippingAddresses = [{ ...address, id: 9, first_name: 'Max', form_fields: null, shipping_method: 'DHL Paket' }];
