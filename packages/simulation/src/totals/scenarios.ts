import type { Day, TaxTreatment } from '@megzo/core';
import type { Merchant } from './sale.ts';

/** A row of the German VAT table: who sells what to whom, what a shop charges there, and how it is taxed. */
export interface Scenario {
  readonly name: string;
  /** How often it comes, against the others. */
  readonly weight: number;
  readonly merchant: Merchant;
  readonly to: string;
  readonly buyer: 'consumer' | 'business' | 'registered business';
  readonly sells: 'goods' | 'downloads' | 'both';
  /** Percent per tax class; absent: the shop charges no tax there. */
  readonly rates?: readonly string[];
  readonly on: Day;
  readonly becomes: TaxTreatment;
}

const taxed: Merchant = { smallBusiness: false };
const small: Merchant = { smallBusiness: true };
const origin: Merchant = { smallBusiness: false, distanceSales: 'origin' };
const destination: Merchant = { smallBusiness: false, distanceSales: 'destination' };
const home = ['19', '7'];
const on = '2026-09-15';

export const scenarios: readonly Scenario[] = [
  {
    name: 'home',
    weight: 300,
    merchant: taxed,
    to: 'DE',
    buyer: 'consumer',
    sells: 'goods',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'home, business',
    weight: 90,
    merchant: taxed,
    to: 'DE',
    buyer: 'business',
    sells: 'goods',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'home, downloads',
    weight: 30,
    merchant: origin,
    to: 'DE',
    buyer: 'consumer',
    sells: 'downloads',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'home, goods and downloads',
    weight: 20,
    merchant: taxed,
    to: 'DE',
    buyer: 'consumer',
    sells: 'both',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'home, second half of 2020',
    weight: 20,
    merchant: taxed,
    to: 'DE',
    buyer: 'consumer',
    sells: 'goods',
    rates: ['16', '5'],
    on: '2020-10-01',
    becomes: { kind: 'domestic' },
  },
  {
    name: 'small business',
    weight: 40,
    merchant: small,
    to: 'DE',
    buyer: 'consumer',
    sells: 'goods',
    on,
    becomes: { kind: 'small-business' },
  },
  {
    name: 'small business, AT',
    weight: 10,
    merchant: small,
    to: 'AT',
    buyer: 'consumer',
    sells: 'goods',
    on,
    becomes: { kind: 'small-business' },
  },
  {
    name: 'AT, no principle',
    weight: 20,
    merchant: taxed,
    to: 'AT',
    buyer: 'consumer',
    sells: 'goods',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'AT, origin',
    weight: 40,
    merchant: origin,
    to: 'AT',
    buyer: 'consumer',
    sells: 'goods',
    rates: home,
    on,
    becomes: { kind: 'distance-sale', principle: 'origin' },
  },
  {
    name: 'AT, destination',
    weight: 70,
    merchant: destination,
    to: 'AT',
    buyer: 'consumer',
    sells: 'goods',
    rates: ['20', '10', '13'],
    on,
    becomes: { kind: 'distance-sale', principle: 'destination' },
  },
  {
    name: 'FR, destination',
    weight: 70,
    merchant: destination,
    to: 'FR',
    buyer: 'consumer',
    sells: 'goods',
    rates: ['20', '5.5', '10', '2.1'],
    on,
    becomes: { kind: 'distance-sale', principle: 'destination' },
  },
  {
    name: 'FI, destination',
    weight: 10,
    merchant: destination,
    to: 'FI',
    buyer: 'consumer',
    sells: 'goods',
    rates: ['25.5', '13.5'],
    on,
    becomes: { kind: 'distance-sale', principle: 'destination' },
  },
  {
    name: 'FR, downloads, destination',
    weight: 20,
    merchant: destination,
    to: 'FR',
    buyer: 'consumer',
    sells: 'downloads',
    rates: ['20', '5.5'],
    on,
    becomes: { kind: 'electronic-services', principle: 'destination' },
  },
  {
    name: 'AT, downloads, origin',
    weight: 10,
    merchant: origin,
    to: 'AT',
    buyer: 'consumer',
    sells: 'downloads',
    rates: home,
    on,
    becomes: { kind: 'electronic-services', principle: 'origin' },
  },
  {
    name: 'FR, business without VAT id',
    weight: 20,
    merchant: destination,
    to: 'FR',
    buyer: 'business',
    sells: 'goods',
    rates: home,
    on,
    becomes: { kind: 'domestic' },
  },
  {
    name: 'FR, registered',
    weight: 50,
    merchant: destination,
    to: 'FR',
    buyer: 'registered business',
    sells: 'goods',
    on,
    becomes: { kind: 'intra-community-supply' },
  },
  {
    name: 'AT, registered, downloads',
    weight: 10,
    merchant: taxed,
    to: 'AT',
    buyer: 'registered business',
    sells: 'downloads',
    on,
    becomes: { kind: 'reverse-charge-services' },
  },
  { name: 'CH', weight: 110, merchant: taxed, to: 'CH', buyer: 'consumer', sells: 'goods', on, becomes: { kind: 'export' } },
  { name: 'CH, business', weight: 30, merchant: destination, to: 'CH', buyer: 'business', sells: 'goods', on, becomes: { kind: 'export' } },
  {
    name: 'CH, business, downloads',
    weight: 10,
    merchant: taxed,
    to: 'CH',
    buyer: 'business',
    sells: 'downloads',
    on,
    becomes: { kind: 'export-services' },
  },
];

/** As the invoicing system would class them. */
export const countries = { DE: 'home', AT: 'eu', FR: 'eu', FI: 'eu', CH: 'third-country', NO: 'third-country' } as const;
