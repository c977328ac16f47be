import { assertNever, type TaxTreatment } from '@megzo/core';

export interface TaxConditions {
  readonly taxType:
    | 'gross'
    | 'vatfree'
    | 'intraCommunitySupply'
    | 'constructionService13b'
    | 'externalService13b'
    | 'thirdPartyCountryService'
    | 'thirdPartyCountryDelivery'
    | 'photovoltaicEquipment';
  readonly taxSubType?: 'distanceSales' | 'electronicServices';
}

/**
 * What the vendor calls a treatment (sheet 4.5, 10). Taxed sales are written gross, so that the grand total stays what was
 * charged; the rates of a distance sale are checked by the vendor against the account's own principle.
 */
export function taxConditions(treatment: TaxTreatment): TaxConditions {
  switch (treatment.kind) {
    case 'domestic':
      return { taxType: 'gross' };
    case 'distance-sale':
      return { taxType: 'gross', taxSubType: 'distanceSales' };
    case 'small-business':
      return { taxType: 'vatfree' };
    case 'intra-community-supply':
      return { taxType: 'intraCommunitySupply' };
    case 'export':
      return { taxType: 'thirdPartyCountryDelivery' };
    case 'electronic-services':
      return { taxType: 'gross', taxSubType: 'electronicServices' };
    case 'reverse-charge-services':
      return { taxType: 'externalService13b' };
    case 'reverse-charge-construction':
      return { taxType: 'constructionService13b' };
    case 'export-services':
      return { taxType: 'thirdPartyCountryService' };
    case 'photovoltaics':
      return { taxType: 'photovoltaicEquipment' };
    default:
      return assertNever(treatment);
  }
}

/** Every line's rate is 0 then, and its price is written as the net amount. */
export function isTaxFree(treatment: TaxTreatment): boolean {
  return taxConditions(treatment).taxType !== 'gross';
}

/** Every type without tax but `vatfree` wants a contact as recipient (sheet 4.3). */
export function needsContact(treatment: TaxTreatment): boolean {
  return isTaxFree(treatment) && treatment.kind !== 'small-business';
}
