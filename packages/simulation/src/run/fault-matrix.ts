import type { Violation } from '@megzo/core/testing';
import { type FaultName, faultNames } from '../line/fault-catalogue.ts';
import { passDay } from './struck-day.ts';

/** Every call of the order path and of stock, as `line/endpoint.ts` names it. */
export const endpoints = [
  'books GET articles',
  'books GET contacts',
  'books GET countries',
  'books GET order-confirmations/{id}',
  'books GET profile',
  'books GET voucherlist',
  'books POST contacts',
  'books POST order-confirmations',
  'shop GET catalog/products',
  'shop GET hooks',
  'shop GET inventory/items',
  'shop GET orders/metafields',
  'shop GET orders/{id}',
  'shop GET orders/{id}/fees',
  'shop GET orders/{id}/metafields',
  'shop GET orders/{id}/products',
  'shop GET orders/{id}/shipping_addresses',
  'shop GET orders/{id}/taxes',
  'shop GET orders/{id}/transactions',
  'shop GET orders?changed',
  'shop GET orders?open',
  'shop GET orders?placed',
  'shop GET settings/inventory',
  'shop GET store',
  'shop POST hooks',
  'shop POST orders/{id}/metafields',
  'shop PUT inventory/adjustments/absolute',
] as const;

export interface Cell {
  readonly endpoint: string;
  readonly fault: FaultName;
  /** How often the fault struck there: an empty run proves nothing. */
  readonly struck: number;
  readonly violations: readonly Violation[];
}

/** One day for each endpoint and fault, on which the first two such requests are struck. */
export async function faultMatrix(cells: readonly (readonly [string, FaultName])[] = allCells()): Promise<readonly Cell[]> {
  const found: Cell[] = [];
  for (const [endpoint, fault] of cells) found.push({ endpoint, fault, ...(await passDay(endpoint, fault)) });
  return found;
}

export function allCells(): readonly (readonly [string, FaultName])[] {
  return endpoints.flatMap((endpoint) => faultNames.map((fault) => [endpoint, fault] as const));
}
