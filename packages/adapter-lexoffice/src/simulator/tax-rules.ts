import { type Check, optionalText } from './check.ts';
import { classOf, type TaxClassification } from './countries.ts';
import { fieldsOf, isAbsent } from './json.ts';
import type { ContactRecord, DocumentAddress, DocumentLine, ShippingConditions, TaxConditions } from './records.ts';
import type { State } from './state.ts';
import { berlinDay } from './time.ts';
import { destinationRates, germanRates } from './vat-rates.ts';

/** Where the recipient of a vat-free document must be; tax types without an entry are not bound to a class. */
const classNeeded: Readonly<Record<string, TaxClassification>> = {
  intraCommunitySupply: 'intraCommunity',
  externalService13b: 'intraCommunity',
  constructionService13b: 'de',
  thirdPartyCountryService: 'thirdPartyCountry',
  thirdPartyCountryDelivery: 'thirdPartyCountry',
};

const vatFreeTypes = ['vatfree', 'photovoltaicEquipment', ...Object.keys(classNeeded)];

export function readTaxConditions(check: Check, value: unknown): TaxConditions | undefined {
  if (isAbsent(value)) {
    check.refuse('taxConditions', 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  const fields = fieldsOf(value);
  const taxType = optionalText(check, fields.taxType, { field: 'taxConditions.taxType' });
  const taxSubType = optionalText(check, fields.taxSubType, { field: 'taxConditions.taxSubType' });
  const taxTypeNote = optionalText(check, fields.taxTypeNote, { field: 'taxConditions.taxTypeNote' });
  if (taxType === undefined) {
    check.refuse('taxConditions.taxType', 'NOTNULL', 'darf nicht null sein');
    return undefined;
  }
  if (!['net', 'gross', ...vatFreeTypes].includes(taxType)) check.refuse('taxConditions.taxType', 'ENUM', `Ungültiger Wert ${taxType}`);
  if (taxSubType !== undefined && taxSubType !== 'distanceSales' && taxSubType !== 'electronicServices') {
    check.refuse('taxConditions.taxSubType', 'ENUM', `Ungültiger Wert ${taxSubType}`);
  }
  return { taxType, ...(taxSubType === undefined ? {} : { taxSubType }), ...(taxTypeNote === undefined ? {} : { taxTypeNote }) };
}

export interface TaxContext {
  readonly taxConditions: TaxConditions;
  readonly address: DocumentAddress;
  readonly contact?: ContactRecord | undefined;
  readonly lines: readonly DocumentLine[];
  /** `2026-11-23`: the day whose rates count. */
  readonly relevantDay: string;
}

/** 4.5: the day of the service, for periods its last one, else that of the document. */
export function relevantDay(voucherDateAt: number, shipping: ShippingConditions | undefined): string {
  const at = shipping?.shippingEndDateAt ?? shipping?.shippingDateAt;
  return berlinDay(at ?? voucherDateAt);
}

/** Organisation, recipient and rates against the tax type (4.5, section 10). Unknown 12.12: the field names of these refusals. */
export function checkTax(state: State, check: Check, context: TaxContext): void {
  const { taxType, taxSubType } = context.taxConditions;
  const refuseType = (message: string): void => check.refuse('taxConditions.taxType', 'INVALID', message);
  const { smallBusiness, taxType: organizationType } = state.profile;
  const isExempt = smallBusiness || organizationType === 'vatfree';
  if (isExempt && taxType !== 'vatfree') refuseType('Für Kleinunternehmer ist nur vatfree erlaubt.');
  if (!isExempt && taxType === 'vatfree' && state.settings.vatfreeForTaxedOrganization === 'refuse') {
    refuseType('vatfree ist nur für Kleinunternehmer erlaubt.');
  }
  if (taxSubType !== undefined) checkDistanceSale(state, check, context);
  if (vatFreeTypes.includes(taxType)) checkVatFree(state, check, context);
  checkRates(state, check, context);
}

function checkDistanceSale(state: State, check: Check, { taxConditions, address, contact }: TaxContext): void {
  const refuse = (message: string): void => check.refuse('taxConditions.taxSubType', 'INVALID', message);
  if (taxConditions.taxType !== 'net' && taxConditions.taxType !== 'gross') refuse('nur mit net oder gross erlaubt');
  if (state.profile.distanceSalesPrinciple === 'unset') refuse('In den Einstellungen ist kein Fernverkaufsprinzip gewählt.');
  if (classOf(address.countryCode) !== 'intraCommunity') refuse('Der Empfänger ist kein Verbraucher in der EU.');
  if (contact?.company !== undefined) refuse('Der Empfänger ist kein Verbraucher.');
  // Unknown 12.11: whether a one-time address will do.
  if (contact === undefined && state.settings.distanceSalesRecipient === 'contact') refuse('Ein referenzierter Kontakt ist erforderlich.');
}

function checkVatFree(state: State, check: Check, { taxConditions: { taxType }, address, contact }: TaxContext): void {
  const refuse = (message: string): void => check.refuse('taxConditions.taxType', 'INVALID', message);
  if (taxType === 'vatfree') return;
  if (contact === undefined) check.refuse('address.contactId', 'NOTNULL', 'Diese Steuerart erfordert einen referenzierten Kontakt.');
  const needed = classNeeded[taxType];
  if (state.settings.taxTypeNeedsCountryClass && needed !== undefined && classOf(address.countryCode) !== needed) {
    refuse('Die Steuerart passt nicht zum Land des Empfängers.');
  }
  if (taxType !== 'intraCommunitySupply' || contact === undefined) return;
  const { vatId, allowTaxFreeInvoices } = state.settings.intraCommunityNeeds;
  if (vatId && !contact.company?.vatRegistrationId) refuse('Dem Kontakt fehlt die USt-IdNr.');
  if (allowTaxFreeInvoices && contact.company?.allowTaxFreeInvoices !== true) refuse('Der Kontakt erlaubt keine steuerfreien Belege.');
}

function checkRates(state: State, check: Check, { taxConditions, address, lines, relevantDay: day }: TaxContext): void {
  const allowed = vatFreeTypes.includes(taxConditions.taxType)
    ? ['0']
    : taxConditions.taxSubType !== undefined && state.profile.distanceSalesPrinciple === 'DESTINATION'
      ? destinationRates(address.countryCode, day)
      : germanRates(day);
  for (const [index, { unitPrice }] of lines.entries()) {
    if (unitPrice === undefined || allowed.includes(unitPrice.rate.toString())) continue;
    const field = `lineItems[${index}].unitPrice.taxRatePercentage`;
    check.refuse(
      field,
      'TAXRATE',
      `Der Steuersatz ${unitPrice.rate.toString()} ist am ${day} nicht erlaubt. Erlaubt: ${allowed.join(', ')}`,
    );
  }
}
