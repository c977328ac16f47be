import type { EffectDriver, EffectRun } from '../effects/effect-driver.ts';
import { addStats, type CalledSide, type FlowStats, type ForeseenProblem, noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import { type Beside, type EffectStats, followWith, runEffects } from '../effects/run-effects.ts';
import type { PairId } from '../kernel/ids.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import { createListingDriver } from '../listings/create-listing.ts';
import { indexShelf } from '../listings/index-shelf.ts';
import { publishListings } from '../listings/publish-listings.ts';
import { adoptMarks, marksAreFresh } from '../orders/adopt-marks.ts';
import { auditOrders, type OrderAudit } from '../orders/audit-orders.ts';
import { contactDriver } from '../orders/ensure-contact.ts';
import { hearSalesOrders } from '../orders/hear-sales-orders.ts';
import { ingestOrders, openOrdersTaken } from '../orders/ingest-orders.ts';
import { markDriver } from '../orders/mark-order.ts';
import { salesOrderDriver } from '../orders/place-sales-order.ts';
import { retryMapped } from '../orders/retry-mapped.ts';
import type { EffectKind } from '../ports/effect-ledger.ts';
import { publishStock } from '../stock/publish-stock.ts';
import { pullCounted } from '../stock/pull-counted.ts';
import { pullSource } from '../stock/pull-source.ts';
import type { StockTally } from '../stock/stock-publishing.ts';
import { effectRunOf } from './effect-run.ts';
import { type EngineSteps, engineSteps } from './engine-steps.ts';
import { listingsBlocked, type Side } from './open-run.ts';
import type { SyncOptions, SyncProgress } from './pair-handle.ts';
import type { FlowName, StockRequests } from './report.ts';
import { stockPublishing, stockRequests } from './stock-step.ts';

/** Where a flow's slice ends and gives way. */
const sliceMs = 15_000;

/** What a run came to, before it is put into words. */
export interface RunResult {
  readonly stats: Readonly<Record<FlowName, FlowStats>>;
  readonly failures: readonly { readonly flow: FlowName; readonly side: CalledSide; readonly error: SyncError }[];
  readonly more: boolean;
  readonly nextAt: number | undefined;
  /** The audit of orders that ended in this run. */
  readonly audit: OrderAudit | undefined;
  readonly stock: StockRequests | undefined;
  /** Of a dry run. */
  readonly foreseen: readonly ForeseenProblem[];
}

/** Runs a pair's flows once in their order: orders first, then catalog, then stock. One failing side stops its own steps only. */
export class PairSync {
  readonly #run: PairRun;
  readonly #options: SyncOptions;
  readonly #steps: EngineSteps;
  readonly #silent: Map<CalledSide, SyncError>;
  readonly #stats: Record<FlowName, FlowStats> = { listings: noStats, stock: noStats, orders: noStats };
  readonly #foreseen: ForeseenProblem[] = [];
  readonly #failures: { flow: FlowName; side: CalledSide; error: SyncError }[] = [];
  readonly #tally: StockTally = { reads: 0, writes: 0, looked: 0, told: 0 };
  #more = false;
  #nextAt: number | undefined;
  #audited: OrderAudit | undefined;
  #lookedAtMarks = false;

  constructor(run: PairRun, options: SyncOptions, silent: Readonly<Partial<Record<Side, SyncError>>>, steps: EngineSteps = engineSteps) {
    this.#run = run;
    this.#options = options;
    this.#steps = steps;
    this.#silent = new Map(Object.entries(silent) as [CalledSide, SyncError][]);
  }

  result(): RunResult {
    const stock = stockRequests(this.#run, this.#tally);
    return {
      stats: this.#stats,
      failures: this.#failures,
      more: this.#more,
      nextAt: this.#nextAt,
      audit: this.#audited,
      stock,
      foreseen: this.#foreseen,
    };
  }

  /** `waited`: a later pass of the same run, for what became due meanwhile; lists that were read already are not read again. */
  async pass(flows: ReadonlySet<FlowName>, waited: boolean): Promise<void> {
    this.#more = false;
    this.#nextAt = undefined;
    const { settings } = this.#run;
    for (const [side, error] of this.#silent) this.#fail(side === 'channel' ? this.#firstOf(flows) : this.#needsBooks(flows), side, error);
    const ingesting = flows.has('orders') || flows.has('stock');
    if (flows.has('orders') && !waited) await this.#lookAtMarks(false);
    if (ingesting && !waited) await this.#audit();
    if (ingesting) await this.#ingest(waited);
    const firstPull = !waited && (await this.#count()) === 0;
    if (firstPull) await this.#pull(flows);
    if (flows.has('orders')) await this.#place();
    // Orders alone need articles too, for their lines; where nothing else reads them they are read for the orders' sake.
    const readsArticles = flows.has('listings') || flows.has('stock') || !(settings.flows.listings || settings.flows.stock);
    if (!waited && !firstPull && readsArticles) await this.#pull(flows);
    if (!waited && flows.has('stock') && settings.stock?.source !== undefined)
      await this.#slices('stock', 'pull-counts', 'source', pullSource);
    if (!waited && (flows.has('listings') || flows.has('stock'))) await this.#publishListings();
    if (flows.has('stock') && settings.stock !== undefined) await this.#publishStock();
    if (flows.has('orders')) await this.#countWaitingOrders();
  }

  /** Only what the inbox names: orders that changed, what became due, stock with a cause. */
  async wake(flows: ReadonlySet<FlowName>, waited: boolean): Promise<void> {
    this.#more = false;
    this.#nextAt = undefined;
    if (flows.has('orders') || flows.has('stock')) await this.#ingest(waited);
    if (flows.has('orders')) await this.#place();
    if (flows.has('stock') && this.#run.settings.stock !== undefined) await this.#publishStock(true);
    if (flows.has('orders')) await this.#countWaitingOrders();
  }

  /** What waits: flows whose work is due later. */
  waiting(): ReadonlySet<FlowName> {
    return new Set<FlowName>(['orders', 'stock'].filter((flow) => this.#run.settings.flows[flow as FlowName]) as FlowName[]);
  }

  #firstOf(flows: ReadonlySet<FlowName>): FlowName {
    return flows.has('orders') ? 'orders' : flows.has('listings') ? 'listings' : 'stock';
  }

  #needsBooks(flows: ReadonlySet<FlowName>): FlowName {
    return flows.has('listings') ? 'listings' : this.#firstOf(flows);
  }

  async #ingest(again: boolean): Promise<void> {
    await this.#slices('orders', 'ingest-orders', 'channel', (run) => ingestOrders(run, { again, steps: this.#steps.orders }));
  }

  /** Before the lists are read: what the scan would fetch by itself is not missing. */
  async #audit(): Promise<void> {
    await this.#slices('orders', 'ingest-orders', 'channel', async (run) => {
      const slice = await auditOrders(run, { steps: this.#steps.orders });
      this.#audited = slice.audit ?? this.#audited;
      return slice;
    });
  }

  async #pull(flows: ReadonlySet<FlowName>): Promise<void> {
    await this.#slices(this.#needsBooks(flows), 'pull-articles', 'invoicing', pullCounted);
  }

  async #place(): Promise<void> {
    const run = this.#slice();
    const readable = !run.unreadable.has('orders');
    const kinds: readonly EffectKind[] = ['ensure-contact', 'mark-order', ...(readable ? (['place-sales-order'] as const) : [])];
    if (run.dryRun) {
      if (!readable) return;
      const counts = await run.store.transaction(run.merchant, (tx) => tx.effects.count(run.pair, 'place-sales-order'));
      this.#add('orders', { created: counts.intended ?? 0 });
      return;
    }
    await this.#slices('orders', 'place-sales-orders', 'invoicing', (slice) => hearSalesOrders(slice, this.#steps));
    if (readable) await retryMapped(run, this.#steps.orders);
    const may = readable && (await this.#mayPlace());
    // A customer is one contact of the books, whichever pair needed it first: no pair waits for another's run.
    const ofOneBooks = await run.store.transaction(run.merchant, async (tx) => {
      const { accountId } = run.invoicingSettings;
      return (await tx.pairs.list()).filter(({ invoicingAccount }) => invoicingAccount === accountId).map(({ pair }) => pair);
    });
    let marked = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const { made, placed, marks } = await this.#placeRound(run, may, ofOneBooks);
      marked += marks;
      // Rows that another worker holds are due too, but not ours to wait for in a circle.
      const moved = [made, placed].some((stats) => stats !== undefined && stats.done + stats.parked + stats.waiting > 0);
      const again =
        (made?.more ?? false) || (placed?.more ?? false) || (moved && (await this.#dueNow(kinds.filter((kind) => kind !== 'mark-order'))));
      if (!again || this.#failed('invoicing') || this.#options.signal?.aborted === true) break;
      if (this.#options.slices === 1) {
        this.#more = true;
        break;
      }
    }
    // Our own marks may show as changes of the orders: the echo is read within the run that made it.
    if (marked > 0) await this.#ingest(true);
    this.#due(await run.store.transaction(run.merchant, (tx) => tx.effects.nextDue(run.pair, kinds)));
  }

  /** Contacts, sales orders, marks, each as far as it is due; what a sales order waits for or leaves behind goes with its commits. */
  async #placeRound(
    run: PairRun,
    may: boolean,
    ofOneBooks: readonly PairId[],
  ): Promise<{ readonly made: EffectStats | undefined; readonly placed: EffectStats | undefined; readonly marks: number }> {
    const contacts = run.invoicing.contacts && contactDriver(run, run.invoicing.contacts);
    const marks = run.channel.marks && markDriver(run, run.channel.marks);
    const made = contacts && (await this.#effects('orders', 'invoicing', contacts, false, { sharedWith: ofOneBooks }));
    const first = contacts && followWith(contacts, this.#effectRun('orders', 'invoicing', ofOneBooks));
    const then = marks === undefined || this.#failed('channel') ? undefined : followWith(marks, this.#effectRun('orders', 'channel'));
    const driver = salesOrderDriver(run, this.#steps.orders);
    const placed = may ? await this.#effects('orders', 'invoicing', driver, true, { beside: { first, then } }) : undefined;
    if (first?.stats.failure !== undefined) this.#fail('orders', 'invoicing', first.stats.failure);
    if (then?.stats.failure !== undefined) this.#fail('orders', 'channel', then.stats.failure);
    const rest = marks && (await this.#effects('orders', 'channel', marks, false));
    return { made, placed, marks: (then?.stats.done ?? 0) + (rest?.done ?? 0) };
  }

  async #lookAtMarks(again: boolean): Promise<void> {
    await this.#slices('orders', 'ingest-orders', 'channel', async (run) => {
      const slice = await adoptMarks(run, { again });
      this.#lookedAtMarks ||= slice.looked;
      return slice;
    });
  }

  /** Nobody says that an older backup was restored: before the first sends of a run the marks on the orders tell. */
  async #mayPlace(): Promise<boolean> {
    const { store, merchant, pair } = this.#run;
    const counts = await store.transaction(merchant, (tx) => tx.effects.count(pair, 'place-sales-order'));
    if ((counts.intended ?? 0) > 0 && !this.#lookedAtMarks) await this.#lookAtMarks(true);
    return this.#lookedAtMarks || (counts.intended ?? 0) === 0 || marksAreFresh(this.#run);
  }

  /** Orders that wait or need a person are counted as they stand at the end, not once per look. */
  async #countWaitingOrders(): Promise<void> {
    const { store, merchant, pair } = this.#run;
    const [records, effects] = await store.transaction(merchant, async (tx) => [
      await tx.orders.count(pair),
      await tx.effects.count(pair, 'place-sales-order'),
    ]);
    const { intended = 0, sending = 0, unknown = 0, taken = 0 } = effects;
    const held = (records.held ?? 0) + (this.#run.dryRun ? 0 : intended + sending + unknown + taken);
    this.#stats.orders = { ...this.#stats.orders, held, parked: records.parked ?? 0 };
  }

  async #publishListings(): Promise<void> {
    const { listings } = this.#run.channel;
    if (listings === undefined) return;
    const flow: FlowName = this.#run.settings.flows.listings ? 'listings' : 'stock';
    if (this.#failed('channel') || this.#run.unreadable.has('listings') || (await listingsBlocked(this.#run))) return;
    await this.#slices(flow, 'index-shelf', 'channel', (run) => indexShelf(run, listings));
    // Without the list of articles nothing is known to be gone or changed, but what was read before may be published.
    await this.#slices(flow, 'publish-listings', 'channel', (run) => publishListings(run, listings));
    if (this.#run.dryRun || !this.#run.settings.flows.listings || this.#failed('channel')) return;
    let created = 0;
    for (;;) {
      const made = await this.#effects('listings', 'channel', createListingDriver(this.#slice(), listings), true);
      created += made?.done ?? 0;
      if (made?.more !== true || this.#failed('channel') || this.#options.signal?.aborted === true) break;
      if (this.#options.slices === 1) {
        this.#more = true;
        break;
      }
    }
    if (created > 0) {
      // A new listing is assigned to its channel by a call of its own; that is part of creating, no update.
      const before = this.#stats.listings;
      await this.#slices('listings', 'publish-listings', 'channel', (run) => publishListings(run, listings));
      this.#stats.listings = { ...before, failed: this.#stats.listings.failed };
    }
  }

  async #publishStock(notedOnly = false): Promise<void> {
    const publishing = stockPublishing(this.#run, { tally: this.#tally, notedOnly, steps: this.#steps.stock });
    if (publishing === undefined || this.#failed('channel') || this.#run.unreadable.has('stock')) return;
    // Told before all open orders hold their units, the channel would sell them twice.
    if (!(await openOrdersTaken(this.#run))) {
      this.#more = true;
      return;
    }
    const { updated, failed } = this.#stats.stock;
    // A later pass of the same run looks at the same SKUs again: what was written before stays written, nothing is counted twice.
    this.#stats.stock = { ...noStats, updated, failed };
    await this.#slices('stock', 'publish-stock', 'channel', (run) => publishStock(run, publishing(run)));
    const stats = this.#stats.stock;
    this.#stats.stock = { ...stats, unchanged: Math.max(0, stats.processed - stats.updated - stats.held - stats.parked - stats.failed) };
  }

  async #slices(flow: FlowName, step: SyncProgress['step'], side: CalledSide, work: (run: PairRun) => Promise<Slice>): Promise<void> {
    for (;;) {
      if (this.#failed(side)) return;
      const slice = await work(this.#slice());
      this.#add(flow, slice.stats);
      this.#due(slice.nextAt);
      this.#foreseen.push(...(slice.foreseen ?? []));
      this.#options.onProgress?.({ flow, step, processed: this.#stats[flow].processed });
      if (slice.failure !== undefined) return this.#fail(flow, slice.failure.side, slice.failure.error);
      if (!slice.more) return;
      if (this.#options.slices === 1 || this.#options.signal?.aborted === true) {
        this.#more = true;
        return;
      }
    }
  }

  async #effects<Draft, Made>(
    flow: FlowName,
    side: CalledSide,
    driver: EffectDriver<Draft, Made>,
    counted: boolean,
    { sharedWith, beside }: { readonly sharedWith?: readonly PairId[]; readonly beside?: Beside } = {},
  ): Promise<EffectStats | undefined> {
    if (this.#failed(side)) return undefined;
    const stats = await runEffects(driver, this.#effectRun(flow, side, sharedWith), beside);
    if (counted) this.#add(flow, { created: stats.done, ...(flow === 'listings' ? { parked: stats.parked } : {}) });
    if (stats.failure !== undefined) this.#fail(flow, side, stats.failure);
    else if (stats.more && this.#options.slices === 1) this.#more = true;
    this.#options.onProgress?.({
      flow,
      step: flow === 'listings' ? 'publish-listings' : 'place-sales-orders',
      processed: flow === 'listings' ? this.#stats.listings.processed : this.#stats.orders.created,
    });
    return stats;
  }

  #effectRun(flow: FlowName, side: CalledSide, sharedWith: readonly PairId[] = []): EffectRun {
    const priority = flow === 'listings' ? 'catalog' : 'order';
    return effectRunOf(this.#slice(), { side, priority, steps: this.#steps.effects, sharedWith });
  }

  #count(): Promise<number> {
    return this.#run.store.transaction(this.#run.merchant, (tx) => tx.snapshot.count(this.#run.invoicingConnection));
  }

  async #dueNow(kinds: readonly EffectKind[]): Promise<boolean> {
    const next = await this.#run.store.transaction(this.#run.merchant, (tx) => tx.effects.nextDue(this.#run.pair, kinds));
    return next !== undefined && next <= this.#run.environment.clock.now();
  }

  #slice(): PairRun {
    return { ...this.#run, stopAt: this.#run.environment.clock.now() + sliceMs };
  }

  #failed(side: CalledSide): boolean {
    return this.#silent.has(side);
  }

  #fail(flow: FlowName, side: CalledSide, error: SyncError): void {
    if (error.code === 'ABORTED') {
      // Asked to stop: nothing is wrong, and the rest is for the next run.
      this.#silent.set(side, error);
      this.#more = true;
      return;
    }
    if (this.#failures.some((failure) => failure.side === side)) return;
    this.#silent.set(side, error);
    this.#failures.push({ flow, side, error });
    if (this.#stats[flow].failed === 0) this.#add(flow, { failed: 1 });
  }

  #add(flow: FlowName, stats: Partial<FlowStats>): void {
    this.#stats[flow] = addStats(this.#stats[flow], stats);
  }

  #due(at: number | undefined): void {
    if (at !== undefined) this.#nextAt = this.#nextAt === undefined ? at : Math.min(this.#nextAt, at);
  }
}
