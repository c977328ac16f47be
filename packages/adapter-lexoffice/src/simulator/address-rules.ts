import { type Check, optionalText, requiredText } from './check.ts';
import { nameOf } from './contact-search.ts';
import { countries, isCountryCode } from './countries.ts';
import type { DocumentKind } from './document-kinds.ts';
import { type Fields, fieldsOf, isAbsent } from './json.ts';
import type { ContactRecord, DocumentAddress } from './records.ts';
import { now, type State } from './state.ts';

export interface ReadAddress {
  readonly address?: DocumentAddress;
  /** Absent for a one-time address: booked to the collective customer. */
  readonly contact?: ContactRecord;
}

const parts = ['supplement', 'street', 'zip', 'city'] as const;

/** The one address of a document (4.3): a contact's, a contact's overridden for this document, or a one-time one. */
export function readAddress(
  state: State,
  check: Check,
  { value, kind }: { readonly value: unknown; readonly kind: DocumentKind },
): ReadAddress {
  if (isAbsent(value)) {
    check.refuse('address', 'NOTNULL', 'darf nicht null sein');
    return {};
  }
  const fields = fieldsOf(value);
  const contactId = optionalText(check, fields.contactId, { field: 'address.contactId' });
  const isOverridden = ['name', 'countryCode', ...parts].some((name) => !isAbsent(fields[name]));
  const own = contactId === undefined || isOverridden ? readOwn(check, fields) : undefined;
  if (contactId === undefined) return own === undefined ? {} : { address: own };
  const contact = usableContact(state, contactId);
  if (typeof contact === 'string') {
    check.refuse('address.contactId', 'INVALID', contact);
    return {};
  }
  const address = own ?? addressOf(contact, kind);
  const person = contact.company?.contactPersons.find((entry) => entry.primary === true);
  const contactPerson = person === undefined ? {} : { contactPerson: nameOf({ person }) };
  return { contact, address: { ...address, contactId, ...contactPerson } };
}

function readOwn(check: Check, fields: Fields): DocumentAddress {
  const name = requiredText(check, fields.name, { field: 'address.name' }) ?? '';
  const countryCode = requiredText(check, fields.countryCode, { field: 'address.countryCode' }) ?? '';
  if (countryCode !== '' && !isCountryCode(countryCode)) {
    const accepted = countries.map((country) => country.countryCode).join(', ');
    check.refuse('address.countryCode', 'COUNTRYCODE', `Ungültiger Ländercode ${countryCode}. Erlaubt sind: ${accepted}`);
  }
  const texts = parts.flatMap((part) => {
    const text = optionalText(check, fields[part], { field: `address.${part}` });
    return text === undefined ? [] : [[part, text] as const];
  });
  return { ...Object.fromEntries(texts), name, countryCode };
}

/** The contact, or why a document cannot name it. A brand-new one is unknown for a while (3.2). */
function usableContact(state: State, id: string): ContactRecord | string {
  const contact = state.contacts.get(id);
  if (contact === undefined || contact.visibleAt > now(state)) return 'Der Kontakt existiert nicht.';
  if (!contact.customer) return 'Der Kontakt hat nicht die Rolle Kunde.';
  if (contact.archived && state.settings.archivedReferences === 'refuse') return 'Der Kontakt ist archiviert.';
  return contact;
}

/** Billing address; delivery notes prefer the shipping one (7.1). */
export function addressOf(contact: ContactRecord, kind: DocumentKind): DocumentAddress {
  const [billing] = contact.addresses.billing;
  const [shipping] = contact.addresses.shipping;
  const chosen = (kind === 'deliveryNote' ? (shipping ?? billing) : billing) ?? { countryCode: 'DE' };
  return { ...chosen, name: nameOf(contact) };
}
