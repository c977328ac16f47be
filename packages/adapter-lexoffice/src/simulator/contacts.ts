import { type Answer, actionResult, bodyOf, type Call } from './call.ts';
import { isBeyondApi, readContact } from './contact-rules.ts';
import { matchesEmail, matchesName, nameOf, searchPattern } from './contact-search.ts';
import { bareError, legacyError, notFound } from './errors.ts';
import { type Actor, emit } from './events.ts';
import { isAbsent, type Json } from './json.ts';
import { envelope, pageOf, wholeNumber } from './paging.ts';
import type { ContactInput, ContactRecord } from './records.ts';
import { drawLag, newId, now, type State } from './state.ts';
import { toStamp } from './time.ts';

export function answerContacts(state: State, call: Call): Answer | undefined {
  const [id, ...more] = call.rest;
  if (more.length > 0) return undefined;
  if (id === undefined) {
    if (call.method === 'GET') return listContacts(state, call);
    return call.method === 'POST' ? postContact(state, call) : undefined;
  }
  const contact = state.contacts.get(id);
  if (contact === undefined || contact.visibleAt > now(state)) return undefined;
  if (call.method === 'GET') return { status: 200, body: contactToJson(state, contact) };
  // 1.8: there is no DELETE, and nothing else either.
  return call.method === 'PUT' ? putContact(state, call, contact) : undefined;
}

function postContact(state: State, call: Call): Answer {
  const body = bodyOf(call, 'legacy');
  // 1.4: the first POST carries version 0.
  if (isAbsent(body.version)) throw legacyError(406, [{ source: 'version', i18nKey: 'missing_entity' }]);
  if (body.version !== 0) throw legacyError(406, [{ source: 'version', i18nKey: 'invalid_value' }]);
  const input = readContact(body);
  const { contactNumberRaceMs } = state.settings;
  if (contactNumberRaceMs > 0 && now(state) - state.lastContact.at < contactNumberRaceMs) {
    throw legacyError(406, [{ source: 'number', i18nKey: 'account_number_already_exists' }]);
  }
  // Measured (1.6): 200, not 201.
  return actionResult(call, 200, actedOn(addContact(state, input, 'api')));
}

function putContact(state: State, call: Call, contact: ContactRecord): Answer {
  const body = bodyOf(call, 'legacy');
  if (isAbsent(body.version)) throw legacyError(406, [{ source: 'version', i18nKey: 'missing_entity' }]);
  // 1.4: contacts answer a stale version with 406, articles with 409.
  if (body.version !== contact.version) throw legacyError(406, [{ source: 'version', i18nKey: 'invalid_value' }]);
  if (isBeyondApi(contact)) throw legacyError(406, [{ source: 'contact', i18nKey: 'invalid_value' }]);
  return actionResult(call, 200, actedOn(replaceContact(state, contact.id, { input: readContact(body), by: 'api' })));
}

function actedOn({ id, createdAt, updatedAt, version }: ContactRecord): {
  id: string;
  createdDate: string;
  updatedDate: string;
  version: number;
} {
  return { id, createdDate: toStamp(createdAt), updatedDate: toStamp(updatedAt), version };
}

export function addContact(state: State, input: ContactInput, by: Actor): ContactRecord {
  const at = now(state);
  const contact = numbered(state, {
    ...input,
    id: newId(state),
    // 1.4: measured as 1, where articles begin with 0.
    version: 1,
    archived: false,
    createdAt: at,
    updatedAt: at,
    visibleAt: at + drawLag(state, state.settings.contactLagMs),
    defaults: {},
  });
  state.lastContact.at = at;
  state.contacts.set(contact.id, contact);
  emit(state, 'contact.created', { resourceId: contact.id, by });
  return contact;
}

/** Numbers are given by the server and kept while the role is. */
function numbered(state: State, contact: ContactRecord): ContactRecord {
  const numbers = {
    ...(contact.customer ? { customerNumber: contact.customerNumber ?? state.contactNumbers.customer++ } : {}),
    ...(contact.vendor ? { vendorNumber: contact.vendorNumber ?? state.contactNumbers.vendor++ } : {}),
  };
  const { customerNumber: _customer, vendorNumber: _vendor, ...rest } = contact;
  return { ...rest, ...numbers };
}

export interface ContactChange {
  readonly input: ContactInput;
  readonly by: Actor;
}

/** Replaces all that the contact says; what is not sent is gone (1.4). Archived state, numbers and defaults are the app's. */
export function replaceContact(state: State, id: string, { input, by }: ContactChange): ContactRecord {
  const before = state.contacts.get(id);
  if (before === undefined) throw notFound('contacts');
  const { version, archived, createdAt, visibleAt, defaults, customerNumber, vendorNumber } = before;
  const changed = numbered(state, {
    ...input,
    id,
    version: version + 1,
    archived,
    createdAt,
    updatedAt: now(state),
    visibleAt,
    defaults,
    ...(customerNumber === undefined ? {} : { customerNumber }),
    ...(vendorNumber === undefined ? {} : { vendorNumber }),
  });
  state.contacts.set(id, changed);
  emit(state, 'contact.changed', { resourceId: id, by });
  return changed;
}

/** A filter must not occur twice (1.2). */
function filterOf(call: Call, name: string): string | undefined {
  const values = call.query.getAll(name);
  if (values.length > 1) throw bareError(400, name);
  return values[0];
}

function searchOf(call: Call, name: string): RegExp | undefined {
  const search = filterOf(call, name);
  if (search === undefined) return undefined;
  if (search.length < 3 || search.length > 128) throw legacyError(400, [{ source: name, i18nKey: 'invalid_value' }]);
  return searchPattern(search);
}

function listContacts(state: State, call: Call): Answer {
  const name = searchOf(call, 'name');
  const email = searchOf(call, 'email');
  const number = filterOf(call, 'number');
  if (number !== undefined && !/^\d+$/.test(number)) throw bareError(400, 'number');
  const customer = filterOf(call, 'customer');
  const vendor = filterOf(call, 'vendor');
  const { page, size } = pageRequest(call);
  const at = now(state);
  const rows = [...state.contacts.values()].filter(
    (contact) =>
      contact.visibleAt <= at &&
      (name === undefined || matchesName(contact, name)) &&
      (email === undefined || matchesEmail(contact, email)) &&
      (number === undefined || String(contact.customerNumber) === number || String(contact.vendorNumber) === number) &&
      (customer === undefined || contact.customer === (customer === 'true')) &&
      (vendor === undefined || contact.vendor === (vendor === 'true')),
  );
  // 1.3: by name, and nothing changes that.
  const named = rows
    .map((contact) => ({ contact, name: nameOf(contact) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const content = pageOf(named, { page, size }).map(({ contact }) => contactToJson(state, contact));
  return { status: 200, body: envelope({ content, total: rows.length, page, size, property: 'name', direction: 'ASC' }) };
}

/** 1.3, measured: 500 is taken, 1000 refused, and what is out of range otherwise becomes the default without a word. */
function pageRequest(call: Call): { page: number; size: number } {
  const size = wholeNumber(filterOf(call, 'size'), 25);
  if (size > 500) throw legacyError(400, [{ source: 'size', i18nKey: 'invalid_value' }]);
  return { page: Math.max(wholeNumber(filterOf(call, 'page'), 0), 0), size: size < 1 ? 25 : size };
}

/** Reads carry neither the dates of creation and change nor the defaults kept in the app (3.1). */
export function contactToJson(state: State, contact: ContactRecord): Json {
  const { customerNumber, vendorNumber, company, person, addresses, emailAddresses, phoneNumbers, note, xRechnung } = contact;
  const filled = (lists: Readonly<Record<string, readonly Json[]>>): Json | undefined => {
    const entries = Object.entries(lists).filter(([, list]) => list.length > 0);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  return {
    id: contact.id,
    organizationId: state.profile.organizationId,
    version: contact.version,
    roles: {
      customer: customerNumber === undefined ? undefined : { number: customerNumber },
      vendor: vendorNumber === undefined ? undefined : { number: vendorNumber },
    },
    company:
      company === undefined
        ? undefined
        : {
            ...company,
            contactPersons: company.contactPersons.length === 0 ? undefined : company.contactPersons.map((entry) => ({ ...entry })),
          },
    person: person === undefined ? undefined : { ...person },
    addresses: filled({
      billing: addresses.billing.map((entry) => ({ ...entry })),
      shipping: addresses.shipping.map((entry) => ({ ...entry })),
    }),
    xRechnung: xRechnung === undefined ? undefined : { ...xRechnung },
    emailAddresses: filled(emailAddresses),
    phoneNumbers: filled(phoneNumbers),
    note,
    archived: contact.archived,
  };
}
