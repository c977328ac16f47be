import type { PairRun } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import { problemWords } from '../kernel/problem-catalogue.ts';
import { type ListingPlanItem, planListings } from '../listings/plan-listings.ts';
import type { Binding, SnapshotRow } from '../ports/catalog-records.ts';
import type { Tx } from '../ports/store.ts';
import type { Opened, PairParts } from './open-run.ts';
import type { Applied, Plan } from './pair-handle.ts';
import type { PairReport } from './report.ts';

const pageSize = 100;
const warningsMax = 100;

type PlanPage = (tx: Tx, rows: readonly SnapshotRow[], bindings: readonly Binding[]) => Promise<readonly ListingPlanItem[]>;

/** Plans the whole snapshot page by page into the store. */
export async function storeListingsPlan(run: PairRun, planPage: PlanPage): Promise<Plan> {
  const { store, merchant, pair, environment } = run;
  const id = environment.ids.next();
  await store.transaction(merchant, (tx) => tx.plans.add({ id, pair, flow: 'listings', createdAt: environment.clock.now() }));
  const counts: Record<ListingPlanItem['action'], number> = { create: 0, adopt: 0, update: 0, park: 0, none: 0 };
  const warnings: { code: string; text: ReturnType<typeof problemWords>['text'] }[] = [];
  let position = 0;
  for await (const items of pages(run, planPage)) {
    const rows = items.map((item, index) => ({ position: position + index, content: item as unknown as Json }));
    await store.transaction(merchant, (tx) => tx.plans.addItems(id, rows));
    position += items.length;
    for (const item of items) {
      counts[item.action] += 1;
      if (item.action === 'park' && warnings.length < warningsMax)
        warnings.push({ code: item.reason, text: problemWords(item.reason, item.data).text });
    }
  }
  return {
    id,
    flow: 'listings',
    counts,
    warnings,
    items: (from, limit) =>
      store.transaction(merchant, async (tx) =>
        (await tx.plans.items(id, from, limit)).map((row) => row.content as unknown as ListingPlanItem),
      ),
  };
}

async function* pages(run: PairRun, planPage: PlanPage): AsyncGenerator<readonly ListingPlanItem[]> {
  let after: string | undefined;
  for (;;) {
    const page = await run.store.transaction(run.merchant, async (tx) => {
      const rows = await tx.snapshot.page(run.invoicingConnection, after, pageSize);
      const ids = rows.map((row) => row.article.id);
      return { rows, items: await planPage(tx, rows, await tx.bindings.readMany(run.pair, ids)) };
    });
    if (page.items.length > 0) yield page.items;
    after = page.rows.at(-1)?.article.id;
    if (after === undefined || page.rows.length < pageSize) return;
  }
}

/** Does what a plan says, if the world is still the one it was made for. */
export async function applyListingsPlan(
  parts: PairParts,
  planId: string,
  how: { open(): Promise<Opened>; sync(): Promise<PairReport> },
): Promise<Applied> {
  const { store, merchant } = parts;
  const plan = await store.transaction(merchant, (tx) => tx.plans.read(planId));
  if (plan === undefined || plan.pair !== parts.pair) return { status: 'unknown-plan' };
  const opened = await how.open();
  if (opened.status === 'closed') throw opened.failures[0]?.error ?? new Error('the pair cannot run');
  const planned = new Map<string, string>();
  for (let from = 0; ; from += pageSize) {
    const items = await store.transaction(merchant, (tx) => tx.plans.items(planId, from, pageSize));
    for (const { content } of items) planned.set((content as unknown as ListingPlanItem).articleId, contentHash(content));
    if (items.length < pageSize) break;
  }
  const moved: string[] = [];
  for await (const items of pages(opened.run, (tx, rows, bindings) => planListings(opened.run, tx, rows, bindings))) {
    for (const item of items) {
      if (planned.get(item.articleId) !== contentHash(item)) moved.push(item.articleId);
      planned.delete(item.articleId);
    }
  }
  moved.push(...planned.keys());
  if (moved.length > 0) return { status: 'outdated', articleIds: moved };
  const report = await how.sync();
  await store.transaction(merchant, (tx) => tx.plans.applied(planId, parts.environment.clock.now()));
  return { status: 'applied', report };
}
