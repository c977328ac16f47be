import { decimal, type PricedLine, type SalesOrderDraft } from '@megzo/core';

/** Records as the vendor answers them, amounts as JSON numbers, nulls where it writes nulls. Text, because amounts must not pass a binary float. */
export const profileJson = `{
  "organizationId": "aa93e8a8-2aa3-470b-b914-caad8a255dd8",
  "companyName": "Muster GmbH",
  "created": { "userId": "1aea5501-3f3e-403d-8470-2dad03016289", "userName": "Frau Erika Musterfrau", "date": "2023-01-03T13:15:45.000+01:00" },
  "connectionId": "3dea098b-fae5-4458-a85c-f97965966c25",
  "businessFeatures": ["INVOICING", "INVOICING_PRO", "BOOKKEEPING"],
  "smallBusiness": false,
  "taxType": "net",
  "distanceSalesPrinciple": "DESTINATION"
}`;

export const countriesJson = `[
  { "countryCode": "DE", "countryNameDE": "Deutschland", "countryNameEN": "Germany", "taxClassification": "de" },
  { "countryCode": "AT", "countryNameDE": "Österreich", "countryNameEN": "Austria", "taxClassification": "intraCommunity" },
  { "countryCode": "NO", "countryNameDE": "Norwegen", "countryNameEN": "Norway", "taxClassification": "thirdPartyCountry" },
  { "countryCode": "XX", "countryNameDE": "Neuland", "countryNameEN": "Newland", "taxClassification": "association" }
]`;

export function articleJson(id: string, changes: Readonly<Record<string, string>> = {}): string {
  const members: Readonly<Record<string, string>> = {
    id: `"${id}"`,
    organizationId: '"aa93e8a8-2aa3-470b-b914-caad8a255dd8"',
    createdDate: '"2023-09-21T17:46:09.000+02:00"',
    updatedDate: '"2026-01-04T12:00:00.000+01:00"',
    archived: 'false',
    title: '"Lexware buchhaltung Premium 2024"',
    description: '"Monatsabonnement. Mehrplatzsystem"',
    type: '"PRODUCT"',
    articleNumber: '"LXW-BUHA-2024-001"',
    gtin: '"9783648170632"',
    note: '"Bestand: 12"',
    unitName: '"Download-Code"',
    price: '{ "netPrice": 61.90, "grossPrice": 73.66, "leadingPrice": "NET", "taxRate": 19 }',
    version: '2',
    ...changes,
  };
  return `{${Object.entries(members)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
}

export function pageJson(rows: readonly string[], { totalPages = 1, totalElements = rows.length, number = 0 } = {}): string {
  return `{"content":[${rows.join(',')}],"first":${number === 0},"last":${number + 1 >= totalPages},"totalPages":${totalPages},"totalElements":${totalElements},"numberOfElements":${rows.length},"size":250,"number":${number},"sort":[]}`;
}

/** A draft of one order: two goods, one of them an article, and a charge. */
export function aDraft(changes: Partial<SalesOrderDraft> = {}): SalesOrderDraft {
  return {
    placedOn: '2026-05-04',
    currency: 'EUR',
    treatment: { kind: 'domestic' },
    recipient: {
      kind: 'one-time',
      address: { name: 'Erika Muster', supplement: 'Hinterhaus', street: 'Musterweg 1', zip: '79112', city: 'Freiburg', country: 'DE' },
    },
    lines: [
      aLine({ article: { id: 'f5d31c1e-ef6f-4b3f-8a5c-3a3b1a3f9c11', kind: 'product' }, name: 'Tasse', quantity: decimal('2') }),
      aLine({ name: 'Buch', description: 'Gebunden\nArtikelnummer: B-7', unitPriceGross: decimal('10.7'), taxRate: decimal('7') }),
      aLine({ name: 'Versandkosten', unit: 'Pauschale', unitPriceGross: decimal('4.9') }),
    ],
    introduction: 'Vielen Dank für Ihre Bestellung.',
    markerPlace: 'text-line',
    ...changes,
  };
}

export function aLine(changes: Partial<PricedLine> = {}): PricedLine {
  return {
    kind: 'priced',
    name: 'Ware',
    quantity: decimal('1'),
    unit: 'Stück',
    unitPriceGross: decimal('11.9'),
    taxRate: decimal('19'),
    ...changes,
  };
}
