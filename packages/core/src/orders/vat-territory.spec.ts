import { describe, expect, it } from '@jest/globals';
import { specialTerritory } from './vat-territory.ts';

describe('a territory with VAT rules of its own', () => {
  it.each([
    ['DE', '27498', 'Helgoland'],
    ['DE', '78266', 'Büsingen'],
    ['ES', '38 001', 'Islas Canarias'],
    ['ES', '51001', 'Ceuta'],
    ['ES', '52001', 'Melilla'],
    ['FI', '22100', 'Åland'],
    ['FR', '97100', 'Outre-mer'],
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
  ])('is not everywhere: %s %s', (country, zip) => {
    expect(specialTerritory({ country, zip })).toBeUndefined();
  });
});
