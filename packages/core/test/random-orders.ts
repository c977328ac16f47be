import { sku } from '../src/kernel/ids.ts';
import type { ChannelOrder, OrderCharge, OrderLine } from '../src/model/order.ts';
import { decimal } from '../src/money/decimal.ts';
import { vatInGross } from '../src/money/vat.ts';
import type { Random } from '../src/testing/random.ts';
import { address, channelOrder, charge, morning, orderLine, people } from './orders.ts';

/** An order as a shop could hold it: consumers and companies, at home and abroad, odd amounts, gifts, charges, other addresses. */
export function randomOrder(id: string, random: Random): ChannelOrder {
  const country = random.pick(['DE', 'DE', 'DE', 'AT', 'CH']);
  const rates = country === 'CH' ? ['0'] : ['19', '7'];
  const company = random.percent(30) ? { company: `Firma ${random.below(50)} GmbH` } : {};
  const buyer = address({ ...company, country, lastName: `Käufer ${random.below(1_000)}`, city: random.pick(['Köln', 'Graz', 'Bern']) });
  const lines = Array.from({ length: 1 + random.below(4) }, (_, place) => someLine(String(place), rates, random));
  const kinds: readonly OrderCharge['kind'][] = ['shipping', 'handling', 'wrapping', 'fee'];
  const charges = kinds.filter(() => random.percent(40)).map((kind) => someCharge(kind, rates, random));
  return channelOrder(id, {
    lines,
    charges,
    placedAt: morning - random.below(20 * 24 * 3_600_000),
    paymentMethod: random.pick(['', 'PayPal', 'Vorkasse']),
    people: people({
      billing: buyer,
      shipping: [random.percent(40) ? address({ country, lastName: `Empfänger ${random.below(100)}`, street: 'Hof 3' }) : buyer],
      ...(random.percent(20) ? { message: 'Bitte klingeln' } : {}),
    }),
  });
}

function someLine(id: string, rates: readonly string[], random: Random): OrderLine {
  const quantity = 1 + random.below(7);
  const gross = random.percent(10) ? '0' : amount(random);
  const rate = random.pick(rates);
  return orderLine(id, {
    quantity,
    gross,
    rate,
    name: random.pick(['Kaffee „Bohne“', 'Tee & Tasse', 'Kanne 0,5 l', 'x'.repeat(300)]),
    options: random.percent(30) ? ['Farbe: Rot', 'Größe: 2'] : [],
    ...(random.percent(70) ? { sku: sku(`SKU-${random.below(20)}`) } : {}),
  });
}

function someCharge(kind: OrderCharge['kind'], rates: readonly string[], random: Random): OrderCharge {
  const [gross, rate] = [amount(random), random.pick(rates)];
  const tax = vatInGross(decimal(gross), decimal(rate), { places: 2 });
  return charge(gross, { kind, name: random.pick(['', 'Standard']), taxRates: [decimal(rate)], tax });
}

/** Mostly cents, sometimes what a shop computes finer. */
function amount(random: Random): string {
  const cents = 1 + random.below(20_000);
  return random.percent(80) ? String(cents / 100) : `${Math.floor(cents / 100)}.${String(random.below(10_000)).padStart(4, '0')}`;
}
