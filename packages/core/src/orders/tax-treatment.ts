import type { ChannelOrder } from '../model/order.ts';
import type { InvoicingSettings, TaxTreatment } from '../model/sales-order.ts';
import { type DecimalText, decimal, isZero } from '../money/decimal.ts';
import { vatIdCountry, vatIdOf } from './vat-id.ts';

export type Treated =
  | { readonly ok: true; readonly treatment: TaxTreatment }
  | { readonly ok: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

export interface TreatmentFacts {
  readonly settings: InvoicingSettings;
  /** Line ids whose article carries a rate of 0 at home: there 0 % is right, elsewhere it is a mistake of the shop. */
  readonly untaxedLines: ReadonlySet<string>;
}

const homeRates: readonly string[] = ['19', '7'];

/**
 * How an order is taxed, from where it goes, who buys and what the merchant is registered for. The rates that the shop
 * charged must be ones that this treatment allows; otherwise the shop's own order is wrong, and a person decides.
 */
export function taxTreatment(order: ChannelOrder, { settings, untaxedLines }: TreatmentFacts): Treated {
  const rates = [...order.lines, ...order.charges].flatMap((item) => item.taxRates);
  const taxed = rates.filter((rate) => !isZero(rate));
  if (settings.smallBusiness) {
    return taxed.length === 0 ? treated({ kind: 'small-business' }) : refused(taxed, 'small-business');
  }
  const target = order.people.shipping[0] ?? order.people.billing;
  const countryClass = Object.hasOwn(settings.countries, target.country) ? settings.countries[target.country] : undefined;
  if (countryClass === undefined) {
    return { ok: false, reason: 'ORDER_COUNTRY_UNKNOWN', data: { country: target.country } };
  }
  const buyerIsBusiness = (order.people.billing.company ?? '') !== '';
  // Services abroad follow rules of their own (place of the customer, electronic services), which no treatment here knows.
  if (countryClass !== 'home' && order.lines.length > 0 && order.lines.every((line) => line.kind !== 'physical')) {
    return { ok: false, reason: 'TAX_SERVICE_ABROAD', data: { country: target.country } };
  }
  switch (countryClass) {
    case 'home':
      return domestic(order, untaxedLines);
    case 'third-country':
      return taxed.length === 0 ? treated({ kind: 'export' }) : refused(taxed, target.country);
    case 'eu':
      if (taxed.length === 0) {
        return buyerIsBusiness && isForeignVatId(vatIdOf(order.people), settings)
          ? treated({ kind: 'intra-community-supply' })
          : { ok: false, reason: 'TAX_MISSING_WITHOUT_VAT_ID', data: { country: target.country } };
      }
      // Distance selling is for consumers; without a registered principle an order at home rates is an ordinary sale.
      if (settings.distanceSales === 'destination' && !buyerIsBusiness) {
        return treated({ kind: 'distance-sale', principle: 'destination' });
      }
      if (taxed.some((rate) => !homeRates.includes(rate))) return refused(taxed, target.country);
      return settings.distanceSales === 'origin' && !buyerIsBusiness
        ? treated({ kind: 'distance-sale', principle: 'origin' })
        : treated({ kind: 'domestic' });
  }
}

/** An id of another member state; one of home or of a third country makes no supply free of tax. */
function isForeignVatId(vatId: string | undefined, settings: InvoicingSettings): boolean {
  if (vatId === undefined) return false;
  const country = vatIdCountry(vatId);
  return Object.hasOwn(settings.countries, country) && settings.countries[country] === 'eu';
}

function domestic(order: ChannelOrder, untaxedLines: ReadonlySet<string>): Treated {
  const untaxed = (line: ChannelOrder['lines'][number]): boolean =>
    line.kind === 'gift-certificate' || untaxedLines.has(line.id) || isZero(line.totalGross);
  // Charges follow the goods: untaxed only where all goods are.
  const allUntaxed = order.lines.every(untaxed);
  const wrong = [
    ...order.lines.flatMap((line) => wrongAtHome(line.taxRates, untaxed(line))),
    ...order.charges.flatMap((charge) => wrongAtHome(charge.taxRates, allUntaxed || isZero(charge.gross))),
  ];
  return wrong.length === 0 ? treated({ kind: 'domestic' }) : refused(wrong, 'DE');
}

/** What names no rate was charged none: at home that is right only where nothing is taxed. */
function wrongAtHome(rates: readonly DecimalText[], mayBeUntaxed: boolean): readonly DecimalText[] {
  const charged = rates.length === 0 ? [decimal(0)] : rates;
  return charged.filter((rate) => !homeRates.includes(rate) && !(isZero(rate) && mayBeUntaxed));
}

function treated(treatment: TaxTreatment): Treated {
  return { ok: true, treatment };
}

function refused(rates: readonly DecimalText[], where: string): Treated {
  return { ok: false, reason: 'TAX_RATE_NOT_ALLOWED', data: { rates: [...new Set(rates)].join(', '), where } };
}
