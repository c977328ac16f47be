import type { Instant, LimitSeen, Pace, Priority } from '@megzo/core';

/** What is kept per account. All instants in ms; zero where nothing happened yet. */
export interface PaceState {
  /** When the account would be idle again if each call took its fair time (theoretical arrival time). */
  readonly tat: Instant;
  /** The same for each priority's own share. */
  readonly shares: Readonly<Record<Priority, Instant>>;
  /** The vendor's pause: nothing is sent before. */
  readonly pausedUntil: Instant;
  /** Pauses taken on one after another because the vendor refused without saying for how long. */
  readonly refusals: number;
}

export type Reservation =
  /** The call may be sent at `at`, unless a pause came up since. */
  | { readonly granted: true; readonly at: Instant; readonly state: PaceState }
  /** Too much stands ahead for this priority: ask again after `waitMs`. */
  | { readonly granted: false; readonly waitMs: number };

export const idlePace: PaceState = {
  tat: 0,
  shares: { recovery: 0, order: 0, stock: 0, catalog: 0, backfill: 0 },
  pausedUntil: 0,
  refusals: 0,
};

/** How far ahead of its turn a priority may book, ms. Who may look further stands before the others. */
const aheadMs: Readonly<Record<Exclude<Priority, 'backfill'>, number>> = { recovery: 20_000, order: 10_000, stock: 5_000, catalog: 2_000 };

/** The part of the pace that a priority has for itself however much the others want. Orders keep the rest but a twentieth. */
const keptShare: Readonly<Record<Priority, number>> = { recovery: 0.2, order: 0.6, stock: 0.1, catalog: 0.05, backfill: 0 };

/** A kept share books no further ahead than this, ms, so that a long pause does not fill up with bookings. */
const shareAheadMs = 30_000;

const refusedPauseMs = 2_000;
const refusedPauseMaxMs = 60_000;
/** A refusal this soon after a pause means that the pause was too short, ms. */
const refusedAgainMs = 10_000;

/** Books a turn for one call (generic cell rate algorithm with a tolerance per priority). Pure: the same for every store of the state. */
export function reserve(state: PaceState, pace: Pace, priority: Priority, now: Instant): Reservation {
  const intervalMs = 1000 / pace.perSecond;
  const burstMs = (Math.max(1, pace.burst) - 1) * intervalMs;
  const backlogMs = Math.max(0, state.tat - burstMs - now);
  const toleratedMs = priority === 'backfill' ? intervalMs : aheadMs[priority];
  const share = keptShare[priority];
  const isShareFree = share > 0 && state.shares[priority] <= now && backlogMs <= shareAheadMs;
  if (backlogMs <= toleratedMs || isShareFree) {
    const used = share > 0 ? Math.max(state.shares[priority], now) + intervalMs / share : now;
    return {
      granted: true,
      at: Math.ceil(now + backlogMs),
      state: { ...state, tat: Math.max(state.tat, now) + intervalMs, shares: { ...state.shares, [priority]: used } },
    };
  }
  const ownTurnMs = backlogMs - toleratedMs;
  const shareTurnMs = share > 0 ? Math.max(state.shares[priority] - now, backlogMs - shareAheadMs) : ownTurnMs;
  return { granted: false, waitMs: Math.max(1, Math.ceil(Math.min(ownTurnMs, shareTurnMs))) };
}

/** Takes in what an answer said. After a pause calls follow each other at the pace, without a burst. */
export function learn(state: PaceState, pace: Pace, limit: LimitSeen, now: Instant): PaceState {
  const { pauseMs, refusals } = pauseOf(state, limit, now);
  if (pauseMs === undefined) return state;
  const burstMs = ((Math.max(1, pace.burst) - 1) * 1000) / pace.perSecond;
  const pausedUntil = Math.max(state.pausedUntil, now + pauseMs);
  return { ...state, pausedUntil, refusals, tat: Math.max(state.tat, pausedUntil + burstMs) };
}

function pauseOf(state: PaceState, limit: LimitSeen, now: Instant): { pauseMs: number | undefined; refusals: number } {
  if (!limit.refused || limit.pauseMs !== undefined) return { pauseMs: limit.pauseMs, refusals: limit.refused ? state.refusals : 0 };
  // Calls that were on their way together are refused together: that is one refusal.
  if (now < state.pausedUntil) return { pauseMs: undefined, refusals: state.refusals };
  const refusals = now < state.pausedUntil + refusedAgainMs ? state.refusals + 1 : 1;
  return { pauseMs: Math.min(refusedPauseMaxMs, refusedPauseMs * 2 ** (refusals - 1)), refusals };
}
