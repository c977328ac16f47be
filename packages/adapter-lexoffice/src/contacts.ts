import {
  type Answer,
  type Call,
  type ContactDraft,
  type ContactMatch,
  type ContactTarget,
  done,
  type EffectCall,
  type Found,
  type Outcome,
  rejected,
  SyncError,
} from '@megzo/core';
import type { Client } from './client.ts';
import { contactBody, contactBreach } from './contact-body.ts';
import type { Settled } from './options.ts';
import { searchText } from './search-text.ts';
import type { WireContact } from './wire/contact.ts';

/** Customers (sheet 3). A contact can be made and found, never changed or deleted. */
export function createContacts(client: Client, { timeoutMs, settleMs }: Pick<Settled, 'timeoutMs' | 'settleMs'>): ContactTarget {
  return {
    timeoutMs,
    settleMs,
    // The vendor's cluster knows a new contact up to two seconds later (sheet 3.2).
    visibleAfterMs: 2000,
    match: (draft, call) => matches(client, draft, call),
    send: (draft, call) => make(client, draft, call),
    find: (sent, call) => find(client, sent.draft, call),
  };
}

/**
 * One POST. A refusal because two contacts wanted one customer number is `retryable`: nothing was made. The record holds no marker.
 */
async function make(client: Client, draft: ContactDraft, call: EffectCall): Promise<Outcome<{ id: string }>> {
  const field = contactBreach(draft);
  if (field !== undefined) {
    return rejected(new SyncError('REFUSED', 'lexoffice cannot take this contact: a field is missing', { details: { field } }));
  }
  return client.makeContact(contactBody(draft), call);
}

/**
 * Contacts carry neither marker nor dates: `marked` are those of exactly the draft's e-mail address or VAT id, whoever made them,
 * by customer number. A draft without either is never found.
 */
async function find(client: Client, draft: ContactDraft, call: Call): Promise<Answer<Found<{ id: string }>>> {
  const answer = await matches(client, draft, call);
  return answer.status === 'done' ? done({ marked: answer.value.map(({ id }) => ({ id })), alike: [] }) : answer;
}

/**
 * Customers that are the draft's beyond doubt: of its kind, not archived, with its e-mail address (letter case aside) or, for a
 * company found by name, its VAT id. Left out are contacts that a document could not name or must not: suppliers, those of another VAT id,
 * and companies that do not allow documents without tax where the draft needs them.
 */
async function matches(client: Client, draft: ContactDraft, call: Call): Promise<Answer<readonly ContactMatch[]>> {
  const found = new Map<string, { contact: WireContact; by: ContactMatch['by'] }>();
  const byEmail = await search(client, { email: draft.email }, call);
  if (byEmail.status !== 'done') return byEmail;
  const byName = await search(client, { name: draft.vatId === undefined ? undefined : draft.company }, call);
  if (byName.status !== 'done') return byName;

  for (const contact of byEmail.value) {
    if (isUsable(contact, draft) && hasEmail(contact, draft.email)) found.set(contact.id, { contact, by: 'email' });
  }
  for (const contact of byName.value) {
    if (found.has(contact.id) || !isUsable(contact, draft)) continue;
    if (isSameVatId(contact.company?.vatRegistrationId, draft.vatId)) found.set(contact.id, { contact, by: 'vat-id' });
  }
  const oldestFirst = [...found.values()].sort((a, b) => numberOf(a.contact) - numberOf(b.contact));
  return done(oldestFirst.map(({ contact, by }) => ({ id: contact.id, by })));
}

/** All contacts whose e-mail address or name holds the text; none for a text that is absent or too short to search. */
async function search(
  client: Client,
  by: { email?: string | undefined } | { name?: string | undefined },
  call: Call,
): Promise<Answer<readonly WireContact[]>> {
  const [name, text] = Object.entries(by)[0] ?? [];
  const query = text === undefined ? undefined : searchText(text);
  if (name === undefined || query === undefined) return done([]);
  const contacts: WireContact[] = [];
  for (let page = 0, pages = 1; page < pages; page += 1) {
    const answer = await client.contacts({ [name]: query, page, size: 250 }, call);
    if (answer.status !== 'done') return answer;
    contacts.push(...answer.value.content);
    pages = answer.value.totalPages;
  }
  return done(contacts);
}

function isUsable({ archived, roles, company, person }: WireContact, draft: ContactDraft): boolean {
  if (archived === true || roles?.customer == null) return false;
  if (draft.kind === 'person') return person != null && company == null;
  if (company == null) return false;
  if (draft.allowTaxFree && company.allowTaxFreeInvoices !== true) return false;
  return !isFilled(draft.vatId) || !isFilled(company.vatRegistrationId) || isSameVatId(company.vatRegistrationId, draft.vatId);
}

function hasEmail({ emailAddresses, company }: WireContact, email: string | undefined): boolean {
  if (!isFilled(email)) return false;
  const { business, office, private: own, other } = emailAddresses ?? {};
  const persons = (company?.contactPersons ?? []).map((person) => person.emailAddress);
  return [business, office, own, other, persons]
    .flatMap((list) => list ?? [])
    .some((known) => known != null && plain(known) === plain(email));
}

function plain(email: string): string {
  return email.trim().toLowerCase();
}

function isSameVatId(left: string | null | undefined, right: string | undefined): boolean {
  return isFilled(left) && isFilled(right) && bare(left) === bare(right);
}

/** The vendor writes VAT ids in capitals; people add blanks, dots and dashes. */
function bare(vatId: string): string {
  return vatId.replace(/[\s.-]/g, '').toUpperCase();
}

function numberOf({ roles }: WireContact): number {
  return roles?.customer?.number ?? Number.MAX_SAFE_INTEGER;
}

function isFilled(text: string | null | undefined): text is string {
  return text != null && text.trim() !== '';
}
