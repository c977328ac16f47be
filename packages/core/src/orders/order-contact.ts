import { contentHash } from '../kernel/canonical-json.ts';
import { type EffectKey, effectKey } from '../kernel/ids.ts';
import type { OrderPeople } from '../model/order.ts';
import { type ContactDraft, isTaxed, type TaxTreatment } from '../model/sales-order.ts';
import type { OrderAccount } from './order-keys.ts';
import { recipientAddress } from './sales-order-draft.ts';
import { vatIdOf } from './vat-id.ts';

export type ContactPolicy = 'where-needed' | 'companies' | 'all';

/**
 * A document without tax must name a contact, and a distance sale one who is a consumer; beyond that the merchant chooses.
 */
export function needsContact(treatment: TaxTreatment, people: OrderPeople, policy: ContactPolicy): boolean {
  if (treatment.kind !== 'domestic' && treatment.kind !== 'small-business') return true;
  if (policy === 'all') return true;
  return policy === 'companies' && isCompany(people);
}

export function contactDraft(treatment: TaxTreatment, people: OrderPeople): ContactDraft {
  const { billing, email } = people;
  const vatId = vatIdOf(people);
  const company = isCompany(people) ? (billing.company ?? '').trim() : undefined;
  return {
    kind: company === undefined ? 'person' : 'company',
    ...(company === undefined ? {} : { company }),
    firstName: billing.firstName,
    lastName: billing.lastName,
    ...(email === undefined ? {} : { email }),
    ...(vatId === undefined ? {} : { vatId }),
    address: recipientAddress(billing),
    allowTaxFree: !isTaxed(treatment) && treatment.kind !== 'small-business',
  };
}

/** One contact per customer of an invoicing account: the same VAT id, else the same e-mail, else the same name and address. */
export function contactKey(account: OrderAccount, draft: ContactDraft): EffectKey {
  const email = draft.email?.trim().toLowerCase();
  const identity =
    draft.vatId !== undefined ? { vatId: draft.vatId } : email !== undefined && email !== '' ? { email, kind: draft.kind } : draft;
  return effectKey(`${account.vendor}:${account.accountId}/contact/${contentHash(identity).slice(0, 32)}`);
}

function isCompany(people: OrderPeople): boolean {
  return (people.billing.company ?? '').trim() !== '';
}
