import type { ProductSeed } from '@megzo/adapter-bigcommerce/simulator';

/** Tax classes of the demo's store, as the simulator has them. */
export const taxClasses = { '19': 1, '7': 2, '0': 3 } as const;

/** What the store sold before it was connected. The same SKU as an article's: it is adopted. */
export const demoShelf: readonly ProductSeed[] = [
  { sku: 'KAF-YIRG-250', name: 'Yirgacheffe 250g', price: '9.49', taxClassId: taxClasses['7'], stock: 30 },
  { sku: 'KAF-HAUS-500', name: 'Hausmischung 500g', price: '10.55', taxClassId: taxClasses['7'], stock: 45 },
  { sku: 'KAF-ESPR-1000', name: 'Espresso Nachtschicht 1kg', price: '21.90', taxClassId: taxClasses['7'], stock: 25 },
  { sku: 'KAF-HUIL-250', name: 'Huila 250g', price: '7.81', taxClassId: taxClasses['7'], stock: 30 },
  { sku: 'TEE-EARL-100', name: 'Earl Grey 100g', price: '7.50', taxClassId: taxClasses['7'], stock: 30 },
  { sku: 'TEE-DARJ-100', name: 'Darjeeling 100g', price: '12.90', taxClassId: taxClasses['7'], stock: 30 },
  { sku: 'GEN-KAND', name: 'Kandis', price: '4.20', taxClassId: taxClasses['7'], stock: 40 },
  { sku: 'KUE-FP-1000', name: 'Pressstempelkanne 1 Liter', price: '34.90', taxClassId: taxClasses['19'], stock: 25 },
  { sku: 'KUE-MUE-HAND', name: 'Kaffeemühle Handbetrieb', price: '49.90', taxClassId: taxClasses['19'], stock: 25 },
  { sku: 'KUE-HF-02', name: 'Porzellanfilter Größe 2', price: '17.50', taxClassId: taxClasses['19'], stock: 25 },
  { sku: 'KUE-WAAGE', name: 'Waage mit Timer', price: '39.90', taxClassId: taxClasses['19'], stock: 25 },
  // 2.49 net: three of them cost 8.89, which no unit price with two decimals makes.
  { sku: 'FIL-02-40', name: 'Filtertüten Größe 2', price: '2.9631', taxClassId: taxClasses['19'], stock: 60 },
  { sku: 'KURS-LATTE', name: 'Kurs Latte Art', price: '39.00', taxClassId: taxClasses['19'], type: 'digital', tracking: 'none' },
  { sku: 'GUT-50', name: 'Gutschein 50', price: '50.00', taxClassId: taxClasses['0'], type: 'digital', tracking: 'none' },
  // The name of an article whose SKU is another: which of the two is meant, a person must say.
  { sku: 'ALT-FP-GLAS', name: 'French Press Glas 0,6 l', price: '18.90', taxClassId: taxClasses['19'], stock: 4 },
  { sku: 'NUR-SHOP-01', name: 'Geschenkkarton groß', price: '3.90', taxClassId: taxClasses['19'], stock: 80 },
];
