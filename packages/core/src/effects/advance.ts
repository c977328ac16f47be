import type { Answer, Outcome } from '../kernel/answer.ts';
import { assertNever } from '../kernel/assert-never.ts';
import type { Instant } from '../kernel/instant.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { EffectProgress } from '../ports/effect-ledger.ts';

/** What the machine may know of a row. */
export type EffectState = EffectProgress & { readonly lookBackTo?: Instant };

/** Times and limits of one kind of effect. */
export interface EffectRules {
  /** Longest time that a request waits for its slot, ms. */
  readonly paceMs: number;
  readonly timeoutMs: number;
  readonly settleMs: number;
  /** Sends without proof before a person is asked. */
  readonly attemptsMax: number;
  /** The system can be searched. */
  readonly canFind: boolean;
  /** Who looks back before its first send does so within the attempt, behind the row that stands as `sending`: one commit for both. */
  readonly looksInAttempt?: boolean;
  /** `ask`: a merchant's choice never to send again after a doubt. */
  readonly afterDoubt: 'send-again' | 'ask';
}

export type EffectEvent =
  /** A holder has claimed the row and asks what to do. */
  | { readonly type: 'claimed'; readonly at: Instant }
  | { readonly type: 'sent'; readonly at: Instant; readonly outcome: Outcome<string> }
  | { readonly type: 'looked'; readonly at: Instant; readonly found: Answer<FoundIds> }
  /** Proof that comes from nobody who holds the row: an answer that came too late, a vendor's event that was read. */
  | { readonly type: 'heard'; readonly at: Instant; readonly made: string };

export interface FoundIds {
  /** They carry the marker, oldest first. */
  readonly marked: readonly string[];
  readonly alike: readonly string[];
}

/** Why a row is parked. A flow turns it into a problem of its own kind. */
export const parkReasons = ['REFUSED', 'IN_DOUBT', 'ALIKE_FOUND', 'TAKEN_BY_ANOTHER', 'ATTEMPTS_USED_UP'] as const;
export type ParkReason = (typeof parkReasons)[number];

export interface Advance {
  readonly next: EffectProgress;
  /** What the holder does once `next` is stored. `stop`: nothing more now. */
  readonly act: 'send' | 'find' | 'stop';
  /** Constant words for the row's evidence. */
  readonly note: string;
  /** More than one record stands: `next.result` counts, a person must remove these. */
  readonly surplus?: readonly string[];
  /** What a look found that could be ours with the marker gone. */
  readonly alike?: readonly string[];
}

/**
 * The protocol of everything that must not happen twice, as one pure function. The row with `next` is stored before the
 * holder does `act`; so a crash at any point leaves a row from which the next holder goes on:
 * `intended → sending → done | unknown → (look, not before the horizon) adopt · park · send again`.
 */
export function advance(row: EffectState, event: EffectEvent, rules: EffectRules): Advance {
  switch (event.type) {
    case 'claimed':
      return claimed(row, event.at, rules);
    case 'sent':
      return sent(row, event.at, event.outcome, rules);
    case 'looked':
      return looked(row, event.at, event.found, rules);
    case 'heard':
      return heard(row, event.at, event.made);
    default:
      return assertNever(event);
  }
}

function claimed(row: EffectState, at: Instant, rules: EffectRules): Advance {
  switch (row.state) {
    case 'intended':
      if (row.lookBackTo !== undefined && row.firstSentAt === undefined) {
        if (!rules.canFind) return park(row, 'IN_DOUBT');
        if (rules.looksInAttempt !== true) return { next: progressOf(row), act: 'find', note: 'looks before the first send' };
      }
      return {
        next: {
          ...progressOf(row),
          state: 'sending',
          attempt: row.attempt + 1,
          firstSentAt: row.firstSentAt ?? at,
          deadline: at + rules.paceMs + rules.timeoutMs,
        },
        act: 'send',
        note: 'sending',
      };
    case 'sending': {
      // The last holder vanished; its request may be on its way until the deadline, and unseen until the horizon.
      const horizon = (row.deadline ?? at) + rules.settleMs;
      if (!rules.canFind) return park(row, 'IN_DOUBT');
      if (at < horizon) {
        return {
          next: { ...progressOf(row), state: 'unknown', notBefore: horizon },
          act: 'stop',
          note: 'holder vanished, waits for the horizon',
        };
      }
      return { next: { ...progressOf(row), state: 'unknown' }, act: 'find', note: 'holder vanished, looks' };
    }
    case 'unknown':
    case 'taken':
      if (!rules.canFind) return park(row, 'IN_DOUBT');
      return { next: progressOf(row), act: 'find', note: 'looks' };
    case 'done':
    case 'parked':
    case 'withdrawn':
      return { next: progressOf(row), act: 'stop', note: 'finished' };
    default:
      return assertNever(row.state);
  }
}

function sent(row: EffectState, at: Instant, outcome: Outcome<string>, rules: EffectRules): Advance {
  const progress = progressOf(row);
  switch (outcome.status) {
    case 'done':
      return stop({ ...progress, state: 'done', result: outcome.value, refusals: 0, notBefore: at }, 'done');
    case 'retryable':
      return stop(notSent(row, at, outcome.retryAfterMs), 'not sent');
    case 'rejected':
      // A refused account says nothing about the record: it waits until a person mends the access.
      if (isAccountError(outcome.error)) return stop(notSent(row, at, accountPauseMs), 'account refused, not sent');
      return { ...park(takenBack(row), 'REFUSED'), note: 'refused' };
    case 'unknown':
      if (!rules.canFind) return park(row, 'IN_DOUBT');
      return stop({ ...progress, state: 'unknown', notBefore: (row.deadline ?? at) + rules.settleMs }, 'no answer');
    case 'taken':
      if (!rules.canFind) return park(row, 'TAKEN_BY_ANOTHER');
      return { next: { ...progress, state: 'taken', notBefore: at }, act: 'find', note: 'one stands there already' };
    default:
      return assertNever(outcome);
  }
}

function looked(row: EffectState, at: Instant, found: Answer<FoundIds>, rules: EffectRules): Advance {
  const progress = progressOf(row);
  if (found.status !== 'done') {
    // What is refused for itself is refused again: without a word to a person it would wait for ever.
    const isFinal = found.status === 'rejected' && !isAccountError(found.error);
    if (isFinal && row.refusals + 1 >= refusedLooksMax) return { ...park(row, 'IN_DOUBT'), note: 'looking is refused' };
    const retryAfterMs = found.status === 'retryable' ? found.retryAfterMs : accountPauseMs;
    return stop({ ...progress, refusals: row.refusals + 1, notBefore: at + pauseMs(row.refusals, retryAfterMs) }, 'could not look');
  }
  const { marked, alike } = found.value;
  const [oldest, ...surplus] = marked;
  if (oldest !== undefined) {
    const next: EffectProgress = { ...progress, state: 'done', result: oldest, refusals: 0, notBefore: at };
    return surplus.length === 0 ? stop(next, 'adopted') : { ...stop(next, 'adopted the oldest of several'), surplus };
  }
  if (alike.length > 0) return { ...park(row, 'ALIKE_FOUND'), alike };
  if (row.state === 'taken') return park(row, 'TAKEN_BY_ANOTHER');
  if (row.attempt > 0 && rules.afterDoubt === 'ask') return park(row, 'IN_DOUBT');
  if (row.attempt >= rules.attemptsMax) return park(row, 'ATTEMPTS_USED_UP');
  return stop(
    { ...progress, state: 'intended', refusals: 0, notBefore: at, firstSentAt: row.firstSentAt ?? row.lookBackTo ?? at },
    'not found',
  );
}

/**
 * What is proved to stand is never made again, whatever the row was waiting for. A row that is done already keeps its result:
 * the other record is a second one.
 */
function heard(row: EffectState, at: Instant, made: string): Advance {
  const { reason: _settled, ...progress } = progressOf(row);
  if (row.state !== 'done')
    return stop({ ...progress, state: 'done', result: made, refusals: 0, notBefore: at }, 'proved by what was heard');
  if (row.result === made) return stop(progressOf(row), 'heard again');
  return { ...stop(progressOf(row), 'a second one was heard of'), surplus: [made] };
}

const accountPauseMs = 5 * 60_000;
/** Looks that were refused, for half an hour with their pauses. */
const refusedLooksMax = 6;

/** Certainly nothing happened: the attempt does not count, so that an edit and newer rules may take its place. */
function takenBack(row: EffectState): EffectState {
  const attempt = Math.max(0, row.attempt - 1);
  if (attempt > 0) return { ...row, attempt };
  const { pin: _unsent, ...rest } = row;
  return { ...rest, attempt };
}

/** Certainly nothing happened: only the pause grows. */
function notSent(row: EffectState, at: Instant, retryAfterMs: number | undefined): EffectProgress {
  const { deadline: _over, firstSentAt, ...rest } = progressOf(takenBack(row));
  const { attempt } = rest;
  return {
    ...rest,
    state: 'intended',
    refusals: row.refusals + 1,
    notBefore: at + pauseMs(row.refusals, retryAfterMs),
    ...(firstSentAt !== undefined && (attempt > 0 || row.lookBackTo !== undefined) ? { firstSentAt } : {}),
  };
}

function pauseMs(refusals: number, retryAfterMs: number | undefined): number {
  const growing = Math.min(accountPauseMs, 2_000 * 2 ** Math.min(refusals, 10));
  return Math.max(growing, Math.min(retryAfterMs ?? 0, 60 * 60_000));
}

function park(row: EffectState, reason: ParkReason): Advance {
  return stop({ ...progressOf(row), state: 'parked', reason }, 'parked');
}

function stop(next: EffectProgress, note: string): Advance {
  return { next, act: 'stop', note };
}

function progressOf(row: EffectState): EffectProgress {
  const { state, attempt, refusals, notBefore, firstSentAt, deadline, result, reason, pin } = row;
  return {
    state,
    attempt,
    refusals,
    notBefore,
    ...(firstSentAt === undefined ? {} : { firstSentAt }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(result === undefined ? {} : { result }),
    ...(reason === undefined ? {} : { reason }),
    ...(pin === undefined ? {} : { pin }),
  };
}
