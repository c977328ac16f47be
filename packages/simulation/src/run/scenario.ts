import type { BigcommerceSimulatorOptions } from '@megzo/adapter-bigcommerce/simulator';
import type { LexofficeSimulatorOptions } from '@megzo/adapter-lexoffice/simulator';
import type { PairOptions } from '@megzo/core';
import type { Random } from '@megzo/core/testing';
import type { FaultName } from '../line/fault-catalogue.ts';
import type { ActName } from '../world/people.ts';

/** What a kind of bad day is made of. Shares are percent. */
export interface Scenario {
  readonly name: string;
  /** One sentence for `--help` and the pages. */
  readonly about: string;
  /** Processes that run the pair, each at its own pace. */
  readonly workers: number;
  /** Runs of each process before the line is quiet again, one of these. */
  readonly beats: readonly number[];
  readonly beatMs: number;
  /** How often people do what, as weights, and how many acts a day has at the least and at the most. */
  readonly acts: Readonly<Partial<Record<ActName, number>>>;
  readonly actsMin: number;
  readonly actsMax: number;
  /** Of 100 requests so many are struck, by one of these faults; `only` narrows it to some endpoints. */
  readonly strikes: { readonly share: number; readonly faults: readonly FaultName[]; readonly only?: RegExp };
  /** Of 100 processes so many die at one of their first `killsWithin` points. */
  readonly kills: number;
  readonly killsWithin: number;
  /** Of 100 runs so many are paused somewhere, for longer than a lease. */
  readonly pauses: number;
  /** Clocks of processes differ by up to this, ms. */
  readonly skewMs: number;
  /** All clocks jump back by up to this at some time, ms. */
  readonly jumpBackMs: number;
  readonly latenciesMs: readonly number[];
  readonly orderPageSize: number;
  /** `wake`: webhooks are delivered and wake the processes; `lost`: every one is lost on the way. */
  readonly hooks: 'none' | 'wake' | 'lost';
  /** An older copy of the database, or an empty one, takes the place of the newest in the middle of the day. */
  readonly restores: boolean;
  readonly begins: readonly number[];
  readonly pair: Partial<PairOptions>;
  readonly books: (random: Random) => LexofficeSimulatorOptions['settings'];
  readonly shop: (random: Random) => BigcommerceSimulatorOptions['settings'];
}

const minute = 60_000;
const march = Date.UTC(2026, 2, 2, 8);

/** A day without trouble; the others are told as differences from it. */
const calm: Scenario = {
  name: 'calm',
  about: 'People buy, edit and cancel; nothing fails.',
  workers: 2,
  beats: [1, 1, 2],
  beatMs: 5 * minute,
  acts: { order: 6, 'order-pending': 1, checkout: 1, 'finish-checkout': 2, pay: 2, edit: 1, cancel: 1, reopen: 1, archive: 1 },
  actsMin: 2,
  actsMax: 6,
  strikes: { share: 0, faults: [] },
  kills: 0,
  killsWithin: 80,
  pauses: 0,
  skewMs: 0,
  jumpBackMs: 0,
  latenciesMs: [0, 100],
  orderPageSize: 250,
  hooks: 'none',
  restores: false,
  begins: [march],
  pair: {},
  books: (random) => ({ listLagMs: random.pick([0, 5_000, 60_000]), contactLagMs: random.pick([0, 2_000]) }),
  shop: (random) => ({
    sideWritesBumpOrders: random.percent(50),
    pricesIncludeTax: random.percent(70),
    orderListLagMs: random.pick([0, 0, 20_000]),
    linesReadableAfterMs: random.pick([0, 0, 5_000]),
  }),
};

const anything: readonly FaultName[] = [
  'refused',
  'lost-before',
  'lost-after',
  'late-effect',
  'slow',
  '429-headers',
  '429-bare',
  '500-idle',
  '500-acted',
  '502-idle',
  '502-acted',
  '503-pause',
  '504-idle',
  '504-acted',
  'truncated',
  'html-200',
];

const doubts: readonly FaultName[] = [
  'lost-before',
  'lost-after',
  'late-effect',
  'slow',
  '500-acted',
  '502-acted',
  '504-idle',
  '504-acted',
  'truncated',
];

const buys = { order: 1 } as const;

const lossyBooks: Scenario = {
  ...calm,
  name: 'lossy-books',
  about: 'Half of the answers to creations in the books never come, come late or come broken.',
  workers: 2,
  acts: buys,
  actsMin: 1,
  actsMax: 3,
  strikes: { share: 50, faults: doubts, only: /^books POST/ },
};

export const scenarios: readonly Scenario[] = [
  calm,
  lossyBooks,
  {
    ...calm,
    name: 'lossy-line',
    about: 'A tenth of all requests fail in every way that there is.',
    actsMax: 5,
    strikes: { share: 10, faults: anything },
  },
  {
    ...calm,
    name: 'crashes',
    about: 'Processes die at any await of a port and are started again.',
    workers: 2,
    acts: buys,
    actsMin: 1,
    actsMax: 2,
    kills: 90,
    killsWithin: 150,
    strikes: { share: 15, faults: doubts, only: /^books POST/ },
  },
  {
    ...lossyBooks,
    name: 'paused',
    about: 'Processes stand still for longer than their leases and go on; clocks differ.',
    workers: 3,
    actsMax: 2,
    pauses: 70,
    skewMs: 10_000,
    strikes: { share: 25, faults: doubts, only: /^books POST/ },
  },
  {
    ...calm,
    name: 'people',
    about: 'Documents are deleted, duplicated, archived and edited by hand while answers are lost.',
    acts: {
      ...calm.acts,
      'delete-document': 2,
      'duplicate-document': 2,
      'unmark-document': 1,
      'archive-document': 1,
      'carry-on-document': 1,
    },
    actsMin: 4,
    actsMax: 8,
    strikes: { share: 30, faults: ['lost-after', '504-acted', 'late-effect'], only: /^books POST/ },
  },
  {
    ...calm,
    name: 'paging',
    about: 'The list of orders has two rows a page, and orders change while it is read.',
    actsMin: 5,
    actsMax: 9,
    acts: { order: 6, edit: 4, cancel: 1, pay: 1, 'order-pending': 1 },
    orderPageSize: 2,
    latenciesMs: [500, 2_000],
    strikes: { share: 3, faults: ['lost-before', '500-idle', 'truncated'], only: /^shop GET/ },
  },
  {
    ...calm,
    name: 'hooks',
    about: 'Webhooks arrive twice, late and out of order, and wake several processes at once.',
    hooks: 'wake',
    beatMs: 10 * minute,
    strikes: { share: 10, faults: doubts, only: /^books POST/ },
  },
  {
    ...calm,
    name: 'deaf',
    about: 'Every webhook is lost.',
    hooks: 'lost',
  },
  {
    ...calm,
    name: 'restored',
    about: 'An older copy of the database is put back while orders are under way.',
    acts: { order: 5, edit: 1, cancel: 1 },
    restores: true,
    beats: [2, 3],
    strikes: { share: 25, faults: doubts, only: /^books POST/ },
  },
  {
    ...calm,
    name: 'night',
    about: 'Days change, clocks are put forward and back, and jump.',
    acts: buys,
    actsMax: 3,
    // Berlin leaves 2 o'clock out, has it twice, and begins a year.
    begins: [Date.UTC(2026, 2, 29, 0, 50), Date.UTC(2026, 9, 25, 0, 50), Date.UTC(2026, 11, 31, 22, 50), Date.UTC(2026, 5, 30, 21, 50)],
    skewMs: 5_000,
    jumpBackMs: 10 * minute,
    strikes: { share: 25, faults: doubts, only: /^books POST/ },
  },
  {
    ...lossyBooks,
    name: 'asking',
    about: 'The merchant chose that nothing is sent again after a doubt.',
    pair: { afterDoubt: 'ask' },
  },
];

export function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}: there are ${scenarios.map((scenario) => scenario.name).join(', ')}`);
  return found;
}
