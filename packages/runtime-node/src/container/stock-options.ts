import { countInNote, type PairOptions, type StockSourcePort } from '@megzo/core';
import type { MerchantConfig, PairConfig } from '../config/config-file.ts';
import { placedBuffers } from './buffers.ts';

type ConfiguredStock = NonNullable<PairConfig['stock']>;

/** What a file says of a pair's stock, as the engine is told. */
export function stockOptions(
  merchant: MerchantConfig,
  pair: PairConfig,
  { stock, sourceOf }: { readonly stock: ConfiguredStock; readonly sourceOf: (connection: string) => StockSourcePort },
): NonNullable<PairOptions['stock']> {
  const { count, pool, returns } = stock;
  return {
    ...(count?.from === 'article-note' ? { count: countInNote(count.pattern, { timeZone: merchant.timeZone }) } : {}),
    ...(count?.from === 'source' ? { source: sourceOf(count.connection) } : {}),
    ...(pool === undefined ? {} : { pool }),
    ...(returns === undefined ? {} : { returns: givenOnly(returns) }),
    buffers: placedBuffers(merchant, pair),
  };
}

type Returns = NonNullable<NonNullable<PairOptions['stock']>['returns']>;

function givenOnly(returns: NonNullable<ConfiguredStock['returns']>): Returns {
  return Object.fromEntries(Object.entries(returns).filter(([, choice]) => choice !== undefined));
}
