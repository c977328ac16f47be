/**
 * Goal: a rule that the check lets pass can rely on what this adapter publishes. Method: articles as odd as a merchant can make
 * them are read through the real adapter, and each is held against the published fields.
 */
import { describe, expect, it } from '@jest/globals';
import { articleRecord, checkRules, defaultRules, ruleFields } from '@megzo/core';
import { fieldFaults } from '@megzo/core/testing';
import { aCall } from './scripted-vendor.ts';
import { simulatedAccount } from './simulated-account.ts';

describe('the fields of articles', () => {
  it('are true of every article that can be read', async () => {
    const { simulator, port } = simulatedAccount();
    simulator.seed.articles([
      { title: 'Kaffee', articleNumber: 'K-1', gtin: '4006381333931', description: 'Zeile 1\nZeile 2', note: 'Bestand: 12' },
      { title: 'Beratung', type: 'SERVICE', unitName: 'Stunde' },
      { title: 'x'.repeat(300), articleNumber: ` ${'y'.repeat(200)} `, description: '☕'.repeat(2_000) },
      { title: 'Netto', price: { net: '1.2345' }, taxRate: 7 },
      { title: 'Brutto', price: { gross: '100.01' }, taxRate: 0 },
    ]);
    simulator.seed.manyArticles(30);

    const answer = await port.articles.changed({ since: 0 }, aCall());

    if (answer.status !== 'done') throw answer.error;
    const { items } = answer.value;
    expect(items.length).toBeGreaterThanOrEqual(35);
    expect(items.flatMap((article) => fieldFaults(port.articles.fields, articleRecord(article)))).toEqual([]);
    // Every path that is published occurs, so that none is an invention.
    for (const { path } of port.articles.fields) {
      expect(
        items.some((article) => fieldFaults([{ path, type: 'text', required: true }], articleRecord(article))[0] !== `${path} is missing`),
      ).toBe(true);
    }
  });

  it('would be found untrue', async () => {
    const { simulator, port } = simulatedAccount();
    simulator.seed.manyArticles(1);
    const answer = await port.articles.changed({ since: 0 }, aCall());
    if (answer.status !== 'done') throw answer.error;
    const [record] = answer.value.items.map(articleRecord);

    expect(fieldFaults([{ path: 'title', type: 'text', lengthMax: 3 }], record ?? {})).toEqual([expect.stringContaining('longer than 3')]);
    expect(fieldFaults([{ path: 'note', type: 'text', required: true }], record ?? {})).toEqual(['note is missing']);
    expect(fieldFaults([{ path: 'price.net', type: 'integer' }], record ?? {})).toEqual([expect.stringContaining('no integer')]);
    expect(fieldFaults([{ path: 'kind', type: 'text', values: ['service'] }], record ?? {})).toEqual([
      expect.stringContaining('none of service'),
    ]);
  });
});

it('the default rules for orders fit the fields of sales orders and articles', () => {
  const { port } = simulatedAccount();

  expect(checkRules(defaultRules().orders, ruleFields({ invoicing: port, channel: { orders: {} } }))).toEqual([]);
});
