import { callError, type Http, type JsonNumber, jsonNumber } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  done,
  type ListPrice,
  type Outcome,
  type PriceList,
  type PriceTarget,
  type Row,
  retryable,
  SyncError,
} from '@megzo/core';
import { priceRows } from './price-rows.ts';
import { priceListsWire, pricesWrittenWire, type WirePriceLists } from './wire/price-list.ts';

const pageSize = 250;
/** Records in one upsert (sheet 3.6). */
const batchMax = 1_000;

/** Prices per channel, customer group or currency. Where a list applies, it beats the catalog's price. */
export function createPriceLists(http: Http): PriceTarget {
  return {
    batchMax,
    lists: (call) => readLists(http, call),
    set: (list, prices, call) => setPrices(http, { list, prices }, call),
  };
}

/** Where a page of lists begins; the vendor's own cursor goes before page numbers, which skip rows while lists are made or removed. */
interface Place {
  readonly after?: string;
  readonly page?: number;
}

async function readLists(http: Http, call: Call): Promise<Answer<readonly PriceList[]>> {
  const lists = new Map<string, PriceList>();
  for (let place: Place | undefined = {}; place !== undefined; ) {
    const answer: Answer<WirePriceLists> = await http.read(
      { path: '/v3/pricelists', query: { limit: pageSize, ...place } },
      priceListsWire,
      call,
    );
    if (answer.status !== 'done') return answer;
    for (const { id, name, active } of answer.value.rows) lists.set(id, { id, name, active });
    const next = placeAfter(answer.value, place);
    // Without a way on, ending here would hide what follows.
    if (next === 'lost') return retryable(callError('ANSWER_UNREADABLE', { reason: 'no-next-cursor' }));
    place = next;
  }
  return done([...lists.values()]);
}

function placeAfter({ rows, cursor, pages }: WirePriceLists, { after, page = 1 }: Place): Place | 'lost' | undefined {
  if (rows.length === 0) return undefined;
  const full = rows.length >= Math.min(pageSize, cursor?.per_page ?? pageSize);
  if (cursor !== undefined) {
    if (!full && typeof cursor.links?.next !== 'string') return undefined;
    const { end_cursor: end } = cursor;
    return end === undefined || end === null || end === '' || end === after ? 'lost' : { after: end };
  }
  const more = pages === undefined ? full : pages.current_page < pages.total_pages;
  return more ? { page: page + 1 } : undefined;
}

/** A record names its variant by id: a SKU could be that of a parent product, which has no price here (sheet 3.6). */
interface PriceRecord {
  readonly variant_id: number;
  readonly currency: string;
  readonly price: JsonNumber;
}

function priceToRecord({ ref, currency, price }: ListPrice): PriceRecord {
  return { variant_id: Number(ref.variant), currency, price: jsonNumber(price) };
}

/** One upsert. The store takes one at a time (sheet 3.6): a second one beside it is refused for pace, with nothing written. */
async function setPrices(
  http: Http,
  { list, prices }: { readonly list: string; readonly prices: readonly ListPrice[] },
  call: Call,
): Promise<Outcome<readonly Row<void>[]>> {
  if (prices.length === 0) return done([]);
  const path = `/v3/pricelists/${encodeURIComponent(list)}/records`;
  const outcome = await http.write({ method: 'PUT', path, body: prices.map(priceToRecord) }, pricesWrittenWire, call);
  if (outcome.status === 'done' && (outcome.value?.batch_errors ?? []).length > 0) {
    return retryable(new SyncError('VENDOR_FAILED', 'The prices were written in part, and the answer does not say which.'));
  }
  return priceRows(prices, outcome);
}
