import { describe, expect, it } from '@jest/globals';
import { ratesTerritory, specialTerritory } from './vat-territory.ts';

describe('a territory with VAT rules of its own', () => {
  it.each([
    ['DE', '27498', 'Helgoland'],
    ['DE', '78266', 'Büsingen'],
    ['ES', '38 001', 'Islas Canarias'],
    ['ES', '51001', 'Ceuta'],
    ['ES', '52001', 'Melilla'],
    ['FI', '22100', 'Åland'],
    ['FR', '97100', 'Outre-mer'],
    ['FR', '98713', 'Outre-mer'],
    ['FR', '98800', 'Outre-mer'],
    ['DK', 'DK-3900', 'Kalaallit Nunaat'],
    ['IT', '47890', 'San Marino'],
    ['IT', '00120', 'Città del Vaticano'],
    ['GB', 'bt1 5gs', 'Northern Ireland'],
    ['GR', '63086', 'Athos'],
    ['IT', '22061', 'Campione d’Italia'],
    ['IT', '23041', 'Livigno'],
    ['DE', 'D-27498', 'Helgoland'],
    ['DE', 'DE 27498', 'Helgoland'],
    ['DE', '27498 Helgoland', 'Helgoland'],
    ['DE', '２７４９８', 'Helgoland'],
    ['DE', 'd-78266', 'Büsingen'],
    ['FI', 'AX-22100', 'Åland'],
    ['FR', 'F-97400', 'Outre-mer'],
    ['FR', '97.100', 'Outre-mer'],
    ['ES', 'E-35001', 'Islas Canarias'],
    ['ES', 'CP35001', 'Islas Canarias'],
    ['ES', '35001, Las Palmas', 'Islas Canarias'],
    ['IT', 'I-22061', 'Campione d’Italia'],
    ['GB', 'BT1-5GS', 'Northern Ireland'],
    ['GB', 'GB-BT1 5GS', 'Northern Ireland'],
  ])('is told by its postal code: %s %s', (country, zip, name) => {
    expect(specialTerritory({ country, zip })).toBe(name);
  });

  it.each([
    ['DE', '27499'],
    ['DE', '38100'],
    ['AT', '27498'],
    ['ES', '08001'],
    ['ES', '350010'],
    ['GB', 'B1 1BT'],
    ['FR', '75001'],
    ['IT', ''],
    ['DE', '1027498'],
    ['DE', '10115 27498'],
    ['GB', 'GB1 5BT'],
    ['FR', '98000'],
    ['DK', '4000'],
    ['DK', '39000'],
    ['PT', '9000-001'],
  ])('is not everywhere: %s %s', (country, zip) => {
    expect(specialTerritory({ country, zip })).toBeUndefined();
  });
});

describe('a territory with VAT rates of its own', () => {
  it.each([
    ['PT', '9000-001', 'Madeira, Açores'],
    ['PT', '9500', 'Madeira, Açores'],
    ['PT', 'P-9700 042', 'Madeira, Açores'],
    ['AT', '6691', 'Jungholz, Mittelberg'],
    ['AT', 'A-6993', 'Jungholz, Mittelberg'],
    ['GR', '811 00', 'Aegean islands'],
    ['GR', '85300', 'Aegean islands'],
    ['GR', '68002', 'Aegean islands'],
  ])('is told by its postal code: %s %s', (country, zip, name) => {
    expect(ratesTerritory({ country, zip })).toBe(name);
  });

  it.each([
    ['PT', '1000-001'],
    ['PT', '90000'],
    ['AT', '6990'],
    ['AT', '66910'],
    ['GR', '85100'],
    ['GR', '10431'],
    ['DE', '9000'],
  ])('is not everywhere: %s %s', (country, zip) => {
    expect(ratesTerritory({ country, zip })).toBeUndefined();
  });
});
