import { isCountryCode } from './countries.ts';
import { type Issue, legacyError } from './errors.ts';
import { type Fields, fieldsOf, isAbsent, textOf } from './json.ts';
import type { ContactInput, ContactPerson, PostalAddress } from './records.ts';

export const emailLists = ['business', 'office', 'private', 'other'];
export const phoneLists = ['business', 'office', 'mobile', 'private', 'fax', 'other'];

type Refuse = (source: string, i18nKey: string) => void;

/** Reads and checks a whole contact (3.1). Throws a legacy 406 naming every problem. */
export function readContact(body: Fields): ContactInput {
  const issues: Issue[] = [];
  const refuse: Refuse = (source, i18nKey) => {
    issues.push({ source, i18nKey });
  };
  const roles = fieldsOf(body.roles);
  const customer = !isAbsent(roles.customer);
  const vendor = !isAbsent(roles.vendor);
  if (!customer && !vendor) refuse('roles.customer or roles.vendor', 'missing_entity');
  const hasCompany = !isAbsent(body.company);
  const hasPerson = !isAbsent(body.person);
  if (hasCompany && hasPerson) refuse('company and person', 'invalid_value');
  if (!hasCompany && !hasPerson) refuse('company or person', 'missing_entity');

  const company = hasCompany ? readCompany(fieldsOf(body.company), refuse) : undefined;
  const person = hasPerson ? readPerson(fieldsOf(body.person), { path: 'person', refuse }) : undefined;
  const addresses = fieldsOf(body.addresses);
  const billing = readAddresses(addresses.billing, { path: 'addresses.billing', refuse });
  const shipping = readAddresses(addresses.shipping, { path: 'addresses.shipping', refuse });
  const emailAddresses = readLists(fieldsOf(body.emailAddresses), { names: emailLists, path: 'emailAddresses', refuse });
  const phoneNumbers = readLists(fieldsOf(body.phoneNumbers), { names: phoneLists, path: 'phoneNumbers', refuse });
  // Observed (3.1): a bad e-mail is reported under this path whichever list it stands in.
  if (
    Object.values(emailAddresses)
      .flat()
      .some((email) => !isEmail(email))
  )
    refuse('emailAddresses[0].emailAddress', 'invalid_value');
  if (
    Object.values(phoneNumbers)
      .flat()
      .some((phone) => phone.length > 30)
  )
    refuse('phoneNumbers[0].phoneNumber', 'invalid_value');
  const note = optionalText(body.note, { source: 'note', max: 1000, refuse });
  const xRechnung = isAbsent(body.xRechnung) ? undefined : readXRechnung(fieldsOf(body.xRechnung), refuse);
  if (issues.length > 0) throw legacyError(406, issues);
  return {
    customer,
    vendor,
    ...(company === undefined ? {} : { company }),
    ...(person === undefined ? {} : { person }),
    addresses: { billing, shipping },
    emailAddresses,
    phoneNumbers,
    ...(note === undefined ? {} : { note }),
    ...(xRechnung === undefined ? {} : { xRechnung }),
  };
}

/** Contacts with more than one entry in a list can be read, but never be written again (3.1, pitfall 4). */
export function isBeyondApi({ addresses, emailAddresses, phoneNumbers, company }: ContactInput): boolean {
  const lists = [addresses.billing, addresses.shipping, company?.contactPersons ?? []];
  return [...lists, ...Object.values(emailAddresses), ...Object.values(phoneNumbers)].some((list) => list.length > 1);
}

function readCompany(fields: Fields, refuse: Refuse): NonNullable<ContactInput['company']> {
  const persons = listOf(fields.contactPersons, { source: 'company.contactPersons', refuse }).map((item, index): ContactPerson => {
    const path = `company.contactPersons[${index}]`;
    const entry = fieldsOf(item);
    const emailAddress = optionalText(entry.emailAddress, { source: `${path}.emailAddress`, refuse });
    const phoneNumber = optionalText(entry.phoneNumber, { source: `${path}.phoneNumber`, max: 30, refuse });
    if (emailAddress !== undefined && !isEmail(emailAddress)) refuse(`${path}.emailAddress`, 'invalid_value');
    return {
      ...readPerson(entry, { path, refuse }),
      ...(entry.primary === true ? { primary: true } : {}),
      ...(emailAddress === undefined ? {} : { emailAddress }),
      ...(phoneNumber === undefined ? {} : { phoneNumber }),
    };
  });
  const taxNumber = optionalText(fields.taxNumber, { source: 'company.taxNumber', refuse });
  const vatRegistrationId = optionalText(fields.vatRegistrationId, { source: 'company.vatRegistrationId', refuse });
  const allowed = fields.allowTaxFreeInvoices;
  return {
    name: requiredText(fields.name, { source: 'company.name', refuse }),
    contactPersons: persons,
    ...(taxNumber === undefined ? {} : { taxNumber }),
    // Observed (3.1): kept in upper case.
    ...(vatRegistrationId === undefined ? {} : { vatRegistrationId: vatRegistrationId.toUpperCase() }),
    ...(typeof allowed === 'boolean' ? { allowTaxFreeInvoices: allowed } : {}),
  };
}

interface Place {
  readonly path: string;
  readonly refuse: Refuse;
}

function readPerson(fields: Fields, { path, refuse }: Place): NonNullable<ContactInput['person']> {
  const salutation = optionalText(fields.salutation, { source: `${path}.salutation`, max: 25, refuse });
  const firstName = optionalText(fields.firstName, { source: `${path}.firstName`, refuse });
  return {
    ...(salutation === undefined ? {} : { salutation }),
    ...(firstName === undefined ? {} : { firstName }),
    lastName: requiredText(fields.lastName, { source: `${path}.lastName`, refuse }),
  };
}

function readAddresses(value: unknown, { path, refuse }: Place): PostalAddress[] {
  return listOf(value, { source: path, refuse }).map((item, index) => {
    const fields = fieldsOf(item);
    const countryCode = requiredText(fields.countryCode, { source: `${path}[${index}].countryCode`, refuse });
    if (countryCode !== '' && !isCountryCode(countryCode)) refuse(`${path}[${index}].countryCode`, 'countrycode_is_not_valid');
    const texts = ['supplement', 'street', 'zip', 'city'].flatMap((name) => {
      const text = optionalText(fields[name], { source: `${path}[${index}].${name}`, refuse });
      return text === undefined ? [] : [[name, text] as const];
    });
    return { ...Object.fromEntries(texts), countryCode };
  });
}

function readLists(fields: Fields, { names, path, refuse }: Place & { readonly names: readonly string[] }): Record<string, string[]> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const source = `${path}.${name}`;
      const texts = listOf(fields[name], { source, refuse }).map((item) => {
        const text = textOf(item);
        if (text === undefined || text.trim() === '') refuse(source, 'invalid_value');
        return text ?? '';
      });
      return texts.length === 0 ? [] : [[name, texts] as const];
    }),
  );
}

function readXRechnung(fields: Fields, refuse: Refuse): NonNullable<ContactInput['xRechnung']> {
  return {
    buyerReference: requiredText(fields.buyerReference, { source: 'xRechnung.buyerReference', refuse }),
    vendorNumberAtCustomer: requiredText(fields.vendorNumberAtCustomer, { source: 'xRechnung.vendorNumberAtCustomer', refuse }),
  };
}

/** At most one entry in every list on write (3.1). */
function listOf(value: unknown, { source, refuse }: { readonly source: string; readonly refuse: Refuse }): readonly unknown[] {
  if (isAbsent(value)) return [];
  if (Array.isArray(value) && value.length <= 1) return value;
  refuse(source, 'invalid_value');
  return [];
}

interface TextRule {
  readonly source: string;
  readonly max?: number;
  readonly refuse: Refuse;
}

function optionalText(value: unknown, { source, max, refuse }: TextRule): string | undefined {
  if (isAbsent(value)) return undefined;
  const text = textOf(value);
  if (text === undefined || (max !== undefined && text.length > max)) refuse(source, 'invalid_value');
  return text;
}

function requiredText(value: unknown, rule: TextRule): string {
  const text = optionalText(value, rule);
  if (text === undefined ? isAbsent(value) : text.trim() === '') rule.refuse(rule.source, 'missing_entity');
  return text ?? '';
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text);
}
