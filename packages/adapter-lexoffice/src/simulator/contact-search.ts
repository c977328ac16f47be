import type { ContactRecord } from './records.ts';

/** 1.2: what a search string must have gone through before it is URL-encoded. */
export function htmlEncode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** 3.2: case-blind substring; `_` is any one character, `%` any number, a backslash takes either literally. */
export function searchPattern(search: string): RegExp {
  let source = '';
  for (let index = 0; index < search.length; index += 1) {
    const sign = search.charAt(index);
    const next = search.charAt(index + 1);
    if (sign === '\\' && next !== '') {
      source += literal(next);
      index += 1;
    } else if (sign === '%') source += '.*';
    else if (sign === '_') source += '.';
    else source += literal(sign);
  }
  return new RegExp(source, 'isu');
}

function literal(sign: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

export function matchesName(contact: ContactRecord, pattern: RegExp): boolean {
  return pattern.test(htmlEncode(nameOf(contact)));
}

/** Since 2024-04-22 the persons of a company are searched too (3.2). */
export function matchesEmail({ emailAddresses, company }: ContactRecord, pattern: RegExp): boolean {
  const persons = company?.contactPersons.flatMap((person) => person.emailAddress ?? []) ?? [];
  return [...Object.values(emailAddresses).flat(), ...persons].some((email) => pattern.test(htmlEncode(email)));
}

/** As documents and lists name a contact: the company, or first name then last name. */
export function nameOf({ company, person }: Pick<ContactRecord, 'company' | 'person'>): string {
  return company?.name ?? [person?.firstName, person?.lastName].filter((part) => part !== undefined && part !== '').join(' ');
}
