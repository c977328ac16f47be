import { type ChannelOrder, type DecimalText, decimal, type PricedLine, round, type SalesOrderLine, sumOf } from '@megzo/core';
import { type OrderSteps, orderSteps } from '@megzo/core/testing';

/** A deliberate mistake in one step of the order path. Product code knows none of them: they are handed in. */
export interface Mutant {
  readonly name: string;
  readonly steps: Partial<OrderSteps>;
}

const { chargedCents, salesOrderDraft, proveTotals, taxTreatment } = orderSteps;
const blind: OrderSteps['proveTotals'] = () => ({ equal: true });

/** The draft with its lines changed; one that could not be made stays so. */
function changingLines(
  change: (lines: readonly SalesOrderLine[], facts: Parameters<typeof salesOrderDraft>[0]) => readonly SalesOrderLine[],
): OrderSteps['salesOrderDraft'] {
  return (facts) => {
    const made = salesOrderDraft(facts);
    return made.ok ? { ...made, draft: { ...made.draft, lines: change(made.draft.lines, facts) } } : made;
  };
}

function changingPriced(change: (line: PricedLine) => PricedLine): OrderSteps['salesOrderDraft'] {
  return changingLines((lines) => lines.map((line) => (line.kind === 'priced' ? change(line) : line)));
}

function changingOrder(change: (order: ChannelOrder) => ChannelOrder): OrderSteps['chargedCents'] {
  return (order, terms) => chargedCents(change(order), terms);
}

function changingFacts(
  change: (facts: Parameters<typeof taxTreatment>[1]) => Parameters<typeof taxTreatment>[1],
): OrderSteps['taxTreatment'] {
  return (order, facts) => taxTreatment(order, change(facts));
}

/** Every item without a rate, or with several, is taken for one at 19 %. */
function guessingRates(order: ChannelOrder): ChannelOrder {
  const guessed = <Item extends { readonly taxRates: readonly DecimalText[]; readonly tax: DecimalText }>(item: Item): Item =>
    item.taxRates.length === 1 || !/[1-9]/.test(item.tax) ? item : { ...item, taxRates: [decimal(19)] };
  return { ...order, lines: order.lines.map(guessed), charges: order.charges.map(guessed) };
}

function withTotal(order: ChannelOrder): ChannelOrder {
  return { ...order, totalGross: sumOf([...order.lines.map(({ totalGross }) => totalGross), ...order.charges.map(({ gross }) => gross)]) };
}

export const mutants: readonly Mutant[] = [
  {
    name: 'rounds the unit price to cents',
    steps: { salesOrderDraft: changingPriced((line) => ({ ...line, unitPriceGross: round(line.unitPriceGross, 2) })) },
  },
  {
    name: 'rounds the unit price to cents, and proves nothing',
    steps: { proveTotals: blind, salesOrderDraft: changingPriced((line) => ({ ...line, unitPriceGross: round(line.unitPriceGross, 2) })) },
  },
  {
    name: 'writes every item that does not divide at a fine price',
    steps: {
      salesOrderDraft: (facts) => salesOrderDraft({ ...facts, limits: { ...facts.limits, priceDecimals: 8 } }),
    },
  },
  {
    name: 'rounds each item by itself',
    steps: {
      proveTotals: blind,
      chargedCents: (order, terms) => {
        const charged = chargedCents(order, terms);
        return charged.ok ? { ...charged, items: charged.items.map((item) => ({ ...item, gross: round(item.charged, 2) })) } : charged;
      },
    },
  },
  {
    name: 'rounds each rate by itself',
    steps: {
      chargedCents: (order, terms) => {
        const charged = chargedCents(order, terms);
        return charged.ok ? { ...charged, total: sumOf(charged.rates.map((rate) => round(rate.charged, 2))) } : charged;
      },
      proveTotals: (order, totals, terms) => {
        const charged = chargedCents(order, terms);
        if (!charged.ok) return proveTotals(order, totals, terms);
        const apart = totals.byRate.some(({ rate, gross }) =>
          charged.rates.some((one) => one.rate === rate && round(one.charged, 2) !== gross),
        );
        return apart ? { equal: false, reason: 'TOTALS_DIFFER', data: {} } : proveTotals(order, totals, terms);
      },
    },
  },
  {
    name: 'gives the odd cent to the lowest rate',
    steps: {
      proveTotals: blind,
      chargedCents: (order, terms) => {
        const charged = chargedCents(order, terms);
        const [highest, lowest] = charged.ok ? [charged.rates[0], charged.rates.at(-1)] : [];
        if (!charged.ok || highest === undefined || lowest === undefined || highest === lowest) return charged;
        const [from, to] = [
          charged.items.findIndex(({ rate, gross }) => rate === highest.rate && gross.length > 3),
          charged.items.findIndex(({ rate }) => rate === lowest.rate),
        ];
        const move = (index: number, gross: DecimalText): DecimalText =>
          index === from ? sumOf([gross, decimal('-0.01')]) : index === to ? sumOf([gross, decimal('0.01')]) : gross;
        return from < 0 || to < 0
          ? charged
          : { ...charged, items: charged.items.map((item, index) => ({ ...item, gross: move(index, item.gross) })) };
      },
    },
  },
  {
    name: 'takes what the items come to for the total',
    steps: { chargedCents: changingOrder(withTotal), proveTotals: (order, ...rest) => proveTotals(withTotal(order), ...rest) },
  },
  {
    name: 'takes store credit for a discount',
    steps: {
      chargedCents: (order, terms) => {
        const charged = chargedCents(order, terms);
        const [first, ...others] = charged.ok ? charged.items : [];
        if (!charged.ok || first === undefined || order.paidByStoreCredit === '0') return charged;
        return { ...charged, items: [{ ...first, gross: sumOf([first.gross, decimal(`-${order.paidByStoreCredit}`)]) }, ...others] };
      },
    },
  },
  {
    name: 'does not know gift certificates',
    steps: { chargedCents: changingOrder((order) => ({ ...order, paidByGiftCertificate: decimal(0) })) },
  },
  {
    name: 'multiplies by a rate that is quoted the other way round',
    steps: {
      proveTotals: blind,
      chargedCents: (order, terms) =>
        chargedCents(order, terms.exchange === undefined ? terms : { ...terms, exchange: { ...terms.exchange, inverse: false } }),
    },
  },
  { name: 'does not convert', steps: { proveTotals: blind, chargedCents: (order, { rates }) => chargedCents(order, { rates }) } },
  {
    name: 'leaves handling out',
    steps: {
      proveTotals: blind,
      chargedCents: changingOrder((order) => withTotal({ ...order, charges: order.charges.filter(({ kind }) => kind !== 'handling') })),
    },
  },
  {
    name: 'writes a gift as a line of price 0',
    steps: {
      salesOrderDraft: changingLines((lines) =>
        lines.map((line) =>
          line.kind === 'text' && line.description === '0,00 €'
            ? { kind: 'priced', name: line.name, quantity: decimal(1), unit: 'Stück', unitPriceGross: decimal(0), taxRate: decimal(19) }
            : line,
        ),
      ),
    },
  },
  {
    name: 'writes discounts as a negative line',
    steps: {
      proveTotals: blind,
      chargedCents: (order, terms) => {
        const charged = chargedCents(order, terms);
        const [first] = charged.ok ? charged.items : [];
        const off =
          first?.item.type === 'line' ? sumOf([first.item.line.listGross, decimal(`-${first.item.line.totalGross}`)]) : decimal(0);
        if (!charged.ok || first === undefined || off === '0' || off.startsWith('-')) return charged;
        const cents = round(off, 2);
        const coupon = {
          ...first,
          item: { type: 'charge' as const, charge: { kind: 'fee' as const, name: 'Rabatt', gross: cents, tax: decimal(0), taxRates: [] } },
        };
        const more = { ...first, gross: sumOf([first.gross, cents]) };
        return { ...charged, items: [more, ...charged.items.slice(1), { ...coupon, gross: decimal(`-${cents}`) }] };
      },
    },
  },
  {
    name: 'writes everything at the highest rate',
    steps: {
      proveTotals: blind,
      salesOrderDraft: changingLines((lines, { charged }) =>
        lines.map((line) => (line.kind === 'priced' ? { ...line, taxRate: charged.rates[0]?.rate ?? line.taxRate } : line)),
      ),
    },
  },
  {
    name: 'proves the sum alone',
    steps: {
      proveTotals: (order, totals, terms) => {
        const proof = proveTotals(order, totals, terms);
        return proof.equal || proof.reason === 'ORDER_SUM_DIFFERS' || (proof.reason === 'TOTALS_DIFFER' && proof.data.rate === undefined)
          ? proof
          : { equal: true };
      },
    },
  },
  { name: 'takes any rate', steps: { taxTreatment: (order, facts) => anyRate(taxTreatment(order, facts), order) } },
  {
    name: 'guesses at rates',
    steps: {
      taxTreatment: (order, facts) => taxTreatment(guessingRates(order), facts),
      chargedCents: changingOrder(guessingRates),
      proveTotals: (order, ...rest) => proveTotals(guessingRates(order), ...rest),
    },
  },
  { name: 'knows no dates of rates', steps: { taxTreatment: changingFacts((facts) => ({ ...facts, on: '2026-09-15' })) } },
  {
    name: 'taxes every sale to the EU by its destination',
    steps: { taxTreatment: changingFacts((facts) => ({ ...facts, settings: { ...facts.settings, distanceSales: 'destination' } })) },
  },
  { name: 'takes every business for one with a VAT id', steps: { taxTreatment: (order, facts) => taxTreatment(withVatId(order), facts) } },
  {
    name: 'sends whatever the order’s own sum is',
    steps: { chargedCents: (order, terms) => orTotal(chargedCents(order, terms), order, terms), proveTotals: blind },
  },
];

function anyRate(treated: ReturnType<typeof taxTreatment>, order: ChannelOrder): ReturnType<typeof taxTreatment> {
  if (treated.ok || treated.reason !== 'TAX_RATE_NOT_ALLOWED') return treated;
  return { ok: true, treatment: { kind: 'domestic' }, rates: order.lines.flatMap(({ taxRates }) => taxRates) };
}

function withVatId(order: ChannelOrder): ChannelOrder {
  const { billing } = order.people;
  return { ...order, people: { ...order.people, billing: { ...billing, fields: [{ name: 'USt-IdNr.', value: 'FR12345678901' }] } } };
}

function orTotal(
  charged: ReturnType<typeof chargedCents>,
  order: ChannelOrder,
  terms: Parameters<typeof chargedCents>[1],
): ReturnType<typeof chargedCents> {
  return charged.ok || charged.reason !== 'ORDER_SUM_DIFFERS' ? charged : chargedCents(withTotal(order), terms);
}
