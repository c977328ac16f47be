import { describe, expect, it } from '@jest/globals';
import { address, channelOrder, charge, orderLine, people } from '../../test/orders.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { SalesOrderDraft } from '../model/sales-order.ts';
import { article } from '../testing/samples.ts';
import { chargedCents } from './charged-cents.ts';
import { type Drafted, type DraftFacts, recipientAddress, salesOrderDraft } from './sales-order-draft.ts';

describe('the draft of a sales order', () => {
  it('is the order in the words of the default rules', () => {
    const coffee = { ...article('7', { title: 'Espresso', unit: 'Beutel' }) };
    const lines = [orderLine('a', { options: ['Mahlgrad: fein'], quantity: 2, gross: '23.8' }), orderLine('b')];

    const draft = drafted({ lines, charges: [charge('4.9')] }, { articles: new Map([['sku-a', coffee]]) });

    expect(draft).toEqual({
      placedOn: '2026-03-02',
      currency: 'EUR',
      treatment: { kind: 'domestic' },
      recipient: { kind: 'one-time', address: { name: 'Erika Muster', street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE' } },
      introduction: 'Vielen Dank für Ihre Bestellung 4711 vom 02.03.2026.',
      markerPlace: 'text-line',
      lines: [
        {
          kind: 'priced',
          article: { id: '7', kind: 'product' },
          name: 'Ware a',
          description: 'Mahlgrad: fein',
          quantity: '2',
          unit: 'Beutel',
          unitPriceGross: '11.9',
          taxRate: '19',
        },
        {
          kind: 'priced',
          name: 'Ware b',
          description: 'Artikelnummer: SKU-b',
          quantity: '1',
          unit: 'Stück',
          unitPriceGross: '11.9',
          taxRate: '19',
        },
        { kind: 'priced', name: 'Versandkosten', quantity: '1', unit: 'Pauschale', unitPriceGross: '4.9', taxRate: '19' },
      ],
    });
  });

  it('is the same in every attempt', () => {
    expect(drafted({})).toEqual(drafted({}));
  });

  it.each([
    ['2026-03-01T22:59:59Z', 'Europe/Berlin', '2026-03-01', '01.03.2026'],
    ['2026-03-01T23:00:00Z', 'Europe/Berlin', '2026-03-02', '02.03.2026'],
    ['2026-07-01T22:00:00Z', 'Europe/Berlin', '2026-07-02', '02.07.2026'],
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-01', '01.01.2027'],
    ['2026-12-31T23:30:00Z', 'UTC', '2026-12-31', '31.12.2026'],
  ])('bears the day of placement: %s in %s', (placedAt, timeZone, day, inWords) => {
    const draft = drafted({ placedAt: Date.parse(placedAt) }, { timeZone });

    expect(draft.placedOn).toBe(day);
    expect(draft.introduction).toContain(inWords);
  });

  it('names a contact with the address of this order', () => {
    expect(drafted({}, { contactId: 'c-1' }).recipient).toMatchObject({
      kind: 'contact',
      contactId: 'c-1',
      address: { name: 'Erika Muster' },
    });
  });

  it('says where the goods go, if elsewhere', () => {
    const shipping = [
      address({ firstName: 'Max', company: 'Lager AG', supplement: 'Tor 3', street: 'Hafen 5', zip: '20457', city: 'Hamburg' }),
    ];

    expect(drafted({ people: people({ shipping: [address()] }) }).lines).toHaveLength(1);
    expect(drafted({ people: people({ shipping }) }).lines.at(-1)).toEqual({
      kind: 'text',
      name: 'Lieferanschrift',
      description: 'Lager AG\nMax Muster, Tor 3\nHafen 5\n20457 Hamburg\nDE',
    });
    expect(
      drafted({ people: people({ shipping: [...shipping, address({ city: 'Köln' })] }) }).lines.filter(({ kind }) => kind === 'text'),
    ).toHaveLength(2);
  });

  it('cuts no character of a long delivery address in two', () => {
    const shipping = [address({ supplement: `${'x'.repeat(1_979)}${'👩'.repeat(40)}`, city: 'Köln' })];

    const { description = '' } = drafted({ people: people({ shipping }) }).lines.at(-1) ?? {};

    expect(description.length).toBeLessThanOrEqual(2_000);
    expect(description.length).toBeGreaterThan(1_990);
    expect(description).not.toMatch(/\p{Surrogate}/u);
  });

  it('is not made for nobody', () => {
    const nobody = people({ billing: address({ firstName: ' ', lastName: '' }) });

    expect(draftOf({ people: nobody })).toEqual({ ok: false, reason: 'ORDER_WITHOUT_NAME', data: {} });
  });

  it('is not made where a rule has no answer, and says which', () => {
    const rules = defaultRules().orders;
    const rule = { target: 'title', source: { from: 'order.nothing' }, required: true };
    const strict = {
      document: { ...rules, blocks: { document: [rule] } },
      goods: { ...rules, each: { ...rules.each, goods: [...rules.each.goods, rule] } },
      shipping: { ...rules, each: { ...rules.each, shipping: [...rules.each.shipping, rule] } },
    };

    for (const set of Object.values(strict)) {
      expect(draftOf({ charges: [charge('4.9')] }, { rules: compileRules(RuleSet.parse(set)) })).toEqual({
        ok: false,
        reason: 'MAPPING_WITHOUT_ANSWER',
        data: { target: 'title' },
      });
    }
  });

  it('says why its lines cannot be made', () => {
    const lines = Array.from({ length: 299 }, (_, index) => orderLine(String(index)));
    const elsewhere = people({ shipping: [address({ city: 'Köln' })] });

    expect(draftOf({ lines })).toMatchObject({ ok: true });
    expect(draftOf({ lines: [...lines, orderLine('x')] })).toMatchObject({
      reason: 'ORDER_TOO_LONG',
      data: { lines: '300', linesMax: '299' },
    });
    expect(draftOf({ lines: [...lines, orderLine('x')] }, { markerPlace: 'remark' })).toMatchObject({ ok: true });
    expect(draftOf({ lines, people: elsewhere })).toMatchObject({ reason: 'ORDER_TOO_LONG', data: { linesMax: '298' } });
  });

  it('is not made of nothing but gifts', () => {
    expect(draftOf({ lines: [orderLine('a', { gross: '0' })] })).toEqual({ ok: false, reason: 'ORDER_FREE', data: {} });
  });

  it('cuts what a person typed to the invoicing system’s limits', () => {
    const long = 'x'.repeat(5_000);
    const draft = drafted({
      lines: [orderLine('a', { name: long, options: [long] })],
      people: people({ shipping: [address({ street: long })] }),
    });

    expect(draft.lines.map((line) => [line.name.length <= 255, (line.description ?? '').length <= 2_000])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it('carries words only from the rules’ targets, never amounts', () => {
    const { each, ...rest } = defaultRules().orders;
    const greedy = { target: 'unitPriceGross', source: { value: '0.01' } };
    const rules = compileRules(RuleSet.parse({ ...rest, each: { ...each, goods: [...each.goods, greedy] } }));

    expect(drafted({}, { rules }).lines[0]).toMatchObject({ unitPriceGross: '11.9' });
  });
});

describe('the address of a recipient', () => {
  it.each([
    [{}, 'Erika Muster', undefined],
    [{ company: 'Kunde GmbH' }, 'Kunde GmbH', 'Erika Muster'],
    [{ company: 'Kunde GmbH', supplement: 'Hof' }, 'Kunde GmbH', 'Erika Muster, Hof'],
    [{ company: ' ', supplement: 'Hof' }, 'Erika Muster', 'Hof'],
    [{ firstName: '', company: 'Kunde GmbH', lastName: '' }, 'Kunde GmbH', undefined],
    [{ firstName: '' }, 'Muster', undefined],
  ])('%j', (changes, name, supplement) => {
    const made = recipientAddress(address(changes));

    expect([made.name, made.supplement]).toEqual([name, supplement]);
  });
});

function draftOf(changes: Partial<ChannelOrder>, facts: Partial<DraftFacts> = {}): Drafted {
  const order = channelOrder('4711', changes);
  const charged = chargedCents(order, { rates: [] });
  if (!charged.ok) throw new Error(charged.reason);
  return salesOrderDraft({
    order,
    charged,
    currency: 'EUR',
    limits: { linesMax: 300, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 },
    treatment: { kind: 'domestic' },
    articles: new Map(),
    rules: compileRules(defaultRules().orders),
    timeZone: 'Europe/Berlin',
    markerPlace: 'text-line',
    ...facts,
  });
}

function drafted(changes: Partial<ChannelOrder>, facts: Partial<DraftFacts> = {}): SalesOrderDraft {
  const result = draftOf(changes, facts);
  if (!result.ok) throw new Error(result.reason);
  return result.draft;
}
