import { noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ListingTarget } from '../ports/channel.ts';

interface ShelfCursor {
  readonly watermark?: Instant;
  readonly scan?: { readonly since: Instant; readonly cursor?: string; readonly newest: Instant };
}

const cursorName = 'shelf';
const overlapMs = 10 * 60_000;

/** Keeps the index of what stands on the channel: all of it once, then what changed. It tells what to adopt and what would clash. */
export async function indexShelf(run: PairRun, listings: ListingTarget): Promise<Slice> {
  const { store, merchant, pair, environment } = run;
  let cursor = ((await store.transaction(merchant, (tx) => tx.cursors.read(pair, cursorName))) ?? {}) as ShelfCursor;
  for (;;) {
    if (environment.clock.now() >= run.stopAt) return { stats: noStats, more: true };
    const since = cursor.watermark === undefined ? 0 : Math.max(0, cursor.watermark - overlapMs);
    const scan = cursor.scan ?? { since, newest: cursor.watermark ?? 0 };
    const page = await listings.changed(
      { since: scan.since, ...(scan.cursor === undefined ? {} : { cursor: scan.cursor }) },
      run.call('channel', 'catalog'),
    );
    if (page.status !== 'done') return { stats: noStats, more: false, failure: { side: 'channel', error: page.error } };
    const { items, next } = page.value;
    const newest = items.reduce((latest, listing) => Math.max(latest, listing.modifiedAt), scan.newest);
    const moved: ShelfCursor =
      next === undefined
        ? { watermark: newest }
        : { ...(cursor.watermark === undefined ? {} : { watermark: cursor.watermark }), scan: { since: scan.since, cursor: next, newest } };
    await store.transaction(merchant, async (tx) => {
      if (items.length > 0) await tx.shelf.put(run.channelConnection, items);
      await tx.cursors.write(pair, cursorName, moved as unknown as Json);
    });
    cursor = moved;
    if (next === undefined) return { stats: noStats, more: false };
  }
}
