import type { Day } from '../kernel/instant.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { InvoicingSettings, TaxTreatment } from '../model/sales-order.ts';
import { type DecimalText, isZero, sameAmount } from '../money/decimal.ts';
import { type VatRateTable, vatRatesOn } from '../money/vat-rates.ts';
import { nameOf, type OrderItem, rateCharged, taxRatesOf } from './order-items.ts';
import { homeCountry, type Place, placeOf, type Refusal, refusal, type TaxableSale, taxableSale } from './taxable-sale.ts';

/** `rates`: the rates above 0 that the treatment allows; none where it carries no tax. */
export type Treated = { readonly ok: true; readonly treatment: TaxTreatment; readonly rates: readonly DecimalText[] } | Refusal;

export interface TreatmentFacts {
  readonly settings: InvoicingSettings;
  /** Line ids whose article carries a rate of 0 at home: there 0 % is right, elsewhere it is a mistake of the shop. */
  readonly untaxedLines: ReadonlySet<string>;
  /** The day of placement: rates change. */
  readonly on: Day;
  /** Rates that the merchant keeps beside the built-in ones. */
  readonly vatRates?: VatRateTable;
  /** What a mapping rule chose instead of the treatment that follows from the order; it is checked all the same. */
  readonly chosen?: TaxTreatment['kind'];
}

/**
 * How an order is taxed, from where it goes, who buys, what is sold and what the merchant is registered for. The rates that
 * the shop charged must be ones that this treatment allows on that day; otherwise the shop's own order is wrong, and a person decides.
 */
export function taxTreatment(order: ChannelOrder, facts: TreatmentFacts): Treated {
  const sale = taxableSale(order, facts.settings);
  const place: Place =
    facts.settings.smallBusiness || sale.sells === 'vouchers' || sale.items.length === 0
      ? { ok: true, class: 'home', countries: [homeCountry(facts.settings)] }
      : placeOf(order, facts.settings, sale.sells);
  if (!place.ok) return place;
  const situation: Situation = { sale, place, facts };
  const { chosen } = facts;
  if (chosen === undefined) {
    const treatment = ordinaryTreatment(situation);
    return 'ok' in treatment ? treatment : checkRates(treatment, situation);
  }
  const treatment = asked(chosen, facts.settings);
  return treatment !== undefined && suits(treatment.kind, situation)
    ? checkRates(treatment, situation)
    : refusal('TAX_TREATMENT_NOT_ALLOWED', { treatment: chosen, where: whereOf(situation) });
}

interface Situation {
  readonly sale: TaxableSale;
  readonly place: Extract<Place, { readonly ok: true }>;
  readonly facts: TreatmentFacts;
}

/** The German VAT table: what follows from the order without anybody's choice. */
function ordinaryTreatment({ sale, place, facts: { settings } }: Situation): TaxTreatment | Refusal {
  const { sells, buyer, isTaxed, hasForeignVatId } = sale;
  const country = place.countries.join(', ');
  if (settings.smallBusiness) return { kind: 'small-business' };
  if (place.servicesIn !== undefined) return refusal('TAX_GOODS_AND_SERVICES_ABROAD', { country: place.servicesIn });
  if (place.class === 'home') return { kind: 'domestic' };
  if (sells === 'goods-and-services') return refusal('TAX_GOODS_AND_SERVICES_ABROAD', { country });
  if (place.class === 'third-country') {
    if (sells === 'goods') return { kind: 'export' };
    // A service to a consumer there cannot be booked without a person's word on where it is taxed.
    return buyer === 'business' ? { kind: 'export-services' } : refusal('TAX_SERVICE_ABROAD', { country });
  }
  if (!isTaxed) {
    if (!hasForeignVatId) return refusal('TAX_MISSING_WITHOUT_VAT_ID', { country });
    return { kind: sells === 'goods' ? 'intra-community-supply' : 'reverse-charge-services' };
  }
  // A business owes the tax on a service itself; the shop should have charged none.
  if (buyer === 'business') return sells === 'goods' ? { kind: 'domestic' } : refusal('TAX_SERVICE_ABROAD', { country });
  // Without a registered principle a sale at home rates is an ordinary one.
  if (settings.distanceSales === undefined) return { kind: 'domestic' };
  return { kind: sells === 'goods' ? 'distance-sale' : 'electronic-services', principle: settings.distanceSales };
}

function asked(kind: TaxTreatment['kind'], { distanceSales }: InvoicingSettings): TaxTreatment | undefined {
  if (kind !== 'distance-sale' && kind !== 'electronic-services') return { kind };
  return distanceSales === undefined ? undefined : { kind, principle: distanceSales };
}

/** Whether a chosen treatment can be true of the sale. What goes along with goods, such as a manual to download, may count as goods. */
function suits(kind: TaxTreatment['kind'], { sale, place, facts }: Situation): boolean {
  const isGoods = sale.sells === 'goods' || sale.sells === 'goods-and-services';
  const isService = sale.sells === 'services' || sale.sells === 'goods-and-services';
  if (facts.settings.smallBusiness) return kind === 'small-business';
  switch (kind) {
    case 'small-business':
      return false;
    case 'domestic':
      return true;
    case 'distance-sale':
      return place.class === 'eu' && isGoods && sale.buyer === 'consumer';
    case 'electronic-services':
      return place.class === 'eu' && isService && sale.buyer === 'consumer';
    case 'intra-community-supply':
      return place.class === 'eu' && isGoods && sale.hasForeignVatId;
    case 'reverse-charge-services':
      return place.class === 'eu' && isService && sale.hasForeignVatId;
    case 'export':
      return place.class === 'third-country' && isGoods;
    case 'export-services':
      return place.class === 'third-country' && isService && sale.buyer === 'business';
    case 'reverse-charge-construction':
      return place.class === 'home' && sale.buyer === 'business';
    case 'photovoltaics':
      return place.class === 'home' && isGoods;
  }
}

/** The rates above 0 that a treatment allows for a place; none where it carries no tax. */
export function ratesAllowed(
  treatment: TaxTreatment,
  place: string,
  { settings, on, vatRates }: Pick<TreatmentFacts, 'settings' | 'on' | 'vatRates'>,
): readonly DecimalText[] {
  if (!isTaxed(treatment)) return [];
  return vatRatesOn(isByDestination(treatment) ? place : homeCountry(settings), on, vatRates);
}

function isTaxed(treatment: TaxTreatment): boolean {
  return treatment.kind === 'domestic' || 'principle' in treatment;
}

function isByDestination(treatment: TaxTreatment): boolean {
  return 'principle' in treatment && treatment.principle === 'destination';
}

function checkRates(treatment: TaxTreatment, situation: Situation): Treated {
  const { sale, place, facts } = situation;
  const byDestination = isByDestination(treatment);
  if (byDestination && place.countries.length > 1) return refusal('TAX_SEVERAL_COUNTRIES', { countries: place.countries.join(', ') });
  if (byDestination && place.ownRates !== undefined) return refusal('TAX_SPECIAL_TERRITORY', place.ownRates);
  const [country = ''] = place.countries;
  const rates = ratesAllowed(treatment, country, facts);
  const wrong: DecimalText[] = [];
  for (const item of sale.items) {
    const rate = rateCharged(item, rates);
    if (rate === undefined) return refusal('TAX_RATE_UNCLEAR', { item: nameOf(item), rates: taxRatesOf(item).join(', ') });
    const allowed = isZero(rate)
      ? !isTaxed(treatment) || (!byDestination && mayBeUntaxed(item, situation))
      : rates.some((one) => sameAmount(one, rate));
    if (!allowed) wrong.push(rate);
  }
  if (wrong.length === 0) return { ok: true, treatment, rates };
  const data = { rates: [...new Set(wrong)].join(', '), where: whereOf(situation), allowed: rates.length === 0 ? '0' : rates.join(', ') };
  return refusal('TAX_RATE_NOT_ALLOWED', data);
}

/** Charges follow the goods: untaxed only where all goods are. Charges alone, beside gifts, follow nothing. */
function mayBeUntaxed(item: OrderItem, { sale, facts }: Pick<Situation, 'sale' | 'facts'>): boolean {
  if (item.type === 'line') return item.line.kind === 'gift-certificate' || facts.untaxedLines.has(item.line.id);
  const lines = sale.items.filter(({ type }) => type === 'line');
  return lines.length > 0 && lines.every((line) => mayBeUntaxed(line, { sale, facts }));
}

function whereOf({ place, facts }: Situation): string {
  return facts.settings.smallBusiness ? 'small-business' : place.countries.join(', ');
}
