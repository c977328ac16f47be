import { type Answer, done, type Outcome, rejected, retryable } from '../kernel/answer.ts';
import { type ErrorCode, SyncError } from '../kernel/sync-error.ts';
import { unlimitedBudget } from '../memory/unlimited-budget.ts';
import type { Call, EffectCall, Page } from '../ports/call.ts';
import type { Clock } from '../ports/environment.ts';
import type { RateBudget } from '../ports/rate-budget.ts';
import { askedPauseMs, faultFacts, gatewayMs, lateMs, type PortFault, slowMs } from './ports/port-fault.ts';
import type { PortWorld, RequestSeen } from './ports/port-world.ts';

export interface MemoryVendorOptions {
  readonly clock: Clock;
  /** Without limits where absent. */
  readonly budget?: RateBudget;
  /** Most rows of a page; 50 where absent. */
  readonly pageSize?: number;
}

/** A vendor without a wire: paced, fenced, counted and troubled like one that has a wire. */
export interface MemoryVendor extends Pick<PortWorld<unknown>, 'requests' | 'inject' | 'heal' | 'pageSize'> {
  readonly timeoutMs: number;
  readonly settleMs: number;
  now(): number;
  read<T>(call: Call, look: () => T): Promise<Answer<T>>;
  write<T>(call: Call, act: () => Outcome<T>): Promise<Outcome<T>>;
  send<T>(call: EffectCall, act: () => Outcome<T>): Promise<Outcome<T>>;
}

const codes: Readonly<Record<PortFault, ErrorCode>> = {
  'no-connection': 'UNREACHABLE',
  'reply-lost-before': 'NO_ANSWER',
  'reply-lost-after': 'NO_ANSWER',
  'late-effect': 'NO_ANSWER',
  paced: 'RATE_LIMITED',
  'paced-with-pause': 'RATE_LIMITED',
  'failed-before': 'VENDOR_FAILED',
  'failed-after': 'VENDOR_FAILED',
  'gateway-timeout-before': 'NO_ANSWER',
  'gateway-timeout-after': 'NO_ANSWER',
  truncated: 'ANSWER_UNREADABLE',
  'html-before': 'VENDOR_FAILED',
  'html-after': 'VENDOR_FAILED',
  slow: 'NO_ANSWER',
  refused: 'REFUSED',
};

export function createMemoryVendor(
  account: string,
  { clock, budget = unlimitedBudget(), pageSize = 50 }: MemoryVendorOptions,
): MemoryVendor {
  const timeoutMs = 40_000;
  const pace = { account, perSecond: 100, burst: 100 };
  const requests: RequestSeen[] = [];
  const faults = new Map<RequestSeen['kind'], PortFault>();

  async function exchange<T>(kind: RequestSeen['kind'], call: Call, act: () => Outcome<T>, fence = () => true): Promise<Outcome<T>> {
    try {
      await budget.slot(pace, call);
    } catch (error) {
      if (!call.signal.aborted) throw error;
    }
    if (call.signal.aborted) return retryable(new SyncError('ABORTED', 'The call was cancelled.'));
    if (!fence()) return retryable(new SyncError('SELF_FENCED', 'The right to send had run out.'));
    call.count?.(kind);
    requests.push({ kind });
    const fault = faults.get(kind);
    return fault === undefined ? act() : strike(fault, act);
  }

  async function strike<T>(fault: PortFault, act: () => Outcome<T>): Promise<Outcome<T>> {
    const { acts, outcome } = faultFacts[fault];
    if (acts === 'at-once') act();
    if (acts === 'later') void clock.sleep(fault === 'slow' ? slowMs : lateMs).then(act);
    if (fault.startsWith('gateway-timeout')) await clock.sleep(gatewayMs);
    if (fault === 'slow') await clock.sleep(timeoutMs);
    const error = new SyncError(codes[fault], 'The vendor is in trouble.', { details: { fault } });
    if (outcome === 'rejected') return rejected(error);
    if (outcome === 'unknown') return { status: 'unknown', error };
    const pause = fault === 'paced-with-pause' ? { pauseMs: askedPauseMs } : {};
    if (fault.startsWith('paced')) await budget.saw(pace, { refused: true, ...pause });
    return retryable(error, pause.pauseMs);
  }

  return {
    timeoutMs,
    settleMs: 30_000,
    pageSize,
    now: () => clock.now(),
    read: async (call, look) => {
      const outcome = await exchange('read', call, () => done(look()));
      if (outcome.status === 'unknown' || outcome.status === 'taken') return retryable(outcome.error);
      return outcome;
    },
    write: (call, act) => exchange('write', call, act, () => call.maySend?.() !== false),
    send: (call, act) => exchange('write', call, act, () => call.maySend()),
    requests: () => [...requests],
    inject: (fault, kind) => void faults.set(kind, fault),
    heal: () => faults.clear(),
  };
}

/** A page of rows by a key that never repeats: it begins after the last key seen, so that no row is stepped over. */
export function pageByKey<Row>(
  rows: readonly Row[],
  { cursor, size, keyOf }: { cursor?: string | undefined; size: number; keyOf: (row: Row) => readonly [number, number] },
): Page<Row> {
  const [at, id] = cursor === undefined ? [Number.NEGATIVE_INFINITY, 0] : (JSON.parse(cursor) as readonly [number, number]);
  const sorted = rows
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => key[0] > at || (key[0] === at && key[1] > id))
    .toSorted((left, right) => left.key[0] - right.key[0] || left.key[1] - right.key[1]);
  const items = sorted.slice(0, size);
  const last = items.at(-1);
  const answer = { items: items.map(({ row }) => structuredClone(row)) };
  return last === undefined || sorted.length <= size ? answer : { ...answer, next: JSON.stringify(last.key) };
}
