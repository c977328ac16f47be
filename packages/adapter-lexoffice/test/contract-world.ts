import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { decimal } from '@megzo/core';
import { createContractWire, type InvoicingWorld, type OfficeDesk, type PortSetting } from '@megzo/core/testing';
import { createLexofficeInvoicing } from '../src/index.ts';
import { createLexofficeSimulator, type LexofficeSimulator } from '../src/simulator/index.ts';

/** A simulated account for the contract of the invoicing system. */
export function startContractAccount({ environment, budget, seed, secret }: PortSetting): InvoicingWorld {
  const { clock, ids, log } = environment;
  const simulator = createLexofficeSimulator({
    world: { clock, random: seededRandom(seed) },
    apiKey: secret,
    settings: { rateLimit: 'off', zeroPriceLines: 'accept' },
  });
  const { fetch, ...wire } = createContractWire(simulator);
  const kit = createKit({ clock, ids, log, budget, fetch });
  return {
    ...wire,
    connect: () => createLexofficeInvoicing({ apiKey: secret }, kit),
    pageSize: 250,
    missingId: '00000000-0000-4000-8000-000000000000',
    office: deskOf(simulator, () => clock.now()),
  };
}

function deskOf(simulator: LexofficeSimulator, now: () => number): OfficeDesk {
  const { backOffice } = simulator;
  return {
    makeArticle: ({ number, title, gross }) => backOffice.createArticle({ articleNumber: number, title, price: { gross }, taxRate: 19 }).id,
    editArticle: (id, { gross, ...texts }) =>
      void backOffice.editArticle(id, { ...texts, ...(gross === undefined ? {} : { price: { gross } }) }),
    deleteArticle: (id) => backOffice.deleteArticle(id),
    salesOrders: () =>
      simulator.orderConfirmations
        .toSorted((a, b) => a.createdAt - b.createdAt)
        .map(({ id, totals }) => ({ id, gross: decimal(String(totals?.gross)) })),
    removeMarker: (id) => {
      backOffice.backToDraft(id);
      backOffice.editTexts(id, { withoutTextLines: true });
      backOffice.finalize(id);
    },
    makeInvoice: ({ gross, name }) => {
      const document = backOffice.createDocument('invoice', invoiceBody(now(), { gross, name }), { finalize: true });
      return `invoice/${document.id}`;
    },
    payInvoice: (id) => {
      const uuid = id.replace('invoice/', '');
      if (simulator.invoices.find((invoice) => invoice.id === uuid)?.status === 'open') backOffice.pay(uuid, { kind: 'full' });
    },
    deleteSalesOrder: (id) => backOffice.deleteDocument(id),
    contactsOf: (email) =>
      simulator.contacts.filter(({ emailAddresses }) => Object.values(emailAddresses).some((list) => list.includes(email))).length,
  };
}

/** As JSON, because the vendor reads amounts as numbers with the digits that were written. */
function invoiceBody(now: number, { gross, name }: { readonly gross: string; readonly name: string }): Readonly<Record<string, unknown>> {
  const line = `{ "type": "custom", "name": "Ware", "quantity": 1, "unitName": "Stück",
    "unitPrice": { "currency": "EUR", "grossAmount": ${gross}, "taxRatePercentage": 19 } }`;
  return JSON.parse(`{
    "voucherDate": "${new Date(now).toISOString().replace('Z', '+00:00')}",
    "address": { "name": ${JSON.stringify(name)}, "countryCode": "DE" },
    "lineItems": [${line}],
    "totalPrice": { "currency": "EUR" },
    "taxConditions": { "taxType": "gross" },
    "shippingConditions": { "shippingType": "none" }
  }`) as Readonly<Record<string, unknown>>;
}
