/** What every candidate is given: an order as a channel tells it, amounts as text. */
export interface BenchOrder {
  readonly id: string;
  /** `yyyy-mm-dd` */
  readonly placedOn: string;
  readonly currency: string;
  readonly deliveryCountry: string;
  readonly business: boolean;
  readonly paymentMethod: string;
  readonly lines: readonly BenchLine[];
}

export interface BenchLine {
  readonly sku: string;
  readonly name: string;
  readonly options: string;
  readonly kind: string;
  readonly unit: string;
  readonly quantity: number;
  readonly weight: string;
  readonly unitGross: string;
  readonly listGross: string;
  readonly taxRate: string;
}

/** What every candidate must make of it, to the letter. */
export interface BenchResult {
  readonly document: Readonly<Record<string, string>>;
  readonly lines: readonly Readonly<Record<string, string>>[];
}

export interface Candidate {
  readonly name: string;
  readonly map: (order: BenchOrder) => BenchResult | Promise<BenchResult>;
}

const countries = ['DE', 'DE', 'DE', 'AT', 'FR', 'CH', 'US'];
const rates = ['19', '19', '7', '0', '20', '5.5'];
const units = ['Stück', 'piece', 'kg', 'Paar', ''];
const names = ['Kaffee „Santos“', '  Espresso   Blend  ', '', 'Filter & Papier <1x4>', 'Mühle, handbetrieben ☕', 'x'.repeat(300)];

/** Orders of a seed: mixed rates, countries, four-decimal prices, texts that need care. */
export function ordersOf(seed: number, count: number): readonly BenchOrder[] {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const amount = (): string => {
    const places = random() < 0.3 ? 4 : 2;
    const text = String(Math.floor(random() * 10 ** (places + 3)) + 1).padStart(places + 1, '0');
    const written = `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/0+$/, '');
    return written.endsWith('.') ? written.slice(0, -1) : written;
  };
  return Array.from({ length: count }, (_, index) => ({
    id: String(100_000 + index),
    placedOn: `2026-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`,
    currency: 'EUR',
    deliveryCountry: pick(countries),
    business: random() < 0.2,
    paymentMethod: pick(['PayPal', 'invoice', 'card']),
    lines: Array.from({ length: 10 }, (_line, place) => ({
      sku: `SKU-${place}-${Math.floor(random() * 1_000)}`,
      name: pick(names),
      options: random() < 0.5 ? '' : 'Farbe: Rot\nGröße: M',
      kind: pick(['physical', 'digital']),
      unit: pick(units),
      quantity: 1 + Math.floor(random() * 9),
      weight: String(Math.floor(random() * 5_000)),
      unitGross: amount(),
      listGross: amount(),
      taxRate: pick(rates),
    })),
  }));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
