import { type AwaitPoint, type Random, seededRandom, type TraceEvent, type Violation } from '@megzo/core/testing';
import { audit } from '../audit/audit.ts';
import { madeSalesOrders, orderAsked, type Shown } from '../audit/seen.ts';
import { shelfWrites } from '../stock/stock-truth.ts';
import { countedGoods, staleMs } from '../world/counted-goods.ts';
import type { Bug } from '../world/mutant.ts';
import { actNames, createPeople, stockUp } from '../world/people.ts';
import { createSimulation, hookSecret, type Process, type Simulation } from '../world/simulation.ts';
import { createTold, type Told } from '../world/told.ts';
import { crowded } from './crowd.ts';
import { keepRunning, type Loop } from './process-loop.ts';
import type { Scenario } from './scenario.ts';
import { scatter, storeStrikesOf, strikesOf } from './strikes.ts';

/** What one seed told, and what the auditor found. */
export interface StoryEnd {
  readonly seed: number;
  readonly scenario: string;
  readonly violations: readonly Violation[];
  /** Of everything that happened, in order. */
  readonly hash: string;
  /** Empty unless recorded. */
  readonly events: readonly TraceEvent[];
  readonly counts: StoryCounts;
  /** How often each fault struck each endpoint: `endpoint | fault`. */
  readonly struck: ReadonlyMap<string, number>;
}

export interface StoryCounts {
  readonly orders: number;
  readonly made: number;
  readonly kills: number;
  readonly pauses: number;
  readonly restores: number;
  readonly hooks: number;
  /** Figures that the shop was told. */
  readonly figures: number;
  readonly points: number;
  readonly virtualMs: number;
}

export interface StoryOptions {
  readonly bug?: Bug;
  readonly recording?: boolean;
}

/** Beats of the last process after everything went quiet, at the most. */
const lastBeatsMax = 14;
const restBeatMs = 5 * 60_000;
/** After so long every list shows what people did. */
const listedMs = 2 * 60_000;

/** Tells one bad day: the same seed and scenario tell the same day. */
export async function tell(seed: number, scenario: Scenario, options: StoryOptions = {}): Promise<StoryEnd> {
  const random = seededRandom(`${scenario.name}/${seed}`);
  const begin = random.pick(scenario.begins);
  const quietAt = begin + random.pick(scenario.beats) * scenario.beatMs;
  const story = new Story({ seed, scenario, random, begin, quietAt, options });
  return story.tell();
}

interface StoryParts {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly random: Random;
  readonly begin: number;
  readonly quietAt: number;
  readonly options: StoryOptions;
}

class Story {
  readonly #parts: StoryParts;
  readonly #world: Simulation;
  readonly #told: Told;
  readonly #people: Random;
  #edit: () => void = () => {};
  readonly #violations: Violation[] = [];
  readonly #loops = new Map<string, Loop>();
  /** Points left until a process dies or is paused, by its name. */
  readonly #dies = new Map<string, number>();
  readonly #pauses = new Map<string, number>();
  readonly #counts = { kills: 0, pauses: 0, restores: 0, hooks: 0 };
  #started = 0;
  #shown: ReadonlyMap<number, Shown> = new Map();
  #problems: { readonly code: string; readonly about: string }[] = [];
  #over = false;
  #lastActAt = 0;
  /** By how much the clock of the machine was moved, ms. */
  #jumpedMs = 0;

  constructor(parts: StoryParts) {
    this.#parts = parts;
    const { seed, scenario, random, begin, quietAt, options } = parts;
    const cutover = begin + (scenario.cutoverMs ?? -400 * 24 * 3_600_000);
    this.#told = createTold(cutover);
    this.#people = seededRandom(`people/${seed}`);
    const strike = strikesOf(seed, scenario);
    const storeStrike = storeStrikesOf(seed, scenario);
    const latencyMs = random.pick(scenario.latenciesMs);
    const chaos = { duplicate: 0.5, loss: scenario.hooks === 'lost' ? 1 : 0, reorder: true, delayMs: random.pick([0, 20_000]) };
    this.#world = createSimulation({
      seed,
      at: begin,
      recording: options.recording ?? false,
      books: scenario.books(random),
      // Half of the shops give back to the shelf what is cancelled, the others leave it to us.
      shop: { ...scenario.shop(random), refundStockAdjustment: scatter(`restock/${seed}`) % 2 === 0, hookChaos: chaos },
      orderPageSize: scenario.orderPageSize,
      pair: {
        ordersFrom: new Date(cutover).toISOString(),
        ...countedGoods,
        ...scenario.pair,
      },
      altered: (endpoint, body) => this.#altered(endpoint, body),
      kills: (point) => this.#kills(point),
      strike: (endpoint) => (this.#now() < quietAt ? strike(endpoint) : undefined),
      storeStrike: (process) => (this.#now() < quietAt ? storeStrike(process) : undefined),
      latencyMs: () => latencyMs,
      ...crowded(scenario, quietAt),
      ...(options.bug === undefined ? {} : { bug: options.bug }),
    });
  }

  async tell(): Promise<StoryEnd> {
    const { seed, scenario, random, begin, quietAt } = this.#parts;
    const { scheduler, struck } = this.#world;
    stockUp(this.#world);
    this.#planActs();
    if (scenario.restores) this.#planRestore();
    if (scenario.jumpBackMs > 0) this.#planJump(-random.below(scenario.jumpBackMs));
    if (scenario.jumpForwardMs !== undefined) this.#planJump(random.below(scenario.jumpForwardMs));
    if (scenario.hooks !== 'none') this.#subscribe();
    for (let number = 0; number < scenario.workers; number += 1) this.#start(`worker ${number + 1}`, begin);
    scheduler.at(quietAt, () => void this.#end());
    await scheduler.run(quietAt + 24 * 3_600_000, () => this.#over);
    if (!this.#over) this.#violations.push({ law: 'end', about: 'the last process', text: 'did not come to rest within a day' });
    const { books, shop } = this.#world;
    const evidence = {
      books,
      shop,
      told: this.#told,
      quietAt,
      shown: this.#shown,
      problems: this.#problems,
      asks: scenario.pair.afterDoubt === 'ask',
      attemptsMax: scenario.pair.attemptsMax ?? 6,
      asked: this.#world.asked,
      looksWithinMs: scenario.looksWithinMs,
      staleMs,
    };
    const judged = this.#over ? audit(evidence) : [];
    // What was asked and answered belongs to the day as much as its order does.
    const journals = String(scatter(JSON.stringify([books.journal, shop.journal])));
    scheduler.trace.note({ at: this.#now(), who: 'the journals', what: journals });
    return {
      seed,
      scenario: scenario.name,
      violations: [...this.#violations, ...judged],
      hash: scheduler.trace.hash(),
      events: scheduler.trace.events,
      counts: {
        ...this.#counts,
        orders: this.#told.orders.size,
        made: madeSalesOrders(evidence).length,
        figures: shelfWrites(shop, 0).length,
        points: scheduler.points,
        virtualMs: scheduler.clock.now() - begin,
      },
      struck,
    };
  }

  /** The books put down another price than they were sent. */
  #altered(endpoint: string, body: string): string {
    const { misprices } = this.#parts.scenario;
    const order = orderAsked(body);
    if (misprices === 0 || endpoint !== 'books POST order-confirmations' || scatter(`${this.#parts.seed}/${order}`) % 100 >= misprices)
      return body;
    this.#told.mispriced.add(order);
    return body.replace(/("grossAmount":)(\d+)/, (_all, name: string, euros: string) => `${name}${Number(euros) + 1}`);
  }

  #now(): number {
    return this.#world.scheduler.clock.now();
  }

  #start(name: string, at: number): void {
    const { scenario, random, quietAt } = this.#parts;
    this.#started += 1;
    const process = this.#world.start(name, () => this.#loops.delete(name));
    // Whoever was started again dies less often, so that a day comes to its end.
    if (random.percent(scenario.kills / (1 + this.#counts.kills))) this.#dies.set(name, 1 + random.below(scenario.killsWithin));
    if (random.percent(scenario.pauses)) this.#pauses.set(name, 1 + random.below(60));
    if (scenario.skewMs > 0) process.worker.skew(random.below(2 * scenario.skewMs) - scenario.skewMs);
    if (this.#jumpedMs !== 0) process.worker.skew(this.#jumpedMs);
    const firstAt = at + random.below(Math.min(scenario.beatMs, 60_000));
    const broken = (violation: Violation): void => void this.#violations.push(violation);
    const loop = keepRunning(process, { firstAt, beatMs: scenario.beatMs, until: quietAt, broken });
    this.#loops.set(name, loop);
    loop.ended.then(
      () => this.#loops.delete(name),
      (error: unknown) => broken({ law: 'end', about: name, text: `broke off: ${String(error)}` }),
    );
  }

  /** Whether a process dies at a point; one that is paused there goes on later. */
  #kills({ worker, what, side }: AwaitPoint): boolean {
    const { scenario, random, quietAt } = this.#parts;
    if (this.#now() >= quietAt) return false;
    const here = `${side} ${what}`;
    const met = (at: Scenario['killsAt'], before: number): boolean =>
      at !== undefined && before < 3 && this.#loops.has(worker) && at.what.test(here) && random.percent(at.share);
    if (met(scenario.editsAt, 0)) this.#world.scheduler.at(this.#now() + 200, this.#edit);
    if (this.#countDown(this.#pauses, worker) || met(scenario.pausesAt, this.#counts.pauses)) {
      const [least, most] = scenario.pauseMs;
      const forMs = least + random.below(most - least);
      this.#counts.pauses += 1;
      this.#world.scheduler.trace.note({ at: this.#now(), who: worker, what: `stands still for ${Math.round(forMs / 1000)} s` });
      this.#loops.get(worker)?.process.worker.pause(this.#now() + forMs);
    }
    if (!this.#countDown(this.#dies, worker) && !met(scenario.killsAt, this.#counts.kills)) return false;
    this.#counts.kills += 1;
    const next = `${worker.replace(/ #\d+$/, '')} #${this.#started + 1}`;
    const again = this.#now() + 10_000 + this.#parts.random.below(90_000);
    this.#world.scheduler.at(again, () => {
      if (this.#now() < this.#parts.quietAt) this.#start(next, this.#now());
    });
    return true;
  }

  #countDown(points: Map<string, number>, worker: string): boolean {
    const left = points.get(worker);
    if (left === undefined) return false;
    if (left > 1) points.set(worker, left - 1);
    else points.delete(worker);
    return left === 1;
  }

  #planActs(): void {
    const { scenario, random, begin, quietAt } = this.#parts;
    const people = createPeople(this.#world, this.#told, this.#people, this.#parts.scenario);
    this.#edit = () => void people.act('edit');
    const wheel = actNames.flatMap((name) => Array.from({ length: scenario.acts[name] ?? 0 }, () => name));
    const acts = scenario.actsMin + random.below(scenario.actsMax - scenario.actsMin + 1);
    // Some acts fall into one instant, others are spread over the day.
    let at = begin;
    for (let act = 0; act < acts; act += 1) {
      const name = act === 0 ? 'order' : random.pick(wheel);
      const instant = at;
      this.#lastActAt = Math.max(this.#lastActAt, instant);
      this.#world.scheduler.at(instant, () => {
        if (scenario.orderLagsMs !== undefined) this.#world.shop.settings.orderListLagMs = this.#people.pick(scenario.orderLagsMs);
        void (people.act(name) || people.act('order'));
      });
      if (random.percent(70)) at = Math.min(quietAt - 1_000, at + random.below(((quietAt - begin) / acts) * 2));
    }
  }

  #planRestore(): void {
    const { random, begin, quietAt } = this.#parts;
    const { scheduler, memory } = this.#world;
    const day = quietAt - begin;
    const backedUpAt = random.percent(30) ? begin : begin + random.below(day * 0.5);
    const restoredAt = begin + Math.floor(day * (0.55 + random.below(40) / 100));
    scheduler.at(backedUpAt, () => {
      const backup = memory.backup();
      scheduler.at(restoredAt, () => {
        for (const { process } of this.#loops.values()) process.worker.kill();
        this.#loops.clear();
        memory.restore(backup);
        this.#counts.restores += 1;
        this.#told.restored.push(this.#now());
        scheduler.trace.note({ at: this.#now(), who: 'operator', what: 'restores a backup' });
        const operator = this.#world.start('operator');
        void operator.pair.beginEpoch().then(() => {
          for (let number = 0; number < this.#parts.scenario.workers; number += 1) {
            this.#start(`restarted ${number + 1}`, this.#now());
          }
        });
      });
    });
  }

  #planJump(byMs: number): void {
    const { random, begin, quietAt } = this.#parts;
    this.#world.scheduler.at(begin + random.below(quietAt - begin), () => {
      this.#world.scheduler.trace.note({ at: this.#now(), who: 'the machine', what: `moves its clock by ${byMs} ms` });
      this.#jumpedMs = byMs;
      for (const { process } of this.#loops.values()) process.worker.skew(byMs);
    });
  }

  /** A process subscribes; from then on the shop delivers what is due every few seconds, to anybody who runs. */
  #subscribe(): void {
    const { random, quietAt } = this.#parts;
    const { scheduler, shop } = this.#world;
    const signal = new AbortController().signal;
    const { channel } = this.#world.start('subscriber');
    void channel.webhooks?.subscribe('https://hooks.example/shop', { signal, priority: 'order' });
    const deliver = (): void => {
      if (this.#now() > quietAt) return;
      void shop.deliverDue(async (request) => {
        const loops = [...this.#loops.values()];
        if (loops.length === 0) return new Response(null, { status: 503 });
        const { process } = random.pick(loops);
        const headers = { ...Object.fromEntries(request.headers), 'x-megzo-secret': hookSecret };
        this.#counts.hooks += 1;
        void process.pair.receive('channel', { headers, body: await request.text() }).then((taken) => {
          if (taken === 'woken') for (const loop of this.#loops.values()) loop.wake();
        });
        return new Response(null, { status: 200 });
      });
      scheduler.at(this.#now() + 15_000, deliver);
    };
    scheduler.at(this.#now() + 1_000, deliver);
  }

  /** The line is quiet: one process runs on until nothing waits, and everybody who still stands still comes to an end. */
  async #end(): Promise<void> {
    const last: Process = this.#world.start('last');
    const { worker, pair } = last;
    // It runs on the machine whose clock was moved, beside processes that still run there.
    if (this.#jumpedMs !== 0) worker.skew(this.#jumpedMs);
    try {
      for (let beat = 0; beat < lastBeatsMax; beat += 1) {
        const report = await pair.sync({ waitMaxMs: 30_000 });
        this.#problems = report.problems.map(({ code, key }) => ({ code, about: key.split('/').at(-1) ?? '' }));
        const waits = report.more || report.nextAt !== undefined || report.failures.length > 0 || this.#loops.size > 0;
        if (!waits && this.#now() >= this.#lastActAt + listedMs) break;
        await worker.clock.sleep(restBeatMs);
      }
      const shown = new Map<number, Shown>();
      for (const id of this.#told.orders.keys()) {
        const record = (await pair.order(String(id)))?.record;
        if (record === undefined) continue;
        const { state, reason, salesOrderId } = record;
        shown.set(id, { state, ...(reason === undefined ? {} : { reason }), ...(salesOrderId === undefined ? {} : { salesOrderId }) });
      }
      this.#shown = shown;
    } catch (error) {
      this.#violations.push({
        law: 'end',
        about: 'last',
        text: `a run threw: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      });
    }
    this.#over = true;
  }
}
