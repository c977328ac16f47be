import { type Answer, type Call, type CountryClass, done, type InvoicingSettings } from '@megzo/core';
import type { Client } from './client.ts';
import type { WireCountry } from './wire/countries.ts';
import type { Profile } from './wire/profile.ts';

/** Two calls: who the merchant is for the tax office, and today's class of every country. */
export async function readSettings(client: Client, call: Call): Promise<Answer<InvoicingSettings>> {
  const profile = await client.profile(call);
  if (profile.status !== 'done') return profile;
  const countries = await client.countries(call);
  if (countries.status !== 'done') return countries;
  return done(settingsOf(profile.value, countries.value));
}

function settingsOf(profile: Profile, countries: readonly WireCountry[]): InvoicingSettings {
  const distanceSales = distanceSalesOf(profile.distanceSalesPrinciple);
  return {
    accountId: profile.organizationId,
    name: profile.companyName ?? '',
    // An account that charges no tax accepts documents of type `vatfree` alone, whichever of the two fields says so (sheet 4.5).
    smallBusiness: profile.smallBusiness === true || profile.taxType === 'vatfree',
    ...(distanceSales === undefined ? {} : { distanceSales }),
    countries: Object.fromEntries(countries.flatMap(({ countryCode, taxClassification }) => classed(countryCode, taxClassification))),
  };
}

function distanceSalesOf(principle: string | null | undefined): InvoicingSettings['distanceSales'] {
  if (principle === 'ORIGIN') return 'origin';
  return principle === 'DESTINATION' ? 'destination' : undefined;
}

const classes: Readonly<Record<string, CountryClass>> = { de: 'home', intraCommunity: 'eu', thirdPartyCountry: 'third-country' };

/** A country of a class unknown to us is left out: an order from there waits for a person instead of being taxed by a guess. */
function classed(code: string, classification: string | null | undefined): readonly (readonly [string, CountryClass])[] {
  const known = Object.entries(classes).find(([name]) => name === classification);
  return known === undefined ? [] : [[code, known[1]]];
}
