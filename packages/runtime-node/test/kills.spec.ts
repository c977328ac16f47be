import { beforeAll, describe, expect, it } from '@jest/globals';
import { type PauseEnd, tellPause } from './kills/pause.ts';
import { type KillsEnd, tellKills } from './kills/story.ts';

/*
 * Goal: no kill at any instant makes an order confirmation twice or loses one. Method: the built service, a real PostgreSQL and
 * both simulated vendors over loopback HTTP; kills strike while a create is under way, at other requests, and the database.
 * `npm run kills` is the long form. Both stories wait for leases most of their time, so that they are told side by side.
 */

const long = process.env.KILLS === 'long';
const hangsAfterMs = long ? 60 * 60_000 : 10 * 60_000;

const plan = long
  ? { seed: 1, orders: 500, kills: { creating: 36, anywhere: 16, database: 4 } }
  : { seed: 2, orders: 30, kills: { creating: 3, anywhere: 1, database: 1 } };
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
let killed: KillsEnd;
let paused: PauseEnd;

beforeAll(async () => {
  [killed, paused] = await Promise.all([tellKills(plan, long ? say : undefined), tellPause(long ? 'start' : 'sync')]);
  if (long) say(JSON.stringify({ killed, paused }, undefined, 2));
}, hangsAfterMs);

describe('The service under kill -9', () => {
  it('makes exactly one order confirmation per order, of its total', () => {
    expect(killed.faults).toEqual([]);
    expect(killed.made).toBe(plan.orders);
  });

  it('was killed as often as planned, and so often with a create under way, as the books’ journal shows', () => {
    expect(killed.killed).toEqual({ service: plan.kills.creating + plan.kills.anywhere, database: plan.kills.database });
    expect(killed.struckWhileSending).toBeGreaterThanOrEqual(plan.kills.creating);
  });
});

describe('A process that is stopped beyond its lease and goes on', () => {
  it('sends nothing of what another process has taken over meanwhile', () => {
    expect(paused.heldBack).toBeGreaterThanOrEqual(1);
    expect(paused.createsAfterwards).toBe(0);
    expect(paused.made).toBe(12);
    expect(paused.faults).toEqual([]);
  });
});
