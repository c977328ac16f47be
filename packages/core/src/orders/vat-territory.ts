import type { PostalAddress } from '../model/order.ts';

/** Places whose postal codes set them apart from their country: outside the VAT area of the EU, or inside it while their country is not. */
const territories: readonly { readonly country: string; readonly zip: RegExp; readonly name: string }[] = [
  { country: 'DE', zip: /^27498$/, name: 'Helgoland' },
  { country: 'DE', zip: /^78266$/, name: 'Büsingen' },
  { country: 'ES', zip: /^(35|38)\d{3}$/, name: 'Islas Canarias' },
  { country: 'ES', zip: /^51\d{3}$/, name: 'Ceuta' },
  { country: 'ES', zip: /^52\d{3}$/, name: 'Melilla' },
  { country: 'FI', zip: /^22\d{3}$/, name: 'Åland' },
  { country: 'FR', zip: /^97\d{3}$/, name: 'Outre-mer' },
  { country: 'GB', zip: /^BT\d/, name: 'Northern Ireland' },
  { country: 'GR', zip: /^6308[67]$/, name: 'Athos' },
  { country: 'IT', zip: /^22061$/, name: 'Campione d’Italia' },
  { country: 'IT', zip: /^23041$/, name: 'Livigno' },
];

/** The territory with VAT rules of its own that an address lies in, if any. A person decides how such a sale is taxed. */
export function specialTerritory({ country, zip }: Pick<PostalAddress, 'country' | 'zip'>): string | undefined {
  const code = codeIn(zip);
  return territories.find((territory) => territory.country === country && territory.zip.test(code))?.name;
}

/**
 * The code within what people write as one: “D-27498”, “27498 Helgoland”, “97 100” and full-width digits are the bare code. Where it
 * has five digits in a row these are it; elsewhere letters and digits count, without the country before a British one.
 */
function codeIn(zip: string): string {
  const plain = zip
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return /^\D*(\d{5})(?!\d)/.exec(plain)?.[1] ?? plain.replace(/^(?:GB|UK)(?=BT\d)/, '');
}
