import type { ChannelPort } from '../ports/channel.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { StockSourcePort } from '../ports/stock-source.ts';
import { callClaims } from './ports/call-claims.ts';
import {
  documentEffect,
  listingEffect,
  listingSource,
  markEffect,
  orderSources,
  refundSource,
  shipmentEffect,
} from './ports/channel-benches.ts';
import { channelCalls } from './ports/channel-calls.ts';
import {
  accountClaims as channelAccount,
  listingClaims,
  markClaims,
  orderClaims,
  refundClaims,
  stockClaims,
} from './ports/channel-claims.ts';
import { detailCalls, detailClaims, moveEffect } from './ports/channel-details.ts';
import { effectClaims } from './ports/effect-claims.ts';
import {
  articleSource,
  articleSourceInPlace,
  contactEffect,
  documentSource,
  invoicingCalls,
  salesOrderEffect,
} from './ports/invoicing-benches.ts';
import {
  articleClaims,
  contactClaims,
  documentClaims,
  accountClaims as invoicingAccount,
  salesOrderClaims,
} from './ports/invoicing-claims.ts';
import { type PortClaims, type StartWorld, startBench } from './ports/port-claim.ts';
import type { ChannelWorld, InvoicingWorld } from './ports/port-world.ts';
import { sourceClaims } from './ports/source-claims.ts';
import { countClaims, countSource, stockSourceCalls } from './ports/stock-source-claims.ts';
import type { StockSourceWorld } from './ports/stock-source-world.ts';
import type { TestWords } from './store-contract.ts';

/** The words of the test runner; Jest's globals fit. */
export interface PortWords extends Pick<TestWords, 'describe'> {
  it(name: string, body: () => Promise<void>, timeoutMs: number): void;
}

/** Scans of thousands of rows, on a machine that does other things too. */
const timeoutMs = 60_000;

/**
 * The contract of the channel port, as tests. Each test starts a world of its own; facets that the port has not are named
 * in a test's title.
 * @param start builds a simulated account, and a port on it, in the suite's own time, budget and log
 */
export function proveChannel(words: PortWords, name: string, start: StartWorld<ChannelWorld>): void {
  prove(words, `${name} keeps the contract of the channel`, channelClaims(start));
}

/** The contract of the invoicing port, likewise. */
export function proveInvoicing(words: PortWords, name: string, start: StartWorld<InvoicingWorld>): void {
  prove(words, `${name} keeps the contract of the invoicing system`, invoicingClaims(start));
}

/** The contract of a system that keeps stock, likewise. */
export function proveStockSource(words: PortWords, name: string, start: StartWorld<StockSourceWorld>): void {
  prove(words, `${name} keeps the contract of the stock source`, stockSourceClaims(start));
}

/** All that a channel promises, as far as this one has the facets. */
export function channelClaims(start: StartWorld<ChannelWorld>): readonly PortClaims[] {
  const { port } = startBench<ChannelPort, ChannelWorld>(start);
  return [
    channelAccount(start),
    orderClaims(start),
    ...orderSources(start).map(sourceClaims),
    ...facet(port.listings, 'listings', () => [
      listingClaims(start),
      sourceClaims(listingSource(start)),
      effectClaims(listingEffect(start)),
    ]),
    ...facet(port.stock, 'stock', () => [stockClaims(start)]),
    ...facet(port.stock?.move, 'moves of stock', () => [effectClaims(moveEffect(start))]),
    ...detailClaims(start, port),
    ...facet(port.marks, 'marks', () => [markClaims(start), effectClaims(markEffect(start))]),
    ...facet(port.refunds, 'refunds', () => [refundClaims(start), sourceClaims(refundSource(start))]),
    ...facet(port.shipments, 'shipments', () => [effectClaims(shipmentEffect(start))]),
    ...facet(port.documents, 'documents', () => [effectClaims(documentEffect(start))]),
    ...[...channelCalls(start, port), ...detailCalls(start, port)].map(callClaims),
  ];
}

/** All that an invoicing system promises, as far as this one has the facets. */
export function invoicingClaims(start: StartWorld<InvoicingWorld>): readonly PortClaims[] {
  const { port } = startBench<InvoicingPort, InvoicingWorld>(start);
  return [
    invoicingAccount(start),
    articleClaims(start),
    sourceClaims(articleSource(start)),
    sourceClaims(articleSourceInPlace(start)),
    salesOrderClaims(start),
    effectClaims(salesOrderEffect(start)),
    ...facet(port.contacts, 'contacts', () => [contactClaims(start), effectClaims(contactEffect(start))]),
    ...facet(port.documents, 'documents', () => [documentClaims(start), sourceClaims(documentSource(start))]),
    ...invoicingCalls(start, port).map(callClaims),
  ];
}

/** All that a stock source promises. */
export function stockSourceClaims(start: StartWorld<StockSourceWorld>): readonly PortClaims[] {
  return [
    countClaims(start),
    sourceClaims<StockSourcePort, StockSourceWorld>(countSource(start)),
    ...stockSourceCalls(start).map((call) => callClaims<StockSourcePort, StockSourceWorld>(call)),
  ];
}

function facet(present: unknown, name: string, claims: () => readonly PortClaims[]): readonly PortClaims[] {
  if (present !== undefined) return claims();
  return [{ area: name, claims: [{ says: 'are no part of this port: nothing is proved about them', holds: async () => undefined }] }];
}

function prove({ describe, it }: PortWords, title: string, all: readonly PortClaims[]): void {
  describe(title, () => {
    for (const { area, claims } of all) {
      describe(area, () => {
        for (const { says, holds } of claims) it(says, holds, timeoutMs);
      });
    }
  });
}
