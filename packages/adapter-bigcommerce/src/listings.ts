import { type Http, scanById } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  done,
  type EffectCall,
  type Listing,
  type ListingDraft,
  type ListingRef,
  type ListingTarget,
  mapAnswer,
  type Outcome,
  type Page,
  type Scan,
  SyncError,
} from '@megzo/core';
import { findListing } from './find-listing.ts';
import { isoSecond } from './instants.ts';
import { draftToProduct } from './listing-body.ts';
import { listingFields } from './listing-fields.ts';
import { productToListings } from './listing-rows.ts';
import type { BigcommerceSetup } from './options.ts';
import { createPriceLists } from './price-lists.ts';
import { readTaxClasses } from './tax-classes.ts';
import { updateListings } from './update-listings.ts';
import { oneProductMadeWire, oneProductWire, productsWire, type WireProduct, type WireProductMade } from './wire/product.ts';

const pageSize = 250;
/** Products in one write (sheet 3.4). */
const batchMax = 10;

export function createListings(http: Http, setup: BigcommerceSetup): ListingTarget {
  return {
    fields: listingFields,
    batchMax,
    changed: (scan, call) => readChanged(http, scan, call),
    read: (id, call) => readListing(http, id, call),
    create: {
      timeoutMs: setup.timing.timeoutMs,
      settleMs: setup.timing.settleMs,
      send: (draft, call) => createProduct(http, draft, call),
      find: ({ draft }, call) => findListing(http, draft, call),
    },
    update: (changes, call) => updateListings(http, changes, setup.channelId, call),
    taxClasses: (call) => readTaxClasses(http, call),
    prices: createPriceLists(http),
  };
}

/** Products in the order of their ids, which never changes, so none is skipped while others are edited. */
async function readChanged(http: Http, scan: Scan, call: Call): Promise<Answer<Page<Listing>>> {
  const readPage = (minId: number): Promise<Answer<readonly WireProduct[]>> =>
    http.read(
      {
        path: '/v3/catalog/products',
        query: {
          include: 'variants',
          sort: 'id',
          direction: 'asc',
          limit: pageSize,
          'id:greater': minId > 0 ? minId - 1 : undefined,
          'date_modified:min': scan.since > 0 ? isoSecond(scan.since) : undefined,
        },
      },
      productsWire,
      call,
    );
  const answer = await scanById(scan, readPage, { idOf: (product) => Number(product.id), pageSize });
  return mapAnswer(answer, (page) => ({ ...page, items: page.items.flatMap(productToListings) }));
}

/** `id` is a product's, or `product/variant`; of a product alone the first variant stands for it. */
async function readListing(http: Http, id: string, call: Call): Promise<Answer<Listing | undefined>> {
  const [product = '', variant] = id.split('/');
  const path = `/v3/catalog/products/${encodeURIComponent(product)}`;
  const answer = await http.readMaybe({ path, query: { include: 'variants' } }, oneProductWire, call);
  return mapAnswer(answer, (found) => {
    const listings = found === undefined ? [] : productToListings(found.data);
    return variant === undefined ? listings[0] : listings.find((listing) => listing.ref.variant === variant);
  });
}

async function createProduct(http: Http, draft: ListingDraft, call: EffectCall): Promise<Outcome<ListingRef>> {
  const made = await http.send({ method: 'POST', path: '/v3/catalog/products', body: draftToProduct(draft) }, oneProductMadeWire, call);
  if (made.status !== 'done') return made;
  const ref = refOf(made.value.data);
  // It stands there, but under which variant is not said: looking it up tells.
  return ref === undefined ? { status: 'unknown', error: new SyncError('ANSWER_UNREADABLE', 'The answer names no variant.') } : done(ref);
}

function refOf(made: WireProductMade): ListingRef | undefined {
  const variant = made.base_variant_id ?? made.variants[0]?.id;
  return variant === undefined ? undefined : { product: made.id, variant };
}
