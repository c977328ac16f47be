import { describe, expect, it } from '@jest/globals';
import { type Bench, companyBody, complaints, createBench, idOf, orderBody, personBody, pick, type Reply } from './bench.ts';
import type { Fields } from './json.ts';

async function made(bench: Bench, change: Fields = {}, query = ''): Promise<unknown> {
  const reply = await bench.post(`order-confirmations${query}`, orderBody(change));
  return (await bench.get(`order-confirmations/${idOf(reply)}`)).body;
}

async function refused(change: Fields, bench = createBench()): Promise<Reply> {
  const reply = await bench.post('order-confirmations', orderBody(change));
  expect(bench.simulator.orderConfirmations).toEqual([]);
  expect(reply.status).toBe(406);
  return reply;
}

describe('the address of a document', () => {
  const billing = [{ street: 'Weg 2', zip: '10115', city: 'Berlin', countryCode: 'DE' }];

  it('is the billing address of the contact, or what is said for this document alone (4.3)', async () => {
    const bench = createBench();
    const contactId = idOf(await bench.post('contacts', personBody({ addresses: { billing, shipping: [{ countryCode: 'FR' }] } })));

    const plain = await made(bench, { address: { contactId } });
    const overridden = await made(bench, { address: { contactId, name: 'Ada', city: 'Köln', countryCode: 'DE' } });

    expect(pick(plain, 'address')).toEqual({ contactId, name: 'Erika Muster', ...billing[0] });
    expect(pick(overridden, 'address')).toEqual({ contactId, name: 'Ada', city: 'Köln', countryCode: 'DE' });
    expect(bench.simulator.contacts[0]?.addresses.billing).toEqual(billing);
  });

  it('names the primary person of a company (4.3)', async () => {
    const bench = createBench();
    const person = { firstName: 'Ada', lastName: 'Muster', primary: true };
    const contactId = idOf(await bench.post('contacts', companyBody({ contactPersons: [person] })));

    expect(pick(await made(bench, { address: { contactId, contactPerson: 'ignored' } }), 'address')).toMatchObject({
      name: 'Muster GmbH',
      contactPerson: 'Ada Muster',
    });
  });

  it('is the shipping address of the contact on a delivery note (7.1)', async () => {
    const bench = createBench();
    const contactId = idOf(
      await bench.post('contacts', personBody({ addresses: { billing, shipping: [{ city: 'Ulm', countryCode: 'DE' }] } })),
    );

    const id = idOf(await bench.post('delivery-notes', orderBody({ address: { contactId }, taxConditions: { taxType: 'gross' } })));

    expect(pick((await bench.get(`delivery-notes/${id}`)).body, 'address', 'city')).toBe('Ulm');
  });

  it('creates no contact when it is a one-time address (4.3)', async () => {
    const bench = createBench();

    const body = await made(bench);

    expect([pick(body, 'address', 'contactId'), bench.simulator.contacts.length]).toEqual([undefined, 0]);
  });

  it('must be that of a customer who is not archived (4.3, unknown 12.8)', async () => {
    const bench = createBench();
    const vendor = idOf(await bench.post('contacts', personBody({ roles: { vendor: {} } })));
    const archived = bench.simulator.seed.contact({});
    bench.simulator.backOffice.archiveContact(archived.id);

    for (const contactId of [vendor, archived.id]) {
      expect(complaints(await refused({ address: { contactId } }, bench))).toEqual(['address.contactId INVALID']);
    }
  });

  it('brings the defaults of its contact along (4.6)', async () => {
    const bench = createBench();
    const { id: contactId } = bench.simulator.seed.contact({});
    bench.simulator.backOffice.setContactDefaults(contactId, {
      deliveryTerms: 'ab Werk',
      discountPercentage: '10',
      paymentConditions: { paymentTermLabel: 'sofort', paymentTermDuration: 0 },
    });

    const body = await made(bench, { address: { contactId } });
    const zero = await made(bench, { address: { contactId }, totalPrice: { currency: 'EUR', totalDiscountPercentage: 0 } });
    const own = await made(bench, { address: { contactId }, totalPrice: { currency: 'EUR', totalDiscountPercentage: 5 } });

    expect(body).toMatchObject({
      deliveryTerms: 'ab Werk',
      paymentConditions: { paymentTermLabel: 'sofort' },
      totalPrice: { totalDiscountPercentage: 10, totalGrossAmount: 10.71 },
    });
    // Unknown 12.6: by default, sending 0 does not keep it away.
    expect(zero).toMatchObject({ totalPrice: { totalDiscountPercentage: 10 } });
    expect(own).toMatchObject({ totalPrice: { totalDiscountPercentage: 5 } });
    bench.simulator.settings.zeroDiscountSuppressesDefault = true;
    expect(await made(bench, { address: { contactId }, totalPrice: { currency: 'EUR', totalDiscountPercentage: 0 } })).toMatchObject({
      totalPrice: { totalDiscountPercentage: 0, totalGrossAmount: 11.9 },
    });
  });
});
