import type { PostalAddress } from '../model/order.ts';

interface Territory {
  readonly country: string;
  readonly zip: RegExp;
  readonly name: string;
}

/** Places whose postal codes set them apart from their country: outside the VAT area of the EU, or inside it while their country is not. */
const territories: readonly Territory[] = [
  { country: 'DE', zip: /^27498$/, name: 'Helgoland' },
  { country: 'DE', zip: /^78266$/, name: 'Büsingen' },
  { country: 'ES', zip: /^(35|38)\d{3}$/, name: 'Islas Canarias' },
  { country: 'ES', zip: /^51\d{3}$/, name: 'Ceuta' },
  { country: 'ES', zip: /^52\d{3}$/, name: 'Melilla' },
  { country: 'FI', zip: /^22\d{3}$/, name: 'Åland' },
  { country: 'DK', zip: /^39\d\d$/, name: 'Kalaallit Nunaat' },
  { country: 'FR', zip: /^(97\d|98[4678])\d\d$/, name: 'Outre-mer' },
  { country: 'GB', zip: /^BT\d/, name: 'Northern Ireland' },
  { country: 'GR', zip: /^6308[67]$/, name: 'Athos' },
  { country: 'IT', zip: /^22061$/, name: 'Campione d’Italia' },
  { country: 'IT', zip: /^23041$/, name: 'Livigno' },
  { country: 'IT', zip: /^4789\d$/, name: 'San Marino' },
  { country: 'IT', zip: /^00120$/, name: 'Città del Vaticano' },
];

/** Places within the VAT area whose rates are not their country's. That matters where a sale is taxed at its destination. */
const ownRates: readonly Territory[] = [
  { country: 'AT', zip: /^(6691|699[123])$/, name: 'Jungholz, Mittelberg' },
  { country: 'GR', zip: /^(8[123]\d{3}|85[2-9]\d\d|68002)$/, name: 'Aegean islands' },
  { country: 'PT', zip: /^9\d{3}(\d{3})?$/, name: 'Madeira, Açores' },
];

/** The territory with VAT rules of its own that an address lies in, if any. A person decides how such a sale is taxed. */
export function specialTerritory(address: Pick<PostalAddress, 'country' | 'zip'>): string | undefined {
  return within(territories, address);
}

/** The territory with VAT rates of its own that an address lies in, if any. */
export function ratesTerritory(address: Pick<PostalAddress, 'country' | 'zip'>): string | undefined {
  return within(ownRates, address);
}

function within(places: readonly Territory[], { country, zip }: Pick<PostalAddress, 'country' | 'zip'>): string | undefined {
  const code = codeIn(zip);
  return places.find((territory) => territory.country === country && territory.zip.test(code))?.name;
}

/**
 * The code within what people write as one: “D-27498”, “27498 Helgoland”, “97 100” and full-width digits are the bare code. Where it
 * has four digits in a row or more these are it; elsewhere letters and digits count, without the country before a British one.
 */
function codeIn(zip: string): string {
  const plain = zip
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return /^\D*(\d{4,})/.exec(plain)?.[1] ?? plain.replace(/^(?:GB|UK)(?=BT\d)/, '');
}
