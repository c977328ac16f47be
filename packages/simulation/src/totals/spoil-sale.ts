import { type ChannelOrder, decimal, type OrderLine } from '@megzo/core';
import { type Random, seededRandom } from '@megzo/core/testing';
import type { Charged } from './charge-sale.ts';
import { compare, fraction, over, places, plus, times } from './fraction.ts';
import type { Sale } from './sale.ts';

/** An order that a shop should not have made, and the reason for which it must be parked. */
export interface Spoiled {
  readonly order: ChannelOrder;
  readonly reason: string;
  readonly how: string;
}

interface Spoiler {
  readonly how: string;
  readonly reason: string;
  /** `undefined`: this order cannot be spoiled so. */
  spoil(charged: Charged, sale: Sale, random: Random): ChannelOrder | undefined;
}

/** Makes one of the mistakes that fit the sale. */
export function spoilSale(seed: number, sale: Sale, charged: Charged): Spoiled | undefined {
  const random = seededRandom(`spoil/${seed}/${sale.number}`);
  const from = random.below(spoilers.length);
  for (let turn = 0; turn < spoilers.length; turn += 1) {
    const { how, reason, spoil } = spoilers[(from + turn) % spoilers.length] as Spoiler;
    const order = spoil(charged, sale, random);
    if (order !== undefined) return { order, reason, how };
  }
  return undefined;
}

const spoilers: readonly Spoiler[] = [
  {
    how: 'the total is more than rounding off',
    reason: 'ORDER_SUM_DIFFERS',
    spoil: ({ order }, _sale, random) => {
      const sign = random.percent(50) ? 1 : -1;
      const total = plus(fraction(order.totalGross), { over: BigInt(sign * (fineAmounts(order) + 1 + random.below(500))), under: 100n });
      return total.over < 0n || order.paidByGiftCertificate !== '0' ? undefined : { ...order, totalGross: decimal(text(total)) };
    },
  },
  {
    how: 'a cent is missing where nothing was rounded',
    reason: 'ORDER_SUM_DIFFERS',
    spoil: ({ order }) => {
      if (fineAmounts(order) > 0 || order.totalGross === '0' || order.paidByGiftCertificate === '0.01') return undefined;
      return { ...order, totalGross: decimal(text(plus(fraction(order.totalGross), { over: -1n, under: 100n }))) };
    },
  },
  {
    how: 'a line was left out of the answer',
    reason: 'ORDER_SUM_DIFFERS',
    spoil: ({ order }) => {
      const [first, ...others] = order.lines;
      if (first === undefined || others.length === 0 || order.paidByGiftCertificate !== '0') return undefined;
      const bound = { over: BigInt(fineAmounts(order) + 1), under: 200n };
      const isTaxedOtherwise = others.every(({ kind }) => kind === first.kind) && others.some(({ totalGross }) => totalGross !== '0');
      return isTaxedOtherwise && compare(fraction(first.totalGross), bound) > 0 ? { ...order, lines: others } : undefined;
    },
  },
  {
    how: 'a rate that no country has',
    reason: 'TAX_RATE_NOT_ALLOWED',
    spoil: ({ order }, sale) => (sale.shop.taxed ? withLine(order, paidLine(order), { taxRates: [decimal('18')] }) : undefined),
  },
  {
    how: 'no tax on goods that are taxed',
    reason: 'TAX_RATE_NOT_ALLOWED',
    spoil: ({ order }, { shop, untaxed, vouchers }) => {
      const place = order.lines.findIndex(
        (line, index) => line.totalGross !== '0' && !untaxed.includes(index) && !vouchers.includes(index),
      );
      // One taxed item must be left, or it is another case: no tax at all.
      const isLast = [...order.lines.filter((_, index) => index !== place), ...order.charges].every((item) => isUntaxed(item.taxRates));
      return shop.taxed && !isLast ? withLine(order, place, { taxRates: [decimal(0)], tax: decimal(0) }) : undefined;
    },
  },
  {
    how: 'tax where none is due',
    reason: 'TAX_RATE_NOT_ALLOWED',
    spoil: ({ order }, { shop, becomes }) => {
      if (shop.taxed || becomes.kind === 'intra-community-supply' || becomes.kind === 'reverse-charge-services') return undefined;
      return withLine(order, paidLine(order), { taxRates: [decimal(19)], tax: decimal(1) });
    },
  },
  {
    how: 'tax without a rate',
    reason: 'TAX_RATE_UNCLEAR',
    spoil: ({ order }, { becomes }) =>
      becomes.kind === 'reverse-charge-services' ? undefined : withLine(order, paidLine(order), { taxRates: [], tax: decimal('0.37') }),
  },
  {
    how: 'two rates on one line',
    reason: 'TAX_RATE_UNCLEAR',
    spoil: ({ order }, { shop }) => {
      const [first = '', second = ''] = shop.classes;
      return shop.taxed ? withLine(order, paidLine(order), { taxRates: [decimal(first), decimal(second)] }) : undefined;
    },
  },
  {
    how: 'more tax than the rate makes',
    reason: 'VAT_DIFFERS',
    spoil: ({ order, rates }, { shop, exchange }) => {
      const place = paidLine(order);
      const line = order.lines[place];
      if (!shop.taxed || line === undefined || exchange !== undefined || rates[place] === '0') return undefined;
      // Beyond a cent for every amount, and beyond what the two roundings can be apart.
      const more = { over: BigInt(2 * amountsIn(order) + 2), under: 100n };
      return withLine(order, place, { tax: decimal(text(plus(fraction(line.tax), more))) });
    },
  },
  {
    how: 'taxed at one rate, named at another',
    reason: 'VAT_DIFFERS',
    spoil: ({ order, rates }, { shop, exchange }) => {
      const place = paidLine(order);
      const line = order.lines[place];
      const other = shop.classes.find((rate) => rate !== '0' && rate !== rates[place]);
      if (!shop.taxed || line === undefined || other === undefined || rates[place] === '0' || exchange !== undefined) return undefined;
      const items = BigInt(amountsIn(order));
      const wrong = over(times(fraction(line.totalGross), fraction(other)), plus(fraction('100'), fraction(other)));
      const apart = plus(wrong, { over: -fraction(line.tax).over, under: fraction(line.tax).under });
      const bound = { over: 2n * items + 2n, under: 100n };
      const isFar = compare(apart, bound) > 0 || compare({ over: -apart.over, under: apart.under }, bound) > 0;
      return isFar ? withLine(order, place, { taxRates: [decimal(other)] }) : undefined;
    },
  },
  {
    how: 'a discount as a negative fee',
    reason: 'ORDER_AMOUNT_NEGATIVE',
    spoil: ({ order, rates }, { shop }) => {
      const rate = rates.find((one) => one !== '0') ?? '0';
      if (order.totalGross === '0' || (shop.taxed && rate === '0')) return undefined;
      const fee = { kind: 'fee' as const, name: 'Rabatt', gross: decimal('-0.01'), tax: decimal(0), taxRates: [decimal(rate)] };
      return {
        ...order,
        charges: [...order.charges, fee],
        totalGross: decimal(text(plus(fraction(order.totalGross), { over: -1n, under: 100n }))),
      };
    },
  },
  {
    how: 'no VAT id for goods without tax',
    reason: 'TAX_MISSING_WITHOUT_VAT_ID',
    spoil: ({ order }, { becomes }) =>
      (becomes.kind === 'intra-community-supply' || becomes.kind === 'reverse-charge-services') && paidLine(order) >= 0
        ? withPeople(order, (address) => ({ ...address, fields: [{ name: 'USt-IdNr.', value: 'DE123456789' }] }))
        : undefined,
  },
  {
    how: 'a country that is none',
    reason: 'ORDER_COUNTRY_UNKNOWN',
    spoil: ({ order }, { merchant }) =>
      // A gift certificate goes nowhere.
      merchant.smallBusiness || paidLine(order) < 0 ? undefined : withPeople(order, (address) => ({ ...address, country: 'XX' })),
  },
  {
    how: 'Helgoland',
    reason: 'TAX_SPECIAL_TERRITORY',
    spoil: ({ order }, { merchant, becomes }) =>
      merchant.smallBusiness || becomes.kind !== 'domestic' || paidLine(order) < 0
        ? undefined
        : withPeople(order, (address) => ({ ...address, country: 'DE', zip: '27498' })),
  },
  {
    how: 'two countries in one order',
    reason: 'TAX_SEVERAL_COUNTRIES',
    spoil: ({ order }, { merchant }) => {
      const [first] = order.people.shipping;
      if (first === undefined || merchant.smallBusiness || paidLine(order) < 0) return undefined;
      const elsewhere = { ...first, country: first.country === 'NO' || first.country === 'CH' ? 'DE' : 'NO' };
      return { ...order, people: { ...order.people, shipping: [first, elsewhere] } };
    },
  },
  {
    how: 'more items than a document has lines',
    reason: 'ORDER_TOO_LONG',
    spoil: ({ order }) => {
      const line = order.lines[paidLine(order)];
      if (line === undefined) return undefined;
      const free = Array.from(
        { length: 300 },
        (_, index): OrderLine => ({ ...line, id: `x${index}`, totalGross: decimal(0), tax: decimal(0) }),
      );
      return { ...order, lines: [...order.lines, ...free] };
    },
  },
  {
    how: 'everything for nothing',
    reason: 'ORDER_FREE',
    spoil: ({ order }) => ({
      ...order,
      totalGross: decimal(0),
      lines: order.lines.map((line) => ({ ...line, totalGross: decimal(0), tax: decimal(0) })),
      charges: [],
    }),
  },
  {
    how: 'a buyer without a name',
    reason: 'ORDER_WITHOUT_NAME',
    spoil: ({ order }) => {
      const { billing } = order.people;
      if (billing.company !== undefined) return undefined;
      return { ...order, people: { ...order.people, billing: { ...billing, firstName: '', lastName: ' ' } } };
    },
  },
];

/** Every mistake, with the reason for which it parks. */
export const mistakes: readonly Pick<Spoiled, 'how' | 'reason'>[] = spoilers.map(({ how, reason }) => ({ how, reason }));

function withLine(order: ChannelOrder, place: number, change: Partial<OrderLine>): ChannelOrder | undefined {
  if (place < 0) return undefined;
  return { ...order, lines: order.lines.map((line, index) => (index === place ? { ...line, ...change } : line)) };
}

function withPeople(
  order: ChannelOrder,
  change: (address: ChannelOrder['people']['billing']) => ChannelOrder['people']['billing'],
): ChannelOrder {
  return { ...order, people: { ...order.people, billing: change(order.people.billing), shipping: order.people.shipping.map(change) } };
}

/** The first line that costs a noticeable amount and is no gift certificate. */
function paidLine({ lines }: ChannelOrder): number {
  return lines.findIndex(
    ({ totalGross, kind }) => kind !== 'gift-certificate' && compare(fraction(totalGross), { over: 1n, under: 10n }) > 0,
  );
}

function fineAmounts({ lines, charges }: ChannelOrder): number {
  return [...lines.map(({ totalGross }) => totalGross), ...charges.map(({ gross }) => gross)].filter((amount) => places(amount) > 2).length;
}

function amountsIn({ lines, charges }: ChannelOrder): number {
  return lines.length + charges.reduce((count, { parts = 1 }) => count + parts, 0);
}

function isUntaxed(rates: readonly string[]): boolean {
  return rates.every((rate) => !/[1-9]/.test(rate));
}

/** Six decimals at the most. */
function text({ over: top, under }: { readonly over: bigint; readonly under: bigint }): string {
  const millionths = (top * 1_000_000n) / under;
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
