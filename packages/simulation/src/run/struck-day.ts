import { seededRandom, type Violation } from '@megzo/core/testing';
import { audit } from '../audit/audit.ts';
import type { Shown } from '../audit/seen.ts';
import { type FaultName, faultNames } from '../line/fault-catalogue.ts';
import { countedGoods, staleMs } from '../world/counted-goods.ts';
import { createPeople, stockUp } from '../world/people.ts';
import { createSimulation } from '../world/simulation.ts';
import { createTold, tellOrder } from '../world/told.ts';

const at = Date.UTC(2026, 2, 2, 8);
const beatMs = 5 * 60_000;
const beatsMax = 14;
const strikesMax = 2;
const fee = [{ name: 'Verpackung', cost: '2.00', taxClassId: 2 }];

/**
 * A first run, an order of a company, whose contact is to be made, and the runs until all is settled; the first requests of one endpoint
 * are struck by one fault. Calls that a day without trouble does not make are brought about: a look by a lost answer before it.
 */
export async function passDay(
  endpoint: string,
  fault: FaultName,
): Promise<{ readonly struck: number; readonly violations: readonly Violation[] }> {
  let [struck, broughtAbout] = [0, 0];
  const share = faultNames.indexOf(fault) / faultNames.length;
  const world = createSimulation({
    seed: 1,
    at,
    pair: countedGoods,
    strike: (asked) => {
      if (asked === endpoint && struck < strikesMax) {
        struck += 1;
        return { fault, share };
      }
      if (asked !== lookedFor.get(endpoint) || broughtAbout > 0) return undefined;
      broughtAbout += 1;
      return { fault: 'lost-after', share };
    },
  });
  const { scheduler, books, shop, asked } = world;
  const told = createTold(at - 1);
  const people = createPeople(world, told, seededRandom('struck'), { companies: 100 });
  const { worker, pair } = world.start('worker');
  const shown = new Map<number, Shown>();
  let [over, problems] = [false, [] as { code: string; about: string }[]];
  stockUp(world);
  people.act('order');
  scheduler.at(at + beatMs - 1_000, () => void people.act('order'));
  // The shop is asked for fees where an order has some.
  const { storefront } = shop;
  if (endpoint.endsWith('/fees')) tellOrder(told, shop, storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], fees: fee }), at);
  void (async () => {
    for (let beat = 0; beat < beatsMax; beat += 1) {
      if (endpoint.endsWith(' hooks')) await pair.subscribe('channel', 'https://hooks.example/shop');
      const report = await pair.sync({ waitMaxMs: 30_000 });
      problems = report.problems.map(({ code, key }) => ({ code, about: key.split('/').at(-1) ?? '' }));
      // The audit runs once a day.
      if (beat === 2 && endpoint.endsWith('?placed')) await worker.clock.sleep(25 * 3_600_000);
      if (beat > 2 && !report.more && report.nextAt === undefined && report.failures.length === 0) break;
      await worker.clock.sleep(beatMs);
    }
    for (const id of told.orders.keys()) {
      const record = (await pair.order(String(id)))?.record;
      if (record !== undefined) shown.set(id, { ...record, reason: record.reason ?? '' });
    }
    over = true;
  })();
  await scheduler.run(at + 48 * 3_600_000, () => over);
  const violations = over
    ? audit({ books, shop, told, quietAt: at, shown, problems, asks: false, attemptsMax: 6, asked, staleMs })
    : [{ law: 'end' as const, about: 'the day', text: 'did not come to its end' }];
  return { struck, violations };
}

/** Which lost answer leads to a look at an endpoint that is not called otherwise. */
const lookedFor: ReadonlyMap<string, string> = new Map([
  ['books GET voucherlist', 'books POST order-confirmations'],
  ['books GET contacts', 'books POST contacts'],
  ['shop GET orders/{id}/metafields', 'shop POST orders/{id}/metafields'],
]);
