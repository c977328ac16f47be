import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import type { Handler } from '@megzo/adapter-kit/simulator';
import { systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';

/** Stands in for both vendors, so that the example needs no account: three articles, one order. Leave it out to call the real ones. */
export function simulatedVendors(): { readonly fetch: Handler; readonly confirmations: () => readonly string[] } {
  const world = systemWorld(1);
  const books = createLexofficeSimulator({ world, apiKey: 'demo', settings: { rateLimit: 'off' } });
  const shop = createBigcommerceSimulator({ world, storeHash: 'demo', accessToken: 'demo', settings: { quota: 'off' } });
  books.seed.articles([
    { title: 'Espresso, 1 kg', articleNumber: 'KAF-001', price: { gross: '24.90' }, taxRate: 7, note: 'Bestand: 40' },
    { title: 'Handmühle', articleNumber: 'MUE-001', price: { net: '58.82' }, taxRate: 19, note: 'Bestand: 6' },
    { title: 'Gutschein ohne Nummer', price: { gross: '25.00' }, taxRate: 19 },
  ]);
  shop.seed.product({ name: 'Espresso alt', sku: 'kaf-001', price: '19.90', stock: 40, taxClassId: 2 });
  shop.storefront.placeOrder({ lines: [{ sku: 'kaf-001', quantity: 3 }], shipping: [{ cost: '4.90' }] });
  return {
    fetch: (request) => (new URL(request.url).host === 'api.bigcommerce.com' ? shop.handler(request) : books.handler(request)),
    confirmations: () => books.orderConfirmations.map(({ number, totals }) => `${number}: ${totals?.gross} EUR`),
  };
}
