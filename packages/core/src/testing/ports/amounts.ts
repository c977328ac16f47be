import type { Article } from '../../model/article.ts';
import type { ChannelOrder, OrderHead } from '../../model/order.ts';
import type { SalesOrderDraft, Totals } from '../../model/sales-order.ts';
import { type DecimalText, decimal, decimalText, Exact } from '../../money/decimal.ts';
import { isTrue } from '../checks.ts';
import type { Random } from '../random.ts';
import { personalCanary } from './setting.ts';

/** Without an exponent, without zeros at the end, without a sign on nothing. */
const canonical = /^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/;

export function areAmounts(amounts: readonly unknown[], about: string): void {
  for (const amount of amounts) {
    isTrue(
      typeof amount === 'string' && canonical.test(amount) && amount !== '-0',
      `${about} are decimals as text, not ${JSON.stringify(amount)}`,
    );
  }
}

export function amountsOfHead({ totalGross }: OrderHead): readonly unknown[] {
  return [totalGross];
}

export function amountsOfOrder(order: ChannelOrder): readonly unknown[] {
  return [
    order.totalGross,
    order.paidByStoreCredit,
    order.paidByGiftCertificate,
    ...order.lines.flatMap((line) => [line.totalGross, line.listGross, line.tax, ...line.taxRates]),
    ...order.charges.flatMap((charge) => [charge.gross, charge.tax, ...charge.taxRates]),
  ];
}

export function amountsOfArticle({ price }: Article): readonly unknown[] {
  return [price.net, price.gross, price.taxRate];
}

export function amountsOfTotals(totals: Totals): readonly unknown[] {
  return [totals.gross, totals.net, totals.tax, ...totals.byRate.flatMap((row) => [row.rate, row.gross, row.net, row.tax])];
}

/** So many hundredths as an amount. */
export function cents(units: number): DecimalText {
  return decimalText(new Exact(units).dividedBy(100));
}

/** A sale at home to somebody without a contact, of one to eight lines with up to four decimals. */
export function randomDraft(random: Random, placedOn: string): SalesOrderDraft {
  return {
    ...plainDraft(1, placedOn),
    lines: Array.from({ length: 1 + random.below(8) }, (_, index) => ({
      kind: 'priced',
      name: `Ware ${index}`,
      quantity: decimal(1 + random.below(30)),
      unit: 'Stück',
      unitPriceGross: decimalText(new Exact(1 + random.below(9_999_999)).dividedBy(random.percent(50) ? 100 : 10_000)),
      taxRate: decimal(random.pick([0, 7, 19])),
    })),
  };
}

/** One sale at home. Different numbers differ in recipient and total. */
export function plainDraft(number: number, placedOn: string): SalesOrderDraft {
  return {
    placedOn,
    currency: 'EUR',
    treatment: { kind: 'domestic' },
    recipient: {
      kind: 'one-time',
      address: {
        name: `Erika ${personalCanary} ${number}`,
        street: `${personalCanary}weg ${number}`,
        zip: '10115',
        city: 'Berlin',
        country: 'DE',
      },
    },
    lines: [
      {
        kind: 'priced',
        name: 'Tasse',
        quantity: decimal(2),
        unit: 'Stück',
        unitPriceGross: cents(1190 + number),
        taxRate: decimal(19),
      },
      { kind: 'priced', name: 'Buch', quantity: decimal(1), unit: 'Stück', unitPriceGross: cents(1070), taxRate: decimal(7) },
    ],
    markerPlace: 'text-line',
  };
}
