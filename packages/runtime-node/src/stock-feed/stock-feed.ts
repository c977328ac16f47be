import type { AdapterKit } from '@megzo/adapter-kit';
import { mapAnswer, type StockSourcePort } from '@megzo/core';
import { type StockFeedOptions, settle } from './options.ts';
import { accountWire, pageWire } from './wire.ts';

/** Counts of any system that tells them as JSON over HTTP, as docs/stock-feed.md says. */
export function createStockFeed(options: StockFeedOptions, kit: AdapterKit): StockSourcePort {
  const { baseUrl, token, budget, timeoutMs } = settle(options);
  const http = kit.http({
    baseUrl,
    pace: { account: `stock-feed/${baseUrl}`, ...budget },
    headers: { authorization: `Bearer ${token}` },
    timeoutMs,
    allowed: [
      { method: 'GET', path: '/account' },
      { method: 'GET', path: '/counts' },
    ],
    errors: () => undefined,
  });
  return {
    vendor: 'stock-feed',
    check: async (call) =>
      mapAnswer(await http.read({ path: '/account' }, accountWire, call), ({ id, name }) => ({ accountId: id, name, findings: [] })),
    changed: ({ since, cursor }, call) =>
      http.read({ path: '/counts', query: { since: new Date(since).toISOString(), cursor } }, pageWire, call),
  };
}
