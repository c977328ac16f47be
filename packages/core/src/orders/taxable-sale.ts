import type { ChannelOrder, OrderLine } from '../model/order.ts';
import type { CountryClass, InvoicingSettings } from '../model/sales-order.ts';
import { isZero } from '../money/decimal.ts';
import { grossOf, itemsOf, type OrderItem, taxOf, taxRatesOf } from './order-items.ts';
import { vatIdCountry, vatIdOf } from './vat-id.ts';
import { ratesTerritory, specialTerritory } from './vat-territory.ts';

/** Why an order waits for a person: a code of the problem catalogue, and what its words name. */
export interface Refusal {
  readonly ok: false;
  readonly reason: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What decides how a sale is taxed. */
export interface TaxableSale {
  /** What was paid for; a gift has no say in the taxation. */
  readonly items: readonly OrderItem[];
  /** Services are downloads and the like. Vouchers are taxed when they are redeemed, not when they are sold. */
  readonly sells: 'goods' | 'services' | 'goods-and-services' | 'vouchers';
  readonly buyer: 'business' | 'consumer';
  /** The buyer is a business and names a VAT id of another member state; the register is not asked. */
  readonly hasForeignVatId: boolean;
  /** Whether the channel charged tax on anything. */
  readonly isTaxed: boolean;
}

export function taxableSale(order: ChannelOrder, settings: InvoicingSettings): TaxableSale {
  const items = itemsOf(order).filter((item) => !isZero(grossOf(item)));
  const paid = items.flatMap((item) => (item.type === 'line' ? [item.line] : []));
  const isDigital = order.lines.length > 0 && order.lines.every(({ kind }) => kind === 'digital');
  // A charge beside gifts alone goes with them: with downloads nothing is delivered.
  const sells = soldOf(paid.length === 0 && isDigital ? order.lines : paid);
  const buyer = (order.people.billing.company ?? '').trim() === '' ? 'consumer' : 'business';
  return {
    items,
    sells,
    buyer,
    hasForeignVatId: buyer === 'business' && isForeignVatId(vatIdOf(order.people), settings, sells),
    isTaxed: items.some((item) => !isZero(taxOf(item)) || taxRatesOf(item).some((rate) => !isZero(rate))),
  };
}

export type Place =
  | {
      readonly ok: true;
      readonly class: CountryClass;
      readonly countries: readonly string[];
      /** Goods are handed over at home, services beside them are used here. */
      readonly servicesIn?: string;
      /** It lies in a territory whose rates are not its country's. */
      readonly ownRates?: { readonly country: string; readonly place: string };
    }
  | Refusal;

/**
 * Where goods go, or the bill of services: neither does a gift decide where a download is taxed, nor the bill where goods are that
 * somebody fetches. Goods without a delivery are handed over at home. Several places of delivery must be of one kind.
 */
export function placeOf({ people }: Pick<ChannelOrder, 'people'>, settings: InvoicingSettings, sells: TaxableSale['sells']): Place {
  const bill = sells === 'services' || sells === 'goods-and-services' ? [people.billing] : [];
  const targets = sells === 'services' ? bill : people.shipping;
  for (const target of [...targets, ...bill]) {
    const territory = specialTerritory(target);
    if (territory !== undefined) return refusal('TAX_SPECIAL_TERRITORY', { country: target.country, place: territory });
    if (classOf(target.country, settings) === undefined) return refusal('ORDER_COUNTRY_UNKNOWN', { country: target.country });
  }
  const countries = targets.length === 0 ? [homeCountry(settings)] : [...new Set(targets.map(({ country }) => country))];
  const [first = 'home', ...others] = new Set(countries.map((country) => classOf(country, settings)));
  if (others.length > 0) return refusal('TAX_SEVERAL_COUNTRIES', { countries: countries.join(', ') });
  const [used] = bill.filter(({ country }) => first === 'home' && classOf(country, settings) !== 'home');
  const [own] = targets.flatMap((target) => {
    const place = ratesTerritory(target);
    return place === undefined ? [] : [{ country: target.country, place }];
  });
  return {
    ...{ ok: true, class: first, countries },
    ...(used === undefined ? {} : { servicesIn: used.country }),
    ...(own === undefined ? {} : { ownRates: own }),
  };
}

/** The countries that say how a sale is taxed; blank where nobody knows. */
export function taxedIn(order: ChannelOrder, settings: InvoicingSettings): string {
  const place = placeOf(order, settings, taxableSale(order, settings).sells);
  return place.ok ? place.countries.join(', ') : '';
}

/** The merchant's own country, as the invoicing system classes it. */
export function homeCountry({ countries }: InvoicingSettings): string {
  return Object.keys(countries).find((country) => countries[country] === 'home') ?? 'DE';
}

export function refusal(reason: string, data: Readonly<Record<string, string>>): Refusal {
  return { ok: false, reason, data };
}

function soldOf(lines: readonly OrderLine[]): TaxableSale['sells'] {
  const hasGoods = lines.some(({ kind }) => kind === 'physical');
  const hasServices = lines.some(({ kind }) => kind === 'digital');
  if (hasGoods && hasServices) return 'goods-and-services';
  if (hasServices) return 'services';
  return !hasGoods && lines.length > 0 ? 'vouchers' : 'goods';
}

function classOf(country: string, { countries }: InvoicingSettings): CountryClass | undefined {
  return Object.hasOwn(countries, country) ? countries[country] : undefined;
}

/** An id of home or of a third country makes no supply free of tax. One of Northern Ireland is a member state's for goods alone. */
function isForeignVatId(vatId: string | undefined, settings: InvoicingSettings, sells: TaxableSale['sells']): boolean {
  if (vatId === undefined || (sells === 'services' && vatId.startsWith('XI'))) return false;
  return classOf(vatIdCountry(vatId), settings) === 'eu';
}
