import type { OrderPeople, PostalAddress } from '@megzo/core';
import type { WireAddress, WireOrder, WireShippingAddress } from './wire/order.ts';

/** The personal data of an order, apart from the rest. */
export function orderPeople(order: WireOrder, addresses: readonly WireShippingAddress[]): OrderPeople {
  const { email } = order.billing_address;
  return {
    billing: addressToPostal(order.billing_address),
    shipping: addresses.map(addressToPostal),
    ...(email === '' ? {} : { email }),
    ...(order.customer_message === '' ? {} : { message: order.customer_message }),
  };
}

function addressToPostal(address: WireAddress): PostalAddress {
  return {
    firstName: address.first_name,
    lastName: address.last_name,
    ...(address.company === '' ? {} : { company: address.company }),
    street: address.street_1,
    ...(address.street_2 === '' ? {} : { supplement: address.street_2 }),
    zip: address.zip,
    city: address.city,
    country: address.country_iso2.toUpperCase(),
    ...(address.phone === '' ? {} : { phone: address.phone }),
    fields: address.form_fields.filter((field) => field.value !== ''),
  };
}
