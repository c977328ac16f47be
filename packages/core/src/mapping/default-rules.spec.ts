import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBench, pairSettings } from '../../test/bench.ts';
import { listingDraft } from '../listings/plan-listings.ts';
import type { Article } from '../model/article.ts';
import { decimal, decimalText, Exact, parseDecimal } from '../money/decimal.ts';
import { addVat } from '../money/vat.ts';
import { article } from '../testing/samples.ts';
import { compileRules } from './compile-rules.ts';
import { defaultRules } from './default-rules.ts';

const anyText = fc.oneof(fc.string({ maxLength: 600 }), fc.string({ unit: 'grapheme', maxLength: 600 }), fc.constant('<b>&"\'\n\n\t'));

const anyArticle = fc
  .record({
    number: fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/),
    title: anyText.filter((text) => text.trim() !== ''),
    description: anyText,
    kind: fc.constantFrom('product' as const, 'service' as const),
    tenThousandths: fc.integer({ min: 1, max: 99_999_999 }),
    rate: fc.constantFrom('19', '7', '0'),
    archived: fc.boolean(),
  })
  .map(({ tenThousandths, rate, ...rest }): Article => {
    const net = decimalText(new Exact(tenThousandths).dividedBy(10_000));
    const gross = addVat(net, decimal(rate), { places: 4 });
    return article('1', { ...rest, price: { leading: 'net', net, gross, currency: 'EUR', taxRate: decimal(rate) } });
  });

describe('the default rules for listings', () => {
  it.each([true, false])('make of any article what a shop takes (prices with tax: %s)', (pricesIncludeTax) => {
    const bench = createBench();
    const run = bench.run({ channelSettings: { ...bench.shop.settings, pricesIncludeTax } });
    fc.assert(
      fc.property(anyArticle, (source) => {
        const made = listingDraft(run, source);

        if (!made.ok) throw new Error(JSON.stringify(made));
        const { draft } = made;
        expect([...draft.name].length).toBeLessThanOrEqual(250);
        expect(draft.name.trim()).not.toBe('');
        expect(draft.price).toBe(pricesIncludeTax ? source.price.gross : source.price.net);
        expect(draft.taxClass).toBe(pairSettings.taxClasses[source.price.taxRate]);
        expect(draft.kind).toBe(source.kind === 'service' ? 'digital' : 'physical');
        expect(draft.visible).toBe(!source.archived);
        expect(draft.weight).toBe('0');
        expect(draft.description.replaceAll(/<p>|<\/p>|<br>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });

  it('hold an article without a price that can be read, and one whose rate has no class', () => {
    const run = createBench().run();
    const price = article('1').price;

    expect(listingDraft(run, article('1', { price: { ...price, gross: 'x' as typeof price.gross } }))).toMatchObject({
      ok: false,
      reason: 'MAPPING_VALUE_UNFIT',
      data: { target: 'price', value: 'x' },
    });
    expect(listingDraft(run, article('1', { price: { ...price, taxRate: decimal('16') } }))).toMatchObject({
      ok: false,
      reason: 'TAX_CLASS_MISSING',
      data: { rate: '16' },
    });
    expect(listingDraft(run, article('1', { title: ' ' }))).toMatchObject({ reason: 'MAPPING_WITHOUT_ANSWER', data: { target: 'name' } });
  });

  it('find the class of a rate however it is written', () => {
    const run = createBench().run();
    const taxRate = parseDecimal('19.0000');

    expect(listingDraft(run, article('1', { price: { ...article('1').price, taxRate: taxRate ?? decimal(0) } }))).toMatchObject({
      draft: { taxClass: 1 },
    });
  });
});

describe('the default rules for orders', () => {
  const compiled = compileRules(defaultRules().orders);

  it('name a line by what was sold, else by the article, else by its number', () => {
    const name = (line: object, more: object = {}): string | undefined => {
      const mapped = compiled.apply('goods', { line: { ...line }, ...more });
      return mapped.ok ? mapped.values.name : mapped.why;
    };

    expect(name({ name: 'Kaffee', sku: 'K-1' }, { article: { title: 'Espresso' } })).toBe('Kaffee');
    expect(name({ name: '', sku: 'K-1' }, { article: { title: 'Espresso' } })).toBe('Espresso');
    expect(name({ name: '', sku: 'K-1' })).toBe('K-1');
    expect(name({ name: '' })).toBe('EMPTY');
  });

  it.each([
    ['shipping', 'Versandkosten'],
    ['handling', 'Bearbeitung'],
    ['wrapping', 'Geschenkverpackung'],
    ['fee', 'Gebühr'],
  ])('name a charge of kind %s in German, unless the shop names it', (kind, name) => {
    expect(compiled.apply(kind, { charge: { kind, name: '' } })).toMatchObject({ values: { name } });
    expect(compiled.apply(kind, { charge: { kind, name: 'DHL Express' } })).toMatchObject({ values: { name: 'DHL Express' } });
  });
});
