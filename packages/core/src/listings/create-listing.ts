import type { EffectDriver } from '../effects/effect-driver.ts';
import { type PairRun, raiseProblem } from '../effects/pair-run.ts';
import { sku } from '../kernel/ids.ts';
import type { ListingDraft, ListingRef } from '../model/listing.ts';
import type { Binding } from '../ports/catalog-records.ts';
import { type ListingTarget, listingKey } from '../ports/channel.ts';
import { groupHashes, listingDraft } from './plan-listings.ts';

/** Creates a listing once. The SKU is the marker: the channel keeps it unique. */
export function createListingDriver(run: PairRun, target: ListingTarget): EffectDriver<ListingDraft, ListingRef> {
  return {
    kind: 'create-listing',
    port: target.create,
    idOf: listingKey,
    async prepare(tx, row) {
      const [snapshot] = await tx.snapshot.readMany(run.invoicingConnection, [row.subject]);
      const made = snapshot === undefined ? undefined : listingDraft(run, snapshot.article);
      if (snapshot === undefined || made?.ok !== true) return { do: 'park', reason: 'ARTICLE_GONE' };
      const { rules } = run;
      const explanation = {
        flow: 'listings',
        rules: { version: rules.listings.version, hash: rules.listings.compiled.hash },
        inputs: snapshot.hash,
        pricesIncludeTax: run.channelSettings.pricesIncludeTax,
        values: { ...made.draft },
      };
      return { do: 'go', draft: made.draft, explanation };
    },
    async settled(tx, { row, progress, at }) {
      const [binding] = await tx.bindings.readMany(run.pair, [row.subject]);
      if (binding === undefined) return;
      if (progress.state === 'done' && progress.result !== undefined) {
        const [snapshot] = await tx.snapshot.readMany(run.invoicingConnection, [row.subject]);
        const made = snapshot === undefined ? undefined : listingDraft(run, snapshot.article);
        const [product = '', variant = ''] = progress.result.split('/');
        const ref: ListingRef = { product, variant };
        // Without an inputs hash the next walk writes what creating could not: the channel assignment, and an edit made meanwhile.
        const bound: Binding = { ...binding, state: 'bound', ref, sku: sku(row.marker), grouped: false, inputsHash: '', published: {} };
        const created = made?.ok === true && row.attempt > 0;
        await tx.bindings.put([created ? { ...bound, published: { content: groupHashes(made.draft).content }, draft: made.draft } : bound]);
        await tx.shelf.put(run.channelConnection, [
          { ref, sku: sku(row.marker), name: made?.ok === true ? made.draft.name : row.marker, grouped: false, modifiedAt: at },
        ]);
      }
      if (progress.state === 'parked') {
        const reason = `LISTING_${progress.reason ?? 'REFUSED'}`;
        const data = { sku: row.marker, article: binding.draft?.name ?? row.marker };
        await tx.bindings.put([{ ...binding, state: 'parked', reason, reasonData: data }]);
        await raiseProblem(tx, run, { code: reason, subject: row.subject, data });
      }
    },
  };
}
