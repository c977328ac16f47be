import { describe, expect, it, jest } from '@jest/globals';
import { tellPause } from './kills/pause.ts';
import { tellKills } from './kills/story.ts';

/*
 * Goal: no kill at any instant makes an order confirmation twice or loses one. Method: the built service, a real PostgreSQL and
 * both simulated vendors over loopback HTTP; kills strike while a create is under way, at other requests, and the database.
 * `npm run kills` is the long form.
 */

const long = process.env.KILLS === 'long';
jest.setTimeout(long ? 60 * 60_000 : 10 * 60_000);

describe('The service under kill -9', () => {
  const plan = long
    ? { seed: 1, orders: 500, kills: { creating: 36, anywhere: 16, database: 4 } }
    : { seed: 2, orders: 30, kills: { creating: 3, anywhere: 1, database: 1 } };

  it('makes exactly one order confirmation per order, of its total', async () => {
    const end = await tellKills(plan, long ? (line) => process.stderr.write(`${line}\n`) : undefined);

    process.stderr.write(`${JSON.stringify(end)}\n`);
    expect(end.faults).toEqual([]);
    expect(end.made).toBe(plan.orders);
    expect(end.killed).toEqual({ service: plan.kills.creating + plan.kills.anywhere, database: plan.kills.database });
    expect(end.struckWhileSending).toBeGreaterThanOrEqual(plan.kills.creating);
  });
});

describe('A process that is stopped beyond its lease and goes on', () => {
  it('sends nothing of what another process has taken over meanwhile', async () => {
    const end = await tellPause(long ? 'start' : 'sync');

    process.stderr.write(`${JSON.stringify(end)}\n`);
    expect(end.faults).toEqual([]);
    expect(end.made).toBe(12);
    expect(end.heldBack).toBeGreaterThanOrEqual(1);
    expect(end.createsAfterwards).toBe(0);
  });
});
