import type { Answer, Call } from './call.ts';
import type { ProfileRecord } from './records.ts';
import { nextId, type State } from './state.ts';
import { toStamp } from './time.ts';

/** The organisation with defaults: net prices, taxed, no distance-sales principle. A small business is `vatfree`. */
export function profileOf(
  input: Partial<ProfileRecord>,
  { random, now }: { readonly random: () => number; readonly now: number },
): ProfileRecord {
  const smallBusiness = input.smallBusiness ?? input.taxType === 'vatfree';
  return {
    organizationId: nextId(random),
    companyName: 'Musterhandel GmbH',
    created: { userId: nextId(random), userName: 'Erika Muster', userEmail: 'erika@musterhandel.example', date: toStamp(now) },
    connectionId: nextId(random),
    taxType: 'net',
    distanceSalesPrinciple: 'unset',
    businessFeatures: ['INVOICING', 'INVOICING_PRO', 'BOOKKEEPING'],
    ...input,
    ...(smallBusiness ? { taxType: 'vatfree' } : {}),
    smallBusiness,
  };
}

export function answerProfile(state: State, call: Call): Answer | undefined {
  if (call.method !== 'GET' || call.rest.length > 0) return undefined;
  const { distanceSalesPrinciple, ...profile } = state.profile;
  return {
    status: 200,
    body: { ...profile, created: { ...profile.created }, ...(distanceSalesPrinciple === 'unset' ? {} : { distanceSalesPrinciple }) },
  };
}
