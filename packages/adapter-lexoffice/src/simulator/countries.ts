import type { Answer, Call } from './call.ts';
import type { State } from './state.ts';

export type TaxClassification = 'de' | 'intraCommunity' | 'thirdPartyCountry';

export interface Country {
  readonly countryCode: string;
  readonly countryNameDE: string;
  readonly countryNameEN: string;
  readonly taxClassification: TaxClassification;
}

/** The member states, and Monaco, which trades like France. */
const intraCommunity = 'AT BE BG CY CZ DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK';

/** Norway, Iceland and Liechtenstein are third countries for the vendor (pitfall 15). */
const thirdPartyCountries = `
AD AE AF AG AI AL AM AO AQ AR AS AU AW AX AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX DJ DM DO DZ EC EG EH ER ET FJ FK FM FO
GA GB GD GE GF GG GH GI GL GM GN GP GQ GS GT GU GW GY HK HM HN HT ID IL IM IN IO IQ IR IS JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LY MA MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MU MV MW MX MY MZ
NA NC NE NF NG NI NO NP NR NU NZ OM PA PE PF PG PH PK PM PN PR PS PW PY QA RE RS RU RW
SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`;

/** Codes of the vendor's own (4.3), with their names. */
const special: readonly Country[] = [
  { countryCode: 'XI', countryNameDE: 'Nordirland', countryNameEN: 'Northern Ireland', taxClassification: 'intraCommunity' },
  { countryCode: 'ES_CN', countryNameDE: 'Kanarische Inseln', countryNameEN: 'Canary Islands', taxClassification: 'thirdPartyCountry' },
  { countryCode: 'ES_CE', countryNameDE: 'Ceuta', countryNameEN: 'Ceuta', taxClassification: 'thirdPartyCountry' },
  { countryCode: 'ES_ML', countryNameDE: 'Melilla', countryNameEN: 'Melilla', taxClassification: 'thirdPartyCountry' },
  { countryCode: 'GR_69', countryNameDE: 'Berg Athos', countryNameEN: 'Mount Athos', taxClassification: 'thirdPartyCountry' },
];

const german = new Intl.DisplayNames('de', { type: 'region' });
const english = new Intl.DisplayNames('en', { type: 'region' });

function countriesIn(codes: string, taxClassification: TaxClassification): Country[] {
  return codes
    .trim()
    .split(/\s+/)
    .map((code) => ({
      countryCode: code,
      countryNameDE: german.of(code) ?? code,
      countryNameEN: english.of(code) ?? code,
      taxClassification,
    }));
}

export const countries: readonly Country[] = [
  ...countriesIn('DE', 'de'),
  ...countriesIn(intraCommunity, 'intraCommunity'),
  ...countriesIn(thirdPartyCountries, 'thirdPartyCountry'),
  ...special,
];

const byCode = new Map(countries.map((country) => [country.countryCode, country]));

export function isCountryCode(code: string): boolean {
  return byCode.has(code);
}

export function classOf(code: string): TaxClassification | undefined {
  return byCode.get(code)?.taxClassification;
}

/** 7.9: a bare array, as things stand today. */
export function answerCountries({ settings }: State, call: Call): Answer | undefined {
  if (call.method !== 'GET' || call.rest.length > 0) return undefined;
  const named = settings.countries;
  const listed = named === 'all' ? countries : countries.filter(({ countryCode }) => named.includes(countryCode));
  return { status: 200, body: listed.map((country) => ({ ...country })) };
}
