import { addStats, type FlowStats, noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import { isLineError, SyncError } from '../kernel/sync-error.ts';
import type { ChannelOrder, OrderHead } from '../model/order.ts';
import type { Priority } from '../ports/call.ts';
import { askAgain, askNoMore, type UnreadOrder } from './ask-again.ts';
import type { OrderSteps } from './order-steps.ts';
import { type TakeOptions, takeOrder } from './take-order.ts';

export interface TakerOptions {
  readonly steps: OrderSteps;
  readonly priority: Extract<Priority, 'order' | 'backfill'>;
  /** A later look within one run: what it finds unchanged was counted before. */
  readonly again: boolean;
  /** Whether what was shipped of an order that was never read had left the shelf before the figure that we start from. */
  baseline(head: OrderHead): boolean;
}

const failuresInARowMax = 3;
/** Lines and taxes of a fresh order follow it within seconds; what takes longer waits for the next run. */
const soonMs = 5_000;
const freshMs = 60_000;

/** Takes orders one after another within a slice. One bad record stops itself; a bad line, or no more time, ends the slice. */
export class OrderTaker {
  /** No further order is taken in this slice. */
  ended = false;
  readonly #run: PairRun;
  readonly #options: TakerOptions;
  /** Orders that could not be read, and since when. */
  readonly #unread: Map<string, Instant>;
  #stats: FlowStats = noStats;
  #more = false;
  #failure: SyncError | undefined;
  #failuresInARow = 0;
  /** Lists may name one order twice; it is counted once. */
  readonly #counted = new Set<string>();

  constructor(run: PairRun, unread: readonly UnreadOrder[], options: TakerOptions) {
    this.#run = run;
    this.#unread = new Map(unread.map(({ id, since }) => [id, since]));
    this.#options = options;
  }

  slice(): Slice {
    const now = this.#run.environment.clock.now();
    const isSoon = [...this.#unread.values()].some((since) => now - since < freshMs);
    return {
      stats: this.#stats,
      more: this.#more,
      ...(isSoon ? { nextAt: now + soonMs } : {}),
      ...(this.#failure === undefined ? {} : { failure: { side: 'channel' as const, error: this.#failure } }),
    };
  }

  isUnread(id: string): boolean {
    return this.#unread.has(id);
  }

  /** An order that a list shows as it was read last. */
  unchanged({ id, waits }: { readonly id: string; readonly waits: boolean }): void {
    // What waits is counted where it stands.
    if (!this.#options.again && !this.#counted.has(id) && !waits) this.#stats = addStats(this.#stats, { unchanged: 1 });
    this.#counted.add(id);
  }

  /** `alongside`: what is to be written with it, in its own transaction. */
  async take(head: OrderHead, known?: ChannelOrder | 'unreadable', alongside?: TakeOptions['alongside']): Promise<void> {
    const { steps, priority, again } = this.#options;
    const options = { baseline: this.#options.baseline(head), steps, priority, ...(alongside === undefined ? {} : { alongside }) };
    const taken = await takeOrder(this.#run, head, options, known);
    if (taken.status === 'failed') return this.#failed(head.id, taken.error);
    this.#failuresInARow = 0;
    if (taken.status === 'not-yet') return this.#askAgain(head.id);
    if (this.#unread.delete(head.id)) await this.#run.store.transaction(this.#run.merchant, (tx) => askNoMore(tx, this.#run.pair, head.id));
    if (!again || taken.stats.unchanged === undefined) this.#stats = addStats(this.#stats, taken.stats);
    this.#counted.add(head.id);
  }

  /** Reads an order that no list names now. */
  async takeById(id: string): Promise<void> {
    const { store, merchant, pair, channel } = this.#run;
    const answer = await channel.orders.read(id, this.#run.call('channel', this.#options.priority));
    if (answer.status !== 'done') return this.#failed(id, answer.error);
    if (answer.value !== undefined) return this.take(answer.value, answer.value);
    const record = await store.transaction(merchant, (tx) => tx.orders.read(pair, id));
    if (record !== undefined) return this.take(record.head, 'unreadable');
    // Nothing is known of it but its id: it is asked for until it can be read.
    await this.#askAgain(id);
  }

  stop(error: SyncError): void {
    this.#failure = error;
    this.ended = true;
  }

  timeIsUp(): boolean {
    if (this.#run.environment.clock.now() < this.#run.stopAt) return false;
    this.#more = true;
    this.ended = true;
    return true;
  }

  async #failed(id: string, error: SyncError): Promise<void> {
    this.#stats = addStats(this.#stats, { failed: 1 });
    this.#failuresInARow += 1;
    // The place in the list stays before this order.
    if (isLineError(error)) return this.stop(error);
    await this.#askAgain(id);
    if (this.#failuresInARow >= failuresInARowMax) this.stop(error);
  }

  async #askAgain(id: string): Promise<void> {
    const { store, merchant, pair, environment } = this.#run;
    const at = environment.clock.now();
    if (await store.transaction(merchant, (tx) => askAgain(tx, pair, { id, at }))) {
      this.#unread.set(id, this.#unread.get(id) ?? at);
      return;
    }
    this.stop(new SyncError('ANSWER_UNREADABLE', 'too many orders cannot be read', { details: { reason: 'orders-unreadable' } }));
  }
}
