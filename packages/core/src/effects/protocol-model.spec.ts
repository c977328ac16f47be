import { describe, expect, it } from '@jest/globals';
import { explore, replay, rowAfter } from '../../test/protocol-explorer.ts';
import { protocol, type Variant } from '../../test/protocol-model.ts';
import { advance } from './advance.ts';

/**
 * Goal: no order of events makes a second document, and every intent ends done or parked. Method: two workers, two deliveries, two crashes,
 * lost and late requests, late answers, events at any time, a lagging list and leases that end under a living holder, in every order, around the very
 * `advance` that ships.
 */
describe('the protocol in every order of events', () => {
  it.each<[string, Variant, readonly string[]]>([
    ['as it ships', protocol, ['done 1', 'parked 0']],
    ['with a lease that ends before the request does', { ...protocol, leaseTicks: 1 }, ['done 1', 'parked 0']],
    ['where a person is asked after a doubt', asking(protocol), ['done 1', 'parked 0']],
    ['where no event and no late answer is ever heard', { ...protocol, hears: false }, ['done 1', 'parked 0']],
    ['after a restored backup, with rows that look back', { ...protocol, restored: 'looks back' }, ['done 1']],
  ])('makes at most one document and always ends: %s', (_name, variant, ends) => {
    const { states, duplicates, schedule, stuck, phantoms, ends: seen } = explore(variant);

    expect(schedule).toEqual([]);
    expect(duplicates).toBe(0);
    expect(stuck).toBe(0);
    expect(phantoms).toBe(0);
    expect(Object.keys(seen).sort()).toEqual(ends);
    expect(states).toBeGreaterThan(300);
  });

  it('visits as many states as it claims to', () => {
    expect(explore(protocol).states).toBeGreaterThan(10_000);
  });

  it('makes at most one document even where effects come later than promised, if a person is asked after a doubt', () => {
    const { duplicates, stuck, ends } = explore(asking({ ...protocol, gatewayTicks: 4 }));

    expect([duplicates, stuck]).toEqual([0, 0]);
    expect(Object.keys(ends).sort()).toEqual(['done 1', 'parked 0', 'parked 1']);
  });

  it('needs no person for a late effect of which an event tells', () => {
    const late = asking({ ...protocol, gatewayTicks: 4 });
    const schedule = [
      'deliver',
      'claim 0',
      'send 0',
      'no-answer 0',
      'record 0',
      ...waiting(5),
      'claim 0',
      'look 0',
      'record 0',
      'arrive 0',
    ];

    expect(rowAfter(late, schedule)?.state).toBe('parked');
    expect(rowAfter(late, [...schedule, 'event 0'])).toMatchObject({ state: 'done', result: '0' });
  });
});

/** Each with the shortest schedule that the explorer found for it. */
const broken: readonly (readonly [string, Variant, readonly string[]])[] = [
  [
    'no horizon: the gateway’s time and the list’s lag are not waited for',
    { ...protocol, rules: { ...protocol.rules, settleMs: 0 } },
    ['deliver', 'claim 0', 'send 0', 'tick', 'tick', 'arrive 0', 'tick', 'claim 1', 'look 1', 'record 1', 'claim 1', 'send 1', 'arrive 0'],
  ],
  [
    'no self-fence: a paused holder sends late',
    { ...protocol, selfFence: false },
    [
      'deliver',
      'claim 0',
      'tick',
      'tick',
      'send 0',
      'tick',
      'tick',
      'arrive 0',
      'tick',
      'claim 1',
      'look 1',
      'record 1',
      'claim 1',
      'send 1',
      'arrive 0',
    ],
  ],
  [
    'no fence: a former holder records what it knew',
    { ...protocol, fence: false },
    [
      'deliver',
      'claim 0',
      'tick',
      'tick',
      'fenced 0',
      'tick',
      'tick',
      'tick',
      'claim 1',
      'record 0',
      'claim 0',
      'send 0',
      'look 1',
      'record 1',
      'claim 1',
      'send 1',
      'arrive 0',
      'arrive 0',
    ],
  ],
  [
    'no unique key: a second delivery makes the row anew',
    { ...protocol, uniqueKey: false },
    ['deliver', 'claim 0', 'deliver', 'send 0', 'claim 1', 'send 1', 'arrive 0', 'arrive 0'],
  ],
  [
    'a look before the horizon',
    { ...protocol, advance: lookAtOnce },
    [
      'deliver',
      'claim 0',
      'send 0',
      'no-answer 0',
      'record 0',
      'claim 0',
      'look 0',
      'record 0',
      'claim 0',
      'send 0',
      'arrive 0',
      'arrive 0',
    ],
  ],
  [
    'a retry at once without an answer',
    { ...protocol, advance: retryAtOnce },
    ['deliver', 'claim 0', 'send 0', 'no-answer 0', 'record 0', 'claim 0', 'send 0', 'arrive 0', 'arrive 0'],
  ],
  [
    'a vanished holder’s row sent again at once',
    { ...protocol, advance: sendForVanished },
    ['deliver', 'claim 0', 'send 0', 'tick', 'tick', 'arrive 0', 'tick', 'claim 1', 'send 1', 'arrive 0'],
  ],
  [
    'an effect later than the horizon: the promise of the vendor carries the protocol',
    { ...protocol, gatewayTicks: 4 },
    [
      'deliver',
      'claim 0',
      'send 0',
      'tick',
      'tick',
      'tick',
      'tick',
      'arrive 0',
      'tick',
      'claim 1',
      'look 1',
      'record 1',
      'claim 1',
      'send 1',
      'arrive 0',
    ],
  ],
  ['a restored backup without a look back', { ...protocol, restored: 'forgets' }, ['deliver', 'claim 0', 'send 0', 'arrive 0']],
];

describe('the protocol with one part left out', () => {
  it.each(broken)('makes a second document: %s', (_name, variant) => {
    expect(explore(variant, { duplicatesMax: 10 }).duplicates).toBe(10);
  });

  it.each(broken)('does so on the schedule that is kept of it, where the whole protocol does not: %s', (_name, variant, schedule) => {
    expect(replay(variant, schedule)).toBe(2);
    const whole: Variant = variant.restored === undefined ? protocol : { ...protocol, restored: 'looks back' };
    expect(replay(whole, schedule)).toBe(1);
  });
});

function waiting(ticks: number): readonly string[] {
  return Array.from({ length: ticks }, () => 'tick');
}

function asking(variant: Variant): Variant {
  return { ...variant, rules: { ...variant.rules, afterDoubt: 'ask' } };
}

function lookAtOnce(...[row, event, rules]: Parameters<typeof advance>): ReturnType<typeof advance> {
  const step = advance(row, event, rules);
  if (event.type === 'claimed' && row.state === 'sending') return { ...step, act: 'find' };
  return step.next.state === 'unknown' && event.type === 'sent' ? { ...step, next: { ...step.next, notBefore: event.at } } : step;
}

function retryAtOnce(...[row, event, rules]: Parameters<typeof advance>): ReturnType<typeof advance> {
  const step = advance(row, event, rules);
  if (event.type !== 'sent' || step.next.state !== 'unknown') return step;
  return { ...step, next: { ...step.next, state: 'intended', notBefore: event.at } };
}

function sendForVanished(...[row, event, rules]: Parameters<typeof advance>): ReturnType<typeof advance> {
  return advance(event.type === 'claimed' && row.state === 'sending' ? { ...row, state: 'intended' } : row, event, rules);
}
