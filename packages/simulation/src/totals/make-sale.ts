import type { Cart, CartCoupon, CartLine } from '@megzo/adapter-bigcommerce/simulator';
import { type Random, seededRandom } from '@megzo/core/testing';
import { fraction } from './fraction.ts';
import type { Exchange, Sale, ShopTerms } from './sale.ts';
import { type Scenario, scenarios } from './scenarios.ts';

const weights = scenarios.reduce((sum, { weight }) => sum + weight, 0);

/** The sale of a number: the same for the same seed, whichever others are made. */
export function makeSale(seed: number, number: number): Sale {
  const random = seededRandom(`${seed}/${number}`);
  const scenario = pickScenario(random);
  const shop = shopTerms(random, scenario);
  const lines = cartLines(random, scenario, shop);
  const vouchers = scenario.to === 'DE' && scenario.sells === 'goods' && random.percent(4) ? [random.below(lines.length)] : [];
  const goods = lines.map((line, index) => (vouchers.includes(index) ? voucher(line, shop) : line));
  const exchange = random.percent(8) ? exchangeRate(random) : undefined;
  return {
    number,
    scenario: scenario.name,
    on: scenario.on,
    merchant: scenario.merchant,
    shop,
    cart: cartOf(random, { scenario, shop, lines: goods, ...(exchange === undefined ? {} : { currency: exchange.currency }) }),
    vouchers,
    untaxed: goods.flatMap((line, index) => (classOf(line) === untaxedClass(shop) && !vouchers.includes(index) ? [index] : [])),
    ...(exchange === undefined ? {} : { exchange }),
    becomes: scenario.becomes,
  };
}

function pickScenario(random: Random): Scenario {
  let at = random.below(weights);
  for (const scenario of scenarios) {
    if (at < scenario.weight) return scenario;
    at -= scenario.weight;
  }
  throw new Error('the weights do not add up');
}

function shopTerms(random: Random, { rates, to, merchant }: Scenario): ShopTerms {
  // At home some goods bear no tax at all: the last class.
  const classes = rates === undefined ? ['0'] : to === 'DE' && !merchant.smallBusiness ? [...rates, '0'] : rates;
  return {
    pricesIncludeTax: random.percent(60),
    rounding: random.percent(70) ? 'RATE_ROUNDING' : 'NO_ROUNDING',
    decimals: random.percent(80) ? 2 : 4,
    classes,
    taxed: rates !== undefined,
    zeroTaxRows: random.percent(50),
    certificatesLowerTotal: random.percent(20),
    roundsTotal: random.percent(30),
  };
}

function cartLines(random: Random, { sells, rates = [] }: Scenario, shop: ShopTerms): readonly CartLine[] {
  // One order in fifty is long, one in a thousand as long as a document can be.
  const count = random.below(1_000) === 0 ? 100 + random.below(180) : random.percent(2) ? 10 + random.below(60) : 1 + random.below(6);
  const lines = Array.from({ length: sells === 'both' ? Math.max(2, count) : count }, (_, index): CartLine => {
    const usesUntaxed = shop.classes.length > rates.length && rates.length > 0 && random.percent(3);
    const taxClassId = usesUntaxed ? shop.classes.length - 1 : random.below(Math.max(1, rates.length));
    const digital = sells === 'downloads' || (sells === 'both' && index === 0);
    return {
      custom: { name: `Ware ${index}`, sku: `SKU-${random.below(30)}`, taxClassId, digital },
      price: random.below(300) === 0 ? '0' : amount(random, { most: 30_000, fine: random.percent(30) }),
      quantity: random.percent(70) ? 1 + random.below(3) : random.percent(90) ? 1 + random.below(25) : 1 + random.below(400),
      ...(random.percent(5) && !digital ? { wrapping: { name: 'Papier', cost: amount(random, { most: 500, fine: false }) } } : {}),
    };
  });
  // Gifts alone are no sale; a download must not be the gift, since a gift has no say in the taxation.
  return lines.map((line, index) => (index < 2 && line.price === '0' ? { ...line, price: '9.99' } : line));
}

interface CartParts {
  readonly scenario: Scenario;
  readonly shop: ShopTerms;
  readonly lines: readonly CartLine[];
  readonly currency?: string;
}

function cartOf(random: Random, { scenario, shop, lines, currency }: CartParts): Cart {
  const isShipped = lines.some(({ custom }) => custom?.digital !== true);
  const places = random.percent(3) ? 2 + random.below(2) : 1;
  const person = buyer(scenario);
  const shipTo = Array.from({ length: places }, (_, index) => ({ ...person, street1: `Weg ${index + 1}` }));
  // Shipping is taxed like goods that are taxed.
  const shippingClass = lines.map(classOf).find((taxClass) => shop.classes[taxClass] !== '0') ?? 0;
  const cost = (): string => amount(random, { most: 1_200, fine: random.percent(15) });
  const reductions = coupons(random, lines);
  const promotions = promotionsOf(random);
  const isReduced = reductions.length > 0 || promotions.length > 0;
  return {
    billing: person,
    lines: lines.map((line) => (places === 1 || line.custom?.digital === true ? line : { ...line, shipTo: random.below(places) })),
    ...(isShipped ? { shipTo } : {}),
    shipping: shipTo.map(() => ({
      cost: random.percent(70) ? cost() : '0',
      taxClassId: shippingClass,
      ...(random.percent(8) ? { handling: cost() } : {}),
    })),
    coupons: reductions,
    promotions,
    ...(isReduced && random.percent(10) ? { manualDiscount: amount(random, { most: 1_500, fine: false }) } : {}),
    fees:
      isShipped && random.percent(6)
        ? [{ name: 'Nachnahme', cost: String(1 + random.below(8)), taxClassId: feeClass(random, shop, shippingClass) }]
        : [],
    ...(random.percent(6) ? { storeCredit: amount(random, { most: 500, fine: false }) } : {}),
    // Less than the goods are worth, so that a total which it lowers stays above nothing.
    ...(!isReduced && random.percent(8) ? { giftCertificates: random.percent(3) ? lastCents(random) : halfOf(lines) } : {}),
    ...(currency === undefined ? {} : { currency }),
    force: true,
  };
}

function coupons(random: Random, lines: readonly CartLine[]): readonly CartCoupon[] {
  if (!random.percent(25)) return [];
  const kind = random.pick(['percent', 'percent', 'per-total', 'per-item', 'shipping', 'free-shipping'] as const);
  const on = random.percent(30) ? { lines: [random.below(lines.length)] } : {};
  return [{ code: 'DANKE', kind, amount: kind === 'percent' ? percent(random) : amount(random, { most: 1_000, fine: false }), ...on }];
}

function promotionsOf(random: Random): NonNullable<Cart['promotions']> {
  if (!random.percent(8)) return [];
  return [
    { name: 'Aktion', ...(random.percent(50) ? { percent: percent(random) } : { amount: amount(random, { most: 900, fine: false }) }) },
  ];
}

/** Half the price of the first line, in cents; nothing of what costs a cent. */
/** What was left on a certificate. */
function lastCents(random: Random): string {
  return `0.${String(1 + random.below(30)).padStart(2, '0')}`;
}

function halfOf([line]: readonly CartLine[]): string {
  const { over, under } = fraction(line?.price ?? '0');
  const cents = (over * 50n) / under;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function percent(random: Random): string {
  return random.percent(80) ? String(random.pick([5, 10, 15, 20, 33])) : `${1 + random.below(40)}.${random.below(100)}`;
}

/** A fee may bear a class that nothing else in the order bears: then the vendor's tax list does not name its rate. */
function feeClass(random: Random, { classes }: ShopTerms, ofGoods: number): number {
  return random.percent(70) ? ofGoods : random.below(Math.max(1, classes.filter((rate) => rate !== '0').length));
}

function voucher(line: CartLine, { classes }: ShopTerms): CartLine {
  return { ...line, custom: { name: 'Gutschein', taxClassId: classes.length - 1 }, quantity: 1, price: '25' };
}

function classOf({ custom }: CartLine): number {
  return custom?.taxClassId ?? 0;
}

function untaxedClass({ classes, taxed }: ShopTerms): number {
  return taxed && classes.at(-1) === '0' ? classes.length - 1 : -1;
}

function exchangeRate(random: Random): Exchange {
  const inverse = random.percent(50);
  const units = String(200_000 + random.below(1_600_000));
  return { currency: random.pick(['CHF', 'SEK', 'USD']), rate: `${units.slice(0, -6) || '0'}.${units.slice(-6)}`, inverse };
}

/** Above 0 and up to `most` cents; fine ones have four decimals. */
function amount(random: Random, { most, fine }: { readonly most: number; readonly fine: boolean }): string {
  const whole = 1 + random.below(random.percent(90) ? most : most * 10);
  const units = String(fine ? whole * 100 + random.below(100) : whole).padStart(fine ? 5 : 3, '0');
  const point = units.length - (fine ? 4 : 2);
  return `${units.slice(0, point)}.${units.slice(point)}`;
}

function buyer({ to, buyer: kind }: Scenario): NonNullable<Cart['billing']> {
  return {
    firstName: 'Erika',
    lastName: 'Muster',
    company: kind === 'consumer' ? '' : 'Kunde GmbH',
    street1: 'Weg 1',
    street2: '',
    city: 'Ort',
    zip: '10115',
    country: to,
    countryIso2: to,
    email: 'erika@example.org',
    formFields: kind === 'registered business' ? [{ name: 'USt-IdNr.', value: to === 'AT' ? 'ATU12345678' : 'FR12345678901' }] : [],
  };
}
