import { narrowDays } from './narrow-days.ts';
import { anything, buys, calm, doubts, lossyBooks, minute } from './plain-days.ts';
import type { Scenario } from './scenario.ts';

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
    killsAt: { what: /^after books POST/, share: 40 },
    strikes: { share: 15, faults: doubts, only: /^books POST/ },
  },
  {
    ...lossyBooks,
    name: 'paused',
    about: 'Processes stand still for longer than their leases and go on; clocks differ.',
    workers: 3,
    actsMax: 2,
    pauses: 50,
    pausesAt: { what: /^before budget send|^after books POST/, share: 40 },
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
    editsAt: { what: /^before shop GET orders\?changed/, share: 40 },
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
  ...narrowDays,
];

export function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}: there are ${scenarios.map((scenario) => scenario.name).join(', ')}`);
  return found;
}
