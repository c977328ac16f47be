import { Amount } from './amount.ts';
import { addContact, replaceContact } from './contacts.ts';
import { emit } from './events.ts';
import type { ContactDefaults, ContactInput, ContactRecord } from './records.ts';
import { now, type State } from './state.ts';

export type EnteredContact = Partial<ContactInput>;

export interface EnteredDefaults extends Omit<ContactDefaults, 'discountPercentage'> {
  /** A decimal text such as `2.5`. */
  readonly discountPercentage?: string;
}

/** What a person does with contacts in the app. Lists may get as many entries as they like there. */
export interface ContactOffice {
  createContact(entered: EnteredContact): ContactRecord;
  editContact(id: string, change: EnteredContact): ContactRecord;
  /** Adds a second business e-mail: from then on the API cannot write the contact (pitfall 4). */
  addEmail(id: string, email: string): ContactRecord;
  archiveContact(id: string, archived?: boolean): ContactRecord;
  /** Applied to later documents that say nothing themselves (4.6). */
  setContactDefaults(id: string, defaults: EnteredDefaults): ContactRecord;
}

export function contactOffice(state: State): ContactOffice {
  const contactOf = (id: string): ContactRecord => {
    const contact = state.contacts.get(id);
    if (contact === undefined) throw new Error(`there is no contact ${id}`);
    return contact;
  };
  const put = (contact: ContactRecord): ContactRecord => {
    const changed = { ...contact, version: contact.version + 1, updatedAt: now(state) };
    state.contacts.set(contact.id, changed);
    emit(state, 'contact.changed', { resourceId: contact.id, by: 'person' });
    return changed;
  };
  const editContact = (id: string, change: EnteredContact): ContactRecord =>
    replaceContact(state, id, { input: { ...contactOf(id), ...change }, by: 'person' });
  return {
    createContact: (entered) => addContact(state, filledUp(entered), 'person'),
    editContact,
    addEmail: (id, email) => {
      const { emailAddresses } = contactOf(id);
      return editContact(id, { emailAddresses: { ...emailAddresses, business: [...(emailAddresses.business ?? []), email] } });
    },
    archiveContact: (id, archived = true) => put({ ...contactOf(id), archived }),
    setContactDefaults: (id, { discountPercentage, ...defaults }) => {
      const discount = discountPercentage === undefined ? {} : { discountPercentage: new Amount(discountPercentage) };
      return put({ ...contactOf(id), defaults: { ...defaults, ...discount } });
    },
  };
}

function filledUp(entered: EnteredContact): ContactInput {
  return {
    customer: true,
    vendor: false,
    addresses: { billing: [], shipping: [] },
    emailAddresses: {},
    phoneNumbers: {},
    ...(entered.company === undefined && entered.person === undefined ? { person: { firstName: 'Max', lastName: 'Muster' } } : {}),
    ...entered,
  };
}
