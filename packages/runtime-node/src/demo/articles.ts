import type { EnteredArticle, EnteredPrice } from '@megzo/adapter-lexoffice/simulator';
import { decimal, decimalText, exact, round } from '@megzo/core';

/** The assortment of the demo's merchant, a coffee and tea shop with kitchenware, as it stands in the invoicing system. */
export function demoArticles(): readonly EnteredArticle[] {
  return [...coffees(), ...teas(), ...kitchenware(), ...filters(), ...spices(), ...servicesAndVouchers, ...unfinished];
}

/** Articles that the merchant has given up; they stay in the invoicing system. */
export const archivedArticles: readonly string[] = ['KAF-KONA-250'];

/** Beans are food: 7 %. Sizes are articles of their own, since the invoicing system knows no variants. */
function coffees(): readonly EnteredArticle[] {
  const origins: readonly (readonly [code: string, name: string, taste: string, kilo: string])[] = [
    ['YIRG', 'Äthiopien Yirgacheffe', 'Jasmin, Bergamotte, Honig', '33.90'],
    ['SIDA', 'Äthiopien Sidamo', 'Blaubeere, Kakao', '31.90'],
    ['HUEH', 'Guatemala Huehuetenango', 'Karamell, Apfel', '28.90'],
    ['ANTI', 'Guatemala Antigua', 'Schokolade, Orange', '29.90'],
    ['HUIL', 'Kolumbien Huila', 'Rote Früchte, Panela', '27.90'],
    ['NARI', 'Kolumbien Nariño', 'Limette, Rohrzucker', '28.90'],
    ['SANT', 'Brasilien Santos', 'Nuss, Milchschokolade', '22.90'],
    ['MANT', 'Sumatra Mandheling', 'Zeder, Tabak', '26.90'],
    ['MALA', 'Indien Monsooned Malabar', 'Gewürze, Malz', '25.90'],
    ['TARR', 'Costa Rica Tarrazú', 'Mandarine, Vanille', '30.90'],
    ['KENI', 'Kenia AA Nyeri', 'Johannisbeere, Tomate', '34.90'],
    ['HAUS', 'Hausmischung Hafenröster', 'Kakao, Haselnuss', '19.90'],
    ['ESPR', 'Espresso Nachtschicht', 'Zartbitter, Mandel', '21.90'],
    ['ENTK', 'Entkoffeiniert Kolumbien', 'Karamell, mild', '24.90'],
    ['KONA', 'Hawaii Kona', 'Macadamia, Butter', '89.00'],
  ];
  const sizes: readonly (readonly [grams: number, label: string, share: string])[] = [
    [250, '250 g', '0.28'],
    [500, '500 g', '0.53'],
    [1000, '1 kg', '1'],
  ];
  return origins.flatMap(([code, name, taste, kilo], place) =>
    sizes.slice(0, code === 'KONA' ? 1 : 3).map(([grams, label, share], size) => ({
      title: `${name}, ganze Bohne, ${label}`,
      articleNumber: `KAF-${code}-${grams}`,
      description: `Langsam in der Trommel geröstet. Schmeckt nach: ${taste}.`,
      note: note(20 + ((place * 7 + size * 13) % 60)),
      unitName: 'Packung',
      price: price(times(kilo, share), place % 4 === 3 ? 'net' : 'gross'),
      taxRate: 7 as const,
    })),
  );
}

function teas(): readonly EnteredArticle[] {
  const sorts: readonly (readonly [code: string, name: string, price: string])[] = [
    ['ASSM', 'Assam TGFOP', '6.90'],
    ['DARJ', 'Darjeeling First Flush', '12.90'],
    ['EARL', 'Earl Grey', '7.50'],
    ['OSTF', 'Ostfriesenmischung', '6.40'],
    ['SENC', 'Sencha', '8.90'],
    ['GENM', 'Genmaicha', '8.50'],
    ['GUNP', 'Gunpowder', '6.20'],
    ['JASM', 'Jasmintee', '7.90'],
    ['OOLO', 'Milky Oolong', '13.90'],
    ['PAIM', 'Pai Mu Tan', '11.90'],
    ['PUER', 'Pu-Erh', '9.90'],
    ['ROOI', 'Rooibos Vanille', '5.90'],
    ['PFEF', 'Pfefferminze', '4.90'],
    ['KAMI', 'Kamille', '5.10'],
    ['FRUE', 'Früchtetee Waldbeere', '5.60'],
    ['INGW', 'Ingwer-Zitrone', '6.30'],
  ];
  return sorts.flatMap(([code, name, small], place) =>
    [100, 250].map((grams) => ({
      title: `${name}, lose, ${grams} g`,
      articleNumber: `TEE-${code}-${grams}`,
      note: note(10 + ((place * 11 + grams) % 45)),
      unitName: 'Packung',
      price: price(grams === 100 ? small : times(small, '2.2'), place % 3 === 0 ? 'net' : 'gross'),
      taxRate: 7 as const,
    })),
  );
}

function kitchenware(): readonly EnteredArticle[] {
  const pieces: readonly (readonly [number: string, title: string, price: string])[] = [
    ['KUE-FP-350', 'French Press Edelstahl 0,35 l', '24.90'],
    ['KUE-FP-1000', 'French Press Edelstahl 1 l', '34.90'],
    ['KUE-FP-GLAS', 'French Press Glas 0,6 l', '19.90'],
    ['KUE-HF-01', 'Handfilter Porzellan Größe 1', '14.50'],
    ['KUE-HF-02', 'Handfilter Porzellan Größe 2', '17.50'],
    ['KUE-HF-GLAS', 'Handfilter Glas mit Korkring', '22.90'],
    ['KUE-MUE-HAND', 'Handmühle Keramikmahlwerk', '49.90'],
    ['KUE-MUE-STAHL', 'Handmühle Stahlmahlwerk', '119.00'],
    ['KUE-MUE-ELEK', 'Elektrische Kegelmühle', '159.00'],
    ['KUE-WK-08', 'Schwanenhalskessel 0,8 l', '54.90'],
    ['KUE-WK-12', 'Schwanenhalskessel 1,2 l', '64.90'],
    ['KUE-WK-ELEK', 'Schwanenhalskessel elektrisch, gradgenau', '99.00'],
    ['KUE-WAAGE', 'Barista-Waage mit Timer', '39.90'],
    ['KUE-THERM', 'Milchthermometer', '12.90'],
    ['KUE-KANNE-05', 'Milchkännchen 0,5 l', '18.90'],
    ['KUE-KANNE-10', 'Milchkännchen 1 l', '22.90'],
    ['KUE-TAMP-58', 'Tamper 58 mm', '29.90'],
    ['KUE-BOX-500', 'Vorratsdose Edelstahl 500 g', '21.90'],
    ['KUE-BOX-1000', 'Vorratsdose Edelstahl 1 kg', '27.90'],
    ['KUE-TASSE-ES', 'Espressotassen, 2 Stück', '14.90'],
    ['KUE-TASSE-CA', 'Cappuccinotassen, 2 Stück', '18.90'],
    ['KUE-BECHER', 'Reisebecher 0,35 l', '29.90'],
    ['KUE-TKANNE-06', 'Teekanne Gusseisen 0,6 l', '44.90'],
    ['KUE-TKANNE-12', 'Teekanne Gusseisen 1,2 l', '69.90'],
    ['KUE-TKANNE-GLAS', 'Teekanne Glas mit Sieb 1 l', '28.90'],
    ['KUE-STOEV', 'Stövchen Gusseisen', '19.90'],
    ['KUE-MATCHA', 'Matcha-Set, dreiteilig', '32.90'],
    ['KUE-SIEB', 'Teesieb Edelstahl', '6.90'],
    ['KUE-LOEFFEL', 'Kaffeelot Buche', '5.90'],
    ['KUE-BUERSTE', 'Mühlenpinsel', '7.90'],
    ['KUE-ENTKALK', 'Entkalker flüssig 250 ml', '8.90'],
    ['KUE-REINIG', 'Kaffeefettlöser, 100 Tabletten', '12.90'],
  ];
  return pieces.map(([articleNumber, title, entered], place) => ({
    title,
    articleNumber,
    description: 'Zwei Jahre Garantie. Ersatzteile auf Anfrage.',
    note: note(3 + ((place * 5) % 25)),
    price: price(entered, place % 5 === 4 ? 'net' : 'gross'),
    taxRate: 19 as const,
  }));
}

function filters(): readonly EnteredArticle[] {
  return ['01', '02', '04', 'V60'].flatMap((size, place) =>
    [40, 100].map((count) => ({
      title: `Papierfilter Größe ${size}, ${count} Stück`,
      articleNumber: `FIL-${size}-${count}`,
      note: note(60 + place * 10),
      unitName: 'Packung',
      // A net price whose gross is no multiple of three cents: three of them can only be written as two lines.
      price: { net: count === 40 ? '2.49' : '4.19' },
      taxRate: 19 as const,
    })),
  );
}

function spices(): readonly EnteredArticle[] {
  const sorts: readonly (readonly [code: string, title: string, price: string])[] = [
    ['ZIMT', 'Ceylon-Zimt gemahlen, 50 g', '3.90'],
    ['KARD', 'Kardamom ganz, 30 g', '6.50'],
    ['VANI', 'Bourbon-Vanille, 2 Schoten', '8.90'],
    ['CHAI', 'Chai-Gewürzmischung, 80 g', '5.90'],
    ['KAND', 'Kluntje-Kandis, 500 g', '4.20'],
    ['ROHR', 'Vollrohrzucker, 500 g', '4.80'],
    ['HONI', 'Lindenblütenhonig, 250 g', '6.90'],
    ['HAFE', 'Hafercreme Barista, 1 l', '2.49'],
    ['SCHO', 'Trinkschokolade 70 %, 250 g', '7.90'],
    ['KEKS', 'Cantuccini, 200 g', '4.50'],
    ['NUSS', 'Geröstete Mandeln, 150 g', '5.20'],
    ['GEBA', 'Spekulatius, 250 g', '3.80'],
  ];
  return sorts.map(([code, title, entered], place) => ({
    title,
    articleNumber: `GEN-${code}`,
    note: note(15 + ((place * 9) % 40)),
    unitName: 'Packung',
    price: price(entered, place % 2 === 0 ? 'gross' : 'net'),
    taxRate: 7 as const,
  }));
}

/** A voucher good for anything is no sale yet: 0 %. */
const servicesAndVouchers: readonly EnteredArticle[] = [
  { title: 'Wertgutschein 25 Euro', articleNumber: 'GUT-25', type: 'SERVICE', price: { gross: '25.00' }, taxRate: 0 },
  { title: 'Wertgutschein 50 Euro', articleNumber: 'GUT-50', type: 'SERVICE', price: { gross: '50.00' }, taxRate: 0 },
  { title: 'Wertgutschein 100 Euro', articleNumber: 'GUT-100', type: 'SERVICE', price: { gross: '100.00' }, taxRate: 0 },
  { title: 'Online-Kurs Latte Art', articleNumber: 'KURS-LATTE', type: 'SERVICE', price: { gross: '39.00' }, taxRate: 19 },
  { title: 'Online-Kurs Handfilter', articleNumber: 'KURS-FILTER', type: 'SERVICE', price: { gross: '29.00' }, taxRate: 19 },
];

/** What is never quite tidy: no number, counts that nobody can read. */
const unfinished: readonly EnteredArticle[] = [
  { title: 'Probierpaket Frühjahr (in Planung)', note: 'Bestand: 10', price: { gross: '24.90' }, taxRate: 7 },
  { title: 'Geschenkkorb nach Absprache', price: { net: '42.00' }, taxRate: 19 },
  { title: 'Röstkurs vor Ort', type: 'SERVICE', price: { gross: '89.00' }, taxRate: 19 },
  { title: 'Jutesack, gebraucht', articleNumber: 'SON-JUTE', note: 'Bestand: viele', price: { gross: '3.50' }, taxRate: 19 },
  {
    title: 'Emaille-Becher Hafenröster',
    articleNumber: 'SON-EMAIL',
    note: 'Lager Keller\nBestand: zwölf',
    price: { gross: '12.90' },
    taxRate: 19,
  },
  { title: 'Geschirrtuch Leinen', articleNumber: 'SON-TUCH', note: 'Bestand: -2', price: { gross: '14.90' }, taxRate: 19 },
  { title: 'Postkarten-Set', articleNumber: 'SON-POST', note: 'Nachbestellt am 12.3.', price: { gross: '6.90' }, taxRate: 19 },
];

function note(count: number): string {
  return `Bestand: ${count}`;
}

function price(entered: string, side: 'gross' | 'net'): EnteredPrice {
  return side === 'gross' ? { gross: entered } : { net: entered };
}

function times(amount: string, factor: string): string {
  return round(decimalText(exact(decimal(amount)).times(factor)), 2);
}
