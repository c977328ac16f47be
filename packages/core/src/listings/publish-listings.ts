import {
  addStats,
  type FlowStats,
  type ForeseenProblem,
  noStats,
  type PairRun,
  problemKey,
  raiseProblem,
  type Slice,
} from '../effects/pair-run.ts';
import type { Outcome, Row } from '../kernel/answer.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import { effectKey, skuKey } from '../kernel/ids.ts';
import { isAccountError, type SyncError } from '../kernel/sync-error.ts';
import type { ListingChange, ListingRef } from '../model/listing.ts';
import type { Binding } from '../ports/catalog-records.ts';
import { type ListingTarget, listingKey } from '../ports/channel.ts';
import type { Tx } from '../ports/store.ts';
import { groupHashes, type ListingPlanItem, planListings } from './plan-listings.ts';

type WriteItem = Extract<ListingPlanItem, { action: 'adopt' | 'update' }>;
type CreateItem = Extract<ListingPlanItem, { action: 'create' }>;

interface ListingsCursor {
  readonly after?: string;
}

const cursorName = 'listings';
const pageSize = 100;
const foreseenMax = 200;

/** Walks the snapshot, plans what changed and applies it: updates at once, creations as effects. Unchanged articles cost no call. */
export async function publishListings(run: PairRun, target: ListingTarget): Promise<Slice> {
  const { store, merchant, pair, environment } = run;
  const stored = (await store.transaction(merchant, (tx) => tx.cursors.read(pair, cursorName))) as ListingsCursor | undefined;
  let after = stored?.after;
  let stats = noStats;
  const foreseen: ForeseenProblem[] = [];
  for (;;) {
    if (environment.clock.now() >= run.stopAt) return { stats, more: true, ...foreseenIn(foreseen) };
    const page = await store.transaction(merchant, async (tx) => {
      const rows = await tx.snapshot.page(run.invoicingConnection, after, pageSize);
      const bindings = await tx.bindings.readMany(
        pair,
        rows.map((row) => row.article.id),
      );
      const items = await planListings(run, tx, rows, bindings);
      return { rows, items, counted: await storePage(run, tx, items, bindings) };
    });
    if (run.dryRun && run.settings.flows.listings) foreseen.push(...parkedIn(page.items).slice(0, foreseenMax - foreseen.length));
    stats = addStats(addStats(stats, page.counted), {
      processed: page.rows.length - page.items.length,
      unchanged: page.rows.length - page.items.length,
    });
    const writes =
      run.dryRun || !run.settings.flows.listings
        ? []
        : page.items.filter((item): item is WriteItem => item.action === 'adopt' || item.action === 'update');
    const written = await writeAll(run, target, writes);
    stats = addStats(stats, written.stats);
    if (written.failure !== undefined) return { stats, more: false, failure: { side: 'channel', error: written.failure } };
    const last = page.rows.at(-1);
    if (last === undefined || page.rows.length < pageSize) {
      await store.transaction(merchant, (tx) => tx.cursors.write(pair, cursorName, {}));
      return { stats, more: false, ...foreseenIn(foreseen) };
    }
    after = last.article.id;
    const cursor: ListingsCursor = { after };
    await store.transaction(merchant, (tx) => tx.cursors.write(pair, cursorName, cursor as unknown as Json));
  }
}

function storePage(run: PairRun, tx: Tx, items: readonly ListingPlanItem[], bindings: readonly Binding[]): Promise<Partial<FlowStats>> {
  if (run.dryRun) return Promise.resolve(wouldBe(items));
  return run.settings.flows.listings ? storeJudged(run, tx, items, bindings) : storeMatched(run, tx, items);
}

/** Where the merchant keeps listings by hand, articles and listings of one SKU are bound for their stock, and nothing is written. */
async function storeMatched(run: PairRun, tx: Tx, items: readonly ListingPlanItem[]): Promise<Partial<FlowStats>> {
  const bound = items.flatMap((item): readonly Binding[] =>
    item.action === 'adopt'
      ? [
          {
            ...emptyBinding(run, item.articleId),
            state: 'bound',
            ref: item.ref,
            sku: item.draft.sku,
            grouped: item.grouped,
            inputsHash: item.inputsHash,
            draft: item.draft,
          },
        ]
      : [],
  );
  if (bound.length > 0) await tx.bindings.put(bound);
  return { processed: items.length, created: bound.length, unchanged: items.length - bound.length };
}

function foreseenIn(foreseen: readonly ForeseenProblem[]): Pick<Slice, 'foreseen'> {
  return foreseen.length === 0 ? {} : { foreseen };
}

function parkedIn(items: readonly ListingPlanItem[]): readonly ForeseenProblem[] {
  return items.flatMap((item) => (item.action === 'park' ? [{ code: item.reason, subject: item.articleId, data: item.data }] : []));
}

/** What a run would do, for a dry one. */
function wouldBe(items: readonly ListingPlanItem[]): Partial<FlowStats> {
  const of = (...actions: readonly ListingPlanItem['action'][]): number => items.filter((item) => actions.includes(item.action)).length;
  return { processed: items.length, created: of('create', 'adopt'), updated: of('update'), unchanged: of('none'), parked: of('park') };
}

/** Stores what needs no call: parked, ignored, judged and equal; creations become intents. */
async function storeJudged(
  run: PairRun,
  tx: Tx,
  items: readonly ListingPlanItem[],
  bindings: readonly Binding[],
): Promise<Partial<FlowStats>> {
  const before = new Map(bindings.map((binding) => [binding.articleId, binding]));
  const changed: Binding[] = [];
  let stats = noStats;
  for (const planned of items) {
    const item = planned.action === 'create' ? await intendCreation(run, tx, planned) : planned;
    const known = before.get(item.articleId);
    const basis = { ...emptyBinding(run, item.articleId), ...known, inputsHash: item.inputsHash };
    const { reason: oldReason, reasonData: _data, ...clean } = basis;
    if (oldReason !== undefined && !(item.action === 'park' && item.reason === oldReason)) {
      await tx.problems.clear(problemKey(run, oldReason, item.articleId));
    }
    switch (item.action) {
      case 'park':
        stats = addStats(stats, { processed: 1, parked: 1 });
        // Parked again for the same reason: nothing to store.
        if (known?.state === 'parked' && known.reason === item.reason && known.inputsHash === item.inputsHash) break;
        changed.push({ ...clean, state: 'parked', reason: item.reason, reasonData: item.data });
        await raiseProblem(tx, run, { code: item.reason, subject: item.articleId, data: item.data });
        break;
      case 'none':
        stats = addStats(stats, { processed: 1, unchanged: 1 });
        changed.push({ ...clean, state: item.state });
        break;
      case 'create':
        changed.push({ ...clean, state: 'creating', sku: item.draft.sku });
        stats = addStats(stats, { processed: 1 });
        break;
      case 'adopt':
      case 'update':
        // Stored once the channel has answered.
        break;
    }
  }
  if (changed.length > 0) await tx.bindings.put(changed);
  return stats;
}

/** Makes the intent of a creation, or of an edited one. What was sent once and is parked for a doubt stays parked. */
async function intendCreation(run: PairRun, tx: Tx, item: CreateItem): Promise<ListingPlanItem> {
  const at = run.environment.clock.now();
  const account = `${run.channel.vendor}:${run.channelSettings.accountId}`;
  const intent = {
    key: effectKey(`${account}/listing/${skuKey(item.draft.sku)}`),
    pair: run.pair,
    kind: 'create-listing' as const,
    subject: item.articleId,
    fingerprint: contentHash(item.draft),
    marker: item.draft.sku,
    input: { articleId: item.articleId },
    notBefore: at,
  };
  const intended = await tx.effects.intend(intent, at);
  if (intended === 'new') return item;
  const row = await tx.effects.read(intent.key);
  const edited = intended === 'conflict' || row?.state === 'parked';
  if ((edited && (await tx.effects.replace(intent, at))) || row?.state !== 'parked') return item;
  const { articleId, inputsHash, draft } = item;
  const data = { article: draft.name, sku: draft.sku };
  return { articleId, inputsHash, action: 'park', reason: `LISTING_${row.reason ?? 'IN_DOUBT'}`, data };
}

/** Writes changes in batches. */
async function writeAll(
  run: PairRun,
  target: ListingTarget,
  items: readonly WriteItem[],
): Promise<{ readonly stats: FlowStats; readonly failure?: SyncError }> {
  let stats = noStats;
  for (let from = 0; from < items.length; from += target.batchMax) {
    const batch = items.slice(from, from + target.batchMax);
    const rows = await writeWithoutRefused(run, target, batch);
    const stored = await run.store.transaction(run.merchant, (tx) => storeWritten(run, tx, batch, rows));
    stats = addStats(stats, stored.stats);
    if (stored.failure !== undefined) return { stats, failure: stored.failure };
  }
  return { stats };
}

/** A store refuses a whole request for one bad row: the others are sent again without it, one by one if it named none. */
async function writeWithoutRefused(run: PairRun, target: ListingTarget, batch: readonly WriteItem[]): Promise<readonly Row<ListingRef>[]> {
  const rows = await write(run, target, batch);
  // A refused account says nothing about a row.
  const refused = rows.filter(({ outcome }) => outcome.status === 'rejected' && !isAccountError(outcome.error));
  if (batch.length === 1 || refused.length === 0) return rows;
  if (refused.length === batch.length) {
    const single: Row<ListingRef>[] = [];
    for (const item of batch) single.push(...(await write(run, target, [item])));
    return single;
  }
  const beside = new Set(rows.filter(({ outcome }) => outcome.status === 'retryable').map(({ key }) => key));
  const rest = batch.filter((item) => beside.has(listingKey(item.ref)));
  if (rest.length === 0) return rows;
  return [...rows.filter(({ key }) => !beside.has(key)), ...(await writeWithoutRefused(run, target, rest))];
}

async function write(run: PairRun, target: ListingTarget, batch: readonly WriteItem[]): Promise<readonly Row<ListingRef>[]> {
  const changes: ListingChange[] = batch.map(({ ref, grouped, draft, groups }) => ({ ref, grouped, draft, groups }));
  const outcome = await target.update(changes, run.call('channel', 'catalog'));
  if (outcome.status === 'done') return outcome.value;
  const failed: Outcome<ListingRef> = outcome;
  return batch.map((item) => ({ key: listingKey(item.ref), outcome: failed }));
}

async function storeWritten(
  run: PairRun,
  tx: Tx,
  batch: readonly WriteItem[],
  rows: readonly Row<ListingRef>[],
): Promise<{ readonly stats: FlowStats; readonly failure?: SyncError }> {
  const outcomes = new Map(rows.map((row) => [row.key, row.outcome]));
  const known = await tx.bindings.readMany(
    run.pair,
    batch.map((item) => item.articleId),
  );
  const before = new Map(known.map((binding) => [binding.articleId, binding]));
  const changed: Binding[] = [];
  let stats = noStats;
  let failure: SyncError | undefined;
  for (const item of batch) {
    const outcome = outcomes.get(listingKey(item.ref));
    const { reason: _reason, reasonData: _data, ...basis } = { ...emptyBinding(run, item.articleId), ...before.get(item.articleId) };
    if (outcome?.status === 'done') {
      const hashes = groupHashes(item.draft);
      const published = { ...basis.published, ...Object.fromEntries(item.groups.map((group) => [group, hashes[group]])) };
      const { sku } = item.draft;
      changed.push({
        ...basis,
        state: 'bound',
        sku,
        ref: item.ref,
        grouped: item.grouped,
        inputsHash: item.inputsHash,
        published,
        draft: item.draft,
      });
      await tx.explanations.put(`listing/${item.articleId}`, explanationOf(run, item), run.environment.clock.now());
      stats = addStats(stats, { processed: 1, ...(item.action === 'adopt' ? { created: 1 } : { updated: 1 }) });
    } else if (outcome?.status === 'rejected' && !isAccountError(outcome.error)) {
      const data = { article: item.draft.name, sku: item.draft.sku };
      changed.push({ ...basis, state: 'parked', reason: 'LISTING_REFUSED', reasonData: data, inputsHash: item.inputsHash });
      await raiseProblem(tx, run, { code: 'LISTING_REFUSED', subject: item.articleId, data });
      stats = addStats(stats, { processed: 1, parked: 1 });
    } else {
      // Nothing is stored: the same values are written again at the next run, which changes nothing if they arrived.
      stats = addStats(stats, { processed: 1, failed: 1 });
      if (outcome !== undefined && outcome.status !== 'taken') failure ??= outcome.error;
    }
  }
  if (changed.length > 0) await tx.bindings.put(changed);
  return failure === undefined ? { stats } : { stats, failure };
}

/** Why these values were written: the rules recompute the steps. */
function explanationOf(run: PairRun, item: WriteItem): Json {
  return {
    flow: 'listings',
    rules: { version: run.rules.listings.version, hash: run.rules.listings.compiled.hash },
    inputs: item.inputsHash,
    pricesIncludeTax: run.channelSettings.pricesIncludeTax,
    groups: item.groups,
    values: { ...item.draft },
  };
}

function emptyBinding(run: PairRun, articleId: string): Binding {
  return { pair: run.pair, articleId, state: 'ignored', grouped: false, inputsHash: '', published: {} };
}
