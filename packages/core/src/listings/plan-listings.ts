import type { PairRun, PairSettings } from '../effects/pair-run.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import { sku, skuKey } from '../kernel/ids.ts';
import { articleRecord, channelRecord } from '../mapping/records.ts';
import { mappingRefused } from '../mapping/refused.ts';
import type { Mapped } from '../mapping/rule-program.ts';
import type { Article } from '../model/article.ts';
import type { FieldGroup, Listing, ListingDraft, ListingRef } from '../model/listing.ts';
import { decimal, parseDecimal } from '../money/decimal.ts';
import type { Binding, SnapshotRow } from '../ports/catalog-records.ts';
import type { Tx } from '../ports/store.ts';
import { implausible } from './guard.ts';

/** What shall happen to one article on the channel. */
export type ListingPlanItem = { readonly articleId: string; readonly inputsHash: string } & (
  | { readonly action: 'create'; readonly draft: ListingDraft }
  | {
      readonly action: 'adopt' | 'update';
      readonly draft: ListingDraft;
      readonly ref: ListingRef;
      readonly grouped: boolean;
      readonly groups: readonly FieldGroup[];
      /** What was written last; absent for a listing that we adopt. */
      readonly before?: ListingDraft;
    }
  | { readonly action: 'park'; readonly reason: string; readonly data: Readonly<Record<string, string>> }
  /** Nothing to write: `bound` records that the inputs were judged, `ignored` that there is nothing to list. */
  | { readonly action: 'none'; readonly state: 'bound' | 'ignored' }
);

/** The rest of the world that a plan depends on. */
export interface PlanWorld {
  /** By SKU key; more than one means that the shop itself holds the SKU twice. */
  readonly shelfBySku: ReadonlyMap<string, readonly Listing[]>;
  /** By name in lower case. */
  readonly shelfByName: ReadonlyMap<string, readonly Listing[]>;
  /** SKU keys that more than one article bears. */
  readonly ambiguous: ReadonlySet<string>;
}

/** Everything an article's evaluation depends on, in one hash: equal means that there is nothing to do. */
export function inputsHash(run: PairRun, row: SnapshotRow): string {
  const { taxClasses, adoptExisting, timeZone } = run.settings;
  const { hash } = run.rules.listings.compiled;
  return contentHash([row.hash, hash, channelRecord(run.channelSettings), run.ratesStand, timeZone, taxClasses, adoptExisting]);
}

/** Rows of a page that need a new judgement. Parked ones are judged again, since the world around them may have changed. */
export function needsPlan(binding: Binding | undefined, hash: string): boolean {
  if (binding === undefined || binding.state === 'parked') return true;
  return binding.state !== 'creating' && binding.inputsHash !== hash;
}

/** Plans a page of articles against bindings and shelf. Reads the store, writes nothing. */
export async function planListings(
  run: PairRun,
  tx: Tx,
  rows: readonly SnapshotRow[],
  bindings: readonly Binding[],
): Promise<readonly ListingPlanItem[]> {
  const byArticle = new Map(bindings.map((binding) => [binding.articleId, binding]));
  const open = rows.filter((row) => needsPlan(byArticle.get(row.article.id), inputsHash(run, row)));
  if (open.length === 0) return [];
  const world = await readWorld(run, tx, open);
  const namesTaken = new Set<string>();
  return open.map((row) => {
    const item = planOne(run, row, byArticle.get(row.article.id), world, namesTaken);
    if (item.action === 'create') namesTaken.add(item.draft.name.toLowerCase());
    return item;
  });
}

async function readWorld(run: PairRun, tx: Tx, rows: readonly SnapshotRow[]): Promise<PlanWorld> {
  const keys = [...new Set(rows.flatMap(({ article }) => (article.number === undefined ? [] : [skuKey(sku(article.number))])))];
  const drafts = rows.map(({ article }) => listingDraft(run, article));
  const names = [...new Set(drafts.flatMap((made) => (made.ok ? [made.draft.name.toLowerCase()] : [])))];
  const bearers = await tx.snapshot.bySku(run.invoicingConnection, keys);
  const counts = new Map<string, number>();
  for (const { article } of bearers) {
    if (article.archived || article.number === undefined) continue;
    const key = skuKey(sku(article.number));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    shelfBySku: groupBy(await tx.shelf.bySku(run.channelConnection, keys), (listing) => skuKey(listing.sku ?? sku(''))),
    shelfByName: groupBy(await tx.shelf.byName(run.channelConnection, names), (listing) => listing.name.toLowerCase()),
    ambiguous: new Set([...counts].filter(([, count]) => count > 1).map(([key]) => key)),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function planOne(
  run: PairRun,
  row: SnapshotRow,
  binding: Binding | undefined,
  world: PlanWorld,
  namesTaken: ReadonlySet<string>,
): ListingPlanItem {
  const { article } = row;
  const basis = { articleId: article.id, inputsHash: inputsHash(run, row) };
  const park = (reason: string, data: Readonly<Record<string, string>>): ListingPlanItem => ({
    ...basis,
    action: 'park',
    reason,
    data: { article: article.title, ...(article.number === undefined ? {} : { sku: article.number }), ...data },
  });
  const ref = binding?.ref;
  // Archived or gone: what was never listed is left alone.
  if (article.archived && ref === undefined) return { ...basis, action: 'none', state: 'ignored' };
  // What the shop refused is sent again once something about it changed.
  if (binding?.state === 'parked' && binding.reason === 'LISTING_REFUSED' && binding.inputsHash === basis.inputsHash) {
    return park(binding.reason, binding.reasonData ?? {});
  }
  // A listing that shall disappear is hidden as it stands, whatever else is wrong with its article.
  if (article.archived && ref !== undefined && binding?.draft !== undefined) {
    return updateOf(basis, binding, ref, { ...binding.draft, visible: false });
  }
  if (article.number === undefined || article.number.trim() === '') return park('ARTICLE_WITHOUT_NUMBER', {});
  const key = skuKey(sku(article.number));
  if (world.ambiguous.has(key) && !article.archived) return park('SKU_NOT_UNIQUE', {});

  const made = listingDraft(run, article);
  if (!made.ok) return park(made.reason, made.data);
  const { draft } = made;
  const wrong = article.archived ? undefined : implausible(draft, binding?.draft);
  if (wrong !== undefined) return park(wrong.reason, wrong.data);

  if (binding !== undefined && ref !== undefined) return updateOf(basis, binding, ref, draft);
  const [standing, ...others] = world.shelfBySku.get(key) ?? [];
  if (standing !== undefined) {
    if (others.length > 0) return park('SKU_TWICE_ON_CHANNEL', {});
    if (run.settings.adoptExisting === 'never') return park('LISTING_EXISTS', {});
    return { ...basis, action: 'adopt', draft, ref: standing.ref, grouped: standing.grouped, groups: ['content', 'assignment'] };
  }
  const name = draft.name.toLowerCase();
  if ((world.shelfByName.get(name) ?? []).length > 0 || namesTaken.has(name)) {
    return park('LISTING_NAME_TAKEN', { name: draft.name, proposal: `${draft.name} (${draft.sku})` });
  }
  return { ...basis, action: 'create', draft };
}

function updateOf(
  basis: Pick<ListingPlanItem, 'articleId' | 'inputsHash'>,
  { published, grouped, draft: before }: Binding,
  ref: ListingRef,
  draft: ListingDraft,
): ListingPlanItem {
  const groups = changedGroups(draft, published);
  if (groups.length === 0) return { ...basis, action: 'none', state: 'bound' };
  return { ...basis, action: 'update', draft, ref, grouped, groups, ...(before === undefined ? {} : { before }) };
}

export type MadeDraft =
  | { readonly ok: true; readonly draft: ListingDraft }
  | { readonly ok: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

/** Maps an article by the active rules. */
export function listingDraft(run: PairRun, article: Article): MadeDraft {
  const record = { article: articleRecord(article), channel: channelRecord(run.channelSettings) };
  return draftOf(run.rules.listings.compiled.apply('listing', record), run.settings);
}

/** What rules wrote, as the channel takes it. */
export function draftOf(mapped: Mapped, { taxClasses }: Pick<PairSettings, 'taxClasses'>): MadeDraft {
  if (!mapped.ok) return mappingRefused(mapped);
  const { values } = mapped;
  const rate = parseDecimal(values.taxRate ?? '');
  const taxClass = rate === undefined ? undefined : taxClasses[rate];
  if (taxClass === undefined) return { ok: false, reason: 'TAX_CLASS_MISSING', data: { rate: values.taxRate ?? '' } };
  const amount = parseDecimal(values.price ?? '');
  if (amount === undefined) return mappingRefused({ target: 'price', why: 'NOT_A_NUMBER', value: values.price ?? '' });
  return {
    ok: true,
    draft: {
      sku: sku(values.sku ?? ''),
      name: values.name ?? '',
      description: values.description ?? '',
      price: amount,
      taxClass,
      kind: values.kind === 'digital' ? 'digital' : 'physical',
      weight: parseDecimal(values.weight ?? '') ?? decimal(0),
      ...(values.gtin === undefined ? {} : { gtin: values.gtin }),
      visible: values.visible === 'true',
    },
  };
}

/** Hash per field group; an equal hash means no call. */
export function groupHashes(draft: ListingDraft): Readonly<Record<FieldGroup, string>> {
  return { content: contentHash(draft), assignment: contentHash('assigned') };
}

function changedGroups(draft: ListingDraft, published: Binding['published']): readonly FieldGroup[] {
  const wanted = groupHashes(draft);
  return (['content', 'assignment'] as const).filter((group) => published[group] !== wanted[group]);
}
