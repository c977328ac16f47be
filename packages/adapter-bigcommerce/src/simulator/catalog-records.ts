import type { Amount } from './amounts.ts';
import type { Fields } from './json.ts';

export type Tracking = 'none' | 'product' | 'variant';

export interface Prices {
  /** Null on a variant: inherited from the product (sheet 3.1). */
  price: Amount | null;
  salePrice: Amount | null;
  retailPrice: Amount | null;
  costPrice: Amount | null;
  mapPrice: Amount | null;
}

export interface OptionValue {
  readonly id: number;
  readonly label: string;
  readonly option_id: number;
  readonly option_display_name: string;
}

export interface VariantRecord extends Prices {
  readonly id: number;
  readonly productId: number;
  /** A simple product has one base variant; it carries the product's SKU. */
  readonly base: boolean;
  readonly skuId: number | null;
  sku: string;
  optionValues: OptionValue[];
  /** Identifiers, weights and other members that only travel through. */
  more: Fields;
}

export interface ProductRecord extends Prices {
  readonly id: number;
  name: string;
  type: 'physical' | 'digital';
  sku: string;
  weight: string;
  taxClassId: number;
  tracking: Tracking;
  visible: boolean;
  availability: 'available' | 'disabled' | 'preorder';
  categories: number[];
  brandId: number;
  customUrl: string;
  customFields: { id: number; name: string; value: string }[];
  images: Fields[];
  channelIds: Set<number>;
  variants: VariantRecord[];
  totalSold: number;
  readonly createdAt: number;
  modifiedAt: number;
  more: Fields;
}

export interface LocationRecord {
  readonly id: number;
  code: string;
  label: string;
  enabled: boolean;
  managedByExternalSource: boolean;
  typeId: 'PHYSICAL' | 'VIRTUAL';
  readonly createdAt: number;
  updatedAt: number;
  more: Fields;
}

export interface StockFigures {
  /** Null until the first absolute write; shown as 0 (sheet 4.2). */
  onhand: number | null;
  safety: number;
  inStock: boolean;
  warning: number;
  bin: string;
}

/** One item at one location; the history serves reads that lag. */
export interface StockRecord extends StockFigures {
  readonly item: ItemKey;
  readonly locationId: number;
  history: { readonly at: number; readonly figures: StockFigures }[];
}

/** `v:74` for a variant that is tracked by itself, `p:12` for a product tracked as a whole. */
export type ItemKey = `v:${number}` | `p:${number}`;

export interface PriceListRecord {
  readonly id: number;
  name: string;
  active: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  records: Map<string, PriceRecord>;
}

export interface PriceRecord {
  readonly id: number;
  readonly variantId: number;
  readonly currency: string;
  price: Amount;
  salePrice: Amount | null;
  retailPrice: Amount | null;
  mapPrice: Amount | null;
  readonly createdAt: number;
  modifiedAt: number;
}

export interface MetafieldRecord {
  readonly id: number;
  readonly resourceType: string;
  readonly resourceId: number;
  readonly ownerClientId: string;
  namespace: string;
  key: string;
  value: string;
  description: string;
  permissionSet: string;
  readonly createdAt: number;
  modifiedAt: number;
}

/** A stock change on its way: adjustments wait for the lag, order decrements only for what stands before them. */
export interface StockJob {
  readonly id: number;
  readonly kind: 'absolute' | 'relative' | 'order';
  readonly item: ItemKey;
  readonly locationId: number;
  readonly quantity: number;
  readonly dueAt: number;
  /** What other relative writes took while this one waited: together they may exceed the stock, and then all are refused (sheet 4.2). */
  competing: number;
}

export interface Sellable {
  readonly product: ProductRecord;
  readonly variant: VariantRecord;
}
