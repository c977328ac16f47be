import { type RuleFlow, RuleSet, type RulesOf } from './rule-set.ts';

/** Rules of every flow of a pair. */
export interface PairRules {
  readonly listings: RulesOf<'listings'>;
  readonly stock: RulesOf<'stock'>;
  readonly orders: RulesOf<'orders'>;
}

/**
 * What a new pair starts with. The invoicing system knows no weight, images, categories or variants, so their targets
 * hold constants or are left to the shop.
 */
export function defaultRules(): PairRules {
  return { listings: defaultListingRules(), stock: defaultStockRules(), orders: defaultOrderRules() };
}

function defaultListingRules(): RulesOf<'listings'> {
  return parsed('listings', {
    blocks: {
      listing: [
        { target: 'sku', source: { from: 'article.number' }, steps: [{ do: 'trim' }, { do: 'limit', max: 255 }], required: true },
        { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'trim' }, { do: 'truncate', max: 250 }], required: true },
        { target: 'description', source: { from: 'article.description' }, steps: [{ do: 'text-to-html' }] },
        {
          target: 'price',
          source: {
            cases: [{ when: [{ field: 'channel.pricesIncludeTax', is: 'equal', value: 'true' }], take: { from: 'article.price.gross' } }],
            otherwise: { from: 'article.price.net' },
          },
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
        { target: 'gtin', source: { from: 'article.gtin' }, steps: [{ do: 'trim' }, { do: 'limit', max: 14 }] },
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

/** What is available is what is shown. */
function defaultStockRules(): RulesOf<'stock'> {
  return parsed('stock', {
    blocks: { stock: [{ target: 'sellable', source: { from: 'stock.available' }, required: true }] },
  });
}

const chargeNames = { shipping: 'Versandkosten', handling: 'Bearbeitung', wrapping: 'Geschenkverpackung', fee: 'Gebühr' } as const;

function defaultOrderRules(): RulesOf<'orders'> {
  const charge = (kind: keyof typeof chargeNames): readonly object[] => [
    {
      target: 'name',
      source: { from: 'charge.name' },
      steps: [{ do: 'trim' }, { do: 'default', value: chargeNames[kind] }, { do: 'truncate', max: 240 }],
      required: true,
    },
    { target: 'unit', source: { value: 'Pauschale' }, required: true },
  ];
  return parsed('orders', {
    blocks: {
      document: [
        { name: 'day', source: { from: 'order.placedOn' }, steps: [{ do: 'format-date', language: 'de', style: 'short' }] },
        {
          target: 'introduction',
          source: { template: 'Vielen Dank für Ihre Bestellung {order.id} vom {named.day}.' },
          steps: [{ do: 'truncate', max: 2000 }],
        },
      ],
    },
    each: {
      goods: [
        {
          target: 'name',
          source: { from: ['line.name', 'article.title', 'line.sku'] },
          steps: [{ do: 'trim' }, { do: 'truncate', max: 240 }],
          required: true,
        },
        { target: 'description', source: { from: 'line.details' }, steps: [{ do: 'trim' }, { do: 'truncate', max: 2000 }] },
        { target: 'unit', source: { from: 'article.unit' }, steps: [{ do: 'default', value: 'Stück' }], required: true },
      ],
      shipping: charge('shipping'),
      handling: charge('handling'),
      wrapping: charge('wrapping'),
      fee: charge('fee'),
    },
  });
}

function parsed<Flow extends RuleFlow>(flow: Flow, parts: object): RulesOf<Flow> {
  return RuleSet.parse({ format: 2, flow, ...parts }) as RulesOf<Flow>;
}
