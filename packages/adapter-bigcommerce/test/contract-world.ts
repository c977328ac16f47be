import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { decimal, type ListingRef } from '@megzo/core';
import { type ChannelWorld, createContractWire, type PortSetting, type ShopDesk } from '@megzo/core/testing';
import { createBigcommerceChannel } from '../src/index.ts';
import { type BigcommerceSimulator, createBigcommerceSimulator } from '../src/simulator/index.ts';
import { type OtherApp, otherApp } from './other-app.ts';

const storeHash = 'abc123';
const consumer = { firstName: 'Erika', street1: 'Weg 1', city: 'Berlin', zip: '10115', country: 'Germany', countryIso2: 'DE', company: '' };

/** A simulated store for the contract of the channel. */
export function startContractStore({ environment, budget, seed, secret }: PortSetting): ChannelWorld {
  const { clock, ids, log } = environment;
  const simulator = createBigcommerceSimulator({
    world: { clock, random: seededRandom(seed) },
    storeHash,
    accessToken: secret,
    settings: { quota: 'off' },
  });
  const { fetch, ...wire } = createContractWire({ ...simulator, pauseHeaders });
  const kit = createKit({ clock, ids, log, budget, fetch });
  return {
    ...wire,
    connect: () => createBigcommerceChannel({ storeHash, accessToken: secret }, kit),
    pageSize: 250,
    missingId: '999999',
    shop: deskOf(simulator, otherApp(simulator, secret)),
  };
}

/** By headers of the vendor's own (sheet 2). */
function pauseHeaders(seconds: number): Readonly<Record<string, string>> {
  return { 'x-retry-after': String(seconds), 'x-rate-limit-time-reset-ms': String(seconds * 1_000) };
}

function deskOf(simulator: BigcommerceSimulator, app: OtherApp): ShopDesk {
  const { storefront, seed } = simulator;
  const sold = new Set<string>();

  function sell(sku: string, name: string): void {
    if (!sold.has(sku)) seed.product({ sku, name, price: '1', tracking: 'none', taxClassId: 1 });
    sold.add(sku);
  }

  function metafieldsOn(id: string, key: string): number {
    return simulator.metafields().filter((field) => field.resourceId === Number(id) && field.key.startsWith(key)).length;
  }

  return {
    taxClass: 1,
    placeOrder: ({ lines, lastName, shippingGross, paid = true }) => {
      for (const { sku, name } of lines) sell(sku, name);
      const id = storefront.placeOrder({
        billing: { ...consumer, lastName, email: `${lastName.replace(/\W/g, '')}@example.com` },
        lines: lines.map(({ sku, quantity, unitGross }) => ({ sku, quantity, price: unitGross })),
        ...(shippingGross === undefined ? {} : { shipping: [{ cost: shippingGross }] }),
        payment: { kind: paid ? 'online' : 'offline' },
      });
      return String(id);
    },
    payOrder: (id) => storefront.setStatus(Number(id), 11),
    editOrder: (id, quantity) => {
      const line = simulator.order(Number(id)).lines[0]?.id;
      if (line !== undefined) storefront.editOrder(Number(id), { lines: [{ id: line, quantity }] });
    },
    shipOrder: (id) => void storefront.ship(Number(id)),
    cancelOrder: (id) => storefront.cancel(Number(id)),
    totalOf: (id) => decimal(simulator.order(Number(id)).figures.total.inc),
    refundOrder: (id) => {
      const line = simulator.order(Number(id)).lines[0]?.id ?? 0;
      return String(storefront.refund(Number(id), { items: [{ type: 'PRODUCT', itemId: line, quantity: 1 }] }));
    },
    marksOn: (id) => metafieldsOn(id, 'sales_order_id'),
    shipmentsOn: (id, awb) => simulator.shipments(Number(id)).filter(({ trackingNumber }) => trackingNumber === awb).length,
    documentsOn: (id) => metafieldsOn(id, 'document_'),
    addListing: ({ sku, name }) => {
      const { id, variantIds } = seed.product({ sku, name, price: '1', stock: 0, taxClassId: 1 });
      return { product: String(id), variant: String(variantIds[0]) } satisfies ListingRef;
    },
    renameListing: ({ product }, name) => storefront.editProduct(Number(product), { name }),
    removeListing: ({ product }) => storefront.deleteProduct(Number(product)),
    listed: (sku) =>
      simulator
        .products()
        .filter((product) => product.sku === sku)
        .map(({ name, price }) => ({ name, price: decimal(price ?? '0') })),
    writeMessage: (id, text) => storefront.writeMessage(Number(id), text),
    addPriceList: (name) => app.makePriceList(name),
    listPrice: async (list, ref, currency) => {
      const [price] = await app.pricesOn(list, { variant: ref.variant, currency });
      return price === undefined ? undefined : decimal(price[2]);
    },
    onShelf: ({ product }) => simulator.inventory().find(({ productId }) => productId === Number(product))?.available ?? 0,
  };
}
