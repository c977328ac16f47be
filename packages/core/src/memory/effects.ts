import type { EffectKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type {
  DeliveryState,
  EffectClaim,
  EffectIntent,
  EffectLedger,
  EffectProgress,
  EffectRow,
  Evidence,
} from '../ports/effect-ledger.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, type UndoLog } from './table.ts';
import { tally } from './tally.ts';

const waitingStates: readonly DeliveryState[] = ['intended', 'unknown', 'taken'];
/** Nobody holds the row. */
const free: Instant = 0;

export function createEffects(undo: UndoLog): AtOnce<EffectLedger> {
  const table = createTable<EffectRow>(undo, {
    pair: (row) => [row.pair],
    open: (row) => (isFinished(row) ? [] : [row.pair]),
    result: (row) => (row.result === undefined ? [] : [keyOf(row.kind, row.result)]),
  });
  const read = (key: EffectKey) => table.get('', key);
  const put = (row: EffectRow) => table.set('', row.key, row);

  return {
    intend: (intent, at) => {
      const row = read(intent.key);
      if (row !== undefined) return row.fingerprint === intent.fingerprint ? 'same' : 'conflict';
      put({ ...intended(intent), fence: 0, leaseUntil: free, createdAt: at, evidence: [] });
      return 'new';
    },

    replace: (intent, at) => {
      const row = read(intent.key);
      if (row === undefined || !(isUnsent(row) || row.state === 'withdrawn')) return false;
      put({ ...intended(intent), ...takenAway(row, { at, what: 'replaced' }) });
      return true;
    },

    withdraw: (key, why, at) => {
      const row = read(key);
      if (row === undefined || !isUnsent(row)) return false;
      const { reason: _, pin: _pin, ...rest } = row;
      put({ ...rest, ...takenAway(row, { at, what: 'withdrawn', details: { why } }), state: 'withdrawn' });
      return true;
    },

    claim: ({ pairs, kinds, wants, at, leaseMs, limit }) => {
      const wanted = (row: EffectRow) => kinds.includes(row.kind) && isDue(row, at) && (wants === undefined || wants === nextAct(row));
      const due = table.by('open', '', pairs).filter(wanted);
      return due
        .toSorted(byNotBefore)
        .slice(0, limit)
        .map((row): EffectClaim => {
          const claimed = { ...row, fence: row.fence + 1, leaseUntil: at + leaseMs };
          put(claimed);
          return { row: claimed, fence: claimed.fence };
        });
    },

    record: (claim, progress, evidence, release) => {
      const row = read(claim.row.key);
      if (row === undefined || row.fence !== claim.fence) return false;
      put({
        ...intentOf(row),
        ...progressOf(progress),
        fence: row.fence,
        leaseUntil: release ? free : row.leaseUntil,
        createdAt: row.createdAt,
        evidence: [...row.evidence, evidence],
      });
      return true;
    },

    note: (key, evidence, progress) => {
      const row = read(key);
      if (row === undefined) return false;
      if (progress === undefined) put({ ...row, evidence: [...row.evidence, evidence] });
      else put({ ...intentOf(row), ...progressOf(progress), ...takenAway(row, evidence) });
      return true;
    },

    read,

    decide: (key, progress, evidence) => {
      const row = read(key);
      if (row?.state !== 'parked') return false;
      put({ ...intentOf(row), ...progressOf(progress), ...takenAway(row, evidence) });
      return true;
    },

    doubt: (pair, notBefore, evidence) => {
      const rows = table.by('open', '', [pair]);
      for (const row of rows) put({ ...row, ...takenAway(row, evidence), state: 'unknown', notBefore: Math.max(row.notBefore, notBefore) });
      return rows.length;
    },

    nextDue: (pair, kinds) => {
      const instants = table
        .by('open', '', [pair])
        .filter((row) => kinds.includes(row.kind))
        .map((row) => (row.state === 'sending' ? row.leaseUntil : Math.max(row.notBefore, row.leaseUntil)));
      return instants.length === 0 ? undefined : Math.min(...instants);
    },

    byResult: (kind, results) =>
      table.by(
        'result',
        '',
        results.map((result) => keyOf(kind, result)),
      ),

    count: (pair, kind) =>
      tally(
        table
          .by('pair', '', [pair])
          .filter((row) => row.kind === kind)
          .map((row) => row.state),
      ),
  };
}

function isFinished({ state }: EffectRow): boolean {
  return state === 'done' || state === 'parked' || state === 'withdrawn';
}

function isUnsent({ state, attempt }: EffectRow): boolean {
  return attempt === 0 && (state === 'intended' || state === 'parked');
}

function isDue(row: EffectRow, at: Instant): boolean {
  if (row.leaseUntil > at) return false;
  return row.state === 'sending' || (waitingStates.includes(row.state) && row.notBefore <= at);
}

function nextAct({ state, lookBackTo, firstSentAt }: EffectRow): 'look' | 'send' {
  return state === 'intended' && (lookBackTo === undefined || firstSentAt !== undefined) ? 'send' : 'look';
}

function byNotBefore(a: EffectRow, b: EffectRow): number {
  return a.notBefore - b.notBefore || a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1);
}

/** Whoever holds the row holds what no longer is: a raised fence keeps them from recording, and so from sending. */
function takenAway(row: EffectRow, evidence: Evidence): Pick<EffectRow, 'fence' | 'leaseUntil' | 'createdAt' | 'evidence'> {
  return { fence: row.fence + 1, leaseUntil: free, createdAt: row.createdAt, evidence: [...row.evidence, evidence] };
}

function intended(intent: EffectIntent): EffectIntent & EffectProgress {
  return { ...intentOf(intent), state: 'intended', attempt: 0, refusals: 0 };
}

function intentOf({ key, pair, kind, subject, fingerprint, marker, input, notBefore, lookBackTo }: EffectIntent): EffectIntent {
  const intent = { key, pair, kind, subject, fingerprint, marker, input, notBefore };
  return lookBackTo === undefined ? intent : { ...intent, lookBackTo };
}

/** Holders hand in whole rows too; only the part of the state machine is taken from them. */
function progressOf({ state, attempt, refusals, notBefore, ...rest }: EffectProgress): EffectProgress {
  const { firstSentAt, deadline, result, reason, pin } = rest;
  return {
    ...{ state, attempt, refusals, notBefore },
    ...(firstSentAt === undefined ? {} : { firstSentAt }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(result === undefined ? {} : { result }),
    ...(reason === undefined ? {} : { reason }),
    ...(pin === undefined ? {} : { pin }),
  };
}
