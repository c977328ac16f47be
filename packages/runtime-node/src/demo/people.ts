import type { Address } from '@megzo/adapter-bigcommerce/simulator';

/** Invented people and firms; all mail addresses end in example.com. */
export const people = {
  berlin: shopper('Johanna', 'Petersen', ['Kastanienallee 41', '10435', 'Berlin']),
  hamburg: shopper('Mehmet', 'Yıldız', ['Lange Reihe 88', '20099', 'Hamburg']),
  koeln: shopper('Änne', 'Weiß-Schröder', ['Severinstraße 120', '50678', 'Köln']),
  leipzig: shopper('Karl-Heinz', 'Bär', ['Karl-Liebknecht-Straße 7', '04107', 'Leipzig']),
  muenchen: shopper('Sofia', 'Kreutzer', ['Westendstraße 15', '80339', 'München']),
  wien: shopper('Lukas', 'Hofbauer', ['Neubaugasse 22', '1070', 'Wien'], { country: 'Austria', countryIso2: 'AT' }),
  zuerich: shopper('Reto', 'Zürcher', ['Langstrasse 94', '8004', 'Zürich'], { country: 'Switzerland', countryIso2: 'CH' }),
  packstation: shopper('Johanna', 'Petersen', ['Packstation 145', '10405', 'Berlin'], { street2: '12345678' }),
  cafe: firm('Café Morgenrot GmbH', { vatId: 'DE 136 695 976' }, ['Oderberger Straße 3', '10435', 'Berlin']),
  buero: firm('Ingenieurbüro Sommer & Partner', {}, ['Am Wall 102', '28195', 'Bremen']),
  amsterdam: firm('Koffiehuis De Gracht B.V.', { vatId: 'NL123456789B01' }, ['Prinsengracht 200', '1016 HD', 'Amsterdam'], {
    country: 'Netherlands',
    countryIso2: 'NL',
  }),
} as const satisfies Record<string, Partial<Address>>;

type Place = readonly [street1: string, zip: string, city: string];

function shopper(firstName: string, lastName: string, [street1, zip, city]: Place, more: Partial<Address> = {}): Partial<Address> {
  return {
    firstName,
    lastName,
    company: '',
    street1,
    street2: '',
    zip,
    city,
    state: '',
    country: 'Germany',
    countryIso2: 'DE',
    phone: '',
    email: mailOf(`${firstName} ${lastName}`),
    formFields: [],
    ...more,
  };
}

function firm(company: string, { vatId }: { readonly vatId?: string }, place: Place, more: Partial<Address> = {}): Partial<Address> {
  return {
    ...shopper('Ina', 'Sommer', place, more),
    company,
    email: mailOf(`einkauf ${company}`),
    formFields: vatId === undefined ? [] : [{ name: 'USt-IdNr.', value: vatId }],
  };
}

function mailOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z]+/g, '.')
    .replace(/^\.|\.$/g, '');
  return `${plain.toLowerCase()}@example.com`;
}
