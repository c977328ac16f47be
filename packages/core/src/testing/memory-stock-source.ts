import type { Instant } from '../kernel/instant.ts';
import type { RowError } from '../model/stock.ts';
import type { SourcedCount, StockSourcePort } from '../ports/stock-source.ts';
import { createMemoryVendor, type MemoryVendorOptions, pageByKey } from './memory-vendor.ts';
import type { StockSourceWorld } from './ports/stock-source-world.ts';

/** A system that keeps stock, in memory, with the people who count in it and the faults that may befall it. */
export interface MemoryStockSource extends StockSourceWorld {
  readonly port: StockSourcePort;
}

interface Kept {
  readonly number: number;
  readonly changedAt: Instant;
  readonly row: SourcedCount | RowError;
}

/** For tests of those who embed the engine. It keeps the contract of the stock source. */
export function createMemoryStockSource(options: MemoryVendorOptions): MemoryStockSource {
  const vendor = createMemoryVendor('memory-warehouse', options);
  const rows = new Map<string, Kept>();
  const connect = (): StockSourcePort => ({
    vendor: 'memory-warehouse',
    check: (call) => vendor.read(call, () => ({ accountId: 'warehouse', name: 'Lager', findings: [] })),
    changed: ({ since, cursor }, call) =>
      vendor.read(call, () => {
        const changed = [...rows.values()].filter(({ changedAt }) => changedAt >= since);
        const { items, ...more } = pageByKey(changed, {
          cursor,
          size: vendor.pageSize,
          keyOf: ({ changedAt, number }) => [changedAt, number],
        });
        return { items: items.map(({ row }) => row), ...more };
      }),
  });
  function keep(name: string, row: Kept['row']): void {
    rows.set(name, { number: rows.get(name)?.number ?? rows.size, changedAt: vendor.now(), row });
  }
  const { requests, inject, heal, pageSize } = vendor;
  return {
    ...{ port: connect(), connect, requests, inject, heal, pageSize, missingId: '999999' },
    warehouse: {
      count: ({ sku, onHand, between = [vendor.now(), vendor.now()] }) =>
        keep(sku, { sku: sku as SourcedCount['sku'], onHand, notBefore: between[0], notAfter: between[1] }),
      spoil: (sku) => keep(sku, { at: sku, reason: 'NOT_A_FIGURE' }),
    },
  };
}
