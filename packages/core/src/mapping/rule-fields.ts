import { taxTreatmentKinds } from '../model/sales-order.ts';
import type { ChannelPort } from '../ports/channel.ts';
import type { FieldSpec } from '../ports/field-spec.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { BlockName } from './rule-set.ts';

/** What the rules of a block may read and write, by full path. */
export interface BlockFields {
  readonly sources: readonly FieldSpec[];
  readonly targets: readonly FieldSpec[];
}
export type RuleFields = Readonly<Partial<Record<BlockName, BlockFields>>>;

/** What both sides publish. */
export interface PublishedFields {
  readonly invoicing: {
    readonly articles: Pick<InvoicingPort['articles'], 'fields'>;
    readonly salesOrders: Pick<InvoicingPort['salesOrders'], 'fields'>;
  };
  readonly channel: {
    readonly orders: Pick<ChannelPort['orders'], 'fields'>;
    readonly listings?: Pick<NonNullable<ChannelPort['listings']>, 'fields'>;
  };
}

const chargeBlocks = ['shipping', 'handling', 'wrapping', 'fee'] as const;

/** Every block's fields: paths and kinds are core's own records, limits are what the two sides publish. */
export function ruleFields({ invoicing, channel }: PublishedFields): RuleFields {
  const articles = below('article', invoicing.articles.fields);
  const limits = new Map((channel.orders.fields ?? []).map((field) => [field.path, field]));
  const orderFields = (fields: readonly FieldSpec[]): readonly FieldSpec[] => fields.map((field) => limits.get(field.path) ?? field);
  const written = invoicing.salesOrders.fields;
  const goods: BlockFields = {
    // Not every line has an article.
    sources: [...orderFields([...order, ...line]), ...articles.map(({ required: _required, ...field }) => field)],
    targets: [...within('line', written), article],
  };
  const charges = chargeBlocks.map((kind): [BlockName, BlockFields] => [
    kind,
    {
      sources: [...orderFields([...order, ...charge]), { path: 'charge.kind', type: 'text', required: true, values: [kind] }],
      targets: [...within('charge', written), article],
    },
  ]);
  return {
    listing: { sources: [...articles, ...shop], targets: channel.listings?.fields ?? [] },
    stock: { sources: [...shop, ...stock], targets: [{ path: 'sellable', type: 'integer', required: true }] },
    document: { sources: orderFields(order), targets: [...within('document', written), treatment] },
    goods,
    ...Object.fromEntries(charges),
    shipment: { sources: orderFields(order), targets: [] },
  };
}

function below(root: string, fields: readonly FieldSpec[]): readonly FieldSpec[] {
  return fields.map((field) => ({ ...field, path: `${root}.${field.path}` }));
}

function within(root: string, fields: readonly FieldSpec[]): readonly FieldSpec[] {
  return fields.flatMap((field) => (field.path.startsWith(`${root}.`) ? [{ ...field, path: field.path.slice(root.length + 1) }] : []));
}

const order: readonly FieldSpec[] = [
  { path: 'order.id', type: 'text', required: true },
  { path: 'order.placedAt', type: 'instant', required: true },
  { path: 'order.placedOn', type: 'date', required: true },
  { path: 'order.currency', type: 'text', required: true, lengthMax: 3 },
  { path: 'order.totalGross', type: 'money', required: true },
  { path: 'order.paymentMethod', type: 'text' },
  { path: 'order.paidByStoreCredit', type: 'money', required: true },
  { path: 'order.paidByGiftCertificate', type: 'money', required: true },
  { path: 'order.pricesIncludeTax', type: 'boolean', required: true },
  { path: 'order.billingCountry', type: 'text' },
  { path: 'order.deliveryCountry', type: 'text' },
  { path: 'order.business', type: 'boolean', required: true },
];

const line: readonly FieldSpec[] = [
  { path: 'line.sku', type: 'text' },
  { path: 'line.name', type: 'text' },
  { path: 'line.options', type: 'text' },
  { path: 'line.details', type: 'text' },
  { path: 'line.kind', type: 'text', required: true, values: ['physical', 'digital', 'gift-certificate'] },
  { path: 'line.quantity', type: 'integer', required: true },
  { path: 'line.totalGross', type: 'money', required: true },
  { path: 'line.listGross', type: 'money', required: true },
  { path: 'line.tax', type: 'money', required: true },
  { path: 'line.taxRate', type: 'decimal' },
];

const charge: readonly FieldSpec[] = [
  { path: 'charge.name', type: 'text' },
  { path: 'charge.gross', type: 'money', required: true },
  { path: 'charge.tax', type: 'money', required: true },
  { path: 'charge.taxRate', type: 'decimal' },
];

const shop: readonly FieldSpec[] = [
  { path: 'channel.name', type: 'text' },
  { path: 'channel.currency', type: 'text', required: true, lengthMax: 3 },
  { path: 'channel.pricesIncludeTax', type: 'boolean', required: true },
];

const stock: readonly FieldSpec[] = [
  { path: 'stock.available', type: 'integer', required: true },
  { path: 'stock.onHand', type: 'integer', required: true },
  { path: 'stock.allocated', type: 'integer', required: true },
  { path: 'stock.safetyStock', type: 'integer', required: true },
];

/** The article number that a line sells, where it is not the one of its SKU. */
const article: FieldSpec = { path: 'article', type: 'text' };

/** In place of the treatment that follows from the order. It is held against the order all the same. */
const treatment: FieldSpec = { path: 'treatment', type: 'text', values: taxTreatmentKinds };
