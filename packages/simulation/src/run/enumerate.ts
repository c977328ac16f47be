import { type AwaitPoint, seededRandom, type Violation } from '@megzo/core/testing';
import { audit } from '../audit/audit.ts';
import type { Shown } from '../audit/seen.ts';
import { StoreFault, type StoreFaultName } from '../line/store-faults.ts';
import { createPeople, stockUp } from '../world/people.ts';
import { createSimulation, type Process } from '../world/simulation.ts';
import { createTold } from '../world/told.ts';

export interface EnumerateOptions {
  /** Statements inside transactions are points, too. */
  readonly statements?: boolean;
  /** Answers to creations in the books are lost once after their effect: the look is on the path, too. */
  readonly lost?: boolean;
  /** A transaction of the first process fails so: its n-th, from 1. */
  readonly storeFault?: { readonly fault: StoreFaultName; readonly transaction: number };
}

/** One order from its arrival to its mark, with processes that die where they are told to. */
export interface Passage {
  /** Every point that the first process passed with the order. */
  readonly points: readonly Pick<AwaitPoint, 'what' | 'side'>[];
  /** How many transactions it began with the order. */
  readonly transactions: number;
  readonly violations: readonly Violation[];
}

const at = Date.UTC(2026, 2, 2, 8);
const restMs = 3 * 60_000;
const beatsMax = 8;

/** Lets the first process die at its n-th point and its successor at its m-th, from 1; nobody dies where none is given. */
export async function passOneOrder(deaths: readonly number[], options: EnumerateOptions = {}): Promise<Passage> {
  const points: Pick<AwaitPoint, 'what' | 'side'>[] = [];
  const left = new Map(deaths.map((death, place) => [`process ${place + 1}`, death]));
  let [lost, transactions, settled] = [0, 0, false];
  const world = createSimulation({
    seed: 1,
    at,
    statements: options.statements ?? false,
    strike: (endpoint) => {
      if (options.lost !== true || endpoint !== 'books POST order-confirmations' || lost > 0) return undefined;
      lost += 1;
      return { fault: 'lost-after', share: 0 };
    },
    storeStrike: (process) => {
      if (process !== 'process 1' || settled) return undefined;
      transactions += 1;
      return transactions === options.storeFault?.transaction ? options.storeFault.fault : undefined;
    },
    kills: ({ worker, what, side }) => {
      if (worker === 'process 1') points.push({ what, side });
      const until = left.get(worker);
      if (until === undefined) return false;
      left.set(worker, until - 1);
      return until === 1;
    },
  });
  const { scheduler, books, shop, asked } = world;
  const told = createTold(at - 1);
  const people = createPeople(world, told, seededRandom('one order'), { companies: 0 });
  let [over, shown, problems] = [false, new Map<number, Shown>(), [] as { code: string; about: string }[]];

  async function settle(process: Process): Promise<void> {
    for (let beat = 0; beat < beatsMax; beat += 1) {
      const report = await process.pair.sync().catch(unlessStruck);
      if (report === undefined) {
        await process.worker.clock.sleep(restMs);
        continue;
      }
      problems = report.problems.map(({ code, key }) => ({ code, about: key.split('/').at(-1) ?? '' }));
      if (!report.more && report.nextAt === undefined && beat > 0) break;
      await process.worker.clock.sleep(restMs);
    }
    settled = true;
    for (const id of told.orders.keys()) {
      const record = (await process.pair.order(String(id)))?.record;
      if (record !== undefined)
        shown.set(id, { state: record.state, ...(record.salesOrderId === undefined ? {} : { salesOrderId: record.salesOrderId }) });
    }
    over = true;
  }

  /** Each process dies or settles everything; whoever comes after one that died begins when its lease is over. */
  function begin(number: number): void {
    const process = world.start(`process ${number}`, () => scheduler.at(scheduler.clock.now() + restMs, () => begin(number + 1)));
    void settle(process);
  }

  stockUp(world);
  await scheduler.run(at);
  let warm = false;
  void world
    .start('before')
    .pair.sync()
    .then(() => {
      warm = true;
    });
  await scheduler.run(at + 60_000, () => warm);
  people.act('order');
  begin(1);
  await scheduler.run(at + 24 * 3_600_000, () => over);
  const violations = over
    ? audit({ books, shop, told, quietAt: at, shown, problems, asks: false, attemptsMax: 6, asked })
    : [{ law: 'end' as const, about: 'the order', text: 'was not settled within a day' }];
  return { points, transactions, violations };
}

/** A run that the database failed is tried again. */
function unlessStruck(error: unknown): undefined {
  if (!(error instanceof StoreFault)) throw error;
}
