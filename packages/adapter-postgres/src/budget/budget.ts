import type { Clock, Instant, LimitSeen, Pace, Priority, RateBudget } from '@megzo/core';
import type { Query } from '../sql/sessions.ts';

/** How far ahead of its turn a priority may book, ms; backfill one slot. Who may look further stands before the others. */
const aheadMs: { readonly [name in Exclude<Priority, 'backfill'>]: number } = {
  recovery: 20_000,
  order: 10_000,
  stock: 5_000,
  catalog: 2_000,
};

/** The part of the pace that a priority has for itself however much the others want; the names are columns. */
const keptShare: { readonly [name in Exclude<Priority, 'backfill'>]: number } = { recovery: 0.2, order: 0.6, stock: 0.1, catalog: 0.05 };

/** A kept share books no further ahead than this, ms, so that a long pause does not fill up with bookings. */
const shareAheadMs = 30_000;

const refusedPauseMs = 2_000;
const refusedPauseMaxMs = 60_000;
/** A refusal this soon after a pause means that the pause was too short, ms. */
const refusedAgainMs = 10_000;

export interface BudgetOptions {
  readonly query: Query;
  /** Waits, and nothing else. */
  readonly clock: Pick<Clock, 'sleep'>;
  /** For tests on a clock that does not go by itself. All others take the server's: machines disagree by more than a slot. */
  readonly now?: () => Instant;
}

/**
 * One row per account, shared by all processes, and one statement per call (generic cell rate algorithm with a tolerance
 * per priority). Only the durations of waiting come from here, so the clocks of processes need not agree.
 */
export function createBudget({ query, clock, now }: BudgetOptions): RateBudget {
  const time = () => now?.() ?? null;

  async function book(pace: Pace, priority: Priority): Promise<number | undefined> {
    const intervalMs = 1000 / pace.perSecond;
    const booked = await query<{ waitMs: number }>(bookingSql[priority], [...paceValues(pace, intervalMs), time()]);
    return booked[0]?.waitMs;
  }

  return {
    async slot(pace, { signal, priority }) {
      for (;;) {
        signal.throwIfAborted();
        const waitMs = (await book(pace, priority)) ?? -1;
        if (waitMs < 0) {
          const askAgainMs = await untilTurn(pace, priority);
          if (askAgainMs > 0) await clock.sleep(askAgainMs, signal);
          continue;
        }
        signal.throwIfAborted();
        if (waitMs === 0) return;
        await clock.sleep(waitMs, signal);
        // The vendor may have asked for a pause meanwhile: then this turn is void.
        if (!(await isPaused(pace.account))) return;
      }
    },

    async saw(pace, limit) {
      if (!limit.refused && limit.pauseMs === undefined) return;
      await found(pace.account);
      const intervalMs = 1000 / pace.perSecond;
      await query(limit.pauseMs === undefined ? refusalSql : pauseSql(limit), [
        ...[pace.account, burstMsOf(pace, intervalMs), time()],
        ...(limit.pauseMs === undefined ? [] : [limit.pauseMs]),
      ]);
    },
  };

  async function found(account: string): Promise<void> {
    await query('INSERT INTO megzo.pacing (account) VALUES ($1) ON CONFLICT (account) DO NOTHING', [account]);
  }

  /** How long to wait before asking again, ms; 0 if the account is new or the turn has come meanwhile. */
  async function untilTurn(pace: Pace, priority: Priority): Promise<number> {
    const intervalMs = 1000 / pace.perSecond;
    const share = priority === 'backfill' ? '0::float8' : `"${priority}"`;
    const rows = await query<{ backlogMs: number; shareMs: number }>(
      `SELECT greatest(0, tat - $2 - now.ms) AS "backlogMs", ${share} - now.ms AS "shareMs" FROM megzo.pacing, ${nowSql('$3')} WHERE account = $1`,
      [pace.account, burstMsOf(pace, intervalMs), time()],
    );
    const [row] = rows;
    if (row === undefined) {
      await found(pace.account);
      return 0;
    }
    const ownTurnMs = row.backlogMs - (priority === 'backfill' ? intervalMs : aheadMs[priority]);
    const shareTurnMs = priority === 'backfill' ? ownTurnMs : Math.max(row.shareMs, row.backlogMs - shareAheadMs);
    return Math.max(0, Math.ceil(Math.min(ownTurnMs, shareTurnMs)));
  }

  async function isPaused(account: string): Promise<boolean> {
    const rows = await query(`SELECT FROM megzo.pacing, ${nowSql('$2')} WHERE account = $1 AND paused_until > now.ms`, [account, time()]);
    return rows.length > 0;
  }
}

function paceValues(pace: Pace, intervalMs: number): readonly [string, number, number] {
  return [pace.account, burstMsOf(pace, intervalMs), intervalMs];
}

function burstMsOf(pace: Pace, intervalMs: number): number {
  return (Math.max(1, pace.burst) - 1) * intervalMs;
}

function nowSql(parameter: string): string {
  return `(SELECT coalesce(${parameter}::float8, extract(epoch FROM clock_timestamp())::float8 * 1000) AS ms) AS now`;
}

/** $1 account, $2 burst ms, $3 interval ms, $4 now. No row: not yet, or no such account. */
function bookingSqlOf(priority: Priority): string {
  const backlog = 'greatest(0, tat - $2::float8 - now.ms)';
  const [tolerated, booking, free] =
    priority === 'backfill'
      ? ['$3::float8', '', 'false']
      : [
          String(aheadMs[priority]),
          `, "${priority}" = greatest("${priority}", now.ms) + $3::float8 / ${keptShare[priority]}`,
          `"${priority}" <= now.ms AND ${backlog} <= ${shareAheadMs}`,
        ];
  return `UPDATE megzo.pacing SET tat = greatest(tat, now.ms) + $3::float8${booking} FROM ${nowSql('$4')}
    WHERE account = $1 AND (${backlog} <= ${tolerated} OR (${free}))
    RETURNING ceil(greatest(0, tat - $3::float8 - $2::float8 - now.ms)) AS "waitMs"`;
}

const bookingSql: { readonly [priority in Priority]: string } = {
  recovery: bookingSqlOf('recovery'),
  order: bookingSqlOf('order'),
  stock: bookingSqlOf('stock'),
  catalog: bookingSqlOf('catalog'),
  backfill: bookingSqlOf('backfill'),
};

/** After a pause calls follow each other at the pace, without a burst. $1 account, $2 burst ms, $3 now, $4 pause ms. */
function pauseSql({ refused }: LimitSeen): string {
  return `UPDATE megzo.pacing SET paused_until = greatest(paused_until, now.ms + $4::float8),
      tat = greatest(tat, greatest(paused_until, now.ms + $4::float8) + $2::float8)${refused ? ', refusals = 0' : ''}
    FROM ${nowSql('$3')} WHERE account = $1`;
}

/**
 * The vendor refused and did not say for how long. Calls that were on their way together are refused together: that is one
 * refusal, so nothing is learned during a pause.
 */
const refusalSql = `WITH counted AS (
    SELECT account, now.ms, CASE WHEN now.ms < paused_until + ${refusedAgainMs} THEN refusals + 1 ELSE 1 END AS refusals
    FROM megzo.pacing, ${nowSql('$3')} WHERE account = $1 AND paused_until <= now.ms FOR UPDATE OF pacing
  )
  UPDATE megzo.pacing SET refusals = counted.refusals, paused_until = counted.ms + pause.ms, tat = greatest(tat, counted.ms + pause.ms + $2::float8)
  FROM counted, LATERAL (SELECT least(${refusedPauseMaxMs}, ${refusedPauseMs} * power(2, counted.refusals - 1)) AS ms) AS pause
  WHERE pacing.account = counted.account`;
