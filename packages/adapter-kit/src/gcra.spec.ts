import { describe, expect, it } from '@jest/globals';
import { type Pace, type Priority, priorities } from '@megzo/core';
import { idlePace, learn, type PaceState, reserve } from './gcra.ts';
import { seededRandom } from './simulator/index.ts';

const now = Date.UTC(2026, 0, 5, 8);
const pace: Pace = { account: 'lexoffice/1', perSecond: 2, burst: 1 };

/** Books as many turns as one priority gets at one moment. */
function book(state: PaceState, priority: Priority, most = 1_000, by = pace): { state: PaceState; at: number[] } {
  const at: number[] = [];
  let current = state;
  while (at.length < most) {
    const reservation = reserve(current, by, priority, now);
    if (!reservation.granted) break;
    at.push(reservation.at - now);
    current = reservation.state;
  }
  return { state: current, at };
}

describe('reserve', () => {
  it('books one turn after another at the pace', () => {
    expect(book(idlePace, 'order', 4).at).toEqual([0, 500, 1_000, 1_500]);
  });

  it('lets a burst pass at once after a pause, then the pace', () => {
    expect(book(idlePace, 'order', 6, { ...pace, burst: 3 }).at).toEqual([0, 0, 0, 500, 1_000, 1_500]);
  });

  it.each([
    ['recovery', 20_000],
    ['order', 10_000],
    ['stock', 5_000],
    ['catalog', 2_000],
    ['backfill', 500],
  ] as const)('lets %s book %i ms ahead and no further', (priority, aheadMs) => {
    const { at, state } = book(idlePace, priority);

    expect(at.at(-1)).toBe(aheadMs);
    expect(reserve(state, pace, priority, now)).toMatchObject({ granted: false });
  });

  it('says when to ask again, and then grants', () => {
    const { state } = book(idlePace, 'catalog');
    const refused = reserve(state, pace, 'catalog', now);
    const waitMs = refused.granted ? 0 : refused.waitMs;

    expect(waitMs).toBe(500);
    expect(reserve(state, pace, 'catalog', now + waitMs - 1).granted).toBe(false);
    expect(reserve(state, pace, 'catalog', now + waitMs).granted).toBe(true);
  });

  it.each([
    ['recovery', 'order'],
    ['order', 'recovery'],
    ['stock', 'order'],
    ['catalog', 'recovery'],
  ] as const)('keeps a turn for %s behind a flood of %s', (priority, flood) => {
    const { state } = book(idlePace, flood);

    const own = reserve(state, pace, priority, now);

    expect(own.granted).toBe(true);
    expect(own.granted && own.at).toBe(state.tat);
  });

  it('keeps no turn for backfill', () => {
    expect(reserve(book(idlePace, 'catalog').state, pace, 'backfill', now).granted).toBe(false);
  });

  it('never lets more pass than the burst and the pace, whoever asks', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seededRandom(seed);
      const by = { ...pace, perSecond: 0.5 + random() * 5, burst: 1 + Math.floor(random() * 4) };
      let state = idlePace;
      let clock = now;
      const sent: number[] = [];
      for (let step = 0; step < 300; step += 1) {
        clock += Math.floor(random() * 400);
        const reservation = reserve(state, by, priorities[Math.floor(random() * priorities.length)] ?? 'order', clock);
        if (!reservation.granted) continue;
        state = reservation.state;
        sent.push(reservation.at);
      }
      sent.sort((a, b) => a - b);
      const intervalMs = 1000 / by.perSecond;
      // The n-th call after any other one comes no sooner than the burst allows; a millisecond for rounding.
      const tooSoon = sent.some((at, index) => {
        const before = sent[index - by.burst];
        return before !== undefined && at - before < intervalMs - 1;
      });

      expect({ seed, tooSoon }).toEqual({ seed, tooSoon: false });
      expect(sent.length).toBeGreaterThan(20);
    }
  });
});

describe('learn', () => {
  it('lets nothing be sent before a pause is over, and no burst after it', () => {
    const by = { ...pace, burst: 3 };
    const state = learn(idlePace, by, { refused: false, pauseMs: 4_000 }, now);

    expect(state.pausedUntil).toBe(now + 4_000);
    expect(book(state, 'order', 3, by).at).toEqual([4_000, 4_500, 5_000]);
  });

  it('does not shorten a longer pause', () => {
    const long = learn(idlePace, pace, { refused: true, pauseMs: 30_000 }, now);

    expect(learn(long, pace, { refused: true, pauseMs: 1_000 }, now).pausedUntil).toBe(now + 30_000);
  });

  it('leaves everything as it is where an answer says nothing', () => {
    expect(learn(idlePace, pace, { refused: false }, now)).toBe(idlePace);
  });

  it('pauses by itself after a refusal that names no pause, longer each time and a minute at the most', () => {
    const pauses: number[] = [];
    let state = idlePace;
    let clock = now;
    for (let refusal = 0; refusal < 8; refusal += 1) {
      state = learn(state, pace, { refused: true }, clock);
      pauses.push(state.pausedUntil - clock);
      clock = state.pausedUntil + 100;
    }

    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('counts calls that were refused together as one refusal, and forgets after a while', () => {
    const first = learn(idlePace, pace, { refused: true }, now);

    const together = learn(first, pace, { refused: true }, now + 50);
    const later = learn(first, pace, { refused: true }, now + 60_000);

    expect(together.pausedUntil).toBe(now + 2_000);
    expect(later.pausedUntil).toBe(now + 62_000);
  });

  it('does not let a long pause fill up with booked turns', () => {
    const state = learn(idlePace, pace, { refused: true, pauseMs: 300_000 }, now);

    const granted = priorities.filter((priority) => reserve(state, pace, priority, now).granted);

    expect(granted).toEqual([]);
    expect(reserve(state, pace, 'order', now)).toEqual({ granted: false, waitMs: 270_000 });
  });
});
