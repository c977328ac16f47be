import type { ContactDraft } from '@megzo/core';

/** The body of `POST /v1/contacts` (sheet 3.1): one entry per list at the most, no empty texts, version 0. */
export function contactBody(draft: ContactDraft): object {
  return {
    version: 0,
    roles: { customer: {} },
    ...(draft.kind === 'company' ? { company: company(draft) } : { person: person(draft) }),
    addresses: { billing: [address(draft.address)] },
    ...(isFilled(draft.email) ? { emailAddresses: { [draft.kind === 'company' ? 'business' : 'private']: [draft.email.trim()] } } : {}),
  };
}

/** The field without which the vendor refuses a contact; `undefined`: none is missing. */
export function contactBreach({ kind, company: name, firstName, lastName, address: { country } }: ContactDraft): string | undefined {
  if (!isFilled(country)) return 'address.country';
  if (kind === 'company') return isFilled(name) ? undefined : 'company';
  return isFilled(lastName) || isFilled(firstName) ? undefined : 'lastName';
}

function company(draft: ContactDraft): object {
  return {
    name: draft.company?.trim(),
    ...texts({ vatRegistrationId: draft.vatId }),
    allowTaxFreeInvoices: draft.allowTaxFree,
    ...(isFilled(draft.lastName) || isFilled(draft.firstName) ? { contactPersons: [{ ...person(draft), primary: true }] } : {}),
  };
}

/** A last name is required: who gave a single name has it there. */
function person({ firstName, lastName }: ContactDraft): object {
  return isFilled(lastName) ? texts({ firstName, lastName }) : texts({ lastName: firstName });
}

function address({ supplement, street, zip, city, country }: ContactDraft['address']): object {
  return texts({ supplement, street, zip, city, countryCode: country });
}

function texts(all: Readonly<Record<string, string | undefined>>): object {
  const filled = Object.entries(all).filter((entry): entry is [string, string] => isFilled(entry[1]));
  return Object.fromEntries(filled.map(([name, text]) => [name, text.trim()]));
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
