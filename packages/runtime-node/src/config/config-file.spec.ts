import { describe, expect, it } from '@jest/globals';
import { adapterRegistry } from '../container/registry.ts';
import { ConfigError } from './config-error.ts';
import { parseConfig, readConfigFile } from './config-file.ts';

const variables = { LEXOFFICE_API_KEY: 'key-1', BC_TOKEN: 'token-1' };
const world = { adapters: adapterRegistry, variables };

function acme() {
  return {
    merchants: [
      {
        id: 'acme',
        name: 'Acme GmbH',
        timeZone: 'Europe/Berlin',
        language: 'de',
        connections: [
          {
            id: 'acme-books',
            adapter: 'lexoffice',
            options: { apiKey: 'env:LEXOFFICE_API_KEY', baseUrl: 'https://api.lexware.io' },
            budget: { perSecond: 1.6, burst: 2 },
            timing: { timeoutMs: 40_000, settleMs: 90_000 },
          },
          {
            id: 'acme-shop',
            adapter: 'bigcommerce',
            options: { storeHash: 'abc123', accessToken: 'env:BC_TOKEN', clientSecret: 'shh', baseUrl: 'https://api.bigcommerce.com' },
          },
          {
            id: 'acme-dhl',
            adapter: 'dhl',
            options: { apiKey: 'a', apiSecret: 'b', user: 'c', password: 'd', billingNumbers: ['33333333330102'] },
          },
        ],
        pairs: [
          {
            id: 'acme-main',
            invoicing: 'acme-books',
            channel: 'acme-shop',
            courier: 'acme-dhl',
            payments: [],
            ordersFrom: '2026-01-01T00:00:00+01:00',
            flows: { listings: true, stock: true, orders: true },
            taxClasses: { '19': 1, '7': 2, '0': 3 },
            adoptExisting: 'by-sku',
            stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } },
          },
        ],
      },
    ],
  };
}

const stockOfAcme = { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } };

function tier(onHandFrom: number): object {
  return { onHandFrom, units: 1 };
}

function exception(sku: string): object {
  return { sku, buffer: { kind: 'fixed', units: 1 } };
}

/** The valid file with the value at a place replaced; `undefined` leaves it out. */
function changed(place: string, value: unknown): string {
  const file: unknown = acme();
  const steps = place.split('.');
  const parent = steps.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(at as object, step), file);
  Reflect.set(parent as object, steps.at(-1) ?? '', value);
  return JSON.stringify(file);
}

function faultsOf(text: string): readonly string[] {
  try {
    parseConfig(text, { ...world, name: 'megzo.json' });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('A configuration file', () => {
  it('is taken over with its references resolved, budget and timing given to the adapter', () => {
    const [merchant] = parseConfig(JSON.stringify(acme()), { ...world, name: 'megzo.json' }).merchants;

    expect(merchant?.connections[0]).toEqual({
      id: 'acme-books',
      adapter: 'lexoffice',
      options: {
        apiKey: 'key-1',
        baseUrl: 'https://api.lexware.io',
        budget: { perSecond: 1.6, burst: 2 },
        timing: { timeoutMs: 40_000, settleMs: 90_000 },
      },
    });
    expect(merchant?.connections[1]?.options).toMatchObject({ accessToken: 'token-1' });
    expect(merchant?.pairs[0]).toEqual(acme().merchants[0]?.pairs[0]);
  });

  it('may leave out what has a default', () => {
    const file = { merchants: [{ id: 'acme', connections: [], pairs: [] }] };

    expect(parseConfig(JSON.stringify(file), { ...world, name: 'megzo.json' }).merchants).toEqual([
      { id: 'acme', name: 'acme', timeZone: 'Europe/Berlin', language: 'de', connections: [], pairs: [] },
    ]);
  });

  it.each([
    ['merchant', [], 'merchant: there is no such key; did you mean "merchants"?'],
    ['merchants.0.timezone', 'Europe/Berlin', 'merchants[0].timezone: there is no such key; did you mean "timeZone"?'],
    ['merchants.0.timeZone', 'Europe/Berlim', 'merchants[0].timeZone: there is no such time zone; did you mean "Europe/Berlin"?'],
    ['merchants.0.language', 'fr', 'merchants[0].language: must be "de" or "en"'],
    ['merchants.0.pairs.0.ordersFrom', undefined, 'merchants[0].pairs[0].ordersFrom: is missing'],
    ['merchants.0.pairs.0.ordersFrom', '2026-01-01', 'merchants[0].pairs[0].ordersFrom: must be an instant with its offset'],
    ['merchants.0.pairs.0.flows.order', true, 'merchants[0].pairs[0].flows.order: there is no such key; did you mean "orders"?'],
    ['merchants.0.pairs.0.flows.orders', 'yes', 'merchants[0].pairs[0].flows.orders: must be of type boolean'],
    ['merchants.0.pairs.0.taxClasses.16', 4, 'merchants[0].pairs[0].taxClasses.16: there is no such key; did you mean "19"?'],
    ['merchants.0.pairs.0.adoptExisting', 'by-name', 'merchants[0].pairs[0].adoptExisting: must be "by-sku" or "never"'],
    ['merchants.0.pairs.0.otherCurrencies', 'yes', 'merchants[0].pairs[0].otherCurrencies: must be "park" or "convert"'],
    ['merchants.0.pairs.0.vatRates', { at: [] }, 'merchants[0].pairs[0].vatRates: "at" is no country code, such as AT'],
    [
      'merchants.0.pairs.0.vatRates',
      { AT: [{ from: '2027-01-01', rates: ['20', '13,5'] }] },
      'merchants[0].pairs[0].vatRates: "13,5" is no rate in percent, such as 13.5',
    ],
    ['merchants.0.pairs.0.stock.count.pattern', 'Bestand', 'merchants[0].pairs[0].stock.count.pattern: must hold {count} once'],
    [
      'merchants.0.pairs.0.stock.count.pattern',
      'Bestand: {count} {time}',
      'merchants[0].pairs[0].stock.count.pattern: a stock pattern holds {date} and {time} once at the most, and no {time} without a {date}',
    ],
    [
      'merchants.0.pairs.1',
      { ...acme().merchants[0]?.pairs[0], id: 'acme-second', channel: 'x', stock: { ...stockOfAcme, pool: 'north' } },
      'merchants[0].pairs[1].stock.pool: the articles of "acme-books" are counted by pair "acme-main" too, into the pool "default"',
    ],
    [
      'merchants.0.pairs.1',
      {
        ...acme().merchants[0]?.pairs[0],
        id: 'b',
        channel: 'x',
        stock: { ...stockOfAcme, count: { from: 'article-note', pattern: 'Lager {count}' } },
      },
      'merchants[0].pairs[1].stock.count.pattern: the articles of "acme-books" are counted by pair "acme-main" too, by the pattern "Bestand: {count}"',
    ],
    [
      'merchants.0.pairs.0.stock.count',
      { from: 'source', connection: 'acme-warehous' },
      'merchants[0].pairs[0].stock.count.connection: this merchant has no connection "acme-warehous"',
    ],
    [
      'merchants.0.pairs.0.stock.count',
      { from: 'source', connection: 'acme-books' },
      'stock.count.connection: "acme-books" is a connection of adapter lexoffice (invoicing), and stock-source is needed: stock-feed',
    ],
    [
      'merchants.0.pairs',
      ['north', 'south'].map((pool) => ({
        ...acme().merchants[0]?.pairs[0],
        ...{ id: pool, channel: `${pool}-shop`, stock: { ...stockOfAcme, pool, count: { from: 'source', connection: 'warehouse' } } },
      })),
      'merchants[0].pairs[1].stock.pool: the units of "warehouse" are counted by pair "north" too, into the pool "north"; both must say the same',
    ],
    ['merchants.0.pairs.0.stock.count', { from: 'till' }, 'merchants[0].pairs[0].stock.count.from: '],
    ['merchants.0.pairs.0.stock.returns', { refundedUnits: 'free' }, 'stock.returns.refundedUnits: must be "keep" or "release"'],
    ['merchants.0.pairs.0.stock.returns', { returnedUnits: 'release' }, 'stock.returns.returnedUnits: must be "keep" or "restock"'],
    ['merchants.0.pairs.0.stock.returns', { cancelled: 'keep' }, 'stock.returns.cancelled: '],
    ['merchants.0.pairs.0.stock.buffer.kind', 'tier', 'merchants[0].pairs[0].stock.buffer.kind: must be "fixed" or "percent" or "tiers"'],
    ['merchants.0.pairs.0.stock.buffer.units', -1, 'merchants[0].pairs[0].stock.buffer.units: Too small'],
    ['merchants.0.pairs.0.stock.buffer.units', 2_000_000, 'merchants[0].pairs[0].stock.buffer.units: Too big'],
    ['merchants.0.pairs.0.stock.buffer', undefined, 'merchants[0].pairs[0].stock.buffer: is missing, and the merchant has none either'],
    [
      'merchants.0.pairs.0.stock.buffer',
      { kind: 'tiers', tiers: [] },
      'merchants[0].pairs[0].stock.buffer.tiers: must name at least one tier',
    ],
    [
      'merchants.0.pairs.0.stock.buffer',
      { kind: 'tiers', tiers: [tier(5), tier(5)] },
      'merchants[0].pairs[0].stock.buffer.tiers: must ascend by onHandFrom',
    ],
    [
      'merchants.0.pairs.0.stock.buffers',
      [exception('K-1'), exception(' k-1')],
      'merchants[0].pairs[0].stock.buffers[1].sku: "k-1" has a buffer above already',
    ],
    ['merchants.0.pairs.0.stock.buffers', [exception(' ')], 'merchants[0].pairs[0].stock.buffers[0].sku: must not be empty'],
    ['merchants.0.stock', { buffer: { kind: 'fixed' } }, 'merchants[0].stock.buffer.units: is missing'],
    ['merchants.0.pairs.0.stock.buffer.unit', 2, 'merchants[0].pairs[0].stock.buffer.unit: there is no such key; did you mean "units"?'],
    ['merchants.0.pairs.0.stock', undefined, 'merchants[0].pairs[0].stock: is missing, while flows.stock is on'],
    [
      'merchants.0.pairs.0.invoicing',
      'acme-book',
      'merchants[0].pairs[0].invoicing: this merchant has no connection "acme-book"; did you mean "acme-books"?',
    ],
    [
      'merchants.0.pairs.0.channel',
      'acme-books',
      'merchants[0].pairs[0].channel: "acme-books" is a connection of adapter lexoffice (invoicing), and channel is needed: bigcommerce',
    ],
    [
      'merchants.0.pairs.0.payments',
      ['acme-dhl'],
      'merchants[0].pairs[0].payments[0]: "acme-dhl" is a connection of adapter dhl (courier), and payment is needed: no adapter has that role yet',
    ],
    [
      'merchants.0.connections.1.id',
      'acme-books',
      'merchants[0].connections[1].id: "acme-books" is the id of merchants[0].connections[0] already',
    ],
    [
      'merchants.0.connections.1.adapter',
      'bigcomerce',
      'merchants[0].connections[1].adapter: there is no adapter "bigcomerce"; did you mean "bigcommerce"?',
    ],
    [
      'merchants.0.connections.1.options.storehash',
      'x',
      'merchants[0].connections[1].options.storehash: there is no such key; did you mean "storeHash"?',
    ],
    ['merchants.0.connections.1.options.storeHash', undefined, 'merchants[0].connections[1].options.storeHash: is missing'],
    [
      'merchants.0.connections.0.options.apiKey',
      'env:LEXOFFICE_KEY',
      'merchants[0].connections[0].options.apiKey: the environment variable LEXOFFICE_KEY is not set',
    ],
    ['merchants.0.connections.0.options.baseUrl', 'api.lexware.io', 'merchants[0].connections[0].options.baseUrl: '],
    ['merchants.0.connections.0.options.budget', {}, 'merchants[0].connections[0].options.budget: stands beside "options", not inside it'],
    [
      'merchants.0.connections.0.budget.perSec',
      2,
      'merchants[0].connections[0].budget.perSec: there is no such key; did you mean "perSecond"?',
    ],
    ['merchants.0.connections.0.timing.timeoutMs', '40s', 'merchants[0].connections[0].timing.timeoutMs: must be of type number'],
    [
      'merchants.0.connections.2.options.billingNumbers',
      ['123'],
      'merchants[0].connections[2].options.billingNumbers[0]: a billing number has 14 characters',
    ],
  ])('with a mistake at %s is refused with its place and what to do', (place, value, fault) => {
    expect(faultsOf(changed(place, value))).toContainEqual(expect.stringContaining(fault));
  });

  it('needs no buffer for a pair where the merchant has one for all', () => {
    const file = JSON.parse(changed('merchants.0.pairs.0.stock.buffer', undefined));
    file.merchants[0].stock = { buffer: { kind: 'fixed', units: 1 } };

    expect(faultsOf(JSON.stringify(file))).toEqual([]);
  });

  it('takes what a merchant chose for currencies and VAT rates', () => {
    const vatRates = { AT: [{ from: '2027-01-01', rates: ['20', '13.5'] }] };
    const file = JSON.parse(changed('merchants.0.pairs.0.otherCurrencies', 'convert'));
    file.merchants[0].pairs[0].vatRates = vatRates;

    expect(parseConfig(JSON.stringify(file), { ...world, name: 'megzo.json' }).merchants[0]?.pairs[0]).toMatchObject({
      otherCurrencies: 'convert',
      vatRates,
    });
  });

  it('names each of several mistakes exactly once', () => {
    const file = JSON.parse(changed('merchants.0.pairs.0.chanel', 'acme-shop'));
    file.merchants[0].connections[1].options.accesToken = 'x';
    file.merchants[0].connections[1].options.accessToken = 'env:NOT_THERE';
    file.merchants[0].langage = 'de';

    expect(faultsOf(JSON.stringify(file)).map((fault) => fault.split(':')[0])).toEqual([
      'merchants[0].pairs[0].chanel',
      'merchants[0].langage',
      'merchants[0].connections[1].options.accessToken',
      'merchants[0].connections[1].options.accesToken',
    ]);
  });

  it('refuses two pairs that take the orders of one channel', () => {
    const file = acme();
    const pairs = file.merchants[0]?.pairs ?? [];
    const [first] = pairs;
    if (first) pairs.push({ ...first, id: 'acme-second' });

    expect(faultsOf(JSON.stringify(file))).toEqual([
      'merchants[0].pairs[1].flows.orders: the orders of "acme-shop" go to merchants[0].pairs[0] already',
    ]);
  });

  it('never repeats a secret in a fault', () => {
    const faults = faultsOf(changed('merchants.0.connections.0.options.apiKey', 'top secret words'));

    expect(faults).toHaveLength(1);
    expect(faults.join()).not.toContain('top secret');
  });

  it('that is no JSON is refused with line and column', () => {
    expect(faultsOf('{\n  "merchants": [}\n')).toEqual(['line 2, column 17: this is no valid JSON']);
  });

  it('that is not there is named', async () => {
    await expect(readConfigFile('/nowhere/megzo.json', world)).rejects.toThrow(/megzo\.json cannot be read:\n.*there is no such file/);
  });
});
