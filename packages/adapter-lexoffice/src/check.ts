import { type Answer, type Call, type Diagnosis, done, type Finding, isAccountError } from '@megzo/core';
import type { Client } from './client.ts';
import type { Profile } from './wire/profile.ts';

/**
 * Five reads: the profile, and one call for each permission that the flows need. A key's right to write shows only in a write,
 * so that it is not told here. An answer other than `done` means that not even the profile was given.
 */
export async function checkAccount(client: Client, call: Call): Promise<Answer<Diagnosis>> {
  const profile = await client.profile(call);
  if (profile.status !== 'done') return profile;
  const findings = [
    planOf(profile.value),
    reading('countries', await client.countries(call)),
    reading('articles', await client.articles({ page: 0, size: 25 }, call)),
    // Nobody's address: what is asked for is the right, not the customers.
    reading('contacts', await client.contacts({ email: 'nobody@example.invalid', page: 0, size: 25 }, call)),
    reading('vouchers', await client.vouchers({ voucherType: 'orderconfirmation', voucherStatus: 'draft', page: 0, size: 25 }, call)),
  ];
  return done({ accountId: profile.value.organizationId, name: profile.value.companyName ?? '', findings });
}

/** Absent or strange features say nothing against the account. */
function planOf({ businessFeatures }: Profile): Finding {
  if (businessFeatures == null || businessFeatures.some((feature) => feature.startsWith('INVOICING'))) {
    return { level: 'ok', about: 'plan' };
  }
  return { level: 'failure', about: 'plan', remedy: 'Book a Lexware Office plan with invoicing and the public API (XL).' };
}

function reading(about: string, answer: Answer<unknown>): Finding {
  if (answer.status === 'done') return { level: 'ok', about: `permission to read ${about}` };
  return isAccountError(answer.error)
    ? {
        level: 'failure',
        about: `permission to read ${about}`,
        remedy: `Make a new API key that may read ${about}: a key is never widened.`,
      }
    : { level: 'warning', about: `permission to read ${about}`, remedy: 'The vendor gave no clear answer; check again later.' };
}
