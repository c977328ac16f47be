import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Figures, type Seen, shareBudget, type Waits } from './share-budget.ts';

/* `npm run budget` is this with more time and more accounts, and prints its figures. */

const long = process.env.BUDGET_SECONDS;
const seconds = Number(long ?? 10);
const accounts = long === undefined ? 4 : 24;

jest.setTimeout((seconds + 60) * 1000);

/** The adapter's own pace. */
const perSecond = 1.6;
const burst = 2;
const slotMs = 1000 / perSecond;

let figures: Figures;

beforeAll(async () => {
  figures = await shareBudget({ seconds, accounts });
  if (long !== undefined) process.stdout.write(`${sheetOf(figures)}\n`);
});

describe('A budget in the database, shared by four processes', () => {
  it('keeps all of them together below the limit of the vendor', () => {
    const { refused, refusedShare } = figures.shared;

    expect(refusedShare).toBeLessThan(0.001);
    if (long === undefined) expect(refused).toBe(0);
  });

  it('keeps the pace: a burst, then no more than 1.6 calls per second', () => {
    const most = burst + perSecond * figures.seconds + 1;

    expect(figures.shared.callsMax).toBeLessThanOrEqual(most);
    expect(figures.urgent.callsMax).toBeLessThanOrEqual(most);
  });

  it('lets them use at least three quarters of the pace, and each of them take part', () => {
    expect(figures.shared.perSecond).toBeGreaterThanOrEqual(0.75 * perSecond);
    expect(figures.shared.servedByProcess).toHaveLength(4);
    expect(Math.min(...figures.shared.servedByProcess)).toBeGreaterThan(0);
  });

  it('serves an order of a fifth process within two slots while the four flood the account with backfill', () => {
    const { orders, backfill, refused } = figures.urgent;

    // Backfill books no further ahead than its next slot, so that at most two are taken when an order comes; the rest is for a busy machine.
    expect(orders.longestMs).toBeLessThan(2 * slotMs + 1500);
    expect(orders.served).toBeGreaterThanOrEqual(0.3 * perSecond * seconds);
    expect(backfill.longestMs).toBeGreaterThan(2 * slotMs + 1500);
    expect(refused).toBe(0);
  });

  it('is needed: with a budget of its own for each, the vendor refuses many', () => {
    expect(figures.apart.refusedShare).toBeGreaterThan(0.02);
  });
});

function sheetOf({ seconds: took, shared, urgent, apart }: Figures): string {
  return [
    `four processes, ${took.toFixed(1)} s, a pace of ${perSecond} per second under a limit of 2 per second (bucket of 4)`,
    `one budget:              ${seenText(shared)}; served by process: ${shared.servedByProcess.join(', ')}`,
    `one budget, flooded:     ${seenText(urgent)}; orders: ${waitsText(urgent.orders)}; backfill: ${waitsText(urgent.backfill)}`,
    `a budget for each:       ${seenText(apart)}`,
  ].join('\n');
}

function seenText({ accounts: count, calls, perSecond: rate, usedShare, refused, refusedShare }: Seen): string {
  const each = count === 1 ? '1 account' : `${count} accounts`;
  return `${each}, ${calls} calls, ${rate.toFixed(2)} taken per second and account = ${percent(usedShare)} of the limit, ${refused} refused (429) = ${percent(refusedShare)}`;
}

function waitsText({ served, meanMs, longestMs }: Waits): string {
  return `${served} served, ${Math.round(meanMs)} ms in the mean, ${Math.round(longestMs)} ms at most`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
