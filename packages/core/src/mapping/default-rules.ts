import { RuleSet } from './rule-set.ts';

/** Rules of every flow of a pair. */
export interface PairRules {
  readonly listings: RuleSet;
  readonly orders: RuleSet;
}

/**
 * What a new pair starts with. The invoicing system knows no weight, images, categories or variants, so their targets
 * hold constants or are left to the shop.
 */
export function defaultRules(): PairRules {
  return { listings: defaultListingRules(), orders: defaultOrderRules() };
}

function defaultListingRules(): RuleSet {
  return RuleSet.parse({
    blocks: {
      listing: [
        { target: 'sku', source: { from: 'article.number' }, steps: [{ do: 'trim' }], required: true },
        { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'trim' }, { do: 'truncate', max: 250 }], required: true },
        { target: 'description', source: { from: 'article.description' }, steps: [{ do: 'text-to-html' }] },
        {
          target: 'price',
          source: { when: 'channel.pricesIncludeTax', take: 'article.price.gross', otherwise: 'article.price.net' },
          steps: [{ do: 'round', places: 4 }],
          required: true,
        },
        { target: 'taxRate', source: { from: 'article.price.taxRate' }, required: true },
        {
          target: 'kind',
          source: { from: 'article.kind' },
          steps: [{ do: 'lookup', table: { product: 'physical', service: 'digital' }, unknown: 'hold' }],
          required: true,
        },
        { target: 'weight', source: { value: '0' }, required: true },
        { target: 'gtin', source: { from: 'article.gtin' }, steps: [{ do: 'trim' }] },
        {
          target: 'visible',
          source: { from: 'article.archived' },
          steps: [{ do: 'lookup', table: { true: 'false', false: 'true' }, unknown: 'hold' }],
          required: true,
        },
      ],
    },
  });
}

function defaultOrderRules(): RuleSet {
  return RuleSet.parse({
    blocks: {
      document: [{ target: 'introduction', source: { template: 'Vielen Dank für Ihre Bestellung {order.id} vom {order.placedOn}.' } }],
      line: [
        {
          target: 'name',
          source: { from: ['line.name', 'article.title', 'line.sku'] },
          steps: [{ do: 'trim' }, { do: 'truncate', max: 240 }],
          required: true,
        },
        { target: 'description', source: { from: 'line.details' }, steps: [{ do: 'trim' }, { do: 'truncate', max: 2000 }] },
        { target: 'unit', source: { from: 'article.unit' }, steps: [{ do: 'default', value: 'Stück' }] },
      ],
      charge: [
        {
          target: 'name',
          source: { from: ['charge.name', 'charge.kind'] },
          steps: [
            { do: 'trim' },
            {
              do: 'lookup',
              table: { shipping: 'Versandkosten', handling: 'Bearbeitung', wrapping: 'Geschenkverpackung', fee: 'Gebühr' },
              unknown: 'pass',
            },
            { do: 'truncate', max: 240 },
          ],
          required: true,
        },
        { target: 'unit', source: { value: 'Pauschale' } },
      ],
    },
  });
}
