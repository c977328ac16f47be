import type { FaultName } from '../line/fault-catalogue.ts';
import type { Scenario } from './scenario.ts';

export const minute = 60_000;
export const march = Date.UTC(2026, 2, 2, 8);

/** A day without trouble; the others are told as differences from it. */
export const calm: Scenario = {
  name: 'calm',
  about: 'People buy, edit and cancel; nothing fails.',
  workers: 2,
  beats: [1, 1, 2],
  beatMs: 5 * minute,
  acts: { order: 6, 'order-pending': 1, checkout: 1, 'finish-checkout': 2, pay: 2, edit: 1, cancel: 1, reopen: 1, archive: 1, count: 1 },
  actsMin: 2,
  actsMax: 6,
  strikes: { share: 0, faults: [] },
  kills: 0,
  killsWithin: 80,
  pauses: 0,
  pauseMs: [2 * minute, 8 * minute],
  skewMs: 0,
  jumpBackMs: 0,
  latenciesMs: [0, 100],
  orderPageSize: 250,
  hooks: 'none',
  restores: false,
  begins: [march],
  companies: 9,
  misprices: 0,
  pair: {},
  books: (random) => ({ listLagMs: random.pick([0, 5_000, 60_000]), contactLagMs: random.pick([0, 2_000]) }),
  shop: (random) => ({
    sideWritesBumpOrders: random.percent(50),
    pricesIncludeTax: random.percent(70),
    orderListLagMs: random.pick([0, 0, 20_000]),
    linesReadableAfterMs: random.pick([0, 0, 5_000]),
  }),
};

export const anything: readonly FaultName[] = [
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

export const doubts: readonly FaultName[] = [
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

export const buys = { order: 9, count: 1 } as const;

export const lossyBooks: Scenario = {
  ...calm,
  name: 'lossy-books',
  about: 'Half of the answers to creations in the books never come, come late or come broken.',
  workers: 2,
  acts: buys,
  actsMin: 1,
  actsMax: 3,
  strikes: { share: 50, faults: doubts, only: /^books POST/ },
};
