import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { type Call, type ChannelOrder, canonicalJson, type EffectCall, type SalesOrderDraft, type Totals } from '@megzo/core';
import { createMemoryEnvironment, type MemoryEnvironment } from '@megzo/core/memory';
import { chargeSale } from './charge-sale.ts';
import type { Sale } from './sale.ts';
import { type Books, settleSale } from './settle-sale.ts';

const storeHash = 'abc123';

/**
 * One sale by the long way: bought in the simulated store, read by the real adapter, and, where no contact is needed, sent to the simulated
 * invoicing system and read back. Answers what differs from the short way.
 */
export async function sampleSale(sale: Sale, books: Books): Promise<readonly string[]> {
  const { order } = chargeSale(sale);
  const read = await readFromStore(sale);
  const told = canonicalJson(moneyOf(read) as never);
  const wanted = canonicalJson(moneyOf(order) as never);
  if (told !== wanted) return [`sale ${sale.number}: the adapter reads ${told}, the short way makes ${wanted}`];
  const settled = settleSale(sale, order, books);
  if (!settled.placed || !takesOneTimeAddress(settled.draft)) return [];
  const back = await throughBooks(sale, settled.draft);
  return canonicalJson(back as never) === canonicalJson(settled.totals as never)
    ? []
    : [`sale ${sale.number}: the books say ${canonicalJson(back as never)} instead of ${canonicalJson(settled.totals as never)}`];
}

async function readFromStore(sale: Sale): Promise<ChannelOrder> {
  const { number, shop, cart, vouchers } = sale;
  const country = cart.billing?.countryIso2 ?? 'DE';
  const environment = environmentOf(sale);
  const { clock } = environment;
  const store = createBigcommerceSimulator({
    world: { clock, random: seededRandom(number) },
    storeHash,
    accessToken: 'token',
    settings: {
      quota: 'off',
      pricesIncludeTax: shop.pricesIncludeTax,
      roundingStrategy: shop.rounding,
      decimalPlaces: shop.decimals,
      currencies:
        cart.currency === undefined ? [] : [{ code: cart.currency, rate: '1.0', transactional: true, decimalPlaces: shop.decimals }],
      taxClasses: shop.classes.map((rate, id) => ({ id, name: `Klasse ${id}`, rate })),
      taxedCountries: shop.taxed ? [country] : [],
      subtractStoreTax: false,
      zeroTaxRows: shop.zeroTaxRows,
      giftCertificatesLowerTotal: shop.certificatesLowerTotal,
    },
  });
  const id = store.storefront.placeOrder(cart);
  const types = store.order(id).lines.map((line, index) => [line.id, vouchers.includes(index) ? { type: 'giftcertificate' } : {}] as const);
  const { totalGross } = chargeSale(sale).order;
  store.storefront.corrupt(id, { lines: Object.fromEntries(types), ...(shop.roundsTotal ? { order: { total_inc_tax: totalGross } } : {}) });
  const channel = createBigcommerceChannel({ storeHash, accessToken: 'token' }, createKit({ fetch: store.handler, clock }));
  const answer = await environment.finish(channel.orders.read(String(id), call()));
  if (answer.status !== 'done' || answer.value === undefined) throw new Error(`sale ${number} cannot be read: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** What the totals are made of; ids, instants and people are other tests' business. */
function moneyOf({
  currency,
  totalGross,
  pricesIncludeTax,
  paidByGiftCertificate,
  paidByStoreCredit,
  lines,
  charges,
}: ChannelOrder): object {
  return {
    currency,
    totalGross,
    pricesIncludeTax,
    paidByGiftCertificate,
    paidByStoreCredit,
    lines: lines.map(({ kind, name, quantity, totalGross: gross, listGross, tax, taxRates }) => ({
      kind,
      name,
      quantity,
      gross,
      listGross,
      tax,
      taxRates,
    })),
    charges: charges.map(({ kind, name, gross, tax, taxRates, parts }) => ({ kind, name, gross, tax, taxRates, parts })),
  };
}

function takesOneTimeAddress({ treatment }: SalesOrderDraft): boolean {
  return ['domestic', 'small-business', 'distance-sale', 'electronic-services'].includes(treatment.kind);
}

async function throughBooks(sale: Sale, draft: SalesOrderDraft): Promise<Totals | undefined> {
  const { number, merchant } = sale;
  const environment = environmentOf(sale);
  const { clock } = environment;
  const books = createLexofficeSimulator({
    world: { clock, random: seededRandom(number) },
    apiKey: 'key',
    organization: { smallBusiness: merchant.smallBusiness, distanceSalesPrinciple: principle(merchant.distanceSales) },
    settings: { rateLimit: 'off', listLagMs: 0, contactLagMs: 0, distanceSalesRecipient: 'anyone' },
  });
  // Articles of the short way do not stand there: lines are sent as free ones.
  const lines = draft.lines.map((line) => (line.kind === 'text' ? line : withoutArticle(line)));
  const { salesOrders } = createLexofficeInvoicing({ apiKey: 'key' }, createKit({ fetch: books.handler, clock }));
  const made = await environment.finish(salesOrders.send({ ...draft, lines }, effectCall(number)));
  if (made.status !== 'done') throw new Error(`sale ${number} is not taken: ${JSON.stringify(made)}`);
  const back = await environment.finish(salesOrders.read(made.value.id, call()));
  return back.status === 'done' ? back.value?.totals : undefined;
}

function withoutArticle<Line extends { readonly article?: unknown }>({ article: _article, ...line }: Line): Omit<Line, 'article'> {
  return line;
}

function principle(distanceSales: 'origin' | 'destination' | undefined): 'ORIGIN' | 'DESTINATION' | 'unset' {
  return distanceSales === undefined ? 'unset' : distanceSales === 'origin' ? 'ORIGIN' : 'DESTINATION';
}

/** Noon in Berlin; waiting moves the clock. */
function environmentOf({ number, on }: Sale): MemoryEnvironment {
  return createMemoryEnvironment({ at: Date.parse(`${on}T10:00:00Z`), seed: number });
}

function call(): Call {
  return { signal: new AbortController().signal, priority: 'order' };
}

function effectCall(number: number): EffectCall {
  return { ...call(), marker: `Bestellung ${number}`, attempt: 1, maySend: () => true };
}
